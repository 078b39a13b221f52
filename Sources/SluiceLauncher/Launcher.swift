internal import CKeeperProtocol
internal import Glibc
package import SluiceModel
internal import SluiceRuntime
internal import Synchronization

/// Runs attempts through the keeper of a state folder, and starts that keeper where there is none.
///
/// What was asked for goes out at `flush()`. What happens comes to the two closures of `listen`, on
/// a thread of the launcher. When the keeper was replaced, everything that was asked for and has
/// not been reported is void: the census says what is left, and whatever is asked for is passed
/// over until the conductor has taken it in and said so by `accept`.
package final class Launcher: Performer, Sendable {
    package typealias Report = @Sendable ([AttemptReport]) -> Void
    package typealias Census = @Sendable (AttemptCensus) -> Void

    /// Reports that are handed over at once.
    private static let batch = 256
    /// Tries to reach a keeper, and milliseconds between them: another one may just be ending.
    private static let tries = 100
    private static let pauseMilliseconds: UInt32 = 50

    private struct State {
        var socket: KeeperSocket?
        /// The keeper at the other end of `socket`.
        var present: Incarnation?
        /// Its process id; 0: none is connected.
        var keeperPID: Int32 = 0
        var upgradeRefusal: String?
        /// The keeper that the conductor knows and means.
        var accepted: Incarnation?
        var outbox: [Request] = []
        var isShutDown = false
        var report: Report?

        mutating func take(_ keeper: ReachedKeeper) {
            socket = keeper.socket
            present = keeper.census.incarnation
            keeperPID = keeper.pid
            upgradeRefusal = keeper.refusal
        }
    }

    package let settings: LauncherSettings
    private let state = Mutex(State())

    package init(settings: LauncherSettings) {
        self.settings = settings
    }

    /// Where the log of an attempt is; see `LogReader`.
    package func logPath(for attempt: AttemptID) -> String {
        settings.logPath(for: attempt)
    }

    // MARK: Connection

    /// Finds or starts the keeper and asks what it knows. A keeper of another build is upgraded
    /// first; its attempts and its incarnation stay. Call once, before `listen`.
    package func connect() throws(SluiceError) -> AttemptCensus {
        _ = unsafe mkdir(settings.stateFolder, 0o700)
        let keeper = try reachKeeper()
        state.withLock { state in
            state.take(keeper)
            state.accepted = keeper.census.incarnation
        }
        return keeper.census
    }

    /// Process id of the keeper, as it says itself; 0 where none is connected.
    package var keeperPID: Int32 { state.withLock { $0.keeperPID } }

    /// Why the keeper runs on as another program than `settings.keeperPath`; nil where it does not.
    package var keeperUpgradeRefusal: String? { state.withLock { $0.upgradeRefusal } }

    /// From now on reports come, in batches and in order for each attempt; and a census whenever
    /// one was asked for or the keeper had to be replaced. An attempt that ends at once may be
    /// reported as ended without having been reported as started.
    package func listen(
        report: @escaping Report, census: @escaping Census,
    ) {
        state.withLock { $0.report = report }
        runOnDetachedThread { [self] in
            receiveForever(report: report, census: census)
        }
    }

    /// The conductor has taken in the census of this keeper: what it asks for from now on counts,
    /// and nothing that was asked for before.
    package func accept(_ incarnation: Incarnation) {
        state.withLock { state in
            state.accepted = incarnation
            state.outbox.removeAll()
        }
    }

    /// Leaves the keeper alone with what runs, or has it stop everything and end.
    package func shutdown(stopAttempts: Bool) {
        flush()
        state.withLock { state in
            state.isShutDown = true
            guard let socket = state.socket else { return }
            if stopAttempts {
                // A keeper that is gone has nothing to stop.
                try? socket.send(Request(type: KEEPER_SHUTDOWN, number: 1))
            }
            socket.interrupt()
        }
    }

    // MARK: Performer

    package func start(_ attempt: AttemptStart) {
        let spec = AttemptSpec(
            attempt, nodePath: settings.nodePath,
            resourceFolder: settings.resourceFolder(of: attempt.resources))
        let encoded = spec.encoded(logPath: logPath(for: attempt.id), settings: settings)
        let script = spec.script.map { Array($0.utf8) }
        post(Request(type: KEEPER_START, id: attempt.id, spec: encoded, script: script))
    }

    package func stop(_ attempt: AttemptID, graceMilliseconds: Int64) {
        let grace = UInt64(min(max(0, graceMilliseconds), Limits.durationMilliseconds))
        post(Request(type: KEEPER_STOP, id: attempt, number: grace))
    }

    package func acknowledge(_ attempt: AttemptID) {
        post(Request(type: KEEPER_ACK, id: attempt))
    }

    package func requestCensus() {
        for request in Request.census { post(request) }
    }

    package func flush() {
        let deferred = state.withLock { state in Self.send(&state) }
        guard !deferred.reports.isEmpty else { return }
        deferred.report?(deferred.reports)
    }

    private func post(_ request: Request) {
        state.withLock { $0.outbox.append(request) }
    }

    /// Sends the outbox; what this process has no room for is deferred.
    private static func send(
        _ state: inout State,
    ) -> (reports: [AttemptReport], report: Report?) {
        let outbox = state.outbox
        state.outbox.removeAll(keepingCapacity: true)
        var reports: [AttemptReport] = []
        guard state.accepted == state.present, let socket = state.socket else {
            return (reports, nil)
        }
        for request in outbox {
            do throws(KeeperSocket.Problem) {
                try socket.send(request)
            } catch {
                // Where it is gone, the thread that receives finds the same and replaces it.
                guard case .noRoom(let error) = error else { break }
                guard let id = request.id, request.type == KEEPER_START else { continue }
                reports.append(.deferred(id, reason: words(of: error)))
            }
        }
        return (reports, state.report)
    }

    // MARK: The thread that receives

    private func receiveForever(report: Report, census: Census) {
        guard var socket = state.withLock({ $0.socket }) else { return }
        var buffer = KeeperSocket.buffer
        var taker = CensusTaker()
        while true {
            let answers = Self.receiveBatch(from: socket, into: &buffer)
            if answers.isEmpty {
                guard let next = replaceKeeper() else { return }
                socket = next.socket
                taker = CensusTaker()
                census(next.census)
                continue
            }
            let reports = answers.compactMap(AttemptReport.init)
            if !reports.isEmpty { report(reports) }
            for found in answers.compactMap({ taker.take($0) }) { census(found) }
        }
    }

    /// At least one answer; none: the keeper is gone.
    private static func receiveBatch(
        from socket: KeeperSocket, into buffer: inout [UInt8],
    ) -> [Answer] {
        var answers: [Answer] = []
        while answers.count < batch {
            // A broken connection is found again by the next call; what has come counts.
            guard let answer = try? socket.receive(into: &buffer, waits: answers.isEmpty)
            else { return answers }
            answers.append(answer)
        }
        return answers
    }

    /// Nil after `shutdown`. Tries for ever: without a keeper nothing can run, and what the
    /// conductor has dispatched keeps.
    private func replaceKeeper() -> ReachedKeeper? {
        let isShutDown = state.withLock { state in
            state.socket?.close()
            state.socket = nil
            state.keeperPID = 0
            state.accepted = nil
            state.outbox.removeAll()
            return state.isShutDown
        }
        if isShutDown { return nil }
        while true {
            // The reason is told to whoever calls connect(); here the next try is all there is.
            guard let keeper = try? reachKeeper() else {
                if state.withLock({ $0.isShutDown }) { return nil }
                continue
            }
            let isStillWanted = state.withLock { state in
                if !state.isShutDown { state.take(keeper) }
                return !state.isShutDown
            }
            if isStillWanted { return keeper }
            keeper.socket.close()
            return nil
        }
    }

    // MARK: Reaching a keeper

    private func reachKeeper() throws(SluiceError) -> ReachedKeeper {
        var problem = "it does not answer"
        for _ in 0..<Self.tries {
            if let found = askKeeper() { return found }
            // Whoever ends needs no other keeper.
            if state.withLock({ $0.isShutDown }) { break }
            let code = unsafe keeper_spawn(
                settings.keeperPath, settings.stateFolder,
                UInt64(max(1, settings.keeperIdleMilliseconds)))
            if code == 0 { continue }
            if code < 0 { throw unavailable(Self.words(of: -code)) }
            problem = "its start ended with exit code \(code)"
            if code != KEEPER_EXIT_TAKEN { throw unavailable(problem) }
            // The lock is held: a keeper is about to listen, or one that was killed is about to go.
            usleep(Self.pauseMilliseconds * 1_000)
        }
        throw unavailable(problem)
    }

    /// Nil where no keeper listens, or where it goes away meanwhile.
    private func askKeeper() -> ReachedKeeper? {
        guard let socket = KeeperSocket(stateFolder: settings.stateFolder) else { return nil }
        if let keeper = try? ReachedKeeper(socket, program: settings.keeperPath) { return keeper }
        socket.close()
        return nil
    }

    private func unavailable(_ why: String) -> SluiceError {
        SluiceError(
            .unavailable, reason: "KEEPER_UNAVAILABLE",
            "the keeper '\(settings.keeperPath)' cannot be used: \(why)",
            subject: settings.stateFolder)
    }

    static func words(of error: Int32) -> String {
        guard let words = unsafe strerror(error) else { return "error \(error)" }
        return unsafe String(cString: words)
    }
}

extension AttemptReport {
    /// Nil for what is no attempt's.
    fileprivate init?(_ answer: Answer) {
        switch answer {
        case .started(let id, let pid): self = .started(id, pid: pid)
        case .deferred(let id, let error):
            self = .deferred(id, reason: Launcher.words(of: error))
        case .ended(let id, let ended): self = .ended(id, AttemptResult(ended))
        case .welcome, .listed, .refused: return nil
        }
    }
}
