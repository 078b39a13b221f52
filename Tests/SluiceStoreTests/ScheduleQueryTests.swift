import Foundation
import GRDB
import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceEngine
@testable import SluiceStore

@Suite struct ScheduleQueryTests {
    private let scene: Scene

    init() throws {
        scene = try Scene()
    }

    private var world: World { scene.world }

    private func list(
        _ request: ListSchedulesRequest = ListSchedulesRequest(),
    ) throws -> [JobSchedule] {
        try scene.queries.listSchedules(request, now: world.now.wall).schedules
    }

    private func only(_ name: String) throws -> JobSchedule {
        try #require(try list().first { $0.jobName == name })
    }

    private func operate(
        _ operation: OperateJobs.Operation, _ name: String, scope: Scope = .standard,
    ) throws {
        try world.perform(
            .operateJobs(OperateJobs(scope: scope, operation: operation, jobNames: [name])))
    }

    @Test func `a job with a schedule is listed with its next cycle, one without is not`() throws {
        try world.submit("hand", chain(["a"]))
        try world.submit("j", chain(["a"]), schedule: .hourly)
        let found = try list()
        #expect(
            found == [
                JobSchedule(
                    jobName: "j", schedule: Schedule(ScheduleDefinition.hourly), enabled: true,
                    plannedUntil: World.start + 5, nextTime: World.eleven.milliseconds)
            ])
    }

    @Test func `the newest scheduled instance is the last, whatever ran by hand`() throws {
        try world.submit("j", chain(["a"], type: .shell), schedule: .hourly)
        try world.makeCycles(after: 0)
        try world.makeCycles(after: World.toEleven)
        try world.endFirst(.exit(code: 1))
        _ = try world.run("j")
        let found = try only("j")
        #expect(found.lastTime == World.eleven.milliseconds)
        #expect(found.lastInstanceId == 1)
        #expect(found.lastStatus == .fail)
        #expect(found.nextTime == World.eleven.milliseconds + 3_600_000)
    }

    @Test func `skipped cycles of the last 30 days are counted`() throws {
        let job = try world.submit("j", chain(["a"]), schedule: .hourly)
        let day: Int64 = 86_400_000
        let records = [(31 * day, 4), (29 * day, 2), (day, nil)].map { age, count in
            SkippedRecord(
                job: job, first: .zero, last: .zero, count: count, cause: .missed, reason: "",
                time: Timestamp(milliseconds: world.now.wall.milliseconds - age))
        }
        try world.journal.commit(records.map { .skipped($0) })
        // Of the last one only so many were counted.
        #expect(try only("j").skippedTotal == 1_002)
    }

    @Test func `where no cycle comes a job says why`() throws {
        try world.submit("off", chain(["a"]), schedule: .hourly)
        try operate(.disable, "off")
        let end = Timestamp(milliseconds: World.eleven.milliseconds + 1)
        try world.submit(
            "over", chain(["a"]),
            schedule: ScheduleDefinition(cron: "0 0 * * * ?", timeZone: "UTC", end: end))
        try world.makeCycles(after: 0)
        try world.makeCycles(after: World.toEleven)
        #expect(try only("off").problem == "disabled")
        #expect(try only("over").problem == "the schedule has ended")
        #expect(try list().map(\.nextTime) == [0, 0])
    }

    @Test func `a zone that cannot be read any more is the reason`() throws {
        try world.submit("j", chain(["a"]), schedule: .hourly)
        let gone = ScheduleDefinition(cron: "0 0 * * * ?", timeZone: "Mars/Utopia")
        let bytes = try gone.stored
        try DatabaseQueue(path: scene.folder.path + "/sluice.db").write { db in
            try db.execute(sql: "UPDATE job SET schedule = ?", arguments: [Data(bytes)])
        }
        let found = try only("j")
        #expect(found.problem.contains("Mars/Utopia"))
        #expect(found.nextTime == 0 && found.enabled)
    }

    @Test func `in development no job runs by itself`() throws {
        try world.perform(
            .createWorkspace(CreateWorkspace(name: "w", description: "", mode: .devProd)))
        let scope = Scope(workspace: "w", environment: .development)
        try world.submit("j", chain(["a"]), scope: scope, schedule: .hourly)
        let found = try list(ListSchedulesRequest(workspace: "w", environment: .development))
        #expect(found.map(\.problem) == ["in development no job runs by itself"])
        #expect(try list().isEmpty)
    }

    @Test func `schedules come by name, page by page, as the glob says`() throws {
        for name in ["c", "a", "b", "x"] {
            try world.submit(name, chain(["a"]), schedule: .hourly)
        }
        #expect(try list().map(\.jobName) == ["a", "b", "c", "x"])
        #expect(try list(ListSchedulesRequest(jobGlob: "x*")).map(\.jobName) == ["x"])
        var request = ListSchedulesRequest(pageSize: 3)
        let first = try scene.queries.listSchedules(request, now: world.now.wall)
        request.pageToken = first.nextPageToken
        let second = try scene.queries.listSchedules(request, now: world.now.wall)
        #expect(first.schedules.map(\.jobName) == ["a", "b", "c"])
        #expect(second.schedules.map(\.jobName) == ["x"])
        #expect(second.nextPageToken.isEmpty)
    }

    @Test func `a schedule is shown as an operation leaves it, also where it is only previewed`()
        throws
    {
        try world.submit("j", chain(["a"]), schedule: .hourly)
        let changed = JobSchedule(
            jobName: "j", enabled: false, paused: true, plannedUntil: World.start)
        let gone = JobSchedule(jobName: "gone", enabled: true)
        let found = try scene.queries.schedules(
            [changed, gone], workspace: "", environment: .unspecified, now: world.now.wall)
        #expect(found.map(\.jobName) == ["j", "gone"])
        #expect(found[0].problem == "disabled" && found[0].paused)
        #expect(found[0].schedule?.cron == "0 0 * * * ?")
        #expect(found[1] == gone)
        #expect(try only("j").enabled)
    }
}

@Suite struct SkippedCycleTests {
    private let scene: Scene

    init() throws {
        scene = try Scene()
        for name in ["j", "k"] {
            let job = try scene.world.submit(name, chain(["a"]), schedule: .hourly)
            try scene.world.journal.commit(
                [(10, 20), (30, 40)].map { first, last in
                    .skipped(
                        SkippedRecord(
                            job: job, first: Timestamp(milliseconds: first),
                            last: Timestamp(milliseconds: last), count: 2, cause: .overlap,
                            reason: "instance 7 had not ended",
                            time: Timestamp(milliseconds: 50)))
                })
        }
    }

    private func list(_ request: ListSkippedCyclesRequest) throws -> [Int64] {
        try scene.queries.listSkippedCycles(request).skipped.map(\.id)
    }

    @Test func `every filter of skipped cycles leaves what fits, newest first`() throws {
        let cases: [(ListSkippedCyclesRequest, [Int64])] = [
            (ListSkippedCyclesRequest(), [4, 3, 2, 1]),
            (ListSkippedCyclesRequest(jobGlob: "k"), [4, 3]),
            (ListSkippedCyclesRequest(plannedFrom: 20), [4, 3, 2, 1]),
            (ListSkippedCyclesRequest(plannedFrom: 21), [4, 2]),
            (ListSkippedCyclesRequest(plannedBefore: 30), [3, 1]),
            (ListSkippedCyclesRequest(plannedFrom: 21, plannedBefore: 30), []),
        ]
        for (request, ids) in cases { #expect(try list(request) == ids, "\(request)") }
    }

    @Test func `pages go from the newest down`() throws {
        var request = ListSkippedCyclesRequest(pageSize: 3)
        let first = try scene.queries.listSkippedCycles(request)
        #expect(first.skipped.map(\.id) == [4, 3, 2])
        request.pageToken = first.nextPageToken
        #expect(try list(request) == [1])
    }

    @Test func `what was skipped of a deleted job goes with it`() throws {
        try scene.world.perform(.deleteJob(DeleteJob(scope: .standard, name: "k")))
        #expect(try list(ListSkippedCyclesRequest(jobGlob: "j")) == [2, 1])
    }
}

@Suite struct SchedulePreviewQueryTests {
    private let scene: Scene

    init() throws {
        scene = try Scene()
        try scene.world.submit("j", chain(["a"]), schedule: .hourly)
        try scene.world.submit("hand", chain(["a"]))
    }

    private func preview(_ request: PreviewScheduleRequest) throws -> PreviewScheduleResponse {
        try scene.queries.previewSchedule(request, now: scene.world.now.wall)
    }

    @Test func `a job shows twenty cycles to come, on the clocks of its zone`() throws {
        let found = try preview(PreviewScheduleRequest(jobName: "j"))
        #expect(found.cycles.count == 20)
        #expect(
            found.cycles.first
                == PlannedCycle(
                    planTime: World.eleven.milliseconds, localTime: "2023-11-14T23:00:00Z",
                    abbreviation: "UTC"))
        #expect(found.timeZone == "UTC")
        #expect(found.words.hasSuffix(", UTC"))
    }

    @Test func `a schedule of no job is shown from any time on`() throws {
        let schedule = Schedule(cron: "0 0 9 * * ?", timeZone: "GMT+8")
        let found = try preview(
            PreviewScheduleRequest(schedule: schedule, count: 2, afterTime: 1_000_000_000_000))
        #expect(
            found.cycles.map(\.localTime) == [
                "2001-09-10T09:00:00+08:00", "2001-09-11T09:00:00+08:00",
            ])
    }

    @Test func `what makes no sense in a preview is refused and named`() throws {
        let daily = Schedule(cron: "0 0 9 * * ?", timeZone: "UTC")
        let cases: [(PreviewScheduleRequest, String)] = [
            (PreviewScheduleRequest(), "INVALID_FIELD"),
            (PreviewScheduleRequest(jobName: "j", schedule: daily), "INVALID_FIELD"),
            (PreviewScheduleRequest(jobName: "j", count: 1_001), "PAGE_SIZE_OUT_OF_RANGE"),
            (PreviewScheduleRequest(jobName: "x"), "JOB_NOT_FOUND"),
            (PreviewScheduleRequest(jobName: "hand"), "JOB_NOT_SCHEDULED"),
            (PreviewScheduleRequest(schedule: Schedule(cron: "0 61 * * * ?")), "CRON_INVALID"),
            (
                PreviewScheduleRequest(
                    schedule: Schedule(cron: "0 0 9 * * ?", timeZone: "Mars/Utopia")),
                "TIME_ZONE_UNKNOWN"
            ),
            (
                PreviewScheduleRequest(schedule: Schedule(cron: "0 0 9 * * ?", calendar: "cn")),
                "CALENDAR_UNKNOWN"
            ),
            (
                PreviewScheduleRequest(
                    schedule: Schedule(cron: "0 0 9 * * ?", startTime: 2, endTime: 1)),
                "SCHEDULE_INVALID"
            ),
            (
                PreviewScheduleRequest(
                    schedule: Schedule(cron: "0 0 9 * * ?", calendarRule: .unrecognized(9))),
                "INVALID_FIELD"
            ),
        ]
        for (request, reason) in cases {
            let error = #expect(throws: SluiceError.self) { try preview(request) }
            #expect(error?.reason == reason, "\(request)")
        }
    }
}
