import SluiceRPC
import SluiceSimulation

/// A server's session with methods of every kind and a clock that a test moves. Actions come back
/// as lines of text; handlers do nothing until the test speaks for them.
struct Desk {
    var session: ServerSession
    var now = ContinuousClock.now
    var records: [CallRecord] = []
    /// Bytes written and not reported as taken by the kernel.
    private(set) var inFlight = 0
    private(set) var calls: [UInt32: CallID] = [:]
    private(set) var contexts: [UInt32: CallContext] = [:]

    init(_ change: (inout RPCLimits) -> Void = { _ in }) {
        var limits = RPCLimits()
        change(&limits)
        session = ServerSession(
            table: Self.table, peer: Peer(pid: 1, uid: 2, gid: 3), codec: TinyCodec(),
            limits: limits, unaryTwins: ["Watch": "Wait"])
    }

    static let table = ServiceTable([
        Method(info: method("Echo", .unary), handler: .unary { request, _ in request }),
        Method(
            info: method("Watch", .serverStreaming), handler: .serverStreaming { _, _, _ in }),
        Method(
            info: method("Follow", .serverStreaming), handler: .serverStreaming { _, _, _ in }),
        Method(
            info: method("Collect", .clientStreaming), handler: .clientStreaming { _, _ in [] }),
        Method(info: method("Chat", .bidirectional), handler: .bidirectional { _, _, _ in }),
    ])

    static func method(_ name: String, _ kind: MethodKind) -> MethodInfo {
        MethodInfo(service: "test.Echo", name: name, kind: kind, role: 0)
    }

    /// A Request frame; the flags are those that the kind of the method asks for.
    static func request(
        _ method: String, stream: UInt32 = 1, flags: FrameFlags? = nil, payload: [UInt8] = [],
        service: String = "test.Echo", timeout: Int64 = 0, metadata: [Metadata] = [],
    ) -> Frame {
        let usual: FrameFlags =
            switch method {
            case "Watch", "Follow": .remoteClosed
            case "Collect", "Chat": [.remoteOpen, .noData]
            default: []
            }
        let envelope = RequestEnvelope(
            service: service, method: method, payload: payload, timeoutNanoseconds: timeout,
            metadata: metadata)
        return Frame(
            .request, stream: stream, flags: flags ?? usual,
            data: TinyCodec.encoded(envelope))
    }

    static func data(
        _ bytes: [UInt8] = [], stream: UInt32 = 1, flags: FrameFlags = [],
    ) -> Frame {
        Frame(.data, stream: stream, flags: flags, data: bytes)
    }

    @discardableResult
    mutating func receive(_ frames: Frame...) -> [String] {
        receive(frames.flatMap(\.encoded))
    }

    @discardableResult
    mutating func receive(_ bytes: [UInt8]) -> [String] {
        update { unsafe $0.receive(bytes.span.bytes, at: $1, into: &$2) }
    }

    /// The handler of a call ends.
    @discardableResult
    mutating func finish(_ call: CallID?, _ outcome: CallOutcome) -> [String] {
        guard let call else { return ["no such call"] }
        return update { $0.finish(call, outcome, at: $1, into: &$2) }
    }

    @discardableResult
    mutating func finish(_ stream: UInt32, _ outcome: CallOutcome) -> [String] {
        finish(calls[stream], outcome)
    }

    mutating func send(_ message: [UInt8], stream: UInt32 = 1) -> (SendAnswer, [String]) {
        guard let call = calls[stream] else { return (.over(Status(.notFound, "")), []) }
        var answer = SendAnswer.queued
        let trace = update { answer = $0.send(call, message, at: $1, into: &$2) }
        return (answer, trace)
    }

    mutating func next(stream: UInt32 = 1) -> ReceiveAnswer {
        guard let call = calls[stream] else { return .over(Status(.notFound, "")) }
        return session.next(call)
    }

    @discardableResult
    mutating func pass(_ time: Duration) -> [String] {
        now += time
        return update { $0.advance(to: $1, into: &$2) }
    }

    /// The kernel takes everything that was written so far.
    @discardableResult
    mutating func flush() -> [String] {
        let bytes = inFlight
        inFlight = 0
        return update { $0.written(bytes, at: $1, into: &$2) }
    }

    mutating func update(
        _ change: (inout ServerSession, ContinuousClock.Instant, inout [ServerAction]) -> Void,
    ) -> [String] {
        var actions: [ServerAction] = []
        change(&session, now, &actions)
        return actions.compactMap { note($0) }
    }

    private mutating func note(_ action: ServerAction) -> String? {
        switch action {
        case .start(let call, let method, let request, let context):
            calls[call.streamID] = call
            contexts[call.streamID] = context
            return "start \(call.streamID) \(method.info.name) \(request)"
        case .resumeReceiver(let call, let message):
            return "receiver \(call.streamID) \(message.map { "\($0)" } ?? "end")"
        case .resumeSender(let call): return "sender \(call.streamID)"
        case .cancel(let call, let status): return "cancel \(call.streamID) \(status.code)"
        case .write(let frame):
            inFlight += frame.byteCount
            return frame.line
        case .record(let record):
            records.append(record)
            return nil
        case .pauseReading: return "pause reading"
        case .resumeReading: return "resume reading"
        case .close(let reason): return "close: \(reason)"
        }
    }
}

extension Frame {
    /// What a test reads: `7 ok [1, 2]`, `7 deadlineExceeded`, `7 data [1]`, `7 end`.
    var line: String {
        guard type == .response else {
            return self == .endOfMessages(stream: streamID)
                ? "\(streamID) end" : "\(streamID) data \(data.count > 8 ? [] : data)"
        }
        switch try? TinyCodec().decodeResponse(data) {
        case .success(let payload): return "\(streamID) ok \(payload.count > 8 ? [] : payload)"
        case .failure(let status): return "\(streamID) \(status.code)"
        case nil: return "\(streamID) unreadable"
        }
    }
}
