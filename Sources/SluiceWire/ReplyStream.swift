package import SluiceRPC

/// Where the handler of a server-streaming method writes its replies.
package struct ReplyStream<Reply: WireMessage>: Sendable {
    private let sink: any MessageSink

    package init(_ sink: any MessageSink) {
        self.sink = sink
    }

    /// Waits while the stream's queue is full; throws once the call is over for the caller.
    package nonisolated(nonsending) func send(_ reply: Reply) async throws(Status) {
        try await sink.send(try reply.answer())
    }
}
