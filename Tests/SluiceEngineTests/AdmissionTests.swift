import Foundation
import SluiceEngine
import SluiceModel
import Testing

/// A row of the oracle: which operation is admitted in which state.
struct AdmissionRow: CustomStringConvertible {
    let operation: String
    let state: NodeState
    let runState: RunState
    let isAllowed: Bool
    let description: String

    /// `operation,status,detail,paused,class,allowed`
    init?(_ line: Substring) {
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard cells.count == 6,
            let status = NodeStatus.allCases.first(where: { $0.description == cells[1] }),
            let runState = Self.classes[cells[4]]
        else { return nil }
        operation = cells[0]
        state = NodeState(
            status: status, waitReason: WaitReason.allCases.first { $0.name == cells[2] },
            hasRun: cells[2] != "no-attempt", isPaused: cells[3] == "yes")
        self.runState = runState
        isAllowed = cells[5] == "yes"
        description = String(line)
    }

    private static let classes: [String: RunState] = [
        "S": .succeeded, "F": .failed, "R": .running, "W": .waiting, "NR": .notRun,
    ]

    static let all: [AdmissionRow] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Oracle/admission.csv")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(whereSeparator: \.isNewline).dropFirst().compactMap { AdmissionRow($0) }
    }()
}

/// Operations on nodes are admitted exactly as the oracle says (`S8`, `S25`, `S28`, `S33`, `S39`,
/// `S43`, `S47`, `S50`, `S52`).
@Suite struct AdmissionTests {
    @Test func `the oracle has a row for each of twelve operations and 26 states`() {
        #expect(AdmissionRow.all.count == 312)
        #expect(Set(AdmissionRow.all.map(\.operation)).count == 12)
    }

    @Test func `each state of the oracle is the run state that the sources call it`() {
        for row in AdmissionRow.all { #expect(row.state.runState == row.runState, "\(row)") }
    }

    @Test func `what only looks is no operation and is never refused`() {
        let views = AdmissionRow.all.filter { $0.operation.hasPrefix("view-") }
        #expect(views.count == 78)
        let refused = views.filter { !$0.isAllowed }
        #expect(refused.isEmpty)
        let rest = Set(AdmissionRow.all.map(\.operation)).subtracting(views.map(\.operation))
        #expect(Set(NodeOperation.allCases.map(\.name)) == rest)
    }

    @Test(arguments: NodeOperation.allCases)
    func `an engine admits and refuses what every row of the oracle says`(
        _ operation: NodeOperation,
    ) throws {
        let rows = AdmissionRow.all.filter { $0.operation == operation.name }
        #expect(rows.count == 26)
        for row in rows {
            // Files are waited for by schedules; the table knows them already.
            #expect(operation.isAdmitted(in: row.state) == row.isAllowed, "\(row)")
            guard row.state.waitReason != .file else { continue }
            var world = AdmissionWorld(row.state)
            let state = try world.state
            #expect(state == row.state, "\(row)")
            let admits = try world.admits(operation)
            #expect(admits == row.isAllowed, "\(row)")
        }
    }

    @Test func `a refusal names the node, its status and the statuses that would do`() throws {
        var world = AdmissionWorld(
            NodeState(status: .waiting, waitReason: .upstream, hasRun: true, isPaused: false))
        let found = world.refusal(of: .terminate)
        let refusal = try #require(found)
        #expect(refusal.code == .failedPrecondition)
        #expect(refusal.reason == "NODE_STATUS")
        #expect(refusal.subject == "node 7/target")
        #expect(refusal.message.contains("node 7/target is waiting (UPSTREAM)"))
        #expect(refusal.message.contains("running, waiting (CONFIRM, PLAN_TIME, FILE"))
    }

    @Test func `five operations take many nodes and no other does`() {
        // S53
        let many = NodeOperation.allCases.filter(\.isBatch)
        #expect(Set(many) == [.pause, .rerun, .terminate, .resume, .setSuccess])
        for operation in NodeOperation.allCases where !operation.isBatch {
            var world = AdmissionWorld(
                NodeState(status: .success, hasRun: true, isPaused: false))
            let refusal = world.refusal(of: operation, on: ["first", "target"])
            #expect(refusal?.reason == "ONE_NODE_ONLY", "\(operation)")
        }
    }
}

/// An engine with one instance, 7, in which the node `target` between `first` and `last` is in a
/// given state.
struct AdmissionWorld {
    private var engine: Engine
    private static let now = Now(
        wall: Timestamp(milliseconds: 1_700_000_000_000), boot: BootTime(nanoseconds: 0))

    init(_ state: NodeState) {
        let definition = JobDefinition(
            name: "etl",
            nodes: [
                NodeDefinition(name: "first", type: .shell, failPolicy: .failChild),
                NodeDefinition(
                    name: "target", type: .shell, dependsOn: ["first"], failPolicy: .failChild),
                NodeDefinition(name: "last", type: .shell, dependsOn: ["target"]),
            ])
        let graph = JobGraph(job: JobID(1), version: 1, definition: definition)
        let target = Node(
            phase: Self.phase(state), attempt: state.hasRun ? 1 : 0, ranInThisRun: state.hasRun,
            flags: state.isPaused ? [.paused] : [])
        let isUpstreamDone = state.waitReason != .upstream && !Self.isHeld(state)
        var instance = Instance(
            id: InstanceID(7), scope: .standard, jobName: "etl", type: .manual,
            planTime: state.waitReason == .planTime
                ? Timestamp(milliseconds: Self.now.wall.milliseconds + 60_000) : .zero,
            submitTime: Self.now.wall, user: "ann", labels: [], graph: graph, overrides: [],
            params: [], stage: Self.stage(state), status: Self.status(state),
            run: Run(number: 1, start: Self.now.wall, cause: "run"),
            nodes: [
                Node(phase: isUpstreamDone ? .success : .fail(.attempt), attempt: 1), target,
                Node(),
            ])
        instance.needsConfirmation = state.waitReason == .confirm
        if state.waitReason == .crossJob {
            instance.dependencies = [
                Dependency(
                    job: JobID(2), jobName: "other", planTime: .zero, failPolicy: .suspend)
            ]
        }
        var restored = Restored(instances: [instance])
        restored.counters.instance = 8
        // Without slots nothing leaves the state that is looked at.
        engine = Engine(settings: EngineSettings(slots: 0), restored: restored, at: Self.now)
    }

    /// How the engine itself sees the node.
    var state: NodeState {
        get throws {
            let instance = try #require(engine.instances[InstanceID(7)])
            return instance.state(1)
        }
    }

    mutating func admits(_ operation: NodeOperation) throws -> Bool {
        guard let refusal = refusal(of: operation) else { return true }
        try #require(refusal.reason == "NODE_STATUS", "\(refusal)")
        return false
    }

    mutating func refusal(
        of operation: NodeOperation, on names: [String] = ["target"],
    ) -> SluiceError? {
        var effects = Effects()
        do throws(SluiceError) {
            _ = try engine.handle(
                .operateNodes(
                    OperateNodes(
                        scope: .standard, operation: operation,
                        nodes: names.map { NodeTarget(InstanceID(7), $0) })),
                by: Caller(uid: 0, gid: 0, pid: 1, user: "ann"), at: Self.now, into: &effects)
            return nil
        } catch {
            return error
        }
    }

    private static func phase(_ state: NodeState) -> Phase {
        switch state.status {
        case .success: .success
        case .fail: .fail(.attempt)
        case .skip: .skip(.manual)
        case .manualStop: .manualStop
        case .running: .running(Running(start: now.wall, incarnation: Incarnation("k1")))
        case .waiting, .pause:
            switch state.waitReason {
            case .slot: .waiting(.slot)
            case .retryDelay:
                .waiting(
                    .retryDelay(
                        until: now.boot.advanced(milliseconds: 1_000),
                        at: Timestamp(milliseconds: now.wall.milliseconds + 1_000)))
            case .upstream, .confirm, .crossJob, .planTime, .file, nil: .waiting(.upstream)
            }
        }
    }

    private static func isHeld(_ state: NodeState) -> Bool {
        switch state.waitReason {
        case .confirm, .crossJob, .planTime: true
        case .file, .upstream, .retryDelay, .slot, nil: false
        }
    }

    private static func stage(_ state: NodeState) -> Stage {
        if isHeld(state) { return .held }
        switch state.status {
        case .running: return .open
        case .waiting, .pause: return state.waitReason == .upstream ? .ended : .open
        case .success, .fail, .skip, .manualStop: return .ended
        }
    }

    private static func status(_ state: NodeState) -> InstanceStatus {
        switch stage(state) {
        case .held, .queued: .waiting
        case .open, .stopping: .running
        case .ended: .fail
        }
    }
}
