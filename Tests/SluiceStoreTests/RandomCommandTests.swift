import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceStore
import Testing

/// Whatever people and attempts do, a restart finds the live instances as they were.
@Suite struct RandomCommandTests {
    @Test(arguments: 1...24 as ClosedRange<UInt64>)
    func `a restart finds every live instance as it was`(seed: UInt64) throws {
        let folder = Folder()
        let store = try folder.store()
        var life = try RandomLife(seed: seed, SQLiteJournal(store))
        for step in 1...60 {
            try life.step()
            guard step.isMultiple(of: 10) else { continue }
            let back = try SQLiteJournal(store).load()
            let live = life.world.engine.instances.values.sorted { $0.id < $1.id }
            #expect(back.instances.map(likeness) == live.map(likeness), "seed \(seed)")
            #expect(back.counters == life.world.engine.counters)
        }
    }
}

private struct RandomLife {
    let world: World
    private var dice: Dice
    private var made: [InstanceID] = []

    init(seed: UInt64, _ journal: SQLiteJournal) throws {
        world = try World(journal, slots: 3)
        dice = Dice(state: seed)
        // In every other life what waits follows to new versions.
        try world.perform(
            .updateWorkspace(
                UpdateWorkspace(name: "default", waitingFollowsLatest: seed.isMultiple(of: 2))))
        for name in Self.files { try put(name) }
        try submit("a")
        try submit("b")
    }

    mutating func step() throws {
        for _ in 0...dice.below(3) { try act() }
        world.pass(milliseconds: Int64(dice.below(40)))
        try world.commit()
    }

    private mutating func act() throws {
        switch dice.below(14) {
        case 0: try submit(dice.below(2) == 0 ? "a" : "b")
        case 1, 2: try run()
        case 3: attempt(.operateInstances(operateInstances()))
        case 4, 5: attempt(.operateNodes(operateNodes()))
        case 6: attempt(.retryInstances(retry()))
        case 7:
            let value = Pair("p", "\(dice.below(9))")
            attempt(.setEnvironment(SetEnvironment(scope: .standard, params: [value])))
        case 8: try put(Self.files[dice.below(2)])
        default: report()
        }
    }

    private static let files = ["f", "g"]

    private mutating func put(_ name: String) throws {
        _ = try world.handle(
            .putObject(
                PutObject(
                    scope: .standard, name: name, content: FileContent([UInt8(dice.below(9))]))))
    }

    /// A refusal is as good as anything else.
    private func attempt(_ command: Command) {
        _ = try? world.handle(command)
    }

    private mutating func run() throws {
        let name = dice.below(2) == 0 ? "a" : "b"
        // With a plan time it waits for the other job's instance of the same one.
        let times: [Int64?] = [nil, 7, 8]
        let planTime = times[dice.below(3)].map { Timestamp(milliseconds: $0) }
        let reply = try world.handle(
            .runJob(
                RunJob(
                    scope: .standard, jobName: name, params: [Pair("p", "2")],
                    planTime: planTime)))
        made += reply.changes.map(\.instance)
    }

    private mutating func targets() -> [InstanceID] {
        made.isEmpty ? [] : [made[dice.below(made.count)]]
    }

    private mutating func operateInstances() -> OperateInstances {
        // A retry is a command of its own.
        let operations = InstanceOperation.allCases.filter { $0 != .retry }
        return OperateInstances(
            scope: .standard, operation: operations[dice.below(operations.count)],
            instances: targets())
    }

    private mutating func operateNodes() -> OperateNodes {
        let operations = NodeOperation.allCases
        let name = "n\(dice.below(4))"
        return OperateNodes(
            scope: .standard, operation: operations[dice.below(operations.count)],
            nodes: targets().map { NodeTarget($0, name) })
    }

    private mutating func retry() -> RetryInstances {
        let locations: [RetryInstances.Location] = [
            .firstNode, .errorNode, .specifiedNode("n1"),
        ]
        return RetryInstances(
            scope: .standard, jobName: dice.below(2) == 0 ? "a" : "b",
            location: locations[dice.below(3)],
            version: dice.below(2) == 0 ? .original : .current,
            targets: targets().map { .instance($0) })
    }

    private mutating func report() {
        guard !world.running.isEmpty else { return }
        let start = world.running[dice.below(world.running.count)]
        switch dice.below(6) {
        case 0: world.end(start, .exit(code: 2))
        case 1: world.end(start, .timeout)
        case 2: world.report(.deferred(start.id, reason: "EAGAIN"))
        default: world.end(start, outputs: dice.below(2) == 0 ? [] : [Pair("k", "v")])
        }
    }

    private mutating func submit(_ name: String) throws {
        let count = 2 + dice.below(5)
        var nodes: [NodeDefinition] = []
        for index in 0..<count {
            let before = (0..<index).filter { _ in dice.below(3) == 0 }.map { "n\($0)" }
            nodes.append(
                NodeDefinition(
                    name: "n\(index)", type: dice.below(2) == 0 ? .dummy : .shell,
                    dependsOn: before, script: "true",
                    retry: RetryRule(times: dice.below(3), intervalMilliseconds: 20),
                    failPolicy: FailPolicy.allCases[dice.below(4)]))
        }
        // Free nodes come in the order of the file, so that versions differ in it.
        if dice.below(2) == 0 { nodes.reverse() }
        _ = try world.handle(
            .submitJob(
                SubmitJob(
                    scope: .standard,
                    definition: JobDefinition(
                        name: name, resources: Self.files.filter { _ in dice.below(2) == 0 },
                        params: [Pair("p", "1")],
                        maxParallelInstances: dice.below(3), maxParallelNodes: dice.below(3),
                        nodes: nodes, dependJobs: name == "b" ? [policy()] : [],
                        confirmBeforeRun: dice.below(6) == 0), source: "", comment: "")))
    }

    private mutating func policy() -> JobDependency {
        JobDependency(
            jobName: "a", failPolicy: [FailPolicy.fail, .ignore, .suspend][dice.below(3)])
    }
}

/// SplitMix64: the same numbers for a seed everywhere.
private struct Dice {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
