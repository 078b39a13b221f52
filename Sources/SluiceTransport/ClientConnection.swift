package import NIOCore
import NIOPosix
package import SluiceRPC

/// A client's connection to a server's Unix socket. Many calls may be under way at once.
///
/// It closes when the last reference to it is gone. It does not reconnect.
package final class ClientConnection: ClientChannel {
    /// All connections of a process share one thread, which starts with the first of them.
    private static let sharedGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private let handler: NIOLoopBound<ClientHandler>
    private let channel: any Channel

    private init(channel: any Channel, handler: NIOLoopBound<ClientHandler>) {
        self.channel = channel
        self.handler = handler
    }

    deinit {
        channel.close(promise: nil)
    }

    /// Connects to the socket at `path`. An error is `.unavailable`, `.permissionDenied` or
    /// `.invalidArgument` and its text names the path and the reason.
    package static func connect(
        to path: String, codec: any EnvelopeCodec, limits: RPCLimits = RPCLimits(),
        group: (any EventLoopGroup)? = nil,
    ) async throws(Status) -> ClientConnection {
        let descriptor: Int32
        do {
            descriptor = try UnixSocket.connect(to: path)
        } catch {
            throw Status(error.code, error.description)
        }
        let eventLoop = (group ?? sharedGroup).next()
        let bootstrap = ClientBootstrap(group: eventLoop).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let session = ClientSession(codec: codec, limits: limits)
                let handler = ClientHandler(channel: channel, session: session)
                try channel.pipeline.syncOperations.addHandler(handler)
            }
        }
        do {
            let channel = try await bootstrap.withConnectedSocket(descriptor).get()
            let handler = try await channel.eventLoop.submit {
                let handler = try channel.pipeline.syncOperations.handler(
                    type: ClientHandler.self)
                return NIOLoopBound(handler, eventLoop: channel.eventLoop)
            }.get()
            return ClientConnection(channel: channel, handler: handler)
        } catch {
            throw Status(.unavailable, "cannot use the socket \(path): \(error)")
        }
    }

    /// Ends every call with `.unavailable` and closes the socket.
    package func close() async {
        // Fails only where the channel is closed, which is what is wanted.
        try? await channel.close()
    }

    package nonisolated(nonsending) func unary(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) async throws(Status) -> [UInt8] {
        let ticket = CallTicket()
        let result: Result<[UInt8], Status> = await withTaskCancellationHandler {
            await withCheckedContinuation { caller in
                onLoop { $0.unary(method, request, options, ticket, caller) }
            }
        } onCancel: {
            cancel(ticket)
        }
        return try result.get()
    }

    package nonisolated(nonsending) func serverStreaming(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) async throws(Status) -> any MessageSource {
        let opened: Result<UInt32, Status> = await withCheckedContinuation { caller in
            onLoop { caller.resume(returning: $0.open(method, request, options)) }
        }
        return ReplyStream(connection: self, streamID: try opened.get())
    }

    fileprivate func next(_ streamID: UInt32) async throws(Status) -> [UInt8]? {
        let ticket = CallTicket(streamID: streamID)
        let result: Result<[UInt8]?, Status> = await withTaskCancellationHandler {
            await withCheckedContinuation { reader in
                onLoop { $0.next(streamID, ticket, reader) }
            }
        } onCancel: {
            cancel(ticket)
        }
        return try result.get()
    }

    fileprivate func forget(_ streamID: UInt32) {
        onLoop { $0.forget(streamID) }
    }

    private func cancel(_ ticket: CallTicket) {
        ticket.cancel()
        channel.eventLoop.execute { [handler] in handler.value.cancel(ticket) }
    }

    private func onLoop(_ body: @escaping @Sendable (ClientHandler) -> Void) {
        if channel.eventLoop.inEventLoop {
            body(handler.value)
        } else {
            channel.eventLoop.execute { [handler] in body(handler.value) }
        }
    }
}

/// The replies of a server-streaming call. Cancelling the task that waits in `next`, or dropping
/// the last reference, ends the call.
private final class ReplyStream: MessageSource {
    private let connection: ClientConnection
    private let streamID: UInt32

    init(connection: ClientConnection, streamID: UInt32) {
        self.connection = connection
        self.streamID = streamID
    }

    deinit {
        connection.forget(streamID)
    }

    nonisolated(nonsending) func next() async throws(Status) -> [UInt8]? {
        try await connection.next(streamID)
    }

    func cancel() {
        connection.forget(streamID)
    }
}

extension SocketError {
    fileprivate var code: StatusCode {
        switch self {
        case .pathTooLong, .notASocket: .invalidArgument
        case .permissionDenied: .permissionDenied
        case .alreadyServed, .noServer, .busy, .system: .unavailable
        }
    }
}
