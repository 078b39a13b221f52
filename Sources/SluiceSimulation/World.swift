internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime

/// A daemon, its keeper and its callers, all made of chance from one seed: time is virtual, the
/// disk is memory, and both daemon and keeper may die at any boundary.
package final class World {
    /// What was found wrong; empty: nothing.
    package internal(set) var faults: [String] = []
    package private(set) var crashes = 0
    package internal(set) var calls = 0

    package let journal = MemoryJournal()
    package let keeper: SimulatedKeeper
    package let courier: SimulatedCourier
    private let crashing: CrashingJournal
    var dice: Dice
    var inbox = Inbox()
    private(set) var conductor: Conductor?
    var isCrashed = false
    private(set) var now = Now(
        wall: Timestamp(milliseconds: 1_700_000_000_000), boot: BootTime(nanoseconds: 0))
    private let settings: EngineSettings
    var jobs: [String] = []
    /// Runs that were answered: they must never be lost.
    var answered: Set<InstanceID> = []
    /// The jobs as they were at the last look.
    var accounts: [JobID: JobHead] = [:]

    package init(seed: UInt64) {
        dice = Dice(seed: seed)
        keeper = SimulatedKeeper(seed: seed ^ 0xABCD)
        courier = SimulatedCourier(seed: seed ^ 0xDCBA)
        crashing = CrashingJournal(journal)
        settings = EngineSettings(slots: 3, stopGraceMilliseconds: 1_000)
        crashing.crashed = { [unowned self] in
            isCrashed = true
            keeper.isCutOff = true
            courier.isCutOff = true
        }
        begin()
        change(.setPool(SetPool(name: Self.pool, slots: Self.poolSlots)))
    }

    /// Lives through `steps` of chance, then lets everything come to its end and looks again.
    package func live(steps: Int) {
        for _ in 0..<steps where faults.isEmpty { step() }
        comeToRest()
        checkRest()
    }

    private func step() {
        for _ in 0..<dice.upTo(2) { call() }
        if dice.oneIn(25) { crashing.next = dice.oneIn(2) ? .beforeCommit : .afterCommit }
        if dice.oneIn(60) { killKeeper() }
        if dice.oneIn(80) {
            journal.refusal = journal.refusal == nil ? .full("the simulated disk") : nil
        }
        // Now and then the machine sleeps.
        let isAsleep = dice.oneIn(60)
        goOn(milliseconds: Int64(dice.upTo(isAsleep ? 2_000_000 : 4_000)))
    }

    /// Time passes, reports come in, the conductor takes a step; after a crash a new life begins.
    private func goOn(milliseconds: Int64) {
        now.wall.milliseconds += milliseconds
        now.boot = now.boot.advanced(milliseconds: milliseconds)
        inbox.put(keeper.advance(to: now))
        for report in courier.advance() { _ = inbox.put(.delivery(report)) }
        if keeper.censusRequested { _ = inbox.put(.census(keeper.census())) }
        conductor?.step(at: now)
        if isCrashed {
            crashes += 1
            begin()
        }
        check()
    }

    /// A daemon starts on what is on the disk and finds what the keeper has.
    private func begin() {
        isCrashed = false
        keeper.isCutOff = false
        courier.begin()
        inbox = Inbox()
        do throws(JournalError) {
            conductor = try Conductor(
                journal: crashing, performer: keeper, courier: courier, inbox: inbox,
                settings: settings, at: now)
        } catch {
            faults.append("a daemon does not start: \(error)")
            return
        }
        _ = inbox.put(.census(keeper.connect()))
    }

    private func killKeeper() {
        keeper.die()
        _ = inbox.put(.census(keeper.census()))
    }

    /// No more calls, no more crashes: every attempt ends, every retry comes.
    private func comeToRest() {
        journal.refusal = nil
        crashing.next = nil
        goOn(milliseconds: 0)
        stopSchedules()
        goOn(milliseconds: 0)
        for _ in 0..<4_000 where faults.isEmpty {
            guard let engine = conductor?.engine else { return }
            let isQuiet =
                engine.nextDeadline == nil && keeper.nextEnd == nil && !keeper.censusRequested
                && courier.isQuiet
            if isQuiet, engine.slotsTaken == 0, conductor?.refusal == nil { return }
            goOn(milliseconds: 1_000)
        }
        faults.append("the world does not come to rest")
    }
}

// MARK: - Checks

extension World {
    private func check() {
        for (attempt, count) in keeper.starts where count > 1 {
            faults.append("attempt \(attempt) was started \(count) times")
        }
        for id in answered where journal.instances[id] == nil {
            faults.append("instance \(id) was answered and is lost")
        }
        if keeper.runningCount > settings.slots {
            faults.append(
                "\(keeper.runningCount) attempts run in \(settings.slots) slots: keeper "
                    + "\(keeper.runningIDs), engine \(dispatchedIDs)")
        }
        checkResults()
        checkParallel()
        checkSchedules()
        checkCalls()
        for instance in journal.instances.values { checkStatus(of: instance) }
    }

    /// What the engine believes to run.
    private var dispatchedIDs: [AttemptID] {
        guard let engine = conductor?.engine else { return [] }
        return engine.instances.values.flatMap { instance in
            instance.nodes.indices.compactMap { index in
                if case .running = instance.nodes[index].phase {
                    instance.attemptID(index)
                } else {
                    nil
                }
            }
        }.sorted()
    }

    /// A committed result is what the keeper saw, or the attempt was lost or never ran.
    private func checkResults() {
        for record in journal.attempts.values {
            guard let result = record.result, record.incarnation != nil else { continue }
            if case .lost = result.outcome { continue }
            guard let seen = keeper.results[record.id] else {
                if keeper.starts[record.id] == nil { continue }
                faults.append("attempt \(record.id) has a result that the keeper never saw")
                continue
            }
            if seen != result { faults.append("attempt \(record.id) has another result") }
        }
    }

    private func checkParallel() {
        guard conductor?.refusal == nil, let engine = conductor?.engine else { return }
        var limits: [JobID: [Int]] = [:]
        for instance in engine.instances.values {
            guard [.open, .stopping].contains(instance.stage), !runsForced(instance) else {
                continue
            }
            limits[instance.job, default: []]
                .append(instance.graph.definition.turns)
            let limit = instance.graph.definition.maxParallelNodes
            if limit > 0, instance.counts[.running] > limit {
                faults.append("instance \(instance.id) runs \(instance.counts[.running]) nodes")
            }
        }
        // Versions may differ in their limit; where all agree, the one that opened last saw it.
        for (job, limits) in limits {
            guard let limit = limits.first, limit > 0, limits.allSatisfy({ $0 == limit }) else {
                continue
            }
            if limits.count > limit { faults.append("job \(job) runs \(limits.count) instances") }
        }
    }

    /// An operator let a node run ahead of the instance's turn.
    private func runsForced(_ instance: Instance) -> Bool {
        instance.stage == .stopping
            && instance.nodes.contains { $0.flags.contains(.startsForced) }
    }

    /// The status, derived a second time and as plainly as the reference puts it.
    private func checkStatus(of instance: InstanceRecord) {
        let rows = journal.nodes.values.filter {
            $0.ref.instance == instance.id && $0.ref.ordinal >= instance.firstOrdinal
        }
        let statuses = rows.map(\.phase.status)
        guard instance.status.isFinal else { return }
        if statuses.contains(.running) {
            faults.append("instance \(instance.id) is \(instance.status) and a node runs")
        }
        if instance.status == .success, !instance.forceSuccess,
            statuses.contains(where: { $0 == .waiting || $0 == .manualStop })
        {
            faults.append("instance \(instance.id) is a success and not all of it ran")
        }
        if instance.status == .fail, !statuses.contains(.fail) {
            faults.append("instance \(instance.id) failed and no node did")
        }
    }

    /// At rest nothing is left over: every instance is final or waits for a person.
    private func checkRest() {
        if keeper.runningCount > 0 { faults.append("at rest an attempt still runs") }
        for instance in journal.instances.values {
            switch instance.status {
            case .success, .fail, .manualStop, .runningException, .pause: break
            case .waiting where instance.stage == .held || waitsForAnother(instance): break
            case .running where waitsForCalled(instance): break
            case .waiting, .running:
                let nodes = journal.nodes.values.filter { $0.ref.instance == instance.id }
                    .sorted { $0.ref < $1.ref }.map { "\($0.name) \($0.phase)" }
                faults.append(
                    "at rest instance \(instance.id) is \(instance.status), stage "
                        + "\(instance.stage): \(nodes)")
            }
        }
        checkBackfillsAtRest()
        checkNotificationsAtRest()
        checkReload()
    }

    /// An instance that waits for a person keeps its turn, so that those behind it wait.
    private func waitsForAnother(_ instance: InstanceRecord) -> Bool {
        journal.instances.values.contains { other in
            guard other.job == instance.job else { return false }
            switch other.status {
            case .runningException, .pause: return true
            case .running: return waitsForCalled(other)
            case .waiting, .success, .fail, .manualStop: return false
            }
        }
    }

    /// What is on the disk is what the engine holds.
    private func checkReload() {
        guard let engine = conductor?.engine, let restored = try? journal.load() else { return }
        let again = Engine(settings: settings, restored: restored, at: now)
        for (id, instance) in engine.instances {
            guard let other = again.instances[id] else {
                faults.append("instance \(id) is not on the disk")
                continue
            }
            if other.nodes.map(\.phase) != instance.nodes.map(\.phase)
                || other.nodes.map(\.flags) != instance.nodes.map(\.flags)
                || other.status != instance.status || other.stage != instance.stage
                || other.params != instance.params || other.isPaused != instance.isPaused
                || other.counts != instance.counts
                || (other.stage == .held && other.dependencies != instance.dependencies)
            {
                faults.append("instance \(id) is another on the disk")
            }
        }
    }
}
