import GRDB
import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing
@testable import SluiceEngine
@testable import SluiceStore

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
        let first = try scene.queries.listJobs(request, now: .zero)
        #expect(first.jobs.map(\.jobName) == ["a", "c"])
        #expect(first.jobs[0].nodeTotal == 2)
        #expect(first.jobs[0].description == "about a")
        request.pageToken = first.nextPageToken
        let second = try scene.queries.listJobs(request, now: .zero)
        #expect(second.jobs.map(\.jobName) == ["数"])
        #expect(second.nextPageToken == "")
        #expect(
            try scene.queries.listJobs(ListJobsRequest(nameGlob: "?"), now: .zero).jobs.count == 3)
    }

    @Test func `a job is listed with its next cycle, its newest instance, and its pause`() throws {
        let scene = try Scene()
        let hourly = ScheduleDefinition(cron: "0 0 * * * ?", timeZone: "UTC")
        try scene.world.submit("scheduled", chain(["a"]), schedule: hourly)
        try scene.world.submit("paused", chain(["a"]))
        try scene.world.perform(
            .operateJobs(OperateJobs(scope: .standard, operation: .pause, jobNames: ["paused"])))
        try scene.world.perform(.runJob(RunJob(scope: .standard, jobName: "scheduled")))
        let now = scene.world.now.wall
        let hour: Int64 = 3_600_000
        let jobs = try scene.queries.listJobs(.init(), now: now).jobs
        #expect(jobs.map(\.jobName) == ["paused", "scheduled"])
        #expect(jobs.map(\.paused) == [true, false])
        #expect(jobs.map(\.scheduled) == [false, true] && jobs.map(\.enabled) == [false, true])
        #expect(jobs.map(\.nextTime) == [0, (now.milliseconds / hour + 1) * hour])
        #expect(jobs.map(\.lastInstanceId) == [0, 1])
        #expect(jobs[1].lastStatus == .success)
        try scene.world.perform(
            .operateJobs(
                OperateJobs(scope: .standard, operation: .disable, jobNames: ["scheduled"])))
        let shown = try scene.queries.getJob(.init(jobName: "scheduled"), now: now).job
        #expect(shown?.enabled == false && shown?.nextTime == 0)
    }

    @Test func `a job is answered with its definition and source, any version of it`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"]), labels: [Pair("l", "m")], source: "one")
        try scene.world.submit("j", chain(["a", "b"]), source: "two")
        let latest = try scene.queries.getJob(GetJobRequest(jobName: "j"), now: .zero)
        #expect(latest.source == "two")
        #expect(latest.version?.version == 2)
        #expect(latest.version?.comment == "why")
        #expect(latest.definition?.nodes.map(\.name) == ["a", "b"])
        let old = try scene.queries.getJob(GetJobRequest(jobName: "j", version: 1), now: .zero)
        #expect(old.source == "one")
        #expect(old.job?.version == 2)
        #expect(old.definition?.labels == [KeyValue(key: "l", value: "m")])
        let versions = try scene.queries.listJobVersions(
            ListJobVersionsRequest(jobName: "j"))
        #expect(versions.versions.map(\.version) == [2, 1])
        let pair = try scene.queries.versions(for: DiffJobVersionsRequest(jobName: "j"))
        #expect([pair.from.source, pair.to.source] == ["one", "two"])
        let error = #expect(throws: SluiceError.self) {
            try scene.queries.getJob(GetJobRequest(jobName: "j", version: 3), now: .zero)
        }
        #expect(error?.message.contains("no version 3; the latest is 2") == true)
    }

    @Test func `workspaces are listed by name`() throws {
        let scene = try Scene()
        try scene.world.perform(
            .createWorkspace(
                CreateWorkspace(name: "a", description: "first", mode: .devProd)))
        let list = try scene.queries.listWorkspaces(ListWorkspacesRequest(), .all)
        #expect(list.workspaces.map(\.name) == ["a", "default"])
        let one = try scene.queries.getWorkspace(GetWorkspaceRequest(workspace: "a"), .all)
        #expect(one.workspace?.description == "first")
        #expect(one.workspace?.mode == .devProd)
        #expect(list.workspaces.map(\.mode) == [.devProd, .basic])
    }
}
