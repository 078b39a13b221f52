import Foundation
import SluiceEngine
import SluiceExpression
import SluiceModel
import SluiceRuntime
import SluiceStore
import Testing

/// A state folder that lives as long as the value.
final class Folder {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/sluice-" + UUID().uuidString
    }

    deinit {
        // Left behind it harms nothing: it is in the temporary folder.
        try? FileManager.default.removeItem(atPath: path)
    }

    func store() throws -> Store {
        try Store(stateFolder: path) { Issue.record("fatal: \($0)") }
    }
}

/// An engine whose batches go to a journal, with clocks that the test moves.
final class World {
    var engine: Engine
    let journal: SQLiteJournal
    var now: Now
    private var effects = Effects()
    /// Attempts that were started and not ended, in the order of their start.
    private(set) var running: [AttemptStart] = []

    static let start: Int64 = 1_700_000_000_000
    static let keeper = Incarnation("boot-1/100")

    init(_ journal: SQLiteJournal, slots: Int = 64) throws {
        self.journal = journal
        now = Now(
            wall: Timestamp(milliseconds: Self.start), boot: BootTime(nanoseconds: 1_000_000_000))
        engine = Engine(
            settings: EngineSettings(slots: slots), restored: try journal.load(), at: now)
        engine.take(AttemptCensus(incarnation: Self.keeper), at: now, into: &effects)
        try commit()
    }

    static let caller = Caller(uid: 1_000, gid: 1_000, pid: 42, user: "ada")

    @discardableResult
    func handle(_ command: Command, because reason: String = "") throws -> Reply {
        try hydrate(command)
        return try engine.handle(
            command, by: Self.caller, because: reason, at: now, into: &effects)
    }

    /// Handles and commits.
    @discardableResult
    func perform(_ command: Command, because reason: String = "") throws -> Reply {
        defer { pass(milliseconds: 5) }
        let reply = Result { try handle(command, because: reason) }
        try commit()
        return try reply.get()
    }

    func hydrate(_ command: Command) throws {
        try hydrate { $0.needs(of: command) }
    }

    private func hydrate(_ needed: (borrowing Engine) -> [Need]) throws {
        var asked: Set<Need> = []
        while true {
            let needs = needed(engine).filter { asked.insert($0).inserted }
            if needs.isEmpty { return }
            for need in needs { engine.supply(try supply(for: need), for: need) }
        }
    }

    private func supply(for need: Need) throws -> Supply {
        guard case .schedule(let definition) = need else { return try journal.supply(for: need) }
        do throws(SluiceError) {
            return .schedule(try Schedule(definition, from: OffsetAlmanac()))
        } catch {
            return .unreadable(error)
        }
    }

    /// Lets the clocks go on, and makes the cycles that are due then.
    func makeCycles(after milliseconds: Int64) throws {
        pass(milliseconds: milliseconds)
        engine.notice(now)
        repeat {
            try hydrate { $0.needsToAdvance() }
            engine.advance(to: now, into: &effects)
        } while engine.hasUntoldEnds
        try commit()
    }

    /// Takes in files that were found, and commits.
    func report(_ report: FileReport) throws {
        try hydrate { $0.needs(of: report) }
        engine.observe(report, at: now, into: &effects)
        try commit()
    }

    func end(_ start: AttemptStart, _ outcome: Outcome = .success, outputs: [Pair] = []) {
        running.removeAll { $0.id == start.id }
        let result = AttemptResult(
            outcome: outcome, exitCode: outcome == .success ? 0 : nil, endTime: now.wall,
            milliseconds: 2_000, outputs: outputs, rows: outcome == .success ? 500 : nil,
            logBytes: 10)
        engine.observe(.ended(start.id, result), at: now, into: &effects)
    }

    func report(_ report: AttemptReport) {
        engine.observe(report, at: now, into: &effects)
    }

    func observe(_ report: DeliveryReport) throws {
        engine.observe(report, at: now, into: &effects)
        try commit()
    }

    func pass(milliseconds: Int64) {
        now.wall.milliseconds += milliseconds
        now.boot = now.boot.advanced(milliseconds: milliseconds)
        engine.advance(to: now, into: &effects)
    }

    func commit() throws {
        engine.seal(into: &effects)
        try journal.commit(effects.records)
        for action in effects.actions {
            if case .start(let start) = action { running.append(start) }
        }
        effects = Effects()
    }

    @discardableResult
    func submit(
        _ name: String, _ nodes: [NodeDefinition], scope: Scope = .standard, params: [Pair] = [],
        labels: [Pair] = [], maxParallelInstances: Int = 0, source: String = "source",
        dependJobs: [JobDependency] = [], confirmBeforeRun: Bool = false,
        schedule: ScheduleDefinition? = nil, trigger: TriggerDefinition? = nil,
    ) throws -> JobID {
        let definition = JobDefinition(
            name: name, description: "about \(name)", params: params, labels: labels,
            maxParallelInstances: maxParallelInstances, nodes: nodes, dependJobs: dependJobs,
            confirmBeforeRun: confirmBeforeRun, schedule: schedule, trigger: trigger)
        let reply = try perform(
            .submitJob(
                SubmitJob(scope: scope, definition: definition, source: source, comment: "why")))
        guard case .job(let id, _, _, _) = reply.subject else {
            throw Unexpected("no job in \(reply)")
        }
        return id
    }

    func run(
        _ name: String, scope: Scope = .standard, params: [Pair] = [], labels: [Pair] = [],
        planTime: Int64? = nil,
    ) throws -> InstanceID {
        let reply = try perform(
            .runJob(
                RunJob(
                    scope: scope, jobName: name, params: params,
                    planTime: planTime.map { Timestamp(milliseconds: $0) }, labels: labels)))
        return try #require(reply.changes.first).instance
    }
}

extension World {
    @discardableResult
    func operate(
        _ operation: InstanceOperation, _ instance: InstanceID, because reason: String = "",
    ) throws -> Reply {
        try perform(
            .operateInstances(
                OperateInstances(
                    scope: .standard, operation: operation, instances: [instance])),
            because: reason)
    }

    @discardableResult
    func operate(
        _ operation: NodeOperation, _ node: String, of instance: InstanceID = InstanceID(1),
        upstreams: [String] = [], because reason: String = "",
    ) throws -> Reply {
        try perform(
            .operateNodes(
                OperateNodes(
                    scope: .standard, operation: operation, nodes: [NodeTarget(instance, node)],
                    upstreams: upstreams)),
            because: reason)
    }

    /// Ends the attempt that was started first of those that run.
    func endFirst(_ outcome: Outcome = .success) throws {
        end(try #require(running.first), outcome)
        try commit()
    }
}

struct Unexpected: Error {
    var words: String

    init(_ words: String) {
        self.words = words
    }
}

/// A chain: each node comes after the one before.
func chain(_ names: [String], type: NodeType = .dummy) -> [NodeDefinition] {
    names.enumerated().map { index, name in
        NodeDefinition(
            name: name, type: type, dependsOn: index == 0 ? [] : [names[index - 1]],
            script: type == .dummy ? "" : "true")
    }
}

/// What two instances are compared by: all that a restart must not change. Boot times are computed
/// anew, outputs count of successful nodes alone, and what became of another job's instance counts
/// only while it is waited for.
func likeness(_ instance: Instance) -> [String] {
    var lines = [
        "\(instance.id) \(instance.scope) \(instance.job) \(instance.jobName) \(instance.type)",
        "\(instance.planTime) \(instance.submitTime) \(instance.user) \(instance.labels)",
        "\(instance.graph.version) \(instance.graph.nodes.map(\.name))",
        "\(instance.graph.definition == instance.graph.definition) \(instance.overrides)",
        "\(instance.params) \(instance.stage) \(instance.status) \(instance.run.number)",
        "\(instance.run.start as Any) \(instance.run.end as Any) \(instance.run.cause)",
        "\(instance.run.milliseconds as Any) \(instance.ignoreSuccess) \(instance.reason)",
        "\(instance.firstOrdinal) \(instance.counts) \(instance.forceSuccess)",
        "\(instance.isPaused) \(instance.isPreferred) \(instance.needsConfirmation)",
        "\(instance.resources)",
        "\(instance.fileWait as Any) \(instance.eventData as Any) \(instance.fromEnvironment)",
        "\(instance.dependencies.map { instance.stage == .held ? $0 : $0.withoutUpstream })",
    ]
    lines += instance.nodes.map { node in
        let phase =
            switch node.phase {
            case .waiting(.retryDelay(_, let at)): "retryDelay \(at)"
            case .waiting, .running, .success, .fail, .skip, .manualStop: "\(node.phase)"
            }
        return "\(phase) \(node.attempt) \(node.retries) \(node.ranInThisRun) \(node.reason) "
            + "\(node.flags.rawValue) \(node.removedUpstreams) "
            + "\(node.phase == .success ? node.outputs : [])"
    }
    return lines
}

extension Dependency {
    fileprivate var withoutUpstream: Dependency {
        var dependency = self
        dependency.upstream = nil
        return dependency
    }
}
