import NIOCore
import SluiceRPC
import Synchronization

/// The connections of a server, from accept until their last handler has ended.
final class ConnectionList: Sendable {
    private struct State {
        var open: [ObjectIdentifier: NIOLoopBound<ServerConnection>] = [:]
        /// Closed connections whose handlers have not all ended.
        var lingering: [ObjectIdentifier: NIOLoopBound<ServerConnection>] = [:]
        var isShuttingDown = false
        var waiters: [Waiter] = []
    }

    private struct Waiter {
        var isDue: @Sendable (borrowing State) -> Bool
        var wake: CheckedContinuation<Void, Never>
    }

    private let maximum: Int
    private let state = Mutex(State())

    init(maximum: Int) {
        self.maximum = maximum
    }

    var count: Int { state.withLock { $0.open.count } }

    /// Runs on the connection's loop, before any byte is read.
    func accept(
        _ channel: any Channel, _ hooks: Server.Hooks, _ session: (Peer) -> ServerSession,
    ) throws {
        let peer = try channel.peer(hooks.identify)
        let connection = ServerConnection(
            channel: channel, peer: peer, session: session(peer), hooks: hooks,
            onClose: { [weak self] in self?.close($0) },
            onIdle: { [weak self] in self?.forget($0) })
        let bound = NIOLoopBound(connection, eventLoop: channel.eventLoop)
        let admitted = state.withLock { state in
            guard state.open.count < maximum, !state.isShuttingDown else { return false }
            state.open[ObjectIdentifier(connection)] = bound
            return true
        }
        guard admitted else {
            hooks.connectionRefused(peer)
            throw ChannelError.ioOnClosedChannel
        }
        try channel.pipeline.syncOperations.addHandler(connection)
    }

    private func close(_ connection: ServerConnection) {
        change { state in
            let id = ObjectIdentifier(connection)
            state.lingering[id] = state.open.removeValue(forKey: id)
        }
    }

    private func forget(_ connection: ServerConnection) {
        change { $0.lingering[ObjectIdentifier(connection)] = nil }
    }

    /// Returns when every connection is closed.
    func shutDown(grace: Duration) async {
        let open = state.withLock { state in
            state.isShuttingDown = true
            return Array(state.open.values)
        }
        for connection in open {
            connection.eventLoop.execute { connection.value.shutDown(grace: grace) }
        }
        await untilClosed()
    }

    func untilClosed() async {
        await until { $0.open.isEmpty }
    }

    /// Returns when every handler has ended too. A handler that never ends keeps it waiting.
    func untilIdle() async {
        await until { $0.open.isEmpty && $0.lingering.isEmpty }
    }

    private func until(_ isDue: @escaping @Sendable (borrowing State) -> Bool) async {
        await withCheckedContinuation { wake in
            let now = state.withLock { state in
                guard !isDue(state) else { return true }
                state.waiters.append(Waiter(isDue: isDue, wake: wake))
                return false
            }
            if now { wake.resume() }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let due = state.withLock { state in
            body(&state)
            let waiters = state.waiters
            let due = waiters.filter { $0.isDue(state) }
            state.waiters = waiters.filter { !$0.isDue(state) }
            return due
        }
        for waiter in due { waiter.wake.resume() }
    }
}

extension Channel {
    /// Who is at the other end, as the kernel says.
    fileprivate func peer(_ identify: (Int32) -> Peer?) throws(Status) -> Peer {
        let found = try? pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: NIOBSDSocket.Handle.self
        ) { identify($0) }
        guard let peer = found.flatMap(\.self) else {
            throw Status(.unauthenticated, "the kernel does not say who the peer is")
        }
        return peer
    }
}
