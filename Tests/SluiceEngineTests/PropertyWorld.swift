import SluiceEngine
import SluiceModel
import SluiceSimulation

/// The engine and the naive world side by side: both are told the same, and have to agree.
struct Twins {
    private let journal = MemoryJournal()
    private var engine = Engine(settings: EngineSettings(slots: 10_000))
    private var naive: NaiveWorld
    private var now: Now
    private let jobs: [JobDefinition]
    /// What was done, in words.
    private(set) var told: [String] = []
    /// The first disagreement.
    private(set) var fault: String?
    /// How many operations were carried out, and how many refused.
    private(set) var done = 0
    private(set) var refused = 0

    private static let caller = Caller(uid: 0, gid: 0, pid: 1, user: "ann")

    init(_ jobs: [JobDefinition]) {
        self.jobs = jobs
        now = Now(
            wall: Timestamp(milliseconds: 1_700_000_000_000), boot: BootTime(nanoseconds: 0))
        naive = NaiveWorld(at: now.wall)
        let census = AttemptCensus(incarnation: Incarnation("k1"))
        batch { engine, now, effects in engine.take(census, at: now, into: &effects) }
        for job in jobs {
            let command = SubmitJob(scope: .standard, definition: job, source: "", comment: "")
            if case .failure(let error) = carryOut(.submitJob(command)) { fault = error.message }
        }
    }

    /// The two after a history, up to their first disagreement.
    static func after(_ history: History) -> Twins {
        var twins = Twins(history.jobs)
        for step in history.steps where twins.fault == nil { twins.make(step) }
        return twins
    }

    private mutating func make(_ step: History.Step) {
        var dice = Dice(seed: step.seed)
        guard let move = NaiveMove(step.kind, in: naive, of: jobs, &dice) else { return }
        told.append(move.words)
        switch move {
        case .run(let job, let planTime): run(job, planTime, move)
        case .attemptEnds(let target, let outcome): endAttempt(target, outcome, move)
        case .timePasses(let milliseconds): passTime(milliseconds, move)
        case .operateNodes, .operateInstances, .retry: operate(move)
        }
        fault = fault ?? journal.disagreement(with: naive)
    }

    private mutating func run(
        _ job: JobDefinition, _ planTime: Timestamp?, _ move: NaiveMove,
    ) {
        guard let command = move.command, case .success(let reply) = carryOut(command),
            let id = reply.changes.first?.instance
        else {
            fault = "a run is refused"
            return
        }
        told.append("  is instance \(id)")
        naive.run(job, as: id, at: planTime)
    }

    private mutating func endAttempt(
        _ target: NodeTarget, _ outcome: Outcome, _ move: NaiveMove,
    ) {
        guard let attempt = journal.attempt(of: target) else { return }
        let result = AttemptResult(outcome: outcome, endTime: now.wall, milliseconds: 1_000)
        batch { engine, now, effects in
            engine.observe(.ended(attempt, result), at: now, into: &effects)
        }
        _ = naive.make(move)
    }

    private mutating func passTime(_ milliseconds: Int64, _ move: NaiveMove) {
        now.wall.milliseconds += milliseconds
        now.boot = now.boot.advanced(milliseconds: milliseconds)
        batch { _, _, _ in }
        _ = naive.make(move)
    }

    private mutating func operate(_ move: NaiveMove) {
        guard let command = move.command else { return }
        switch (naive.make(move), carryOut(command)) {
        case (.failure(let refusal), .success):
            fault = "the engine admits what the rules refuse: \(refusal.reasons)"
        case (.success, .failure(let error)):
            fault = "the engine refuses what the rules admit: \(error.reason) \(error.message)"
        case (.failure, .failure): refused += 1
        case (.success(let changes), .success(let reply)):
            done += 1
            fault = changes.fault(in: reply, named: move.targets)
        }
    }

    // MARK: - The engine

    private mutating func carryOut(_ command: Command) -> Result<Reply, SluiceError> {
        hydrate(command)
        var result = Result<Reply, SluiceError>.failure(
            SluiceError(.internalError, reason: "UNANSWERED", ""))
        batch { engine, now, effects in
            do throws(SluiceError) {
                result = .success(
                    try engine.handle(command, by: Self.caller, at: now, into: &effects))
            } catch {
                result = .failure(error)
            }
        }
        return result
    }

    private mutating func hydrate(_ command: Command) {
        var asked: Set<Need> = []
        while true {
            let needs = engine.needs(of: command).filter { asked.insert($0).inserted }
            if needs.isEmpty { return }
            for need in needs {
                do {
                    engine.supply(try journal.supply(for: need), for: need)
                } catch {
                    fault = "the journal failed: \(error)"
                }
            }
        }
    }

    private mutating func batch(_ change: (inout Engine, Now, inout Effects) -> Void) {
        var effects = Effects()
        change(&engine, now, &effects)
        engine.advance(to: now, into: &effects)
        engine.seal(into: &effects)
        do {
            try journal.commit(effects.records)
        } catch {
            fault = "the journal failed: \(error)"
        }
    }
}
