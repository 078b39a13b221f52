import SluiceClient
import SluiceRPC
import SluiceWire
import Synchronization

@testable import SluiceCommands

/// A daemon in memory: it answers what the test tells it to, and keeps what it was asked.
final class FakeDaemon: ClientChannel {
    typealias Answer = @Sendable ([UInt8]) throws(Status) -> [[UInt8]]

    private struct State {
        var answers: [String: Answer] = [:]
        var questions: [(method: String, request: [UInt8])] = []
    }

    private let state = Mutex(State())

    /// Answers a method with one message, made from the request.
    func on<Request: WireMessage, Reply: WireMessage>(
        _ method: MethodInfo, _ answer: @escaping @Sendable (Request) throws(Status) -> Reply,
    ) {
        set(method) { (bytes) throws(Status) in
            [try Self.encoded(try answer(try Self.decoded(bytes)))]
        }
    }

    /// Answers a streaming method with messages, and then its end.
    func stream<Request: WireMessage, Reply: WireMessage>(
        _ method: MethodInfo, _ answer: @escaping @Sendable (Request) throws(Status) -> [Reply],
    ) {
        set(method) { (bytes) throws(Status) in
            var replies: [[UInt8]] = []
            for reply in try answer(try Self.decoded(bytes)) {
                replies.append(try Self.encoded(reply))
            }
            return replies
        }
    }

    private func set(_ method: MethodInfo, _ answer: @escaping Answer) {
        state.withLock { $0.answers[method.name] = answer }
    }

    /// Names of the methods that were called, in order.
    var calls: [String] { state.withLock { $0.questions.map(\.method) } }

    /// The requests of one method, in order.
    func requests<Request: WireMessage>(_ type: Request.Type, of method: MethodInfo) -> [Request] {
        state.withLock { $0.questions }.filter { $0.method == method.name }
            .compactMap { try? Request(decoding: $0.request) }
    }

    nonisolated(nonsending) func unary(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) async throws(Status) -> [UInt8] {
        try replies(method, request).first ?? []
    }

    nonisolated(nonsending) func serverStreaming(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) async throws(Status) -> any MessageSource {
        FakeSource(messages: try replies(method, request))
    }

    private func replies(_ method: MethodInfo, _ request: [UInt8]) throws(Status) -> [[UInt8]] {
        let answer = state.withLock { state in
            state.questions.append((method.name, request))
            return state.answers[method.name]
        }
        guard let answer else {
            throw Status(.unimplemented, "the test has no answer to \(method.name)")
        }
        return try answer(request)
    }

    private static func decoded<Message: WireMessage>(_ bytes: [UInt8]) throws(Status) -> Message {
        do { return try Message(decoding: bytes) } catch {
            throw Status(.invalidArgument, "\(error)")
        }
    }

    private static func encoded(_ message: some WireMessage) throws(Status) -> [UInt8] {
        do { return try message.encoded() } catch { throw Status(.internalError, "\(error)") }
    }
}

private final class FakeSource: MessageSource {
    private let messages: Mutex<ArraySlice<[UInt8]>>

    init(messages: [[UInt8]]) {
        self.messages = Mutex(messages[...])
    }

    nonisolated(nonsending) func next() async throws(Status) -> [UInt8]? {
        messages.withLock { $0.popFirst() }
    }

    func cancel() {}
}
