import GRDB
import SluiceModel
import SluiceRuntime
import SluiceStore
import Testing

@testable import SluiceEngine

@Suite struct JournalTests {
    private let folder = Folder()

    private func world() throws -> World {
        try World(SQLiteJournal(try folder.store()))
    }

    /// What a fresh start finds.
    private func reloaded() throws -> Restored {
        try SQLiteJournal(try folder.store()).load()
    }

    private func only(_ restored: Restored) throws -> Instance {
        try #require(restored.instances.count == 1)
        return restored.instances[0]
    }

    @Test func `a new database holds the standard workspace and nothing else`() throws {
        let restored = try reloaded()
        #expect(restored.workspaces == [Restored.standard])
        #expect(restored.jobs.isEmpty)
        #expect(restored.instances.isEmpty)
        #expect(restored.counters == Counters())
    }

    @Test func `workspaces, jobs and counters come back`() throws {
        let world = try world()
        try world.perform(
            .createWorkspace(
                CreateWorkspace(name: "数据", description: "second", mode: .devProd)))
        let scope = Scope(workspace: "数据", environment: .development)
        let id = try world.submit("a", chain(["x"]), scope: scope)
        try world.submit("a", chain(["x", "y"]), scope: scope)
        try world.submit("gone", chain(["x"]))
        try world.perform(.deleteJob(DeleteJob(scope: .standard, name: "gone")))
        let restored = try reloaded()
        #expect(restored.workspaces.map(\.name) == ["default", "数据"])
        #expect(restored.workspaces[1].description == "second")
        #expect(restored.workspaces.map(\.mode) == [.basic, .devProd])
        let planning = Planning(plannedUntil: Timestamp(milliseconds: World.start + 5))
        #expect(
            restored.jobs == [
                JobHead(id: id, scope: scope, name: "a", latestVersion: 2, planning: planning)
            ])
        #expect(restored.counters == world.engine.counters)
    }

    @Test func `a definition comes back as it was`() throws {
        let world = try world()
        let definition = JobDefinition(
            name: "everything", description: "d", kind: .realtimeJob, module: .modeling,
            params: [Pair("p", "1"), Pair("q", "")],
            connections: [Connection(name: "c", kind: .sqlite, path: "/x/${p}")],
            env: [Pair("E", "ü")], workingFolder: "/w", labels: [Pair("l", "m")],
            maxParallelInstances: 3, maxParallelNodes: 4,
            nodes: [
                NodeDefinition(
                    name: "b", type: .sql, dependsOn: ["a"], script: "SELECT 1;\n",
                    connection: "c",
                    retry: RetryRule(
                        times: 2, intervalMilliseconds: 7, exponential: true,
                        maxIntervalMilliseconds: 9, onTimeout: true), failPolicy: .suspend,
                    maxExecutionMilliseconds: 0, env: [Pair("F", "g")], workingFolder: "/v",
                    properties: [Pair("r", "s")], labels: [Pair("t", "u")]),
                NodeDefinition(
                    name: "a", type: .shell, command: ["ls", "-l"], interpreter: ["sh", "-e"]),
            ],
            dependJobs: [
                JobDependency(jobName: "before", failPolicy: .suspend),
                JobDependency(jobName: "older"),
            ],
            confirmBeforeRun: true)
        for before in ["before", "older"] { try world.submit(before, chain(["x"])) }
        try world.perform(
            .submitJob(
                SubmitJob(
                    scope: .standard, definition: definition, source: "s", comment: "")))
        let supply = try world.journal.supply(
            for: .graph(VersionKey(job: JobID(3), version: 1)))
        guard case .graph(let graph) = supply else { throw Unexpected("\(supply)") }
        #expect(graph.definition == definition)
        #expect(graph.nodes.map(\.name) == ["a", "b"])
    }

    @Test func `a live instance comes back with its running and waiting nodes`() throws {
        let world = try world()
        try world.submit(
            "j", chain(["a", "b", "c"], type: .shell) + chain(["d"], type: .shell),
            params: [Pair("p", "1")], labels: [Pair("team", "x")])
        let id = try world.run("j", params: [Pair("p", "2")], labels: [Pair("k", "v")])
        world.end(world.running[0], outputs: [Pair("key", "a=b\nc"), Pair("empty", "")])
        try world.commit()
        let live = try #require(world.engine.instances[id])
        #expect(live.nodes[0].phase == .success)
        let back = try only(try reloaded())
        #expect(likeness(back) == likeness(live))
        #expect(back.nodes[0].outputs == [Pair("key", "a=b\nc"), Pair("empty", "")])
        #expect(back.labels == [Pair("team", "x"), Pair("k", "v")])
    }

    @Test func `a retry that waits comes back with its moment`() throws {
        let world = try world()
        var node = NodeDefinition(name: "a", type: .shell, script: "false")
        node.retry = RetryRule(times: 1, intervalMilliseconds: 60_000)
        try world.submit("j", [node])
        let id = try world.run("j")
        world.end(world.running[0], .exit(code: 3))
        try world.commit()
        let back = try only(try reloaded())
        #expect(likeness(back) == likeness(try #require(world.engine.instances[id])))
        guard case .waiting(.retryDelay(_, let at)) = back.nodes[0].phase else {
            throw Unexpected("\(back.nodes[0].phase)")
        }
        #expect(at.milliseconds == world.now.wall.milliseconds + 60_000)
        #expect(back.nodes[0].reason == "exit 3")
    }

    @Test func `an attempt that is being stopped comes back with the intent`() throws {
        let world = try world()
        try world.submit("j", chain(["a", "b"], type: .shell))
        let id = try world.run("j")
        try world.operate(.stop, id)
        let back = try only(try reloaded())
        guard case .running(let running) = back.nodes[0].phase else {
            throw Unexpected("\(back.nodes[0].phase)")
        }
        #expect(running.stopping == .instanceStopped)
        #expect(running.incarnation == World.keeper)
        #expect(back.stage == .stopping)
    }

    @Test func `an ended instance is supplied on demand and is not loaded`() throws {
        let world = try world()
        try world.submit("j", chain(["a", "b"]))
        let id = try world.run("j")
        #expect(world.engine.instances.isEmpty)
        #expect(try reloaded().instances.isEmpty)
        let supply = try world.journal.supply(for: .instance(id))
        guard case .instance(let back) = supply else { throw Unexpected("\(supply)") }
        #expect(back.stage == .ended)
        #expect(back.status == .success)
        #expect(back.nodes.map(\.attempt) == [1, 1])
        guard case .nothing = try world.journal.supply(for: .instance(InstanceID(99))) else {
            throw Unexpected("an instance that nobody made")
        }
    }

    @Test func `S228: the triple finds every instance that fits it`() throws {
        let world = try world()
        let job = try world.submit("j", chain(["a"]))
        let run = Command.runJob(
            RunJob(scope: .standard, jobName: "j", planTime: Timestamp(milliseconds: 7)))
        try world.handle(run)
        try world.handle(run)
        let submitTime = world.now.wall
        try world.commit()
        let planTime = Timestamp(milliseconds: 7)
        let supply = try world.journal.supply(
            for: .triple(job: job, planTime: planTime, submitTime: submitTime))
        guard case .instances(let ids) = supply else { throw Unexpected("\(supply)") }
        #expect(ids == [InstanceID(1), InstanceID(2)])
        let none = try world.journal.supply(
            for: .triple(job: job, planTime: planTime, submitTime: planTime))
        guard case .nothing = none else { throw Unexpected("\(none)") }
    }

    @Test func `nodes keep their ordinals when a later version has them in another order`()
        throws
    {
        let world = try world()
        let shell = { (name: String) in
            NodeDefinition(name: name, type: .shell, script: "true")
        }
        try world.submit("j", [shell("a"), shell("b")])
        let id = try world.run("j")
        world.end(world.running[0])
        world.end(world.running[0], .exit(code: 1))
        try world.commit()
        try world.submit("j", [shell("b"), shell("a")])
        try world.perform(
            .retryInstances(
                RetryInstances(
                    scope: .standard, jobName: "j", location: .errorNode, version: .current,
                    targets: [.instance(id)])))
        let back = try only(try reloaded())
        #expect(back.graph.version == 2)
        #expect(back.graph.nodes.map(\.name) == ["a", "b"])
        #expect(likeness(back) == likeness(try #require(world.engine.instances[id])))
    }

    @Test func `a retry on other nodes leaves the old ones as history`() throws {
        let world = try world()
        try world.submit("j", chain(["a", "b"]))
        let id = try world.run("j")
        try world.submit("j", chain(["a", "c"], type: .shell))
        try world.perform(
            .retryInstances(
                RetryInstances(
                    scope: .standard, jobName: "j", location: .firstNode, version: .current,
                    targets: [.instance(id)])))
        let back = try only(try reloaded())
        #expect(back.firstOrdinal == 2)
        #expect(back.graph.nodes.map(\.name) == ["a", "c"])
        #expect(likeness(back) == likeness(try #require(world.engine.instances[id])))
    }

    @Test func `instances with the natural order share one graph`() throws {
        let world = try world()
        try world.submit("j", chain(["a"], type: .shell))
        _ = try world.run("j")
        _ = try world.run("j")
        let back = try reloaded().instances
        #expect(back[0].graph === back[1].graph)
    }

    @Test func `an answer is remembered for a day, per caller`() throws {
        let world = try world()
        let time = Timestamp(milliseconds: World.start)
        let answer = AnswerRecord(
            uid: 7, requestID: "r", digest: .max, response: [0, 255], time: time)
        try world.journal.commit([.answer(answer)])
        let found = try #require(try world.journal.answer(uid: 7, requestID: "r", at: time))
        #expect(found.response == answer.response)
        #expect(found.digest == answer.digest)
        #expect(found.time == time)
        #expect(try world.journal.answer(uid: 8, requestID: "r", at: time) == nil)
        let dayLater = Timestamp(
            milliseconds: World.start + Limits.requestMemoryMilliseconds)
        #expect(try world.journal.answer(uid: 7, requestID: "r", at: dayLater) == nil)
        _ = try world.journal.prune(
            Expired(endedBefore: .zero, eventsBefore: .zero, answersBefore: dayLater), limit: 10)
        #expect(try world.journal.answer(uid: 7, requestID: "r", at: time) == nil)
    }

    @Test func `a batch may be written twice`() throws {
        let world = try world()
        try world.submit("j", chain(["a"], type: .shell))
        var effects = Effects()
        _ = try world.engine.handle(
            .runJob(RunJob(scope: .standard, jobName: "j")), by: World.caller, at: world.now,
            into: &effects)
        world.engine.seal(into: &effects)
        try world.journal.commit(effects.records)
        let once = try only(try reloaded())
        try world.journal.commit(effects.records)
        #expect(likeness(try only(try reloaded())) == likeness(once))
    }

    @Test func `the oldest version that nothing uses leaves when there are too many`() throws {
        let world = try world()
        try world.submit("j", chain(["n"], type: .shell))
        let definition = { (version: Int) in
            JobDefinition(name: "j", nodes: chain(["n\(version)"], type: .shell))
        }
        let version = { (number: Int) in
            Record.jobVersion(
                JobVersionRecord(
                    job: JobID(1), scope: .standard, version: number,
                    definition: definition(number), source: "", comment: "", user: "",
                    time: .zero))
        }
        _ = try world.run("j")
        try world.journal.commit((2...Limits.jobVersions).map(version))
        let has = { (number: Int) in
            let key = VersionKey(job: JobID(1), version: number)
            if case .graph = try world.journal.supply(for: .graph(key)) { return true }
            return false
        }
        #expect(try has(2))
        try world.journal.commit([version(Limits.jobVersions + 1)])
        // An instance runs the first.
        #expect(try has(1))
        #expect(try !has(2))
        #expect(try has(3))
    }

    @Test func `what ended long ago is removed with all that belongs to it`() throws {
        let store = try folder.store()
        let world = try World(SQLiteJournal(store))
        try world.submit("j", chain(["a"]), labels: [Pair("l", "m")])
        let old = try world.run("j")
        world.pass(milliseconds: 1_000)
        let border = world.now.wall
        let young = try world.run("j")
        let gone = try world.journal.prune(
            Expired(endedBefore: border, eventsBefore: border, answersBefore: .zero), limit: 10)
        #expect(gone == [old])
        guard case .nothing = try world.journal.supply(for: .instance(old)),
            case .instance = try world.journal.supply(for: .instance(young))
        else { throw Unexpected("the wrong one is gone") }
        let queue = try DatabaseQueue(path: folder.path + "/sluice.db")
        for table in ["node", "attempt", "run", "instance_label"] {
            let left = try queue.read { db in
                try Int64.fetchAll(db, sql: "SELECT DISTINCT instance_id FROM \(table)")
            }
            #expect(left == [young.rawValue])
        }
        let oldest = try queue.read { db in
            try Int64.fetchOne(db, sql: "SELECT MIN(time) FROM event")
        }
        #expect(oldest == border.milliseconds)
    }

    @Test func `a row that makes no sense is named and left as it is`() throws {
        let world = try world()
        try world.submit("j", chain(["a"], type: .shell))
        _ = try world.run("j")
        let queue = try DatabaseQueue(path: folder.path + "/sluice.db")
        try queue.write { db in try db.execute(sql: "UPDATE node SET status = 9") }
        #expect(throws: JournalError.corrupt("node 1.0: status 9 with detail 0, attempt 1")) {
            try world.journal.load()
        }
        #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT status FROM node") } == 9)
    }
}
