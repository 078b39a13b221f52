import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceEngine
@testable import SluiceStore

extension SluiceWire.NodeTarget {
    fileprivate static func first(_ name: String) -> Self {
        Self(instanceId: 1, nodeName: name)
    }
}

@Suite struct NodeCodeTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    private func code(_ node: String, attempt: Int32 = 0) throws -> GetNodeCodeResponse {
        try scene.queries.getNodeCode(
            GetNodeCodeRequest(node: .first(node), attempt: attempt))
    }

    @Test func `S10 S75: the code is what the attempt ran, expressions filled in`() throws {
        let script = SluiceModel.NodeDefinition(
            name: "a", type: .shell, script: "load ${day}", interpreter: ["bash", "-e"])
        let command = SluiceModel.NodeDefinition(
            name: "b", type: .shell, dependsOn: ["a"], command: ["load", "${day}", ""])
        try scene.world.submit("j", [script, command], params: [Pair("day", "monday")])
        _ = try scene.world.run("j")
        try scene.world.endFirst()
        let ran = try code("a")
        #expect(ran.script == "load monday")
        #expect(ran.filledIn)
        #expect(ran.attempt == 1)
        #expect(ran.version == 1)
        #expect(ran.type == "Shell")
        #expect(ran.interpreter == ["bash", "-e"])
        #expect(try code("b").command == ["load", "monday", ""])
    }

    @Test func `S10: code without expressions is the definition's`() throws {
        let node = SluiceModel.NodeDefinition(
            name: "q", type: .sql, script: "SELECT 1", connection: "c")
        try scene.world.submit("j", [node])
        _ = try scene.world.run("j")
        let ran = try code("q")
        #expect(ran.script == "SELECT 1")
        #expect(ran.connection == "c")
        #expect(ran.filledIn == false)
        #expect(ran.attempt == 1)
    }

    @Test func `S10: a node without an attempt shows its definition`() throws {
        var nodes = chain(["a", "b"], type: .shell)
        nodes[1].script = "load ${day}"
        try scene.world.submit("j", nodes, params: [Pair("day", "monday")])
        _ = try scene.world.run("j")
        let defined = try code("b")
        #expect(defined.script == "load ${day}")
        #expect(defined.attempt == 0)
        #expect(defined.version == 1)
        #expect(defined.filledIn == false)
    }

    @Test(arguments: SluiceModel.NodeStatus.allCases)
    func `S6 S10 S11 S12 S77: log, code, task and production node are shown in any status`(
        status: SluiceModel.NodeStatus,
    ) throws {
        try scene.world.submit("j", chain(["a"], type: .shell))
        _ = try scene.world.run("j")
        try scene.set("UPDATE node SET status = \(status.rawValue)")
        let log = try scene.queries.attempt(
            workspace: "", environment: .unspecified, instance: 1, node: "a", number: 0)
        #expect(log.hasLog)
        #expect(try code("a").script == "true")
        let task = try scene.queries.getNodeTask(GetNodeTaskRequest(node: .first("a")))
        #expect(task.task?.script == "true")
        let production = try scene.queries.getProductionNode(
            GetProductionNodeRequest(node: .first("a")))
        #expect(production.task?.script == "true")
    }

    @Test func `every attempt keeps the code and the version that it ran`() throws {
        let node = SluiceModel.NodeDefinition(name: "a", type: .shell, script: "load ${day}")
        try scene.world.submit("j", [node], params: [Pair("day", "monday")])
        let id = try scene.world.run("j")
        try scene.world.endFirst(.exit(code: 1))
        let newer = SluiceModel.NodeDefinition(name: "a", type: .shell, script: "fetch ${day}")
        try scene.world.submit("j", [newer], params: [Pair("day", "tuesday")])
        try scene.world.perform(
            .retryInstances(
                RetryInstances(
                    scope: .standard, jobName: "j", location: .firstNode, version: .current,
                    targets: [.instance(id)])))
        #expect(try code("a", attempt: 1).script == "load monday")
        #expect(try code("a", attempt: 1).version == 1)
        #expect(try code("a", attempt: 2).script == "fetch tuesday")
        #expect(try code("a").version == 2)
    }

    @Test func `what is not there is refused, with the nearest name`() throws {
        try scene.world.submit("j", chain(["extract", "load"], type: .shell))
        _ = try scene.world.run("j")
        let node = #expect(throws: SluiceError.self) { try code("extarct") }
        #expect(node?.code == .notFound)
        #expect(node?.reason == "NODE_NOT_FOUND")
        #expect(node?.message.contains("did you mean 'extract'?") == true)
        let far = #expect(throws: SluiceError.self) { try code("zebra") }
        #expect(far?.message.contains("did you mean") == false)
        let attempts: [(String, Int32, String)] = [
            ("extract", 2, "attempts 1 to 1, not 2"), ("load", 1, "has no attempt yet"),
            ("extract", -1, "not -1"),
        ]
        for (name, number, words) in attempts {
            let attempt = #expect(throws: SluiceError.self) { try code(name, attempt: number) }
            #expect(attempt?.reason == "ATTEMPT_NOT_FOUND")
            #expect(attempt?.message.contains(words) == true)
        }
        let instance = #expect(throws: SluiceError.self) {
            try scene.queries.getNodeCode(
                GetNodeCodeRequest(node: NodeTarget(instanceId: 9, nodeName: "load")))
        }
        #expect(instance?.errorCode == "DLF.0137")
        let nothing = #expect(throws: SluiceError.self) {
            try scene.queries.getNodeCode(GetNodeCodeRequest())
        }
        #expect(nothing?.reason == "NODE_NOT_NAMED")
    }
}

@Suite struct NodeTaskTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    private func task(_ node: String) throws -> GetNodeTaskResponse {
        try scene.queries.getNodeTask(GetNodeTaskRequest(node: .first(node)))
    }

    @Test func `S11 S74: a task has its definition, what is before and after it, and its DAG`()
        throws
    {
        let ends = ["b", "c"].map {
            SluiceModel.NodeDefinition(name: $0, type: .shell, dependsOn: ["m"], script: "x")
        }
        var middle = SluiceModel.NodeDefinition(
            name: "m", type: .shell, dependsOn: ["a"], script: "true")
        middle.retry.times = 2
        try scene.world.submit("j", ends + [middle, SluiceModel.NodeDefinition(name: "a")])
        _ = try scene.world.run("j")
        let found = try task("m")
        #expect(found.jobName == "j")
        #expect(found.task?.name == "m")
        #expect(found.task?.script == "true")
        #expect(found.task?.retryTimes == 2)
        #expect(found.upstream == ["a"])
        #expect(found.downstream == ["b", "c"])
        #expect(found.tasks == ["a", "m", "b", "c"])
        #expect([found.version, found.latestVersion] == [1, 1])
    }

    @Test func `S11: the task is that of the instance's version; the latest is named beside it`()
        throws
    {
        try scene.world.submit("j", chain(["a"]))
        _ = try scene.world.run("j")
        try scene.world.submit("j", chain(["a", "b"]))
        #expect(try task("a").tasks == ["a"])
        #expect([try task("a").version, try task("a").latestVersion] == [1, 2])
        try scene.world.perform(.deleteJob(DeleteJob(scope: .standard, name: "j")))
        #expect(try task("a").latestVersion == 0)
        #expect(try task("a").task?.name == "a")
    }

    @Test func `a node that a retry replaced has the task of its own version`() throws {
        try scene.world.submit("j", chain(["a", "old"]))
        let id = try scene.world.run("j")
        try scene.world.submit("j", chain(["a", "new"]))
        try scene.world.perform(
            .retryInstances(
                RetryInstances(
                    scope: .standard, jobName: "j", location: .firstNode, version: .current,
                    targets: [.instance(id)])))
        #expect(try task("old").version == 1)
        #expect(try task("new").version == 2)
    }
}

/// A workspace of each mode, with an instance that runs in it.
private struct Modes {
    let scene: Scene

    static let source = """
        name: load
        nodes:
          - name: extract
            type: Shell
          - name: load
            type: Shell
        """

    init() throws {
        scene = try Scene()
        try scene.world.perform(
            .createWorkspace(CreateWorkspace(name: "w", description: "", mode: .devProd)))
        let scope = Scope(workspace: "w", environment: .development)
        for scope in [.standard, scope] {
            try scene.world.submit(
                "load", chain(["extract", "load"]), scope: scope, source: Self.source)
            _ = try scene.world.run("load", scope: scope)
        }
    }

    /// As a publish does.
    func publish(_ nodes: [SluiceModel.NodeDefinition], version: Int = 1) throws {
        try scene.world.journal.commit([
            .jobVersion(
                JobVersionRecord(
                    job: JobID(50), scope: Scope(workspace: "w", environment: .production),
                    version: version, definition: JobDefinition(name: "load", nodes: nodes),
                    source: "published", comment: "", user: "ada", time: .zero))
        ])
    }

    func edit(
        _ kind: EditKind, workspace: String = "", node: String = "load",
    ) throws -> GetEditTargetResponse {
        try scene.queries.getEditTarget(
            GetEditTargetRequest(
                workspace: workspace,
                environment: workspace.isEmpty ? .production : .development,
                node: NodeTarget(instanceId: workspace.isEmpty ? 1 : 2, nodeName: node),
                kind: kind))
    }

    func production() throws -> GetProductionNodeResponse {
        try scene.queries.getProductionNode(
            GetProductionNodeRequest(
                workspace: "w", environment: .development,
                node: NodeTarget(instanceId: 2, nodeName: "load")))
    }
}

@Suite struct ProductionNodeTests {
    @Test func `S12 S76: the production node is the task as production has it now`() throws {
        let modes = try Modes()
        var nodes = chain(["load"], type: .shell)
        try modes.publish(nodes)
        nodes[0].script = "newer"
        try modes.publish(nodes, version: 2)
        let found = try modes.production()
        #expect(found.jobName == "load")
        #expect(found.version == 2)
        #expect(found.task?.script == "newer")
    }

    @Test func `S13: without the job, or without the task in it, there is no production node`()
        throws
    {
        let modes = try Modes()
        let noJob = #expect(throws: SluiceError.self) { try modes.production() }
        #expect(noJob?.code == .failedPrecondition)
        #expect(noJob?.reason == "TASK_NOT_IN_PRODUCTION")
        #expect(noJob?.message == "production of workspace 'w' has no job 'load'")
        try modes.publish(chain(["extract"]))
        let noTask = #expect(throws: SluiceError.self) { try modes.production() }
        #expect(noTask?.reason == "TASK_NOT_IN_PRODUCTION")
        let words = "version 1 of job 'load', which has no task 'load'"
        #expect(noTask?.message.contains(words) == true)
    }

    @Test func `S13: a deleted job is no longer in production`() throws {
        let modes = try Modes()
        let find = {
            try modes.scene.queries.getProductionNode(
                GetProductionNodeRequest(node: .first("load")))
        }
        #expect(try find().version == 1)
        try modes.scene.world.perform(
            .deleteJob(DeleteJob(scope: .standard, name: "load")))
        let error = #expect(throws: SluiceError.self) { try find() }
        #expect(error?.reason == "TASK_NOT_IN_PRODUCTION")
    }
}

@Suite struct EditTargetTests {
    @Test func `S18 S21 S79: in mode BASIC production's file is edited; a submit is enough`()
        throws
    {
        let modes = try Modes()
        for kind in [EditKind.node, .unspecified] {
            let target = try modes.edit(kind)
            #expect(target.jobName == "load")
            #expect(target.targetEnvironment == .production)
            #expect(target.version == 1)
            #expect(target.source == Modes.source)
            #expect(target.line == 5)
            #expect(target.effectiveAfter == "submit")
        }
    }

    @Test func `S14 S17 S78: in mode DEV_PROD development's file is edited, and then published`()
        throws
    {
        let modes = try Modes()
        try modes.publish(chain(["load"]))
        let target = try modes.edit(.developmentNode, workspace: "w")
        #expect(target.targetEnvironment == .development)
        #expect(target.source == Modes.source)
        #expect(target.effectiveAfter == "submit and publish")
    }

    @Test func `S15 S19: each edit applies to its mode only, and the other one is named`() throws {
        let modes = try Modes()
        let inBasic = #expect(throws: SluiceError.self) { try modes.edit(.developmentNode) }
        #expect(inBasic?.code == .failedPrecondition)
        #expect(inBasic?.reason == "WRONG_WORKSPACE_MODE")
        #expect(inBasic?.message.contains("of mode BASIC") == true)
        #expect(inBasic?.message.contains("; NODE does") == true)
        for kind in [EditKind.node, .unspecified] {
            let inPair = #expect(throws: SluiceError.self) {
                try modes.edit(kind, workspace: "w")
            }
            #expect(inPair?.reason == "WRONG_WORKSPACE_MODE")
            #expect(inPair?.message.contains("of mode DEV_PROD") == true)
            #expect(inPair?.message.contains("; DEVELOPMENT_NODE does") == true)
        }
        let unknown = #expect(throws: SluiceError.self) { try modes.edit(.unrecognized(7)) }
        #expect(unknown?.code == .invalidArgument)
    }

    @Test func `S20: in mode BASIC the task has to exist in production`() throws {
        let modes = try Modes()
        try modes.scene.world.submit("load", chain(["extract"]))
        let error = #expect(throws: SluiceError.self) { try modes.edit(.node) }
        #expect(error?.code == .failedPrecondition)
        #expect(error?.reason == "TASK_NOT_IN_ENVIRONMENT")
        #expect(error?.message.contains("production of workspace 'default'") == true)
    }

    @Test func `S16: in mode DEV_PROD the task has to exist in development`() throws {
        let modes = try Modes()
        try modes.publish(chain(["load"]))
        try modes.scene.world.perform(
            .deleteJob(
                DeleteJob(
                    scope: Scope(workspace: "w", environment: .development), name: "load")))
        let error = #expect(throws: SluiceError.self) {
            try modes.edit(.developmentNode, workspace: "w")
        }
        #expect(error?.reason == "TASK_NOT_IN_ENVIRONMENT")
        #expect(error?.message == "development of workspace 'w' has no job 'load'")
    }

    @Test(arguments: [
        ("name: a\nnodes:\n- name: a\n", 3),
        ("name: a\nnodes:\n  - type: Shell\n    name: 'a'  # first\n", 4),
        ("nodes: [{name: b}, {name: a, type: Dummy}]", 1),
        ("{\n \"name\": \"a\",\n \"nodes\": [\n  {\"name\": \"ab\"},\n  {\"name\": \"a\"}]}", 5),
        ("nodes:\n- name: ab\n- nickname: a\n- name: a-b\n- rename : a\n- name : a\r\n", 6),
        ("name: a\nnodes:\n- name: \"\\x61\"\n", 0),
        ("", 0),
    ])
    func `the line on which a node's name is defined is found`(source: String, line: Int) {
        #expect(lineOfNode("a", in: source) == line)
    }
}
