import NIOCore
import NIOPosix
package import SluiceRPC
import Synchronization

/// Serves a table of methods on a Unix socket.
package final class Server: Sendable {
    package struct Configuration: Sendable {
        /// At most `UnixSocket.longestPath` bytes. A missing folder is made with mode 0750.
        package var socketPath: String
        package var limits = RPCLimits()
        /// Connections beyond this number are closed at once.
        package var maximumConnections = 1_024
        package var threads = 2
        /// For each method that streams, the unary one that answers the same.
        package var unaryTwins: [String: String] = [:]

        package init(socketPath: String) {
            self.socketPath = socketPath
        }
    }

    /// What the shell adds. All of it runs on an event loop's thread and must not block.
    package struct Hooks: Sendable {
        /// Refuses a call before its handler starts, by throwing. The bytes are those of the
        /// request as they came; empty where the caller streams.
        package var interceptor: @Sendable (CallContext, [UInt8]) throws(Status) -> Void = {
            _, _ in
        }
        /// Who is at the other end of a descriptor; nil: the kernel does not say.
        package var identify: @Sendable (Int32) -> Peer? = { UnixSocket.peer(of: $0) }
        /// One record for every request, when its caller has its answer.
        package var observer: @Sendable (CallRecord) -> Void = { _ in }
        package var connectionRefused: @Sendable (Peer) -> Void = { _ in }
        package var connectionClosed: @Sendable (Peer, CloseReason) -> Void = { _, _ in }

        package init() {}
    }

    /// The socket file that this server made.
    private let path: String
    private let identity: UnixSocket.Identity?
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup
    private let connections: ConnectionList
    private let isShuttingDown = Atomic<Bool>(false)

    private init(
        path: String, identity: UnixSocket.Identity?, channel: any Channel,
        group: MultiThreadedEventLoopGroup, connections: ConnectionList,
    ) {
        self.path = path
        self.identity = identity
        self.channel = channel
        self.group = group
        self.connections = connections
    }

    /// Binds the socket and serves until `shutDown`.
    package static func start(
        _ configuration: Configuration, table: ServiceTable, codec: any EnvelopeCodec,
        hooks: Hooks = Hooks(),
    ) async throws(SocketError) -> Server {
        let path = configuration.socketPath
        let descriptor = try UnixSocket.bind(to: path)
        let identity = UnixSocket.identity(of: path)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.threads)
        let connections = ConnectionList(maximum: configuration.maximumConnections)
        let limits = configuration.limits
        let twins = configuration.unaryTwins
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: UnixSocket.backlog)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try connections.accept(channel, hooks) { peer in
                        ServerSession(
                            table: table, peer: peer, codec: codec, limits: limits,
                            unaryTwins: twins)
                    }
                }
            }
        do {
            let channel = try await bootstrap.withBoundSocket(descriptor).get()
            return Server(
                path: path, identity: identity, channel: channel, group: group,
                connections: connections)
        } catch {
            UnixSocket.remove(path, if: identity)
            // The first error is the one to report.
            try? await group.shutdownGracefully()
            throw .system(operation: "listen on", path: path, reason: String(describing: error))
        }
    }

    /// Connections that are open now.
    package var connectionCount: Int { connections.count }

    /// Stops accepting, lets active calls end within `grace`, answers the others 14 and closes.
    /// Called again, it waits for the first one, whose `grace` holds.
    package func shutDown(grace: Duration) async {
        guard !isShuttingDown.exchange(true, ordering: .relaxed) else {
            return await connections.untilClosed()
        }
        UnixSocket.remove(path, if: identity)
        // Fails only where the channel is closed, which is what is wanted.
        try? await channel.close()
        await connections.shutDown(grace: grace)
        // A handler that ignores its cancellation still needs its loop, and must not hold up the
        // shutdown; the threads end after it.
        Task { [connections, group] in
            await connections.untilIdle()
            // A connection that was accepted last still travels to its loop and back.
            for loop in Array(group.makeIterator()) + Array(group.makeIterator()) {
                try? await loop.submit {}.get()
            }
            // Fails only where another call has shut the group down.
            try? await group.shutdownGracefully()
        }
    }
}
