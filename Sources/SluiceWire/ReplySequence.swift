public import SluiceRPC

/// The replies of a server-streaming call, to be read once. Dropping the sequence and its iterator
/// before the end cancels the call.
public struct ReplySequence<Reply: WireMessage>: AsyncSequence, Sendable {
    public typealias Element = Reply
    public typealias Failure = Status

    private let call: StreamingCall

    public init(_ source: any MessageSource) {
        call = StreamingCall(source)
    }

    /// Ends the call; replies that have not been read are dropped.
    public func cancel() { call.source.cancel() }

    public func makeAsyncIterator() -> Iterator { Iterator(call: call) }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let call: StreamingCall

        public mutating func next() async throws(Status) -> Reply? {
            try await next(isolation: #isolation)
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?,
        ) async throws(Status) -> Reply? {
            guard let bytes = try await call.source.next() else { return nil }
            return try Reply(reply: bytes)
        }
    }
}

/// Cancels its call when the last one who could read it is gone; that is nothing to a call that has
/// ended.
private final class StreamingCall: Sendable {
    let source: any MessageSource

    init(_ source: any MessageSource) {
        self.source = source
    }

    deinit { source.cancel() }
}
