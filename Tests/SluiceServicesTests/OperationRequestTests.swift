import SluiceEngine
import SluiceModel
import SluiceRPC
import SluiceRuntime
import SluiceServices
import SluiceWire
import Testing

private typealias Change = ChangeResult?

/// What requests of operations become, and what is refused before the engine sees it.
@Suite(.timeLimit(.minutes(1))) struct OperationRequestTests {
    private typealias InstanceCall =
        @Sendable (InstanceServices, [Int64], CallContext) async throws -> Change
    private typealias BatchCall =
        @Sendable (NodeServices, [SluiceWire.NodeTarget], CallContext) async throws -> Change
    private typealias NodeCall =
        @Sendable (NodeServices, SluiceWire.NodeTarget?, CallContext) async throws -> Change

    private static let instanceCalls: [(InstanceOperation, InstanceCall)] = [
        (.stop, { try await $0.stopInstances(.init(instanceIds: $1), $2).result }),
        (.continue, { try await $0.continueInstances(.init(instanceIds: $1), $2).result }),
        (.forceSuccess, { try await $0.forceInstancesSuccess(.init(instanceIds: $1), $2).result }),
        (.pause, { try await $0.pauseInstances(.init(instanceIds: $1), $2).result }),
        (.resume, { try await $0.resumeInstances(.init(instanceIds: $1), $2).result }),
        (.confirm, { try await $0.confirmInstances(.init(instanceIds: $1), $2).result }),
        (
            .runWithoutDependencies,
            { try await $0.runInstancesWithoutDependencies(.init(instanceIds: $1), $2).result }
        ),
        (
            .runPreferentially,
            { try await $0.runInstancesPreferentially(.init(instanceIds: $1), $2).result }
        ),
    ]

    private static let batchCalls: [(NodeOperation, BatchCall)] = [
        (.rerun, { try await $0.rerunNodes(.init(nodes: $1), $2).result }),
        (.setSuccess, { try await $0.setNodesSuccess(.init(nodes: $1), $2).result }),
        (.terminate, { try await $0.terminateNodes(.init(nodes: $1), $2).result }),
        (.pause, { try await $0.pauseNodes(.init(nodes: $1), $2).result }),
        (.resume, { try await $0.resumeNodes(.init(nodes: $1), $2).result }),
    ]

    private static let nodeCalls: [(NodeOperation, NodeCall)] = [
        (.rerunDownstream, { try await $0.rerunDownstream(.init(node: $1), $2).result }),
        (.forceRerun, { try await $0.forceRerunNode(.init(node: $1), $2).result }),
        (.removeUpstream, { try await $0.removeUpstream(.init(node: $1), $2).result }),
        (.skip, { try await $0.skipNode(.init(node: $1), $2).result }),
    ]

    private let context = CallContext.from(.somebody, InstanceServiceMethods.stopInstances)

    @Test(arguments: instanceCalls.indices)
    func `a call on instances becomes its operation on all of them`(index: Int) async throws {
        let (operation, call) = Self.instanceCalls[index]
        let desk = try Desk()
        defer { desk.end() }
        let services = InstanceServices(desk.shell)
        let submission = try await desk.submission { [context] in
            _ = try await call(services, [3, 1, 3], context)
        }
        guard case .operateInstances(let command) = submission?.command else {
            Issue.record("another command: \(String(describing: submission?.command))")
            return
        }
        #expect(command.operation == operation)
        // One that is named twice is meant once.
        #expect(command.instances == [InstanceID(3), InstanceID(1)])
        #expect(command.scope == .standard)
        #expect(!command.skipsRefused)
    }

    @Test func `every operation on instances has a call of its own`() {
        let operations = Self.instanceCalls.map(\.0) + [.retry]
        #expect(Set(operations) == Set(InstanceOperation.allCases))
    }

    // S53: these five and no others.
    @Test func `exactly five operations take many nodes`() {
        #expect(Set(Self.batchCalls.map(\.0)) == Set(NodeOperation.allCases.filter(\.isBatch)))
        #expect(Self.batchCalls.count == 5)
        let operations = (Self.batchCalls.map(\.0) + Self.nodeCalls.map(\.0))
        #expect(Set(operations) == Set(NodeOperation.allCases))
    }

    // S54, S57, S60, S63, S66
    @Test(arguments: batchCalls.indices)
    func `a batch becomes its operation on all of its nodes`(index: Int) async throws {
        let (operation, call) = Self.batchCalls[index]
        let desk = try Desk()
        defer { desk.end() }
        let services = NodeServices(desk.shell)
        let nodes: [SluiceWire.NodeTarget] = [
            .init(instanceId: 7, nodeName: "load"), .init(instanceId: 6, nodeName: "load"),
            .init(instanceId: 7, nodeName: "load"),
        ]
        let submission = try await desk.submission { [context] in
            _ = try await call(services, nodes, context)
        }
        guard case .operateNodes(let command) = submission?.command else {
            Issue.record("another command: \(String(describing: submission?.command))")
            return
        }
        #expect(command.operation == operation)
        #expect(command.nodes.map(\.description) == ["7/load", "6/load"])
        #expect(!command.skipsRefused)
    }

    @Test(arguments: nodeCalls.indices)
    func `a call on one node becomes its operation on it`(index: Int) async throws {
        let (operation, call) = Self.nodeCalls[index]
        let desk = try Desk()
        defer { desk.end() }
        let services = NodeServices(desk.shell)
        let submission = try await desk.submission { [context] in
            _ = try await call(services, .init(instanceId: 7, nodeName: "load"), context)
        }
        guard case .operateNodes(let command) = submission?.command else {
            Issue.record("another command: \(String(describing: submission?.command))")
            return
        }
        #expect(command.operation == operation)
        #expect(command.nodes.map(\.description) == ["7/load"])
        #expect(command.upstreams.isEmpty && command.dependents.isEmpty)
    }

    // S41: some of the upstream nodes, or all of them.
    @Test func `what an operation on a node says beside it comes with it`() async throws {
        let desk = try Desk()
        defer { desk.end() }
        let services = NodeServices(desk.shell)
        let node = SluiceWire.NodeTarget(instanceId: 7, nodeName: "load")
        let removal = try await desk.submission { [context] in
            _ = try await services.removeUpstream(
                .init(node: node, upstreams: ["b", "a", "b"]), context)
        }
        guard case .operateNodes(let remove) = removal?.command else {
            Issue.record("another command")
            return
        }
        #expect(remove.upstreams == ["b", "a"])
        let rerun = try await desk.submission { [context] in
            _ = try await services.rerunDownstream(.init(node: node, dependents: [9, 8]), context)
        }
        guard case .operateNodes(let downstream) = rerun?.command else {
            Issue.record("another command")
            return
        }
        #expect(downstream.dependents == [InstanceID(9), InstanceID(8)])
    }

    @Test func `scope, reason and what may be left out come with the command`() async throws {
        let desk = try Desk()
        defer { desk.end() }
        let services = NodeServices(desk.shell)
        let request = PauseNodesRequest(
            workspace: "shop", environment: .development,
            options: ChangeOptions(dryRun: true, planToken: "t", reason: "maintenance"),
            nodes: [.init(instanceId: 7, nodeName: "load")], skipRefused: true)
        let submission = try await desk.submission { [context] in
            _ = try await services.pauseNodes(request, context)
        }
        guard let submission, case .operateNodes(let command) = submission.command else {
            Issue.record("another command")
            return
        }
        #expect(command.scope == Scope(workspace: "shop", environment: .development))
        #expect(command.skipsRefused)
        #expect(submission.options.isDryRun)
        #expect(submission.options.planToken == "t")
        #expect(submission.options.reason == "maintenance")
    }

    // MARK: - What is refused

    private typealias Offence = (ids: [Int64], reason: String, subject: String)

    private static let wrongInstances: [Offence] = [
        ([], "MISSING_FIELD", "instance_ids"),
        (Array(1...1_001), "INVALID_FIELD", "instance_ids"),
        ([1, 0], "MISSING_FIELD", "instance_ids[1]"),
        ([-4], "INVALID_FIELD", "instance_ids[0]"),
    ]

    @Test(arguments: wrongInstances.indices, instanceCalls.indices)
    func `instances that cannot be are refused by field`(
        offence: Int, index: Int,
    ) async throws {
        let (ids, reason, subject) = Self.wrongInstances[offence]
        let call = Self.instanceCalls[index].1
        let desk = try Desk()
        defer { desk.end() }
        let services = InstanceServices(desk.shell)
        let refusal = await #expect(throws: Status.self) {
            _ = try await call(services, ids, context)
        }
        #expect(refusal?.code == .invalidArgument)
        #expect(refusal?.errorDetail?.reason == reason)
        #expect(refusal?.errorDetail?.subject == subject)
    }

    private static let wrongNodes:
        [(nodes: [SluiceWire.NodeTarget], reason: String, subject: String)] = [
            ([], "MISSING_FIELD", "nodes"),
            (
                (1...1_001).map { .init(instanceId: $0, nodeName: "a") }, "INVALID_FIELD", "nodes"
            ),
            ([.init(nodeName: "a")], "MISSING_FIELD", "nodes[0].instance_id"),
            ([.init(instanceId: -1, nodeName: "a")], "INVALID_FIELD", "nodes[0].instance_id"),
            (
                [.init(instanceId: 1, nodeName: "a"), .init(instanceId: 1)], "MISSING_FIELD",
                "nodes[1].node_name"
            ),
        ]

    @Test(arguments: wrongNodes.indices, batchCalls.indices)
    func `nodes that cannot be are refused by field`(offence: Int, index: Int) async throws {
        let (nodes, reason, subject) = Self.wrongNodes[offence]
        let call = Self.batchCalls[index].1
        let desk = try Desk()
        defer { desk.end() }
        let services = NodeServices(desk.shell)
        let refusal = await #expect(throws: Status.self) {
            _ = try await call(services, nodes, context)
        }
        #expect(refusal?.code == .invalidArgument)
        #expect(refusal?.errorDetail?.reason == reason)
        #expect(refusal?.errorDetail?.subject == subject)
    }

    @Test(arguments: nodeCalls.indices)
    func `an operation on one node needs it`(index: Int) async throws {
        let call = Self.nodeCalls[index].1
        let desk = try Desk()
        defer { desk.end() }
        let services = NodeServices(desk.shell)
        let refusal = await #expect(throws: Status.self) {
            _ = try await call(services, nil, context)
        }
        #expect(refusal?.errorDetail?.subject == "node")
        #expect(refusal?.errorDetail?.errorCode == "DLF.0802")
    }

    @Test func `names and ids beside a node are checked too`() async throws {
        let desk = try Desk()
        defer { desk.end() }
        let services = NodeServices(desk.shell)
        let node = SluiceWire.NodeTarget(instanceId: 7, nodeName: "load")
        let upstream = await #expect(throws: Status.self) {
            try await services.removeUpstream(.init(node: node, upstreams: ["a", ""]), context)
        }
        #expect(upstream?.errorDetail?.subject == "upstreams[1]")
        let dependent = await #expect(throws: Status.self) {
            try await services.rerunDownstream(.init(node: node, dependents: [8, -1]), context)
        }
        #expect(dependent?.errorDetail?.subject == "dependents[1]")
    }

    @Test func `a reason has a bound`() async throws {
        let desk = try Desk()
        defer { desk.end() }
        let services = InstanceServices(desk.shell)
        let options = ChangeOptions(reason: String(repeating: "x", count: 1_025))
        let refusal = await #expect(throws: Status.self) {
            try await services.pauseInstances(.init(options: options, instanceIds: [1]), context)
        }
        #expect(refusal?.errorDetail?.subject == "options.reason")
    }
}
