import GRDB
import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceEngine
@testable import SluiceStore

/// A world and what can be asked of it.
struct Scene {
    let folder = Folder()
    let world: World
    let queries: Queries

    init(slots: Int = 64) throws {
        let store = try folder.store()
        world = try World(SQLiteJournal(store), slots: slots)
        queries = Queries(store) { "/logs/\($0).log" }
    }

    func details(
        _ id: InstanceID = InstanceID(1), after milliseconds: Int64 = 0,
    ) throws -> GetInstanceResponse {
        let now = Timestamp(milliseconds: world.now.wall.milliseconds + milliseconds)
        return try queries.getInstance(
            GetInstanceRequest(instanceId: id.rawValue), now: now)
    }

    func node(_ name: String, after milliseconds: Int64 = 0) throws -> NodeInstance {
        try #require(try details(after: milliseconds).nodes.first { $0.nodeName == name })
    }
}

@Suite struct InstanceDetailTests {
    @Test func `S97 S98 S108: an instance names its job, its id and its plan time`() throws {
        let scene = try Scene()
        let job = try scene.world.submit("j", chain(["a"], type: .shell))
        let id = try scene.world.run("j", planTime: 1_551_425_326_540)
        let instance = try #require(try scene.details(id).instance)
        #expect(instance.jobName == "j")
        #expect(instance.instanceId == id.rawValue)
        #expect(instance.planTime == 1_551_425_326_540)
        #expect(instance.jobId == job.rawValue)
        #expect(instance.submitTime != 0)
        #expect(instance.workspace == "default")
        #expect(instance.user == "ada")
        #expect(instance.instanceType == .manual)
    }

    @Test func `S99 to S107: a stored status is answered with the source's string`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"], type: .shell))
        _ = try scene.world.run("j")
        for status in SluiceModel.InstanceStatus.allCases {
            try scene.set("UPDATE instance SET status = \(status.rawValue)")
            #expect(try scene.details().instance?.status.text == status.description)
        }
    }

    @Test func `S115 to S123: a stored node status is answered with the source's string`()
        throws
    {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"], type: .shell))
        _ = try scene.world.run("j")
        for status in SluiceModel.NodeStatus.allCases {
            try scene.set("UPDATE node SET status = \(status.rawValue)")
            #expect(try scene.details().nodes[0].status.text == status.description)
        }
    }

    @Test func `S109: the start is 0 while an instance or node never started`() throws {
        let scene = try Scene()
        try scene.world.submit(
            "j", chain(["a", "b"], type: .shell), maxParallelInstances: 1)
        _ = try scene.world.run("j")
        let waiting = try scene.world.run("j")
        let details = try scene.details(waiting)
        #expect(details.instance?.startTime == 0)
        #expect(details.instance?.executeTime == nil)
        #expect(details.instance?.waitReason == .slot)
        #expect(details.nodes.map(\.startTime) == [0, 0])
        #expect(details.nodes[0].waitsFor == "its turn among the instances of the job")
        #expect(try scene.node("a").startTime != 0)
        #expect(try scene.node("b").startTime == 0)
    }

    @Test func `S110 S111: the end is absent until final; the duration grows until then`()
        throws
    {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"], type: .shell))
        _ = try scene.world.run("j")
        let start = try #require(try scene.details().instance).startTime
        let running = try #require(try scene.details(after: 700).instance)
        #expect(running.endTime == nil)
        #expect(running.executeTime == scene.world.now.wall.milliseconds + 700 - start)
        scene.world.pass(milliseconds: 60_000)
        scene.world.end(scene.world.running[0])
        try scene.world.commit()
        let ended = try #require(try scene.details(after: 9_999).instance)
        #expect(ended.status == .success)
        #expect(ended.endTime == scene.world.now.wall.milliseconds)
        #expect(ended.executeTime == ended.endTime.map { $0 - start })
    }

    @Test func `S112 S113: total is the true number of nodes, on every page of them`() throws {
        let scene = try Scene()
        let names = (0..<7).map { "n\($0)" }
        try scene.world.submit("j", chain(names))
        let id = try scene.world.run("j")
        var found: [String] = []
        var request = GetInstanceRequest(instanceId: id.rawValue, nodePageSize: 3)
        repeat {
            let page = try scene.queries.getInstance(request, now: .zero)
            #expect(page.instance?.total == 7)
            #expect(page.nodes.count <= 3)
            found += page.nodes.map(\.nodeName)
            request.nodePageToken = page.nextNodePageToken
        } while !request.nodePageToken.isEmpty
        #expect(found == names)
    }

    @Test func `S114 S124 to S129 S140: a node carries the instance's plan time and id`()
        throws
    {
        let scene = try Scene()
        var node = SluiceModel.NodeDefinition(name: "a", type: .shell, script: "x")
        node.retry = RetryRule(times: 2, intervalMilliseconds: 1_000)
        try scene.world.submit("j", [node])
        let id = try scene.world.run("j", planTime: 1_551_671_580_000)
        scene.world.end(scene.world.running[0], .exit(code: 3))
        try scene.world.commit()
        let waiting = try scene.node("a")
        #expect(waiting.status == .waiting)
        #expect(waiting.waitReason == .retryDelay)
        #expect(waiting.retryAt == scene.world.now.wall.milliseconds + 1_000)
        #expect(waiting.retryTimes == 1)
        #expect(waiting.endTime == nil)
        #expect(waiting.waitsFor == "")
        #expect(waiting.reason == "exit 3")
        scene.world.pass(milliseconds: 1_000)
        try scene.world.commit()
        scene.world.end(scene.world.running[0])
        try scene.world.commit()
        let ended = try scene.node("a")
        #expect(ended.planTime == 1_551_671_580_000)
        #expect(ended.instanceId == id.rawValue)
        #expect(ended.type == "Shell")
        #expect(ended.retryTimes == 1)
        #expect(ended.attempt == 2)
        #expect(ended.endTime == scene.world.now.wall.milliseconds)
        #expect(ended.submitTime == (try scene.details().instance?.submitTime))
        #expect(ended.exitCode == 0)
    }

    @Test func `S130 to S133: rows, rows per second and the log of the present attempt`()
        throws
    {
        let scene = try Scene()
        try scene.world.submit(
            "j", [SluiceModel.NodeDefinition(name: "d")] + chain(["a"], type: .shell))
        _ = try scene.world.run("j")
        let running = try scene.node("a", after: 250)
        #expect(running.inputRowCount == nil)
        #expect(running.speed == nil)
        #expect(running.executeTime == 255)
        #expect(running.logPath == "/logs/1.1.1.log")
        scene.world.end(scene.world.running[0], outputs: [Pair("k", "v")])
        try scene.world.commit()
        let ended = try scene.node("a")
        #expect(ended.inputRowCount == 500)
        #expect(ended.executeTime == 2_000)
        #expect(ended.speed == 250)
        #expect(ended.outputs == [KeyValue(key: "k", value: "v")])
        let dummy = try scene.node("d")
        #expect(dummy.logPath == nil)
        #expect(dummy.inputRowCount == nil)
        #expect(dummy.speed == nil)
        #expect(dummy.status == .success)
    }

    @Test func `an upstream that is missing is named, five of them and a count`() throws {
        let scene = try Scene()
        let roots = (1...7).map {
            SluiceModel.NodeDefinition(name: "r\($0)", type: .shell, script: "x")
        }
        let last = NodeDefinition(
            name: "last", type: .shell, dependsOn: roots.map(\.name), script: "x")
        try scene.world.submit("j", roots + [last])
        _ = try scene.world.run("j")
        #expect(try scene.node("last").waitsFor == "r1, r2, r3, r4, r5 and 2 more")
        for _ in 0..<3 { scene.world.end(scene.world.running[0]) }
        try scene.world.commit()
        #expect(try scene.node("last").waitsFor == "r4, r5, r6, r7")
        let page = try scene.queries.getInstance(
            GetInstanceRequest(
                instanceId: 1, nodePageSize: 1,
                nodePageToken: PageToken(list: "nodes of 1").text(after: "6")), now: .zero)
        #expect(page.nodes.map(\.waitsFor) == ["r4, r5, r6, r7"])
    }

    @Test func `a node without a slot says so`() throws {
        let scene = try Scene(slots: 0)
        try scene.world.submit("j", chain(["a"], type: .shell))
        _ = try scene.world.run("j")
        let node = try scene.node("a")
        #expect(node.waitReason == .slot)
        #expect(node.waitsFor == "a free slot")
    }

    @Test func `static facts come from the definition`() throws {
        let scene = try Scene()
        var node = SluiceModel.NodeDefinition(
            name: "b", type: .shell, dependsOn: ["a"], script: "x")
        node.failPolicy = .ignore
        node.labels = [Pair("k", "v")]
        try scene.world.submit("j", [node, SluiceModel.NodeDefinition(name: "a")])
        _ = try scene.world.run("j")
        let details = try scene.details()
        #expect(details.nodes.map(\.nodeName) == ["a", "b"])
        #expect(details.nodes[1].dependsOn == ["a"])
        #expect(details.nodes[1].failPolicy == .ignore)
        #expect(details.nodes[1].labels == [KeyValue(key: "k", value: "v")])
    }

    @Test func `every run stays listed, and a new one shows nothing of the old`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"], type: .shell), maxParallelInstances: 1)
        let id = try scene.world.run("j")
        scene.world.end(scene.world.running[0], .exit(code: 1))
        try scene.world.commit()
        _ = try scene.world.run("j")
        try scene.world.perform(
            .retryInstances(
                RetryInstances(
                    scope: .standard, jobName: "j", location: .firstNode, version: .original,
                    targets: [.instance(id)])))
        let details = try scene.details(id)
        #expect(details.runs.map(\.run) == [1, 2])
        #expect(details.runs.map(\.status) == [.fail, .waiting])
        #expect(details.runs.map(\.cause) == ["run", "retry firstNode"])
        #expect(details.instance?.run == 2)
        #expect(details.instance?.endTime == nil)
        #expect(details.instance?.startTime == 0)
        #expect(details.nodes[0].startTime == 0)
        #expect(details.nodes[0].exitCode == nil)
        #expect(details.nodes[0].attempt == 1)
    }

    @Test func `the id 0 is the latest instance of the job`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"]))
        try scene.world.submit("k", chain(["a"]))
        _ = try scene.world.run("j")
        let latest = try scene.world.run("j")
        _ = try scene.world.run("k")
        let found = try scene.queries.getInstance(
            GetInstanceRequest(jobName: "j"), now: .zero)
        #expect(found.instance?.instanceId == latest.rawValue)
    }

    @Test func `what does not exist is refused with the domain's code`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"]))
        try scene.world.submit("k", chain(["a"]))
        let id = try scene.world.run("j").rawValue
        let cases: [(GetInstanceRequest, String)] = [
            (GetInstanceRequest(instanceId: 99), "DLF.0137"),
            (GetInstanceRequest(jobName: "k", instanceId: id), "DLF.0137"),
            (GetInstanceRequest(jobName: "no", instanceId: id), "DLF.0100"),
            (GetInstanceRequest(jobName: "no"), "DLF.0100"),
            (GetInstanceRequest(jobName: "k"), "DLF.0137"),
            (GetInstanceRequest(), "DLF.3004"),
            (GetInstanceRequest(workspace: "no", instanceId: id), "DLF.0819"),
        ]
        for (request, code) in cases {
            let error = #expect(throws: SluiceError.self) {
                try scene.queries.getInstance(request, now: .zero)
            }
            #expect(error?.errorCode == code)
        }
    }

    @Test func `another workspace does not see the instance`() throws {
        let scene = try Scene()
        try scene.world.perform(
            .createWorkspace(CreateWorkspace(name: "w", description: "")))
        try scene.world.submit("j", chain(["a"]))
        let id = try scene.world.run("j").rawValue
        let error = #expect(throws: SluiceError.self) {
            try scene.queries.getInstance(
                GetInstanceRequest(workspace: "w", instanceId: id), now: .zero)
        }
        #expect(error?.errorCode == "DLF.0137")
    }
}

extension Scene {
    /// Changes rows behind everybody's back.
    func set(_ sql: String) throws {
        try queries.pool.writeWithoutTransaction { db in try db.execute(sql: sql) }
    }

    /// How SQLite carries out a sentence.
    func plan(_ sql: String) throws -> [String] {
        try queries.pool.read { db in
            let row = try SQLStatement(db, "EXPLAIN QUERY PLAN " + sql)
            var plan: [String] = []
            while try row.step() {
                // Before the words stand three numbers.
                for _ in 1...3 { _ = row.integer() }
                plan.append(row.text())
            }
            return plan
        }
    }
}
