/// The side of the handlers.
extension ServerSession {
    /// A handler has ended. Comes exactly once for every `start`.
    package mutating func finish(
        _ call: CallID, _ outcome: CallOutcome, at now: Instant,
        into actions: inout [ServerAction],
    ) {
        guard phase != .closed else { return }
        guard var stream = remove(call) else {
            // Its caller has had an answer, or none was due: cancelled, late or overflowed.
            abandoned -= 1
            return
        }
        let frame = terminalFrame(call.streamID, outcome)
        stream.responseBytes += frame.frame.data.count
        record(stream, frame.status, at: now, into: &actions)
        write(frame.frame, of: nil, at: now, into: &actions)
        closeIfDrained(at: now, into: &actions)
    }

    private func terminalFrame(
        _ id: UInt32, _ outcome: CallOutcome,
    ) -> (frame: Frame, status: Status?) {
        switch outcome {
        case .done:
            return (.endOfMessages(stream: id), nil)
        case .message(let payload):
            do throws(Status) {
                let data = try codec.encodeResponse(.success(payload: payload))
                guard data.count <= limits.frameBytes else {
                    throw limits.tooLong("an answer", data.count)
                }
                return (Frame(.response, stream: id, data: data), nil)
            } catch {
                return (failureFrame(id, error), error)
            }
        case .failed(let status):
            return (failureFrame(id, status), status)
        }
    }

    func failureFrame(_ id: UInt32, _ status: Status) -> Frame {
        do throws(Status) {
            let data = try codec.encodeResponse(.failure(status))
            guard data.count <= limits.frameBytes else {
                throw limits.tooLong("an error", data.count)
            }
            return Frame(.response, stream: id, data: data)
        } catch {
            // A status with a text of our own always fits; without one it is the code alone.
            let data = try? codec.encodeResponse(.failure(error))
            return Frame(.response, stream: id, data: data ?? [])
        }
    }

    /// A handler sends a message of its stream.
    package mutating func send(
        _ call: CallID, _ message: [UInt8], at now: Instant,
        into actions: inout [ServerAction],
    ) -> SendAnswer {
        guard phase != .closed, var stream = streams[call.streamID], stream.call == call else {
            return .over(.over)
        }
        guard message.count <= limits.frameBytes else {
            let status = limits.tooLong("a message", message.count)
            interrupt(call.streamID, status, at: now, into: &actions)
            return .over(status)
        }
        guard stream.held == nil else {
            let status = Status(.resourceExhausted, "the handler does not wait for its caller")
            interrupt(call.streamID, status, at: now, into: &actions)
            return .over(status)
        }
        guard stream.hasRoom(for: message.count, limits) else {
            stream.held = message
            streams[call.streamID] = stream
            heldSenders += 1
            fullSince = fullSince ?? now
            return .wait
        }
        enqueue(message, of: call, at: now, into: &actions)
        return .queued
    }

    private mutating func enqueue(
        _ message: [UInt8], of call: CallID, at now: Instant,
        into actions: inout [ServerAction],
    ) {
        streams[call.streamID]?.outgoingFrames += 1
        streams[call.streamID]?.outgoingBytes += message.count
        streams[call.streamID]?.responseBytes += message.count
        write(
            Frame(.data, stream: call.streamID, data: message), of: call, at: now, into: &actions)
    }

    /// A handler asks for the next message of its caller.
    package mutating func next(_ call: CallID) -> ReceiveAnswer {
        guard phase != .closed, var stream = streams[call.streamID], stream.call == call else {
            return .over(.over)
        }
        defer { streams[call.streamID] = stream }
        if let message = stream.incoming.popFirst() { return .message(message) }
        if stream.incoming.ended { return .end }
        guard !stream.receiverWaits else {
            return .over(Status(.internalError, "two readers wait for the same stream"))
        }
        stream.receiverWaits = true
        return .wait
    }

    /// A handler wants no more messages of its caller; what comes is dropped.
    package mutating func stopReceiving(
        _ call: CallID, into actions: inout [ServerAction],
    ) {
        guard var stream = streams[call.streamID], stream.call == call else { return }
        stream.incoming = MessageQueue()
        stream.incoming.ended = true
        if stream.receiverWaits { actions.append(.resumeReceiver(call, nil)) }
        stream.receiverWaits = false
        streams[call.streamID] = stream
    }

    /// A handler no longer waits in `send` or `next`; a message that it waited with is dropped.
    package mutating func stopWaiting(_ call: CallID) {
        guard var stream = streams[call.streamID], stream.call == call else { return }
        stream.receiverWaits = false
        if stream.held != nil { releaseHeldSender() }
        stream.held = nil
        streams[call.streamID] = stream
    }

    /// Takes a call off the table; nil where it is not active.
    private mutating func remove(_ call: CallID) -> Stream? {
        guard let stream = streams[call.streamID], stream.call == call else { return nil }
        streams[call.streamID] = nil
        if stream.held != nil { releaseHeldSender() }
        return stream
    }

    /// Ends a call for its caller before its handler ends.
    mutating func interrupt(
        _ id: UInt32, _ status: Status, at now: Instant, into actions: inout [ServerAction],
    ) {
        guard let call = streams[id]?.call, let stream = remove(call) else { return }
        abandoned += 1
        actions.append(.cancel(call, status))
        record(stream, status, at: now, into: &actions)
        answer(id, status, into: &actions, at: now)
        closeIfDrained(at: now, into: &actions)
    }

    /// Sends an error that ends whatever has this id.
    mutating func answer(
        _ id: UInt32, _ status: Status, into actions: inout [ServerAction], at now: Instant,
    ) {
        write(failureFrame(id, status), of: nil, at: now, into: &actions)
    }

    func record(
        _ stream: Stream, _ status: Status?, at now: Instant,
        into actions: inout [ServerAction],
    ) {
        actions.append(
            .record(
                CallRecord(
                    service: stream.method.service, method: stream.method.name, peer: peer,
                    status: status, duration: now - stream.began,
                    requestBytes: stream.requestBytes, responseBytes: stream.responseBytes)))
    }

    private mutating func releaseHeldSender() {
        heldSenders -= 1
        if heldSenders == 0 && !readingPaused { fullSince = nil }
    }
}

/// The side of the socket.
extension ServerSession {
    func hasBacklog(above bytes: Int) -> Bool { outgoing.backlog > bytes }

    mutating func write(
        _ frame: Frame, of call: CallID?, at now: Instant, into actions: inout [ServerAction],
    ) {
        if outgoing.canPass {
            outgoing.pass(frame)
            actions.append(.write(frame))
            if let call { left(call, frame.data.count) }
            return
        }
        outgoing.append(frame, of: call)
        guard !readingPaused && hasBacklog(above: limits.backlogBytes) else { return }
        readingPaused = true
        fullSince = fullSince ?? now
        actions.append(.pauseReading)
    }

    /// The kernel has taken `bytes` of what was written.
    package mutating func written(
        _ bytes: Int, at now: Instant, into actions: inout [ServerAction],
    ) {
        guard phase != .closed, bytes > 0 else { return }
        outgoing.written(bytes)
        if fullSince != nil { fullSince = now }
        while let next = outgoing.popFirst() {
            actions.append(.write(next.frame))
            if let call = next.call {
                left(call, next.frame.data.count)
                refill(call, at: now, into: &actions)
            }
        }
        if readingPaused && !hasBacklog(above: limits.backlogBytes / 2) {
            readingPaused = false
            if heldSenders == 0 { fullSince = nil }
            actions.append(.resumeReading)
        }
        closeIfDrained(at: now, into: &actions)
    }

    /// Accounts for a message that has left the queue of its call.
    private mutating func left(_ call: CallID, _ bytes: Int) {
        guard streams[call.streamID]?.call == call else { return }
        streams[call.streamID]?.outgoingFrames -= 1
        streams[call.streamID]?.outgoingBytes -= bytes
    }

    /// Queues the message that a sender waits with, once there is room.
    private mutating func refill(
        _ call: CallID, at now: Instant, into actions: inout [ServerAction],
    ) {
        guard let stream = streams[call.streamID], stream.call == call,
            let message = stream.held, stream.hasRoom(for: message.count, limits)
        else { return }
        streams[call.streamID]?.held = nil
        releaseHeldSender()
        enqueue(message, of: call, at: now, into: &actions)
        actions.append(.resumeSender(call))
    }
}
