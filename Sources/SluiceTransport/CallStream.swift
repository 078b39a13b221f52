import NIOCore
import SluiceRPC

/// A handler's end of its call: the caller's messages and the way back. Usable from any thread.
struct CallStream: MessageSink, MessageSource {
    private let connection: NIOLoopBound<ServerConnection>
    private let eventLoop: any EventLoop
    private let call: CallID

    init(connection: ServerConnection, call: CallID) {
        eventLoop = connection.channel.eventLoop
        self.connection = NIOLoopBound(connection, eventLoop: eventLoop)
        self.call = call
    }

    nonisolated(nonsending) func send(_ message: [UInt8]) async throws(Status) {
        let ticket = CallTicket()
        let result: Result<Void, Status> = await withTaskCancellationHandler {
            await withCheckedContinuation { sender in
                onLoop { $0.send(message, of: call, ticket, sender) }
            }
        } onCancel: {
            stopWaiting(ticket)
        }
        try result.get()
    }

    nonisolated(nonsending) func next() async throws(Status) -> [UInt8]? {
        let ticket = CallTicket()
        let result: Result<[UInt8]?, Status> = await withTaskCancellationHandler {
            await withCheckedContinuation { receiver in
                onLoop { $0.next(of: call, ticket, receiver) }
            }
        } onCancel: {
            stopWaiting(ticket)
        }
        return try result.get()
    }

    func cancel() {
        onLoop { $0.stopReceiving(call) }
    }

    private func stopWaiting(_ ticket: CallTicket) {
        ticket.cancel()
        eventLoop.execute { connection.value.stopWaiting(call) }
    }

    /// At once where this is the loop's thread, which keeps a call that does not wait free of hops.
    func onLoop(_ body: @escaping @Sendable (ServerConnection) -> Void) {
        if eventLoop.inEventLoop {
            body(connection.value)
        } else {
            eventLoop.execute { body(connection.value) }
        }
    }
}

extension MethodHandler {
    nonisolated(nonsending) func run(
        _ request: [UInt8], _ stream: CallStream, _ context: CallContext,
    ) async -> CallOutcome {
        do throws(Status) {
            switch self {
            case .unary(let answer):
                return .message(try await answer(request, context))
            case .serverStreaming(let answer):
                try await answer(request, stream, context)
            case .clientStreaming(let answer):
                return .message(try await answer(stream, context))
            case .bidirectional(let answer):
                try await answer(stream, stream, context)
            }
            return .done
        } catch {
            return .failed(error)
        }
    }
}
