package import SluiceEngine
package import SluiceModel

/// One thing that happens to a naive world and to the engine alike.
package enum NaiveMove: Sendable {
    case run(JobDefinition, at: Timestamp?)
    case attemptEnds(NodeTarget, Outcome)
    case timePasses(milliseconds: Int64)
    case operateNodes(NodeOperation, [NodeTarget], upstreams: [String])
    case operateInstances(InstanceOperation, [InstanceID])
    case retry(jobName: String, [InstanceID], from: RetryInstances.Location)

    /// Nil: it is not a command.
    package var command: Command? {
        switch self {
        case .run(let job, let planTime):
            .runJob(RunJob(scope: .standard, jobName: job.name, planTime: planTime))
        case .attemptEnds, .timePasses: nil
        case .operateNodes(let operation, let targets, let upstreams):
            .operateNodes(
                OperateNodes(
                    scope: .standard, operation: operation, nodes: targets, upstreams: upstreams))
        case .operateInstances(let operation, let ids):
            .operateInstances(
                OperateInstances(scope: .standard, operation: operation, instances: ids))
        case .retry(let jobName, let ids, let location):
            .retryInstances(
                RetryInstances(
                    scope: .standard, jobName: jobName, location: location, version: .original,
                    targets: ids.map { .instance($0) }))
        }
    }

    /// The nodes that it names.
    package var targets: [NodeTarget] {
        if case .operateNodes(_, let targets, _) = self { targets } else { [] }
    }

    package var words: String {
        switch self {
        case .run(let job, let planTime):
            return "run \(job.name)" + (planTime.map { " at \($0)" } ?? "")
        case .attemptEnds(let target, let outcome): return "\(target) ends: \(outcome.words)"
        case .timePasses(let milliseconds): return "\(milliseconds / 1_000) s pass"
        case .operateNodes(let operation, let targets, let upstreams):
            let words = [operation.name] + targets.map(\.description) + upstreams
            return words.joined(separator: " ")
        case .operateInstances(let operation, let ids):
            return ([operation.name] + ids.map(\.description)).joined(separator: " ")
        case .retry(_, let ids, let location):
            return "retry \(ids.map(\.description).joined(separator: " ")) from \(location)"
        }
    }
}

extension NaiveWorld {
    /// Makes a move that is no run: what it changes itself, or why it is refused.
    package mutating func make(_ move: NaiveMove) -> Result<[NaiveChange], NaiveRefusal> {
        switch move {
        case .run: return .failure(NaiveRefusal(reasons: ["a run needs an id"]))
        case .attemptEnds(let target, let outcome): attemptEnded(target, outcome)
        case .timePasses(let milliseconds):
            retriesAreDue(at: Timestamp(milliseconds: now.milliseconds + milliseconds))
        case .operateNodes(let operation, let targets, let upstreams):
            return operate(operation, on: targets, upstreams: upstreams)
        case .operateInstances(let operation, let ids): return operate(operation, on: ids)
        case .retry(_, let ids, let location): return retry(ids, from: location)
        }
        return .success([])
    }
}

// MARK: - Moves of chance

extension NaiveMove {
    package enum Kind: Sendable {
        case run
        case attemptEnds
        case timePasses
        case operateNodes
        case operateInstances
        case retry

        package static func random(_ dice: inout Dice) -> Kind {
            switch dice.upTo(99) {
            case 0..<6: .run
            case 6..<45: .attemptEnds
            case 45..<53: .timePasses
            case 53..<84: .operateNodes
            case 84..<93: .operateInstances
            default: .retry
            }
        }
    }

    private static let hour: Int64 = 3_600_000
    /// Few, so that each of them is operated on often.
    private static let mostInstances = 6

    /// A move of that kind; nil where nothing is there for one. Most operations are admitted, so
    /// that histories get somewhere.
    package init?(
        _ kind: Kind, in world: NaiveWorld, of jobs: [JobDefinition], _ dice: inout Dice,
    ) {
        let move: NaiveMove? =
            switch kind {
            case .run: Self.run(world, jobs, &dice)
            case .attemptEnds: Self.end(world, &dice)
            case .timePasses:
                .timePasses(
                    milliseconds: dice.oneIn(4) ? Self.hour : NaiveJobs.patienceMilliseconds)
            case .operateNodes: Self.operateNodes(world, &dice)
            case .operateInstances: Self.operateInstances(world, &dice)
            case .retry: Self.retry(world, jobs, &dice)
            }
        guard let move else { return nil }
        self = move
    }

    /// Plan times are few, so that instances of the two jobs meet; one of them is to come.
    private static func run(
        _ world: NaiveWorld, _ jobs: [JobDefinition], _ dice: inout Dice,
    ) -> NaiveMove? {
        guard world.instances.count < mostInstances else { return nil }
        let nextHour = world.now.milliseconds / hour + 1
        let planTimes = [0, 1, nextHour].map { Timestamp(milliseconds: $0 * hour) }
        let planTime = dice.oneIn(3) ? nil : dice.pick(planTimes)
        return dice.pick(jobs).map { .run($0, at: planTime) }
    }

    private static func end(_ world: NaiveWorld, _ dice: inout Dice) -> NaiveMove? {
        let outcome: Outcome =
            switch dice.upTo(9) {
            case 0, 1, 2: .exit(code: 3)
            case 3: .timeout
            case 4: .lost
            default: .success
            }
        return dice.pick(world.targets(where: \.isRunning)).map { .attemptEnds($0, outcome) }
    }

    private static func operateNodes(_ world: NaiveWorld, _ dice: inout Dice) -> NaiveMove? {
        let operation = dice.pick(NodeOperation.allCases) ?? .rerun
        let all = world.targets { _ in true }
        let fitting = all.filter { world.refusal(of: operation, on: $0) == nil }
        let count = operation.isBatch && dice.oneIn(3) ? 1 + dice.upTo(3) : 1
        let chosen = some(dice.oneIn(5) ? all : fitting, count, &dice)
            .sorted { ($0.instance, $0.name) < ($1.instance, $1.name) }
        guard let first = chosen.first else { return nil }
        let upstreams =
            operation == .removeUpstream ? someUpstreams(of: first, world, &dice) : []
        return .operateNodes(operation, chosen, upstreams: upstreams)
    }

    private static func someUpstreams(
        of target: NodeTarget, _ world: NaiveWorld, _ dice: inout Dice,
    ) -> [String] {
        guard let instance = world.instances[target.instance],
            let index = instance.index(of: target.name)
        else { return [] }
        if dice.oneIn(10) { return ["nobody"] }
        return instance.nodes[index].definition.dependsOn.filter { _ in dice.oneIn(2) }
    }

    private static func operateInstances(_ world: NaiveWorld, _ dice: inout Dice) -> NaiveMove? {
        let operations = InstanceOperation.allCases.filter { $0 != .retry }
        let operation = dice.pick(operations) ?? .stop
        let fitting = world.ids.filter { world.instances[$0]?.refusal(of: operation) == nil }
        let candidates = dice.oneIn(5) ? world.ids : fitting
        let chosen = some(candidates, dice.oneIn(4) ? 2 : 1, &dice).sorted()
        return chosen.isEmpty ? nil : .operateInstances(operation, chosen)
    }

    private static func retry(
        _ world: NaiveWorld, _ jobs: [JobDefinition], _ dice: inout Dice,
    ) -> NaiveMove? {
        guard let job = dice.pick(jobs) else { return nil }
        let location: RetryInstances.Location =
            switch dice.upTo(3) {
            case 0: .firstNode
            case 1: .specifiedNode(dice.pick(job.nodes)?.name ?? "")
            default: .errorNode
            }
        let mine = world.ids.filter { world.instances[$0]?.jobName == job.name }
        let fitting = mine.filter {
            world.instances[$0]?.refusal(ofRetryFrom: location) == nil
        }
        let chosen = some(dice.oneIn(5) ? mine : fitting, dice.oneIn(4) ? 2 : 1, &dice).sorted()
        return chosen.isEmpty ? nil : .retry(jobName: job.name, chosen, from: location)
    }

    private static func some<Element: Hashable>(
        _ candidates: [Element], _ count: Int, _ dice: inout Dice,
    ) -> Set<Element> {
        Set((0..<count).compactMap { _ in dice.pick(candidates) })
    }
}

extension NaiveWorld {
    package func targets(where isMeant: (NaiveNode) -> Bool) -> [NodeTarget] {
        ids.compactMap { instances[$0] }.flatMap { instance in
            instance.nodes.filter(isMeant).map { NodeTarget(instance.id, $0.name) }
        }
    }
}
