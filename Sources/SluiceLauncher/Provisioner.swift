package import SluiceModel
internal import SluiceRuntime
internal import Synchronization

/// Stands before the launcher: an attempt that uses file objects is started once the folder with
/// them is there. Folders are made, and removed where no attempt needs them any more, by a thread
/// that lives as long as there is something of that to do.
///
/// What waits for its folder was asked for like everything else: when the keeper was replaced it is
/// void.
package final class Provisioner: Performer, Sendable {
    /// Bytes of folders that are kept though no attempt uses them: the next one may.
    static let idleBytes: Int64 = 64 * 1024 * 1024

    private enum Chore {
        case make(String, [FilePin])
        case remove(String)
        case sweep(kept: Set<String>)
    }

    private struct State {
        var folders = FolderUse()
        /// Attempts that wait for each folder.
        var waiting: [String: [AttemptStart]] = [:]
        /// Folders that are to be made, in the order in which they were asked for.
        var wanted: [String] = []
        /// What an earlier daemon left is gone.
        var isSwept = true
        var isWorking = false
        var incarnation: Incarnation?
        var report: Launcher.Report?
    }

    private let launcher: Launcher
    private let folders: ResourceFolders
    private let state = Mutex(State())

    /// - Parameter content: the content of a version; called on a thread of its own.
    package init(
        _ launcher: Launcher,
        content: @escaping @Sendable (FilePin) throws(SluiceError) -> [UInt8],
    ) {
        self.launcher = launcher
        folders = ResourceFolders(root: launcher.settings.resourceFolder, content: content)
    }

    /// Call once, before anything is started. Where nothing runs, what an earlier daemon left is of
    /// no use, and after a power cut it may be half.
    package func prepare(for census: AttemptCensus) {
        if census.running.isEmpty { folders.removeAll(but: []) }
        state.withLock { $0.incarnation = census.incarnation }
    }

    /// As the launcher's.
    package func listen(
        report: @escaping Launcher.Report, census: @escaping Launcher.Census,
    ) {
        state.withLock { $0.report = report }
        launcher.listen(
            report: { [self] reports in
                for case .deferred(let attempt, _) in reports { release(attempt) }
                report(reports)
            }, census: census)
    }

    /// The attempts that are dispatched and their files. Call once, when the census was taken in:
    /// what an earlier daemon left and none of them uses is removed.
    package func adopt(_ attempts: [(id: AttemptID, pins: [FilePin])]) {
        let isIdle = state.withLock { state in
            for (id, pins) in attempts where state.folders.key(of: id) == nil {
                let key = LauncherSettings.key(of: pins)
                state.folders.use(key, by: id)
                let isKnown = state.folders.isReady(key) || state.waiting[key] != nil
                // Its size is not known: it goes as soon as nobody uses it.
                if !isKnown, folders.isThere(key) {
                    state.folders.add(key, bytes: Self.idleBytes + 1)
                }
            }
            state.isSwept = false
            return Self.takesUpWork(&state)
        }
        if isIdle { beginWork() }
    }

    // MARK: Performer

    package func start(_ attempt: AttemptStart) {
        guard !attempt.resources.isEmpty else { return launcher.start(attempt) }
        let key = LauncherSettings.key(of: attempt.resources)
        let isIdle = state.withLock { state in
            state.folders.use(key, by: attempt.id)
            guard !state.folders.isReady(key) else {
                launcher.start(attempt)
                return false
            }
            if state.waiting[key] == nil { state.wanted.append(key) }
            state.waiting[key, default: []].append(attempt)
            return Self.takesUpWork(&state)
        }
        if isIdle { beginWork() }
    }

    package func stop(_ attempt: AttemptID, graceMilliseconds: Int64) {
        let report = state.withLock { state -> Launcher.Report? in
            guard let key = state.folders.key(of: attempt),
                let place = state.waiting[key]?.firstIndex(where: { $0.id == attempt })
            else {
                launcher.stop(attempt, graceMilliseconds: graceMilliseconds)
                return nil
            }
            state.waiting[key]?.remove(at: place)
            state.folders.release(attempt)
            return state.report
        }
        report?([.ended(attempt, .unstarted(.stopped))])
    }

    package func acknowledge(_ attempt: AttemptID) {
        release(attempt)
        launcher.acknowledge(attempt)
    }

    package func accept(_ incarnation: Incarnation) {
        state.withLock { state in
            for attempt in state.waiting.values.joined() { state.folders.release(attempt.id) }
            state.waiting = [:]
            state.wanted = []
            // What ran under another keeper has ended with it.
            if state.incarnation != incarnation { state.folders.releaseAll() }
            state.incarnation = incarnation
            launcher.accept(incarnation)
        }
    }

    package func requestCensus() { launcher.requestCensus() }

    package func flush() { launcher.flush() }

    /// The attempt has ended or was put off.
    private func release(_ attempt: AttemptID) {
        let isIdle = state.withLock { state in
            state.folders.release(attempt) && Self.takesUpWork(&state)
        }
        if isIdle { beginWork() }
    }

    // MARK: The thread that makes and removes

    /// True: nobody is at work, and the caller begins it.
    private static func takesUpWork(_ state: inout State) -> Bool {
        defer { state.isWorking = true }
        return !state.isWorking
    }

    private func beginWork() {
        runOnDetachedThread { [self] in
            while let task = state.withLock({ Self.next(&$0) }) { carryOut(task) }
        }
    }

    /// What goes makes room for what comes. Nil: there is nothing to do, and who asked ends.
    private static func next(_ state: inout State) -> Chore? {
        if !state.isSwept {
            state.isSwept = true
            return .sweep(kept: state.folders.all)
        }
        if let key = state.folders.removeIdle(over: idleBytes) { return .remove(key) }
        while !state.wanted.isEmpty {
            let key = state.wanted.removeFirst()
            if let first = state.waiting[key]?.first { return .make(key, first.resources) }
            state.waiting[key] = nil
        }
        state.isWorking = false
        return nil
    }

    private func carryOut(_ task: Chore) {
        switch task {
        case .remove(let key): folders.remove(key)
        case .sweep(let kept): folders.removeAll(but: kept)
        case .make(let key, let pins):
            do throws(ResourceFolders.Problem) {
                let bytes = try folders.make(key, of: pins)
                startWaiting(for: key, bytes)
            } catch {
                giveUp(key, error)
            }
        }
    }

    private func startWaiting(for key: String, _ bytes: Int64) {
        state.withLock { state in
            state.folders.add(key, bytes: bytes)
            for attempt in state.waiting.removeValue(forKey: key) ?? [] { launcher.start(attempt) }
        }
        // Not under the lock: what could not be sent is reported from within.
        launcher.flush()
    }

    private func giveUp(_ key: String, _ problem: ResourceFolders.Problem) {
        let (attempts, report) = state.withLock { state in
            let attempts = (state.waiting.removeValue(forKey: key) ?? []).map(\.id)
            for attempt in attempts { state.folders.release(attempt) }
            return (attempts, state.report)
        }
        report?(
            attempts.map { attempt in
                switch problem {
                case .noRoom(let why): .deferred(attempt, reason: why)
                case .unusable(let why): .ended(attempt, .unstarted(.couldNotStart(why)))
                }
            })
    }
}

extension AttemptResult {
    /// Of an attempt that never had a process.
    fileprivate static func unstarted(_ outcome: Outcome) -> AttemptResult {
        AttemptResult(outcome: outcome, endTime: SystemClock.now().wall, milliseconds: 0)
    }
}
