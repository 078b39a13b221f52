import GRDB
import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceEngine
@testable import SluiceStore

/// A world and what can be asked of it.
private struct Scene {
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

@Suite struct ListTests {
    @Test func `S218: a list carries job id, plan time and submit time, newest first`() throws {
        let scene = try Scene()
        let job = try scene.world.submit("j", chain(["a"]))
        for plan in 1...3 { _ = try scene.world.run("j", planTime: Int64(plan)) }
        let list = try scene.queries.listInstances(ListInstancesRequest(), now: .zero)
        #expect(list.instances.map(\.instanceId) == [3, 2, 1])
        #expect(list.instances.map(\.planTime) == [3, 2, 1])
        #expect(list.instances.allSatisfy { $0.jobId == job.rawValue && $0.submitTime > 0 })
        #expect(list.nextPageToken == "")
    }

    @Test func `pages neither repeat nor miss an instance while others are made`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"]))
        for _ in 1...5 { _ = try scene.world.run("j") }
        var request = ListInstancesRequest(pageSize: 2)
        var found: [Int64] = []
        repeat {
            let page = try scene.queries.listInstances(request, now: .zero)
            found += page.instances.map(\.instanceId)
            request.pageToken = page.nextPageToken
            _ = try scene.world.run("j")
        } while !request.pageToken.isEmpty
        #expect(found == [5, 4, 3, 2, 1])
    }

    @Test func `every filter of instances leaves what fits`() throws {
        let scene = try Scene()
        try scene.world.submit("alpha", chain(["a"]), labels: [Pair("t", "x")])
        try scene.world.submit("beta", chain(["a"], type: .shell))
        _ = try scene.world.run("alpha", planTime: 100)
        _ = try scene.world.run("beta", labels: [Pair("t", "x"), Pair("u", "y")], planTime: 200)
        let start = try #require(try scene.details(InstanceID(2)).instance).startTime
        let label = KeyValue(key: "t", value: "x")
        let cases: [(ListInstancesRequest, [Int64])] = [
            (ListInstancesRequest(jobGlob: "al*"), [1]),
            (ListInstancesRequest(jobGlob: "?eta"), [2]),
            (ListInstancesRequest(jobGlob: "[a]*"), []),
            (ListInstancesRequest(statuses: [.success]), [1]),
            (ListInstancesRequest(statuses: [.running, .waiting]), [2]),
            (ListInstancesRequest(statuses: [.running, .success]), [2, 1]),
            (ListInstancesRequest(plannedFrom: 200), [2]),
            (ListInstancesRequest(plannedBefore: 200), [1]),
            (ListInstancesRequest(startedFrom: start), [2]),
            (ListInstancesRequest(startedBefore: start), [1]),
            (ListInstancesRequest(labels: [label]), [2, 1]),
            (ListInstancesRequest(labels: [label, KeyValue(key: "u", value: "y")]), [2]),
            (ListInstancesRequest(labels: [KeyValue(key: "t", value: "z")]), []),
        ]
        for (request, ids) in cases {
            let list = try scene.queries.listInstances(request, now: .zero)
            #expect(list.instances.map(\.instanceId) == ids, "\(request)")
        }
    }

    @Test(arguments: [-1, 1_001] as [Int32])
    func `a page size out of range is refused with the limit`(size: Int32) throws {
        let scene = try Scene()
        let error = #expect(throws: SluiceError.self) {
            try scene.queries.listInstances(ListInstancesRequest(pageSize: size), now: .zero)
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("1 to 1000") == true)
    }

    @Test(arguments: ["x", "00", "0123456789abcdef", "0123456789abcdef31", "ü"])
    func `a page token of one's own making is refused`(token: String) throws {
        let scene = try Scene()
        let error = #expect(throws: SluiceError.self) {
            try scene.queries.listInstances(
                ListInstancesRequest(pageToken: token), now: .zero)
        }
        #expect(error?.reason == "PAGE_TOKEN_INVALID")
    }

    @Test func `a token of another list is refused`() throws {
        let scene = try Scene()
        let token = PageToken(list: "jobs").text(after: "5")
        #expect(throws: SluiceError.self) {
            try scene.queries.listInstances(
                ListInstancesRequest(pageToken: token), now: .zero)
        }
    }

    @Test func `jobs are listed by name, page by page, without deleted ones`() throws {
        let scene = try Scene()
        for name in ["c", "a", "数", "b"] { try scene.world.submit(name, chain(["n", "m"])) }
        try scene.world.perform(.deleteJob(DeleteJob(scope: .standard, name: "b")))
        var request = ListJobsRequest(pageSize: 2)
        let first = try scene.queries.listJobs(request)
        #expect(first.jobs.map(\.jobName) == ["a", "c"])
        #expect(first.jobs[0].nodeTotal == 2)
        #expect(first.jobs[0].description == "about a")
        request.pageToken = first.nextPageToken
        let second = try scene.queries.listJobs(request)
        #expect(second.jobs.map(\.jobName) == ["数"])
        #expect(second.nextPageToken == "")
        #expect(
            try scene.queries.listJobs(ListJobsRequest(nameGlob: "?")).jobs.count == 3)
    }

    @Test func `a job is answered with its definition and source, any version of it`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"]), labels: [Pair("l", "m")], source: "one")
        try scene.world.submit("j", chain(["a", "b"]), source: "two")
        let latest = try scene.queries.getJob(GetJobRequest(jobName: "j"))
        #expect(latest.source == "two")
        #expect(latest.version?.version == 2)
        #expect(latest.version?.comment == "why")
        #expect(latest.definition?.nodes.map(\.name) == ["a", "b"])
        let old = try scene.queries.getJob(GetJobRequest(jobName: "j", version: 1))
        #expect(old.source == "one")
        #expect(old.job?.version == 2)
        #expect(old.definition?.labels == [KeyValue(key: "l", value: "m")])
        let versions = try scene.queries.listJobVersions(
            ListJobVersionsRequest(jobName: "j"))
        #expect(versions.versions.map(\.version) == [2, 1])
        let pair = try scene.queries.versions(for: DiffJobVersionsRequest(jobName: "j"))
        #expect([pair.from.source, pair.to.source] == ["one", "two"])
        let error = #expect(throws: SluiceError.self) {
            try scene.queries.getJob(GetJobRequest(jobName: "j", version: 3))
        }
        #expect(error?.message.contains("no version 3; the latest is 2") == true)
    }

    @Test func `workspaces are listed by name`() throws {
        let scene = try Scene()
        try scene.world.perform(
            .createWorkspace(CreateWorkspace(name: "a", description: "first")))
        let list = try scene.queries.listWorkspaces(ListWorkspacesRequest())
        #expect(list.workspaces.map(\.name) == ["a", "default"])
        let one = try scene.queries.getWorkspace(GetWorkspaceRequest(workspace: "a"))
        #expect(one.workspace?.description == "first")
        #expect(one.workspace?.mode == .basic)
    }

    @Test func `an operation is found again with who, what and why`() throws {
        let scene = try Scene()
        let record = OperationRecord(
            time: Timestamp(milliseconds: 5), caller: World.caller, operation: "stop",
            scope: .standard, jobName: "j", instance: InstanceID(7), from: "running",
            to: "manual-stop", detail: "d", reason: "r", refusal: "")
        try scene.world.journal.commit([.operation(record), .operation(record)])
        let found = try scene.queries.operations(of: InstanceID(7))
        #expect(found.count == 2)
        #expect(found[0].caller == World.caller)
        #expect(found[0].operation == "stop")
        #expect([found[0].from, found[0].to] == ["running", "manual-stop"])
        #expect([found[0].detail, found[0].reason, found[0].refusal] == ["d", "r", ""])
        let rest = try scene.queries.operations(of: InstanceID(7), after: found[0].id)
        #expect(rest == [found[1]])
    }
}

@Suite struct AttemptTests {
    @Test func `every attempt keeps its own times, exit, reason and log`() throws {
        let scene = try Scene()
        var node = SluiceModel.NodeDefinition(name: "a", type: .shell, script: "x")
        node.retry = RetryRule(times: 3, intervalMilliseconds: 10)
        try scene.world.submit("j", [node])
        _ = try scene.world.run("j")
        for outcome in [Outcome.exit(code: 3), .signal(number: 9), .badOutput("no '='")] {
            scene.world.end(scene.world.running[0], outcome)
            try scene.world.commit()
            scene.world.pass(milliseconds: 10)
            try scene.world.commit()
        }
        let request = ListAttemptsRequest(instanceId: 1, nodeName: "a", pageSize: 3)
        let page = try scene.queries.listAttempts(request, now: scene.world.now.wall)
        #expect(page.attempts.map(\.attempt) == [1, 2, 3])
        #expect(page.attempts.map(\.outcome) == [.exit, .signal, .badOutput])
        #expect(
            page.attempts.map(\.reason) == [
                "exit 3", "killed by signal 9", "bad output: no '='",
            ])
        #expect(page.attempts[0].exitCode == 3)
        #expect(page.attempts[1].signal == 9)
        #expect(page.attempts[0].executeTime == 2_000)
        #expect(page.attempts[0].logPath == "/logs/1.0.1.log")
        #expect(page.attempts[0].logSize == 10)
        var next = request
        next.pageToken = page.nextPageToken
        let last = try scene.queries.listAttempts(next, now: scene.world.now.wall)
        #expect(last.attempts.map(\.attempt) == [4])
        #expect(last.attempts[0].endTime == 0)
        #expect(last.attempts[0].outcome == .unspecified)
        #expect(last.attempts[0].reason == "")
        #expect(last.nextPageToken == "")
    }

    @Test func `a start for which there was no room is no attempt`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"], type: .shell))
        _ = try scene.world.run("j")
        scene.world.report(.deferred(scene.world.running[0].id, reason: "EAGAIN"))
        // The slot is given again at once; without one the row of the start stays behind.
        try scene.world.commit()
        try scene.set("UPDATE node SET attempt = 0, status = 1, detail = 7")
        let list = try scene.queries.listAttempts(
            ListAttemptsRequest(instanceId: 1, nodeName: "a"), now: .zero)
        #expect(list.attempts.isEmpty)
    }

    @Test func `a reader of logs learns which attempt, whether it ended and has a log`() throws {
        let scene = try Scene()
        try scene.world.submit(
            "j", [SluiceModel.NodeDefinition(name: "d")] + chain(["a"], type: .shell))
        _ = try scene.world.run("j")
        let attempt = { (node: String, number: Int32) in
            try scene.queries.attempt(
                workspace: "", environment: .unspecified, instance: 1, node: node,
                number: number)
        }
        let id = AttemptID(instance: InstanceID(1), ordinal: 1, number: 1)
        #expect(
            try attempt("a", 0) == AttemptFacts(id: id, hasEnded: false, hasLog: true))
        #expect(try attempt("d", 1).hasLog == false)
        scene.world.end(scene.world.running[0])
        try scene.world.commit()
        #expect(try attempt("a", 1).hasEnded)
        let none = #expect(throws: SluiceError.self) { try attempt("a", 2) }
        #expect(none?.reason == "ATTEMPT_NOT_FOUND")
        let other = #expect(throws: SluiceError.self) { try attempt("x", 0) }
        #expect(other?.errorCode == "DLF.30125")
    }
}

@Suite struct EventTests {
    @Test func `events come in order, with names, and resume after any number`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a", "b"]))
        _ = try scene.world.run("j")
        let all = try scene.queries.events(after: 0, max: 0, EventFilter())
        #expect(all.events.map(\.seq) == Array(1...Int64(all.events.count)))
        #expect(all.events.map(\.type).prefix(2) == [.jobSubmitted, .instanceCreated])
        #expect(all.lookedUpTo == all.latestSeq)
        let submitted = all.events[0]
        #expect(submitted.jobName == "j")
        #expect(submitted.version == 1)
        #expect(submitted.workspace == "default")
        let nodes = all.events.filter { $0.type == .nodeStatus }
        #expect(nodes.map(\.nodeName) == ["a", "b"])
        #expect(nodes.allSatisfy { $0.nodeFrom == .waiting && $0.nodeTo == .success })
        #expect(nodes.allSatisfy { $0.attempt == 1 && $0.instanceId == 1 })
        #expect(all.events.last?.instanceTo == .success)
        let page = try scene.queries.events(after: 1, max: 2, EventFilter())
        #expect(page.events.map(\.seq) == [2, 3])
        #expect(page.lookedUpTo == 3)
        #expect(try scene.queries.events(after: -1, max: 0, EventFilter()).events.isEmpty)
    }

    @Test func `a filter leaves the events of one instance, job or workspace`() throws {
        let scene = try Scene()
        try scene.world.perform(
            .createWorkspace(CreateWorkspace(name: "w", description: "")))
        try scene.world.submit("j", chain(["a"]))
        try scene.world.submit("k", chain(["a"]), scope: Scope(workspace: "w"))
        _ = try scene.world.run("j")
        _ = try scene.world.run("j")
        let seen = { (filter: EventFilter) in
            try scene.queries.events(after: 0, max: 0, filter)
        }
        let one = try seen(EventFilter(instance: 2))
        #expect(Set(one.events.map(\.instanceId)) == [2])
        #expect(one.lookedUpTo == one.latestSeq)
        #expect(try seen(EventFilter(jobName: "k")).events.isEmpty)
        #expect(try seen(EventFilter(workspace: "w")).events.map(\.jobName) == ["k"])
    }

    @Test func `a number whose events are gone is out of range and the oldest is named`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"]))
        try scene.world.submit("k", chain(["a"]))
        scene.world.pass(milliseconds: 1_000)
        let border = scene.world.now.wall
        _ = try scene.world.run("j")
        _ = try scene.world.journal.prune(
            endedBefore: .zero, eventsBefore: border, limit: 10)
        let kept = try scene.queries.keptEvents()
        #expect(kept.oldest == 3)
        let first = { (after: Int64) in
            try scene.queries.events(after: after, max: 1, EventFilter()).events.first?.seq
        }
        #expect(try first(2) == 3)
        #expect(try first(0) == 3)
        #expect(throws: SluiceError.self) { try first(1) }
        _ = try scene.world.journal.prune(
            endedBefore: .zero, eventsBefore: Timestamp(milliseconds: .max), limit: 10)
        let error = #expect(throws: SluiceError.self) {
            try scene.queries.events(after: 1, max: 0, EventFilter())
        }
        #expect(error?.code == .outOfRange)
        #expect(error?.message.contains("the oldest is \(kept.latest + 1)") == true)
        #expect(
            try scene.queries.events(after: kept.latest, max: 0, EventFilter()).events == [])
    }
}

extension Scene {
    /// Changes rows behind everybody's back.
    func set(_ sql: String) throws {
        try queries.pool.writeWithoutTransaction { db in try db.execute(sql: sql) }
    }
}
