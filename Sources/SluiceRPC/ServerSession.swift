/// A server's side of one connection: bytes, handlers' results and time in, actions out.
///
/// A value without clock, thread or socket. The rules that it keeps are those of `PROTOCOL.md`.
package struct ServerSession: Sendable {
    package typealias Instant = ContinuousClock.Instant

    /// A call whose answer is not complete.
    struct Stream: Sendable {
        let call: CallID
        let method: MethodInfo
        let began: Instant
        let deadline: Instant?
        var requestBytes: Int
        var responseBytes = 0
        var incoming = MessageQueue()
        var receiverWaits = false
        /// Frames of this call that wait for the socket.
        var outgoingFrames = 0
        var outgoingBytes = 0
        /// A message that the queue has no room for; its sender waits.
        var held: [UInt8]?
    }

    enum Phase: Sendable, Hashable {
        case open
        case draining(until: Instant)
        case flushing(until: Instant)
        case closed
    }

    let table: ServiceTable
    let peer: Peer
    let codec: any EnvelopeCodec
    let limits: RPCLimits
    let unaryTwins: [String: String]

    var decoder: FrameDecoder
    var outgoing: Outgoing
    var streams: [UInt32: Stream] = [:]
    /// Calls that are over for their caller and whose handlers have not ended.
    var abandoned = 0
    var phase = Phase.open
    /// Since when senders or the reader wait for a writer that makes no progress.
    var fullSince: Instant?
    var heldSenders = 0
    var readingPaused = false
    /// Not later than the first deadline of a call.
    var callDeadline: Instant?
    private var highestStreamID: UInt32 = 0
    private var serial: UInt64 = 0

    /// `unaryTwins` names, for a method that streams its answers, the one that answers the same at
    /// once: `["WatchEvents": "WaitEvents"]`.
    package init(
        table: ServiceTable, peer: Peer, codec: any EnvelopeCodec,
        limits: RPCLimits = RPCLimits(), unaryTwins: [String: String] = [:],
    ) {
        self.table = table
        self.peer = peer
        self.codec = codec
        self.limits = limits
        self.unaryTwins = unaryTwins
        decoder = FrameDecoder(limits: limits)
        outgoing = Outgoing(window: limits.writeWindowBytes)
    }

    /// Calls whose caller waits.
    package var activeCalls: Int { streams.count }

    /// Takes bytes as they come from the socket.
    package mutating func receive(
        _ bytes: RawSpan, at now: Instant, into actions: inout [ServerAction],
    ) {
        var offset = 0
        while phase != .closed, let event = decoder.next(bytes, from: &offset, at: now) {
            switch event {
            case .frame(let frame): handle(frame, at: now, into: &actions)
            case .oversized(let header): refuseOversized(header, at: now, into: &actions)
            case .hopeless(let header):
                close(.frameTooLong(header.length), at: now, into: &actions)
            }
        }
    }

    private mutating func handle(
        _ frame: Frame, at now: Instant, into actions: inout [ServerAction],
    ) {
        switch frame.type {
        case .request: begin(frame, at: now, into: &actions)
        case .data: take(frame, at: now, into: &actions)
        case .cancel: cancel(frame, at: now, into: &actions)
        default: break  // Responses and types of later versions mean nothing to a server.
        }
    }

    private mutating func begin(
        _ frame: Frame, at now: Instant, into actions: inout [ServerAction],
    ) {
        let id = frame.streamID
        if streams[id] != nil {
            // Ends the call that has the id, so that the id still gets one terminal frame.
            let status = Status(.invalidArgument, "stream \(id) is active already")
            return interrupt(id, status, at: now, into: &actions)
        }
        var names = (service: "", method: "")
        do throws(Status) {
            try admit(id)
            let envelope = try codec.decodeRequest(frame.data)
            names = (envelope.service, envelope.method)
            try start(envelope, frame, at: now, into: &actions)
        } catch {
            let record = CallRecord(
                service: names.service, method: names.method, peer: peer, status: error,
                duration: .zero, requestBytes: frame.data.count, responseBytes: 0)
            answer(id, error, into: &actions, at: now)
            actions.append(.record(record))
        }
    }

    private mutating func admit(_ id: UInt32) throws(Status) {
        // Seen is seen, refused or not: what still comes for the id is dropped, not refused again.
        highestStreamID = max(highestStreamID, id)
        guard id % 2 == 1 else {
            throw Status(.invalidArgument, "stream id \(id) is even; clients use odd ids")
        }
        guard phase == .open else { throw .shuttingDown }
        guard streams.count + abandoned < limits.activeCalls else {
            throw Status(
                .resourceExhausted, "\(limits.activeCalls) calls are active on this connection")
        }
    }

    private mutating func start(
        _ envelope: RequestEnvelope, _ frame: Frame, at now: Instant,
        into actions: inout [ServerAction],
    ) throws(Status) {
        let metadata = try limits.checked(envelope.metadata)
        let method = try find(envelope)
        try checkFlags(frame.flags, of: method.info)
        guard envelope.timeoutNanoseconds >= 0 else { throw .deadlinePassed }
        let deadline =
            envelope.timeoutNanoseconds == 0
            ? nil : now + .nanoseconds(envelope.timeoutNanoseconds)

        serial += 1
        let call = CallID(streamID: frame.streamID, serial: serial)
        var stream = Stream(
            call: call, method: method.info, began: now, deadline: deadline,
            requestBytes: frame.data.count)
        let streams = method.info.kind.clientStreams
        if streams { stream.open(with: envelope.payload, frame.flags, limits) }
        self.streams[frame.streamID] = stream
        if let deadline { callDeadline = min(callDeadline ?? deadline, deadline) }
        let context = CallContext(
            method: method.info, peer: peer, metadata: metadata, deadline: deadline)
        let request = streams ? [] : envelope.payload
        actions.append(.start(call, method, request: request, context))
    }

    private func find(_ envelope: RequestEnvelope) throws(Status) -> Method {
        switch table.find(service: envelope.service, method: envelope.method) {
        case .found(let method): return method
        case .unknownService:
            throw Status(.unimplemented, "there is no service \(envelope.service)")
        case .unknownMethod:
            throw Status(
                .unimplemented, "\(envelope.service) has no method \(envelope.method)")
        }
    }

    /// A peer that takes a stream of answers for a single one would wait for ever.
    private func checkFlags(_ flags: FrameFlags, of method: MethodInfo) throws(Status) {
        guard method.kind.serverStreams, flags.isDisjoint(with: [.remoteClosed, .remoteOpen])
        else { return }
        let advice =
            unaryTwins[method.name].map { "; call \($0), which has a single answer" }
            ?? "; call it as a stream"
        throw Status(
            .unimplemented,
            "\(method.name) answers with a stream and was called as a unary method\(advice)")
    }

    private mutating func take(
        _ frame: Frame, at now: Instant, into actions: inout [ServerAction],
    ) {
        let id = frame.streamID
        guard let kind = streams[id]?.method.kind else {
            // Messages under way to a call that has ended are no error.
            guard id > highestStreamID else { return }
            let status = Status(.invalidArgument, "stream \(id) has not been opened")
            return answer(id, status, into: &actions, at: now)
        }
        guard kind.clientStreams else { return }
        let limits = limits
        if streams[id]?.accept(frame, limits, into: &actions) == false {
            let status = Status(
                .resourceExhausted, "messages come faster than \(id)'s handler takes them")
            interrupt(id, status, at: now, into: &actions)
        }
    }

    private mutating func cancel(
        _ frame: Frame, at now: Instant, into actions: inout [ServerAction],
    ) {
        // A cancel that crosses the answer finds no call.
        guard frame.data.isEmpty, streams[frame.streamID] != nil else { return }
        interrupt(
            frame.streamID, Status(.cancelled, "the caller cancelled the call"), at: now,
            into: &actions)
    }

    private mutating func refuseOversized(
        _ header: FrameHeader, at now: Instant, into actions: inout [ServerAction],
    ) {
        let id = header.streamID
        guard header.type == .request || header.type == .data else { return }
        let status = limits.tooLong("a frame", Int(header.length))
        if streams[id] != nil {
            return interrupt(id, status, at: now, into: &actions)
        }
        guard header.type == .request || id > highestStreamID else { return }
        if id % 2 == 1 { highestStreamID = max(highestStreamID, id) }
        answer(id, status, into: &actions, at: now)
    }
}
