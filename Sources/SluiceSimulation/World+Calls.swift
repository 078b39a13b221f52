internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime

/// What clients ask of the simulated daemon.
extension World {
    private static let caller = Caller(uid: 1_000, gid: 1_000, pid: 1, user: "sim")

    func call() {
        calls += 1
        switch dice.upTo(20) {
        case 0, 1: submitJob()
        case 2, 3, 4, 5: runJob()
        case 6: operateInstances()
        case 7, 8, 9, 10, 11, 12: operateNodes()
        case 16: operateJobs()
        case 17, 18: backfill()
        case 19: operateBackfills()
        default: retry()
        }
    }

    private func submitJob() {
        let name = "job-\(dice.upTo(3))"
        let count = 1 + dice.upTo(7)
        let nodes = (0..<count).map { index in
            var node = NodeDefinition(name: "n\(index)", type: dice.oneIn(3) ? .dummy : .shell)
            node.dependsOn = (0..<index).filter { _ in dice.oneIn(2) }.map { "n\($0)" }
            node.failPolicy = dice.pick(FailPolicy.allCases) ?? .fail
            node.retry.times = dice.upTo(2)
            node.retry.intervalMilliseconds = Int64(dice.upTo(5_000))
            node.retry.onTimeout = dice.oneIn(2)
            node.conditions = conditions(on: node.dependsOn)
            if dice.oneIn(8) { callAnother(from: name, &node) }
            if dice.oneIn(4) {
                node.pool = Self.pool
                node.poolSlots = 1 + dice.upTo(1)
            }
            return node
        }
        var definition = JobDefinition(name: name, params: [Pair("p", "1")], nodes: nodes)
        definition.maxParallelInstances = dice.upTo(2)
        definition.maxParallelNodes = dice.upTo(3)
        definition.confirmBeforeRun = dice.oneIn(8)
        // Only on jobs with a smaller number: no cycles.
        definition.dependJobs = jobs.filter { $0 < name && dice.oneIn(2) }.uniqued.map {
            JobDependency(
                jobName: $0, failPolicy: dice.pick([.fail, .ignore, .suspend]) ?? .fail)
        }
        definition.schedule = schedule()
        definition.priority = dice.upTo(9)
        definition.notifications = Self.notifications(ofJob: jobs.count)
        jobs.append(name)
        change(
            .submitJob(
                SubmitJob(scope: .standard, definition: definition, source: "", comment: "")))
    }

    private func runJob() {
        guard let name = dice.pick(jobs) else { return }
        // Two plan times, so that instances meet; one of them is still to come.
        let planTime = dice.pick([nil, Timestamp(milliseconds: 1), now.wall])?.map { time in
            Timestamp(milliseconds: time.milliseconds / 60_000 * 60_000 + 60_000)
        }
        change(.runJob(RunJob(scope: .standard, jobName: name, planTime: planTime))) {
            [unowned self] reply in
            for change in reply.changes { answered.insert(change.instance) }
        }
    }

    private func retry() {
        let targets = someInstances()
        guard let first = targets.first.flatMap({ journal.instances[$0] }) else { return }
        let location: RetryInstances.Location =
            switch dice.upTo(2) {
            case 0: .firstNode
            case 1: .errorNode
            default: .specifiedNode("n\(dice.upTo(3))")
            }
        change(
            .retryInstances(
                RetryInstances(
                    scope: .standard, jobName: first.jobName, location: location,
                    version: dice.oneIn(2) ? .current : .original,
                    targets: targets.map { .instance($0) })))
    }

    private func operateInstances() {
        let operations = InstanceOperation.allCases.filter { $0 != .retry }
        change(
            .operateInstances(
                OperateInstances(
                    scope: .standard, operation: dice.pick(operations) ?? .stop,
                    instances: someInstances(), skipsRefused: dice.oneIn(3))))
    }

    private func operateNodes() {
        let operation = dice.pick(NodeOperation.allCases) ?? .rerun
        guard let instance = someInstances().first else { return }
        let names = journal.nodes.values.filter { $0.ref.instance == instance }.map(\.name).sorted()
        let count = operation.isBatch ? dice.upTo(2) : 0
        let nodes = (0...count).compactMap { _ in dice.pick(names) }
        change(
            .operateNodes(
                OperateNodes(
                    scope: .standard, operation: operation,
                    nodes: nodes.map { NodeTarget(instance, $0) },
                    skipsRefused: dice.oneIn(3))))
    }

    private func someInstances() -> [InstanceID] {
        let all = journal.instances.keys.sorted()
        return (0...dice.upTo(1)).compactMap { _ in dice.pick(all) }
    }

    /// Submits a command; what a crash swallowed is not answered.
    func change(_ command: Command, _ done: @escaping (Reply) -> Void = { _ in }) {
        let box = Unanswered(done) { [unowned self] in !isCrashed }
        let submission = Submission(command: command, caller: Self.caller)
        _ = inbox.put(.submission(submission) { box.take($0) })
    }
}

/// The world lives on one thread: the conductor is stepped by it, and answers come within a step.
private final class Unanswered: @unchecked Sendable {
    // Not shared: made, called and dropped on the thread of the world that made it.
    private let done: (Reply) -> Void
    private let isHeard: () -> Bool

    init(_ done: @escaping (Reply) -> Void, isHeard: @escaping () -> Bool) {
        self.done = done
        self.isHeard = isHeard
    }

    func take(_ result: Result<Answer, SluiceError>) {
        if isHeard(), case .success(.done(let answer)) = result { done(answer.reply) }
    }
}

extension [String] {
    /// In order, each once.
    var uniqued: [String] { Set(self).sorted() }
}
