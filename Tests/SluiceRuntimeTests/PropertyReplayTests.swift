import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceSimulation
import Synchronization
import Testing

/// The operation log, the events and the results of the attempts say all that happened.
@Suite struct PropertyReplayTests {
    private static let seeds: ClosedRange<UInt64> = 1...15
    private static let clients = 8
    private static let calls = 60

    /// What is known when all clients have gone.
    private struct Ending: Sendable {
        var faults: [String] = []
        var done = 0
        var refused = 0
        /// Moments at which the calls of several clients were carried out.
        var crowded = 0

        init() {}

        init(of journal: MemoryJournal, _ faults: [String]) {
            self.faults = faults
            done = journal.operations.count { $0.refusal.isEmpty }
            refused = journal.operations.count - done
            let moments = Dictionary(grouping: journal.operations, by: \.time)
            crowded = moments.values.count { Set($0.map(\.caller)).count > 1 }
        }
    }

    @Test func `what eight clients did at once can be done again from the record`() async throws {
        var crowded = 0
        for seed in Self.seeds {
            let ending = try await Self.live(seed: seed)
            #expect(ending.done > Self.calls)
            #expect(ending.refused > Self.calls)
            crowded += ending.crowded
            guard ending.faults.isEmpty else {
                Issue.record("seed \(seed): \(ending.faults.joined(separator: "\n"))")
                return
            }
        }
        #expect(crowded > 0)
    }

    /// Eight clients and a daemon; then the record is replayed.
    private static func live(seed: UInt64) async throws -> Ending {
        var dice = Dice(seed: seed)
        let jobs = NaiveJobs.two(&dice)
        let inbox = Inbox()
        let crowd = Crowd(clients)
        return try await withThrowingTaskGroup(of: Ending?.self) { group in
            for number in 1...clients {
                let client = Client(number, jobs: jobs, inbox: inbox, seed: dice.next())
                group.addTask {
                    await client.live(calls: calls)
                    crowd.leave()
                    return nil
                }
            }
            let keeperSeed = dice.next()
            group.addTask {
                let daemon = try Daemon(inbox: inbox, seed: keeperSeed)
                while !crowd.isGone {
                    daemon.step()
                    await Task.yield()
                }
                daemon.step()
                var replay = Replay(of: daemon.journal, jobs, from: Daemon.start)
                replay.run(until: daemon.now.wall)
                return Ending(of: daemon.journal, replay.faults)
            }
            return try await group.reduce(into: Ending()) { ending, next in
                ending = next ?? ending
            }
        }
    }
}

/// How many are still there.
private final class Crowd: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) {
        left = Mutex(count)
    }

    func leave() { left.withLock { $0 -= 1 } }

    var isGone: Bool { left.withLock { $0 == 0 } }
}

/// Somebody who asks for one thing after the other and does not look first.
private final class Client: Sendable {
    private let caller: Caller
    private let jobs: [JobDefinition]
    private let inbox: Inbox
    private let seed: UInt64

    init(_ number: Int, jobs: [JobDefinition], inbox: Inbox, seed: UInt64) {
        // The pid tells the calls of one client from those of the others in the log.
        caller = Caller(uid: 1_000, gid: 1_000, pid: Int32(number), user: "client \(number)")
        self.jobs = jobs
        self.inbox = inbox
        self.seed = seed
    }

    func live(calls: Int) async {
        var dice = Dice(seed: seed)
        for job in jobs {
            await submit(
                .submitJob(
                    SubmitJob(scope: .standard, definition: job, source: "", comment: "")))
        }
        for _ in 0..<calls { await submit(command(&dice)) }
    }

    /// Refusals are answers too.
    private func submit(_ command: Command) async {
        let submission = Submission(command: command, caller: caller)
        _ = try? await inbox.submit(submission)
    }

    /// Most of the instances that it names are there: every client runs some at its start.
    private func command(_ dice: inout Dice) -> Command {
        let instances = (0...dice.upTo(2)).map { _ in InstanceID(Int64(1 + dice.upTo(7))) }
        switch dice.upTo(19) {
        case 0: return run(&dice)
        case 1...2:
            let operation = dice.pick(InstanceOperation.allCases.filter { $0 != .retry }) ?? .stop
            return .operateInstances(
                OperateInstances(
                    scope: .standard, operation: operation,
                    instances: Array(Set(instances.prefix(2)).sorted())))
        case 3...4: return retry(instances[0], &dice)
        default: return operateNodes(instances, &dice)
        }
    }

    private func run(_ dice: inout Dice) -> Command {
        let planTime = dice.oneIn(3) ? nil : Timestamp(milliseconds: Int64(dice.upTo(2)))
        return .runJob(
            RunJob(
                scope: .standard, jobName: dice.pick(jobs)?.name ?? "", planTime: planTime))
    }

    private func retry(_ instance: InstanceID, _ dice: inout Dice) -> Command {
        let job = dice.pick(jobs)
        let node = dice.pick(job?.nodes ?? [])?.name ?? ""
        let locations: [RetryInstances.Location] = [
            .firstNode, .errorNode, .specifiedNode(node),
        ]
        return .retryInstances(
            RetryInstances(
                scope: .standard, jobName: job?.name ?? "",
                location: dice.pick(locations) ?? .firstNode, version: .original,
                targets: [.instance(instance)]))
    }

    private func operateNodes(_ instances: [InstanceID], _ dice: inout Dice) -> Command {
        let operation = dice.pick(NodeOperation.allCases) ?? .rerun
        let nodes = dice.pick(jobs)?.nodes ?? []
        let targets = instances.map { NodeTarget($0, dice.pick(nodes)?.name ?? "") }
        let count = operation.isBatch && dice.oneIn(4) ? targets.count : 1
        let isChosen = operation == .removeUpstream && dice.oneIn(2)
        let upstream = dice.pick(nodes.first { $0.name == targets[0].name }?.dependsOn ?? [])
        return .operateNodes(
            OperateNodes(
                scope: .standard, operation: operation, nodes: Array(targets.prefix(count)),
                upstreams: isChosen ? [upstream].compactMap(\.self) : []))
    }
}

/// A conductor in virtual time, whose attempts end by chance. Every step has a moment of its own.
private final class Daemon {
    let journal = MemoryJournal()
    private let conductor: Conductor
    private let keeper: ChanceKeeper
    private let inbox: Inbox
    private(set) var now = Now(wall: Daemon.start, boot: BootTime(nanoseconds: 0))

    static let start = Timestamp(milliseconds: 1_700_000_000_000)

    init(inbox: Inbox, seed: UInt64) throws {
        self.inbox = inbox
        keeper = ChanceKeeper(seed: seed)
        conductor = try Conductor(
            journal: journal, performer: keeper, courier: SimulatedCourier(seed: 1), inbox: inbox,
            settings: EngineSettings(slots: 10_000), at: now)
        _ = inbox.put(.census(AttemptCensus(incarnation: Incarnation("k1"))))
        conductor.step(at: now)
    }

    func step() {
        now.wall.milliseconds += 1_000
        now.boot = now.boot.advanced(milliseconds: 1_000)
        inbox.put(keeper.ends(at: now))
        conductor.step(at: now)
    }
}

private final class ChanceKeeper: Performer {
    private var running: Set<AttemptID> = []
    private var dice: Dice

    init(seed: UInt64) {
        dice = Dice(seed: seed)
    }

    func start(_ attempt: AttemptStart) { running.insert(attempt.id) }
    func stop(_ attempt: AttemptID, graceMilliseconds: Int64) {}
    func acknowledge(_ attempt: AttemptID) {}
    func accept(_ incarnation: Incarnation) {}
    func requestCensus() {}
    func flush() {}

    func ends(at now: Now) -> [AttemptReport] {
        let ending = running.sorted().filter { _ in dice.oneIn(4) }
        running.subtract(ending)
        return ending.map { attempt in
            let outcome: Outcome = dice.oneIn(3) ? .exit(code: 3) : .success
            return .ended(
                attempt, AttemptResult(outcome: outcome, endTime: now.wall, milliseconds: 10))
        }
    }
}
