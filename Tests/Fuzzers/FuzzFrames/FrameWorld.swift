import SluiceRPC
import SluiceWire

/// A server's connection and what is known of it from outside: every call that started ends with
/// exactly one terminal frame, no frame is sent without a call, nothing follows a close.
struct FrameWorld {
    /// A handler that has not ended.
    struct Handler {
        let call: CallID
        let kind: MethodKind
    }

    /// What is known of a stream id.
    struct StreamID {
        /// False: the client used the id again, or wrongly. Then an answer in the queue may be to
        /// either use, and only their number says something.
        var isClear: Bool
        var kind: MethodKind?
        var starts = 0
        var ends = 0
    }

    private let codec = TTRPCEnvelopeCodec()
    private var session: ServerSession
    private var now = ContinuousClock.Instant.now
    private var handlers: [Handler] = []
    private var decoder = FrameDecoder(limits: Self.limits)
    private var ids: [UInt32: StreamID] = [:]
    /// Bytes handed to the socket and not taken by it.
    private var inFlight = 0
    private var isClosed = false

    init() {
        session = ServerSession(
            table: Self.table, peer: Peer(pid: 1, uid: 1, gid: 1), codec: codec,
            limits: Self.limits, unaryTwins: ["d": "u"])
    }

    mutating func take(_ step: Step) {
        switch step {
        case .receive(let bytes):
            note(bytes)
            act { session, now, actions in
                session.receive(unsafe bytes.span.bytes, at: now, into: &actions)
            }
        case .finish(let success): finishOldest(success)
        case .send(let count): send([UInt8](repeating: 7, count: count))
        case .next:
            if let handler = handlers.first(where: \.kind.clientStreams) {
                _ = session.next(handler.call)
            }
        case .stopReceiving:
            guard let handler = handlers.first else { return }
            act { session, _, actions in session.stopReceiving(handler.call, into: &actions) }
        case .stopWaiting:
            if let handler = handlers.first { session.stopWaiting(handler.call) }
        case .written(let quarters): written(inFlight * quarters / 4)
        case .wait(let seconds):
            now += .seconds(seconds)
            act { session, now, actions in session.advance(to: now, into: &actions) }
        case .shutDown:
            act { session, now, actions in
                session.shutDown(grace: .seconds(5), at: now, into: &actions)
            }
        case .peerClosed:
            act { session, now, actions in session.peerClosed(at: now, into: &actions) }
        }
    }

    /// Lets every handler end and the kernel take everything, and looks at what is left.
    mutating func end() {
        while !handlers.isEmpty { finishOldest(true) }
        while inFlight > 0 { written(inFlight) }
        require(session.activeCalls == 0, "a call is active after the end of its handler")
        require(
            isClosed || ids.values.allSatisfy { $0.ends >= $0.starts },
            "a call has had no terminal frame")
    }

    /// Looks at what the client sends before the session does.
    private mutating func note(_ bytes: [UInt8]) {
        var offset = 0
        while let event = unsafe decoder.next(bytes.span.bytes, from: &offset, at: now) {
            switch event {
            case .frame(let frame): note(frame.streamID, opens: frame.type == .request)
            case .oversized(let header):
                note(header.streamID, opens: false)
                ids[header.streamID]?.isClear = false
            case .hopeless: return
            }
        }
    }

    private mutating func note(_ id: UInt32, opens: Bool) {
        if ids[id] == nil {
            ids[id] = StreamID(isClear: opens && id % 2 == 1)
        } else if opens {
            ids[id]?.isClear = false
        }
    }

    private mutating func finishOldest(_ success: Bool) {
        guard let handler = handlers.first else { return }
        handlers.removeFirst()
        let outcome: CallOutcome =
            !success
            ? .failed(Status(.internalError, "the handler failed"))
            : handler.kind.serverStreams ? .done : .message([1, 2, 3])
        act { session, now, actions in
            session.finish(handler.call, outcome, at: now, into: &actions)
        }
    }

    private mutating func send(_ message: [UInt8]) {
        guard let handler = handlers.first(where: \.kind.serverStreams) else { return }
        act { session, now, actions in
            _ = session.send(handler.call, message, at: now, into: &actions)
        }
    }

    private mutating func written(_ bytes: Int) {
        inFlight -= bytes
        act { session, now, actions in session.written(bytes, at: now, into: &actions) }
    }

    private mutating func act(
        _ body: (inout ServerSession, ContinuousClock.Instant, inout [ServerAction]) -> Void,
    ) {
        var actions: [ServerAction] = []
        body(&session, now, &actions)
        for action in actions { observe(action) }
    }

    private mutating func observe(_ action: ServerAction) {
        require(!isClosed, "\(action) follows a close")
        switch action {
        case .start(let call, let method, _, _):
            handlers.append(Handler(call: call, kind: method.info.kind))
            ids[call.streamID]?.starts += 1
            ids[call.streamID]?.kind = method.info.kind
        case .write(let frame):
            inFlight += frame.byteCount
            observe(frame)
        case .close: isClosed = true
        case .resumeReceiver, .resumeSender, .cancel, .record, .pauseReading, .resumeReading: break
        }
    }

    private mutating func observe(_ frame: Frame) {
        let id = ids[frame.streamID] ?? StreamID(isClear: false)
        switch frame.type {
        case .response:
            require(
                isFailure(frame) || !id.isClear || id.kind?.serverStreams == false,
                "an answer in place of a stream's end")
        case .data:
            require(!id.isClear || id.kind?.serverStreams == true, "a message of no stream")
        default: fatalError("a server sends no frame of type \(frame.type)")
        }
        require(!id.isClear || id.ends == 0, "a frame follows the end of its call")
        if frame.type == .response || frame.flags.contains(.remoteClosed) {
            ids[frame.streamID]?.ends += 1
        }
    }

    private func isFailure(_ frame: Frame) -> Bool {
        do throws(Status) {
            switch try codec.decodeResponse(frame.data) {
            case .success: return false
            case .failure: return true
            }
        } catch {
            fatalError("an answer that does not parse: \(error)")
        }
    }
}

extension FrameWorld {
    /// Small, so that a short input reaches every one of them.
    private static let limits: RPCLimits = {
        var limits = RPCLimits()
        limits.frameBytes = 256
        limits.discardBytes = 1_024
        limits.metadataEntries = 2
        limits.metadataBytes = 16
        limits.incomingFrames = 4
        limits.incomingBytes = 64
        limits.outgoingFrames = 4
        limits.outgoingBytes = 96
        limits.writeWindowBytes = 128
        limits.backlogBytes = 512
        limits.activeCalls = 8
        return limits
    }()

    /// Service `s` with a method of each kind: `u`, `d`, `c` and `b`. Their handlers never run.
    private static let table = ServiceTable([
        method("u", .unary, .unary { _, _ in [] }),
        method("d", .serverStreaming, .serverStreaming { _, _, _ in }),
        method("c", .clientStreaming, .clientStreaming { _, _ in [] }),
        method("b", .bidirectional, .bidirectional { _, _, _ in }),
    ])

    private static func method(
        _ name: String, _ kind: MethodKind, _ handler: MethodHandler,
    ) -> Method {
        Method(info: MethodInfo(service: "s", name: name, kind: kind, role: 1), handler: handler)
    }
}

extension MethodKind {
    fileprivate var clientStreams: Bool { self == .clientStreaming || self == .bidirectional }
    fileprivate var serverStreams: Bool { self == .serverStreaming || self == .bidirectional }
}

/// Unlike a precondition it says what is wrong in a release build too.
private func require(_ isTrue: Bool, _ message: @autoclosure () -> String) {
    if !isTrue { fatalError(message()) }
}
