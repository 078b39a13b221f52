import GRDB
import SluiceModel
import SluiceRuntime
import SluiceStore
import Testing

@testable import SluiceEngine

/// What operations change outlives a restart, and leaves with its instance.
@Suite struct OperationJournalTests {
    private let folder = Folder()

    private func world() throws -> World {
        try World(SQLiteJournal(try folder.store()))
    }

    /// What a fresh start finds of an instance.
    private func reloaded(_ id: InstanceID) throws -> Instance {
        let restored = try SQLiteJournal(try folder.store()).load()
        return try #require(restored.instances.first { $0.id == id })
    }

    @Test func `flags and removed upstreams of nodes come back`() throws {
        let world = try world()
        try world.submit("j", chain(["a", "b", "c", "d"], type: .shell))
        let id = try world.run("j")
        try world.endFirst(.exit(code: 1))
        try world.operate(.setSuccess, "a")
        try world.operate(.pause, "c")
        try world.operate(.removeUpstream, "d", upstreams: ["c"])
        let back = try reloaded(id)
        #expect(back.nodes[0].flags == .forcedSuccess)
        #expect(back.nodes[2].flags == .paused)
        #expect(back.nodes[3].removedUpstreams == ["c"])
        #expect(likeness(back) == likeness(try #require(world.engine.instances[id])))
    }

    @Test func `a paused and preferred instance that waits for a confirmation comes back so`()
        throws
    {
        let world = try world()
        try world.submit("j", chain(["a"], type: .shell), confirmBeforeRun: true)
        let id = try world.run("j")
        try world.operate(.runPreferentially, id)
        try world.operate(.pause, id)
        let back = try reloaded(id)
        #expect(back.stage == .held)
        #expect(back.needsConfirmation && back.isPreferred && back.isPaused)
        #expect(likeness(back) == likeness(try #require(world.engine.instances[id])))
    }

    @Test func `what an instance waits for comes back with its newest instance as it stands`()
        throws
    {
        let world = try world()
        let before = try world.submit("before", chain(["x"], type: .shell))
        let never = try world.submit("never", chain(["x"], type: .shell))
        try world.submit(
            "j", chain(["a"], type: .shell),
            dependJobs: [
                JobDependency(jobName: "never", failPolicy: .ignore),
                JobDependency(jobName: "before", failPolicy: .suspend),
            ])
        let time = World.start - 60_000
        _ = try world.run("before", planTime: time)
        try world.endFirst(.exit(code: 1))
        let id = try world.run("j", planTime: time)
        let newest = try world.run("before", planTime: time)
        let back = try reloaded(id)
        let planTime = Timestamp(milliseconds: time)
        #expect(
            back.dependencies == [
                Dependency(
                    job: never, jobName: "never", planTime: planTime, failPolicy: .ignore),
                Dependency(
                    job: before, jobName: "before", planTime: planTime, failPolicy: .suspend,
                    upstream: Dependency.Upstream(instance: newest, status: .running)),
            ])
        #expect(likeness(back) == likeness(try #require(world.engine.instances[id])))
        try world.operate(.runWithoutDependencies, id)
        #expect(try reloaded(id).dependencies.map(\.isDropped) == [true, true])
    }

    @Test func `the newest instance of a cycle is supplied, and those that depend on it`() throws {
        let world = try world()
        let job = try world.submit("before", chain(["x"]))
        try world.submit(
            "j", chain(["a"], type: .shell), dependJobs: [JobDependency(jobName: "before")])
        let planTime = Timestamp(milliseconds: World.start - 60_000)
        let cycle = Need.cycle(job: job, planTime: planTime)
        let dependents = Need.dependents(job: job, planTime: planTime)
        guard case .nothing = try world.journal.supply(for: cycle),
            case .instances([]) = try world.journal.supply(for: dependents)
        else { throw Unexpected("something that was not made yet") }
        let first = try world.run("j", planTime: planTime.milliseconds)
        _ = try world.run("before", planTime: planTime.milliseconds)
        let newest = try world.run("before", planTime: planTime.milliseconds)
        let second = try world.run("j", planTime: planTime.milliseconds)
        _ = try world.run("j", planTime: planTime.milliseconds + 1)
        guard case .upstream(let upstream) = try world.journal.supply(for: cycle),
            case .instances(let ids) = try world.journal.supply(for: dependents)
        else { throw Unexpected("nothing") }
        #expect(upstream == Dependency.Upstream(instance: newest, status: .success))
        #expect(ids == [first, second])
    }

    @Test func `a dependency that is written again replaces what was there`() throws {
        let world = try world()
        try world.submit("before", chain(["x"]))
        try world.submit(
            "j", chain(["a"], type: .shell), dependJobs: [JobDependency(jobName: "before")])
        let id = try world.run("j", planTime: World.start - 1)
        var dependency = try #require(try reloaded(id).dependencies.first)
        dependency.isDropped = true
        let record = DependencyRecord(instance: id, position: 0, dependency: dependency)
        try world.journal.commit([.dependency(record)])
        #expect(try reloaded(id).dependencies == [dependency])
    }

    @Test func `an instance that a live one waits for is kept, however long ago it ended`() throws {
        let world = try world()
        try world.submit("before", chain(["x"], type: .shell))
        try world.submit("slow", chain(["x"], type: .shell))
        try world.submit(
            "j", chain(["a"]),
            dependJobs: [
                JobDependency(jobName: "before", failPolicy: .suspend),
                JobDependency(jobName: "slow"),
            ])
        let time = World.start - 1
        let upstream = try world.run("before", planTime: time)
        try world.endFirst()
        let other = try world.run("before", planTime: time - 1)
        try world.endFirst()
        let slow = try world.run("slow", planTime: time)
        let dependent = try world.run("j", planTime: time)
        world.pass(milliseconds: 1_000)
        let prune = {
            try world.journal.prune(
                Expired(
                    endedBefore: Timestamp(milliseconds: world.now.wall.milliseconds + 1),
                    eventsBefore: .zero, answersBefore: .zero), limit: 1)
        }
        #expect(try prune() == [other])
        #expect(try prune() == [])
        try world.endFirst()
        #expect(try prune() == [upstream])
        #expect(Set(try prune() + prune()) == [slow, dependent])
    }

    @Test func `all that operations left behind is removed with the instance`() throws {
        let world = try world()
        try world.submit("before", chain(["x"]))
        try world.submit(
            "j", chain(["a"]), dependJobs: [JobDependency(jobName: "before")],
            confirmBeforeRun: true)
        let id = try world.run("j", planTime: World.start - 1)
        try world.operate(.confirm, id)
        try world.operate(.runWithoutDependencies, id)
        let attempt = AttemptID(instance: id, ordinal: 0, number: 1)
        try world.journal.commit([
            .attempt(
                AttemptRecord(
                    id: attempt, run: 1, startTime: .zero, incarnation: nil, result: nil,
                    code: FilledCode(script: "s", command: [])))
        ])
        let tables = ["attribute", "dependency", "attempt_code"]
        #expect(try tables.map(rows) == [2, 1, 1])
        _ = try world.journal.prune(
            Expired(
                endedBefore: Timestamp(milliseconds: .max), eventsBefore: .zero,
                answersBefore: .zero), limit: 10)
        #expect(try tables.map(rows) == [0, 0, 0])
    }

    @Test func `a refusal about an instance that never was leaves with its time`() throws {
        let world = try world()
        try world.submit("j", chain(["a"], type: .shell))
        let live = try world.run("j")
        let entry = { (instance: InstanceID?, time: Int64) in
            Record.operation(
                OperationRecord(
                    time: Timestamp(milliseconds: time), caller: World.caller,
                    operation: "stop", scope: .standard, jobName: "", instance: instance,
                    from: "", to: "", detail: "", reason: "", refusal: "no"))
        }
        try world.journal.commit([
            entry(InstanceID(99), 1), entry(nil, 2), entry(live, 3), entry(InstanceID(99), 10),
        ])
        _ = try world.journal.prune(
            Expired(
                endedBefore: Timestamp(milliseconds: 10), eventsBefore: .zero,
                answersBefore: .zero), limit: 10)
        let queue = try DatabaseQueue(path: folder.path + "/sluice.db")
        let times = try queue.read { db in
            try Int64.fetchAll(db, sql: "SELECT time FROM operation ORDER BY id")
        }
        #expect(times == [3, 10])
    }

    @Test func `a version that an earlier run of an instance used is kept`() throws {
        let world = try world()
        try world.submit("j", chain(["n"], type: .shell))
        let id = try world.run("j")
        try world.endFirst(.exit(code: 1))
        try world.submit("j", chain(["n"], type: .shell), source: "second")
        try world.submit("j", chain(["n"], type: .python))
        try world.perform(
            .retryInstances(
                RetryInstances(
                    scope: .standard, jobName: "j", location: .firstNode, version: .current,
                    targets: [.instance(id)])))
        let versions = (3...Limits.jobVersions + 2).map { number in
            Record.jobVersion(
                JobVersionRecord(
                    job: JobID(1), scope: .standard, version: number,
                    definition: JobDefinition(name: "j", nodes: chain(["n"])), source: "",
                    comment: "", user: "", time: .zero))
        }
        try world.journal.commit(versions)
        let key = VersionKey(job: JobID(1), version: 1)
        guard case .graph = try world.journal.supply(for: .graph(key)) else {
            throw Unexpected("the version of the first run is gone")
        }
    }

    private func rows(_ table: String) throws -> Int {
        let queue = try DatabaseQueue(path: folder.path + "/sluice.db")
        return try queue.read { db in
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(table)") ?? 0
        }
    }
}
