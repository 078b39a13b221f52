/// What a client is to do next. Actions are carried out in the order of their list.
package enum ClientAction: Sendable, Hashable {
    case write(Frame)
    /// A unary call has ended.
    case complete(stream: UInt32, Result<[UInt8], Status>)
    /// The reader of a stream waited in `next`; nil: the stream has ended well.
    case resumeReceiver(stream: UInt32, Result<[UInt8]?, Status>)
    /// Stop reading until `resumeReading`: no call waits, and a stream has enough to go on with.
    case pauseReading
    case resumeReading
    /// Nothing follows.
    case close(Status)
}

/// A client's side of one connection: calls, bytes and time in, actions out.
///
/// A call is known by its stream id, from `open` until its result has been handed over.
package struct ClientSession: Sendable {
    package typealias Instant = ContinuousClock.Instant

    struct Call: Sendable {
        let streams: Bool
        let deadline: Instant?
        var incoming = MessageQueue()
        var receiverWaits = false
        /// How a stream ended whose messages are not all taken; nil: it goes on.
        var end: Result<Void, Status>?

        /// Nobody has anything to do before more bytes come.
        var waitsForBytes: Bool { end == nil && (!streams || incoming.isEmpty) }
    }

    let codec: any EnvelopeCodec
    let limits: RPCLimits
    var decoder: FrameDecoder
    var calls: [UInt32: Call] = [:]
    var callDeadline: Instant?
    private var lastStreamID: UInt32 = UInt32.max
    private(set) var readingPaused = false
    /// Why the connection has ended; nil: it has not.
    package private(set) var closed: Status?

    package init(codec: any EnvelopeCodec, limits: RPCLimits = RPCLimits()) {
        self.codec = codec
        self.limits = limits
        decoder = FrameDecoder(limits: limits)
    }

    /// Starts a unary or server-streaming call and answers its stream id.
    package mutating func open(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions, at now: Instant,
        into actions: inout [ClientAction],
    ) throws(Status) -> UInt32 {
        if let closed { throw closed }
        precondition(!method.kind.clientStreams, "\(method.name) needs a stream of requests")
        let timeout = try nanoseconds(options.timeout)
        let data = try codec.encodeRequest(
            RequestEnvelope(
                service: method.service, method: method.name, payload: request,
                timeoutNanoseconds: timeout, metadata: options.metadata))
        guard data.count <= limits.frameBytes else {
            throw limits.tooLong("a request", data.count)
        }
        let id = nextStreamID()
        let streams = method.kind.serverStreams
        let deadline = timeout == 0 ? nil : now + .nanoseconds(timeout)
        calls[id] = Call(streams: streams, deadline: deadline)
        if let deadline { callDeadline = min(callDeadline ?? deadline, deadline) }
        actions.append(
            .write(Frame(.request, stream: id, flags: streams ? .remoteClosed : [], data: data)))
        balanceReading(into: &actions)
        return id
    }

    /// 0: no deadline. Never below 1 otherwise, since 0 and less mean something else on the wire.
    private func nanoseconds(_ timeout: Duration?) throws(Status) -> Int64 {
        guard let timeout else { return 0 }
        guard timeout > .zero else { throw .deadlinePassed }
        guard timeout < .nanoseconds(Int64.max) else { return 0 }
        let parts = timeout.components
        return max(1, parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000)
    }

    private mutating func nextStreamID() -> UInt32 {
        repeat { lastStreamID &+= 2 } while calls[lastStreamID] != nil
        return lastStreamID
    }

    /// Takes bytes as they come from the socket.
    package mutating func receive(
        _ bytes: RawSpan, at now: Instant, into actions: inout [ClientAction],
    ) {
        var offset = 0
        while closed == nil, let event = decoder.next(bytes, from: &offset, at: now) {
            switch event {
            case .frame(let frame): take(frame, into: &actions)
            case .oversized(let header):
                let status = limits.tooLong("a frame", Int(header.length))
                abandon(header.streamID, status, into: &actions)
            case .hopeless(let header):
                let status = limits.tooLong("a frame", Int(header.length))
                close(Status(.unavailable, status.message), into: &actions)
            }
        }
    }

    /// Frames of calls that are over here, and frames that only a server takes, mean nothing.
    private mutating func take(_ frame: Frame, into actions: inout [ClientAction]) {
        guard let call = calls[frame.streamID], call.end == nil else { return }
        switch frame.type {
        case .response: takeResponse(frame, into: &actions)
        case .data where call.streams: takeData(frame, into: &actions)
        default: break
        }
    }

    private mutating func takeResponse(_ frame: Frame, into actions: inout [ClientAction]) {
        let result: Result<[UInt8], Status>
        do throws(Status) {
            switch try codec.decodeResponse(frame.data) {
            case .success(let payload): result = .success(payload)
            case .failure(let status): result = .failure(status)
            }
        } catch {
            result = .failure(error)
        }
        end(frame.streamID, result, into: &actions)
    }

    private mutating func takeData(_ frame: Frame, into actions: inout [ClientAction]) {
        if !frame.flags.contains(.noData) {
            guard deliver(frame.streamID, frame.data, into: &actions) else {
                let status = Status(
                    .resourceExhausted,
                    "the stream's messages are not taken; resume after the last one")
                return abandon(frame.streamID, status, into: &actions)
            }
        }
        if frame.flags.contains(.remoteClosed) {
            end(frame.streamID, .success([]), into: &actions)
        }
        balanceReading(into: &actions)
    }

    private mutating func deliver(
        _ id: UInt32, _ message: [UInt8], into actions: inout [ClientAction],
    ) -> Bool {
        if calls[id]?.receiverWaits == true {
            calls[id]?.receiverWaits = false
            actions.append(.resumeReceiver(stream: id, .success(message)))
            return true
        }
        let maximum = limits.clientIncomingFrames
        let maximumBytes = limits.clientIncomingBytes
        return calls[id]?.incoming
            .append(message, maximum: maximum, maximumBytes: maximumBytes) ?? true
    }

    /// The next message of a stream. After `.end` or `.over` the call is forgotten.
    package mutating func next(
        _ id: UInt32, into actions: inout [ClientAction],
    ) -> ReceiveAnswer {
        guard var call = calls[id] else { return .over(closed ?? .over) }
        if let message = call.incoming.popFirst() {
            calls[id] = call
            balanceReading(into: &actions)
            return .message(message)
        }
        if let end = call.end {
            calls[id] = nil
            switch end {
            case .success: return .end
            case .failure(let status): return .over(status)
            }
        }
        guard !call.receiverWaits else {
            return .over(Status(.internalError, "two readers wait for the same stream"))
        }
        call.receiverWaits = true
        calls[id] = call
        balanceReading(into: &actions)
        return .wait
    }

    /// Ends a call from this side; what the server still sends for it is dropped.
    package mutating func cancel(_ id: UInt32, into actions: inout [ClientAction]) {
        abandon(id, Status(.cancelled, "the call was cancelled"), into: &actions)
    }

    /// As `cancel`, for a stream that nobody reads any more: its end is not kept for a reader.
    package mutating func forget(_ id: UInt32, into actions: inout [ClientAction]) {
        cancel(id, into: &actions)
        calls[id] = nil
        balanceReading(into: &actions)
    }

    private mutating func abandon(
        _ id: UInt32, _ status: Status, into actions: inout [ClientAction],
    ) {
        guard let call = calls[id] else { return }
        if call.end == nil { actions.append(.write(Frame(.cancel, stream: id))) }
        fail(id, status, into: &actions)
        balanceReading(into: &actions)
    }

    /// The server has ended a call.
    private mutating func end(
        _ id: UInt32, _ result: Result<[UInt8], Status>, into actions: inout [ClientAction],
    ) {
        guard let call = calls[id] else { return }
        guard call.streams else {
            calls[id] = nil
            return actions.append(.complete(stream: id, result))
        }
        if call.receiverWaits {
            calls[id] = nil
            return actions.append(.resumeReceiver(stream: id, result.map { _ in nil }))
        }
        calls[id]?.end = result.map { _ in }
    }

    /// Ends a call at once. Messages of a stream that nobody has taken yet are lost with it, but
    /// its reader learns why.
    private mutating func fail(
        _ id: UInt32, _ status: Status, into actions: inout [ClientAction],
    ) {
        calls[id]?.incoming = MessageQueue()
        end(id, .failure(status), into: &actions)
    }

    /// Reading stops only while no call waits for bytes, so that a slow reader of a stream cannot
    /// keep an answer from a call that it makes itself.
    private mutating func balanceReading(into actions: inout [ClientAction]) {
        guard readingPaused || calls.values.contains(where: isAmple) else { return }
        let pause =
            calls.values.contains(where: isAmple)
            && !calls.values.contains(where: \.waitsForBytes)
        guard pause != readingPaused else { return }
        readingPaused = pause
        actions.append(pause ? .pauseReading : .resumeReading)
    }

    private func isAmple(_ call: Call) -> Bool {
        call.end == nil
            && (call.incoming.count >= limits.clientPauseFrames
                || call.incoming.bytes >= limits.clientPauseBytes)
    }

    /// When `advance` is to be called, at the latest.
    package var nextDeadline: Instant? { closed == nil ? callDeadline : nil }

    /// Ends the calls whose deadline has passed, and tells the server.
    package mutating func advance(to now: Instant, into actions: inout [ClientAction]) {
        guard let due = callDeadline, now >= due, closed == nil else { return }
        let expired = calls.filter { $0.value.end == nil && ($0.value.deadline ?? now) <= now }
            .filter { $0.value.deadline != nil }.keys.sorted()
        for id in expired { abandon(id, .deadlinePassed, into: &actions) }
        callDeadline = calls.values.lazy.filter { $0.end == nil }.compactMap(\.deadline).min()
    }

    /// Ends every call, in the order of the stream ids.
    package mutating func close(_ status: Status, into actions: inout [ClientAction]) {
        guard closed == nil else { return }
        closed = status
        for id in calls.keys.sorted() where calls[id]?.end == nil {
            end(id, .failure(status), into: &actions)
        }
        actions.append(.close(status))
    }
}
