import SluiceRPC
import SluiceWire
import Synchronization

/// Answers with the number after the one that it was given.
struct CountingEvents: EventServiceHandler {
    func waitEvents(
        _ request: WaitEventsRequest, _ context: CallContext,
    ) async throws(Status) -> WaitEventsResponse {
        guard request.afterSeq >= -1 else { throw Status(.outOfRange, "oldest is 1") }
        return WaitEventsResponse(latestSeq: request.afterSeq + 1)
    }

    func watchEvents(
        _ request: WatchEventsRequest, _ replies: ReplyStream<WatchEventsResponse>,
        _ context: CallContext,
    ) async throws(Status) {
        for step in 1...3 {
            let event = Event(seq: request.afterSeq + Int64(step))
            try await replies.send(WatchEventsResponse(events: [event]))
        }
    }
}

/// A channel that calls the handlers of a table in place.
struct Loopback: ClientChannel {
    private let table: ServiceTable

    init(_ methods: [Method]) {
        table = ServiceTable(methods)
    }

    func unary(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) async throws(Status) -> [UInt8] {
        guard case .unary(let answer) = try handler(of: method) else {
            throw Status(.unimplemented, "not unary")
        }
        return try await answer(request, .example(method))
    }

    func serverStreaming(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) async throws(Status) -> any MessageSource {
        guard case .serverStreaming(let answer) = try handler(of: method) else {
            throw Status(.unimplemented, "not a stream")
        }
        let sink = ListSink()
        try await answer(request, sink, .example(method))
        return ListSource(sink.messages.withLock { $0 })
    }

    private func handler(of method: MethodInfo) throws(Status) -> MethodHandler {
        guard case .found(let found) = table.find(service: method.service, method: method.name)
        else { throw Status(.unimplemented, method.name) }
        return found.handler
    }
}

final class ListSink: MessageSink {
    let messages = Mutex<[[UInt8]]>([])

    func send(_ message: [UInt8]) async throws(Status) {
        messages.withLock { $0.append(message) }
    }
}

final class ListSource: MessageSource {
    private let messages: Mutex<ArraySlice<[UInt8]>>
    private let cancelled = Mutex(false)

    init(_ messages: [[UInt8]]) {
        self.messages = Mutex(messages[...])
    }

    var isCancelled: Bool { cancelled.withLock { $0 } }

    func next() async throws(Status) -> [UInt8]? {
        messages.withLock { $0.popFirst() }
    }

    func cancel() { cancelled.withLock { $0 = true } }
}

extension CallContext {
    static func example(_ method: MethodInfo) -> CallContext {
        CallContext(method: method, peer: Peer(pid: 1, uid: 1000, gid: 1000))
    }
}
