import SluiceClient
import SluiceRPC
import SluiceWire
import Synchronization

/// A channel in memory whose every call is answered by the next entry of a script.
final class FakeChannel: ClientChannel {
    enum Answer: Sendable {
        case reply([UInt8])
        /// Messages of a stream, and how it ends; nil: well.
        case stream([[UInt8]], Status?)
        case failure(Status)
    }

    private struct State {
        var script: ArraySlice<Answer>
        var calls: [(method: String, request: [UInt8])] = []
    }

    private let state: Mutex<State>

    init(_ script: [Answer]) {
        state = Mutex(State(script: script[...]))
    }

    var calls: [String] { state.withLock { $0.calls.map(\.method) } }

    func requests<Request: WireMessage>(_ type: Request.Type, of method: MethodInfo) -> [Request] {
        state.withLock { $0.calls }.filter { $0.method == method.name }
            .compactMap { try? Request(decoding: $0.request) }
    }

    nonisolated(nonsending) func unary(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) async throws(Status) -> [UInt8] {
        switch next(method, request) {
        case .reply(let bytes): return bytes
        case .failure(let status): throw status
        case .stream: throw Status(.internalError, "the script has a stream for \(method.name)")
        }
    }

    nonisolated(nonsending) func serverStreaming(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) async throws(Status) -> any MessageSource {
        switch next(method, request) {
        case .stream(let messages, let end): return FakeSource(messages, end)
        case .failure(let status): throw status
        case .reply: throw Status(.internalError, "the script has a reply for \(method.name)")
        }
    }

    private func next(_ method: MethodInfo, _ request: [UInt8]) -> Answer {
        state.withLock { state in
            state.calls.append((method.name, request))
            return state.script.popFirst() ?? .failure(Status(.internalError, "the script is over"))
        }
    }
}

extension FakeChannel.Answer {
    static func message(_ message: some WireMessage) -> Self {
        // What a test writes can be encoded; an empty reply would fail the test.
        .reply((try? message.encoded()) ?? [])
    }

    static func messages(_ messages: [some WireMessage], end: Status? = nil) -> Self {
        .stream(messages.map { (try? $0.encoded()) ?? [] }, end)
    }

    static let lost = Self.failure(Status(.unavailable, "the connection is lost"))
}

private final class FakeSource: MessageSource {
    private let messages: Mutex<ArraySlice<[UInt8]>>
    private let end: Status?

    init(_ messages: [[UInt8]], _ end: Status?) {
        self.messages = Mutex(messages[...])
        self.end = end
    }

    nonisolated(nonsending) func next() async throws(Status) -> [UInt8]? {
        if let message = messages.withLock({ $0.popFirst() }) { return message }
        if let end { throw end }
        return nil
    }

    func cancel() {}
}
