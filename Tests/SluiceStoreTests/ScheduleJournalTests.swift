import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceEngine
@testable import SluiceStore

/// How far schedules have come outlives a restart.
@Suite struct ScheduleJournalTests {
    private let scene: Scene

    init() throws {
        scene = try Scene()
    }

    private var world: World { scene.world }

    /// What a fresh start finds of a job.
    private func reloaded(_ name: String) throws -> JobHead {
        let restored = try SQLiteJournal(try scene.folder.store()).load()
        return try #require(restored.jobs.first { $0.name == name })
    }

    private func operate(_ operation: OperateJobs.Operation, _ name: String) throws {
        try world.perform(
            .operateJobs(
                OperateJobs(scope: .standard, operation: operation, jobNames: [name])))
    }

    private func skipped() throws -> [SkippedCycles] {
        try scene.queries.listSkippedCycles(ListSkippedCyclesRequest()).skipped
    }

    @Test func `a schedule comes back with all that its job file says of it`() throws {
        let schedule = ScheduleDefinition(
            cron: "0 30 2 ? * MON-FRI", timeZone: "GMT+8", start: Timestamp(milliseconds: 5),
            end: Timestamp(milliseconds: 2_000_000_000_000), calendarRule: .nextWorkingDay,
            catchup: .all, catchupLimit: 7, overlap: .stopOld, dependsOnPrevious: true,
            startWithinMilliseconds: 60_000, endWithinMilliseconds: 90_000)
        try world.submit("j", chain(["a"]), schedule: schedule)
        #expect(try reloaded("j").schedule == schedule)
        try world.submit("j", chain(["a"]))
        #expect(try reloaded("j").schedule == nil)
    }

    @Test func `a job that starts disabled stays so, and new versions leave it as it is`() throws {
        var schedule = ScheduleDefinition(cron: "0 0 * * * ?", isEnabled: false)
        try world.submit("j", chain(["a"]), schedule: schedule)
        #expect(try reloaded("j").planning.isEnabled == false)
        schedule.isEnabled = true
        try world.submit("j", chain(["a"]), schedule: schedule)
        #expect(try reloaded("j").planning.isEnabled == false)
        try operate(.enable, "j")
        #expect(try reloaded("j").planning.isEnabled)
    }

    @Test func `enabled, paused and how far it is planned come back`() throws {
        try world.submit("j", chain(["a"]), schedule: .hourly)
        try operate(.pause, "j")
        try operate(.disable, "j")
        let planning = try reloaded("j").planning
        #expect(
            planning
                == Planning(
                    isEnabled: false, isPaused: true,
                    plannedUntil: Timestamp(milliseconds: World.start)))
        try operate(.resume, "j")
        try operate(.enable, "j")
        let later = try reloaded("j").planning
        #expect(later.isEnabled && !later.isPaused)
        #expect(later.plannedUntil > planning.plannedUntil)
    }

    @Test func `a cycle that was made is planned, and not made again after a restart`() throws {
        try world.submit("j", chain(["a"], type: .shell), schedule: .hourly)
        try world.makeCycles(after: 0)
        try world.makeCycles(after: World.toEleven)
        #expect(try reloaded("j").planning.plannedUntil == World.eleven)
        let again = try World(SQLiteJournal(try scene.folder.store()))
        again.now = world.now
        try again.makeCycles(after: 1_000)
        let instances = try SQLiteJournal(try scene.folder.store()).load().instances
        #expect(instances.map(\.planTime) == [World.eleven])
        #expect(instances.map(\.type) == [.scheduled])
        #expect(instances.map(\.user) == ["schedule"])
    }

    @Test func `cycles that were not run are kept, with how many, why, and when it was found`()
        throws
    {
        try world.submit("j", chain(["a"]), schedule: .hourly)
        try world.makeCycles(after: 0)
        try world.makeCycles(after: World.toEleven + 3 * 3_600_000)
        let found = try #require(try skipped().first)
        #expect(try skipped().count == 1)
        #expect(found.jobName == "j")
        #expect(found.firstTime == World.eleven.milliseconds)
        #expect(found.lastTime == World.eleven.milliseconds + 2 * 3_600_000)
        #expect(found.count == 3)
        #expect(found.cause == "missed")
        #expect(found.reason.contains("catchup is latest"))
        #expect(found.time == world.now.wall.milliseconds)
    }

    @Test func `cycles of a disabled time are listed once the job is enabled`() throws {
        try world.submit("j", chain(["a"]), schedule: .hourly)
        try world.makeCycles(after: 0)
        try operate(.disable, "j")
        try world.makeCycles(after: World.toEleven)
        #expect(try skipped().isEmpty)
        try operate(.enable, "j")
        #expect(try skipped().map(\.cause) == ["disabled"])
        #expect(try skipped().map(\.count) == [1])
    }

    @Test func `records leave with their time, and more than can be counted have no count`() throws
    {
        let job = try world.submit("j", chain(["a"]), schedule: .hourly)
        let record = SkippedRecord(
            job: job, first: .zero, last: Timestamp(milliseconds: 9), count: nil, cause: .failed,
            reason: "no room", time: Timestamp(milliseconds: 10))
        try world.journal.commit([.skipped(record)])
        #expect(try skipped().map(\.count) == [0])
        let old = Expired(
            endedBefore: Timestamp(milliseconds: 11), eventsBefore: .zero, answersBefore: .zero)
        _ = try world.journal.prune(old, limit: 10)
        #expect(try skipped().isEmpty)
    }
}

extension ScheduleDefinition {
    /// At every full hour.
    static let hourly = ScheduleDefinition(cron: "0 0 * * * ?", timeZone: "UTC")
}

extension World {
    /// 23:00 UTC, the first full hour in the world.
    static let eleven = Timestamp(milliseconds: 1_700_002_800_000)
    /// Milliseconds until then, and a little more.
    static let toEleven: Int64 = 2_800_001
}
