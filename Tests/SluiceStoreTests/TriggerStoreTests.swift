import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceEngine
@testable import SluiceStore

/// Triggers, used events and files that are waited for outlive a restart.
@Suite struct TriggerStoreTests {
    private let scene: Scene

    init() throws {
        scene = try Scene()
    }

    private var world: World { scene.world }

    private func reloaded() throws -> Restored {
        try SQLiteJournal(try scene.folder.store()).load()
    }

    private static let pattern = "/in/*.csv"

    private func report(
        _ job: JobID, _ names: [String], isComplete: Bool = true,
    ) -> FileReport {
        FileReport(
            owner: .job(job), pattern: Self.pattern,
            files: names.map { FoundFile(path: "/in/\($0)", mark: "1") },
            isComplete: isComplete)
    }

    private func used(_ job: JobID, _ keys: [String]? = nil) throws -> [String] {
        let need = Need.usedEvents(job: job, keys: keys)
        guard case .usedEvents(let events) = try world.journal.supply(for: need) else { return [] }
        return events.map(\.key)
    }

    @Test(
        arguments: [
            TriggerDefinition(.file(pattern: "/in/[a-c]?.csv"), isEnabled: false),
            TriggerDefinition(.job(name: "up", workspace: "", end: .success)),
            TriggerDefinition(.job(name: "up", workspace: "", end: .fail)),
            TriggerDefinition(.job(name: "up", workspace: "default", end: .end)),
            TriggerDefinition(.call),
        ])
    func `a trigger comes back with all that its job file says of it`(
        trigger: TriggerDefinition,
    ) throws {
        try world.submit("up", chain(["a"]))
        try world.submit("j", chain(["a"]), trigger: trigger)
        let head = try #require(try reloaded().jobs.first { $0.name == "j" })
        #expect(head.trigger == trigger)
        #expect(head.planning.isEnabled == trigger.isEnabled)
        let answer = try scene.queries.getJob(GetJobRequest(jobName: "j"), now: .zero)
            .definition?.trigger
        #expect(answer.flatMap { TriggerDefinition($0) } == trigger)
        try world.submit("j", chain(["a", "b"]))
        #expect(try reloaded().jobs.first { $0.name == "j" }?.trigger == nil)
    }

    @Test func `a file is used once, also after a restart, and forgotten once it is gone`() throws {
        let trigger = TriggerDefinition(.file(pattern: Self.pattern))
        let job = try world.submit("j", chain(["a"], type: .shell), trigger: trigger)
        try world.report(report(job, ["a.csv", "b.csv"]))
        #expect(try used(job) == ["file:1:/in/a.csv", "file:1:/in/b.csv"])
        #expect(try used(job, ["file:1:/in/b.csv", "x"]) == ["file:1:/in/b.csv"])
        let again = try World(SQLiteJournal(try scene.folder.store()))
        again.now = world.now
        try again.report(report(job, ["a.csv", "b.csv"]))
        let instances = try reloaded().instances
        #expect(instances.map(\.eventData) == ["/in/a.csv", "/in/b.csv"])
        #expect(instances.map(\.user) == ["event", "event"])
        #expect(Set(instances.map(\.planTime)).count == 2)
        let shown = try scene.queries.getInstance(
            GetInstanceRequest(instanceId: instances[0].id.rawValue), now: world.now.wall)
        #expect(shown.instance?.eventData == "/in/a.csv")
        try again.report(report(job, ["b.csv"]))
        #expect(try used(job) == ["file:1:/in/b.csv"])
    }

    @Test func `a call is remembered as long as ended instances are kept`() throws {
        let job = try world.submit("j", chain(["a"]), trigger: TriggerDefinition(.call))
        let files = try world.submit(
            "f", chain(["a"]), trigger: TriggerDefinition(.file(pattern: Self.pattern)))
        let call = TriggerJob(scope: .standard, jobName: "j", eventID: "once", data: "x")
        try world.perform(.triggerJob(call))
        try world.report(report(files, ["a.csv"]))
        let refusal = #expect(throws: SluiceError.self) { try world.perform(.triggerJob(call)) }
        #expect(refusal?.reason == "EVENT_USED")
        let time = Timestamp(milliseconds: world.now.wall.milliseconds + 1)
        let expired = Expired(endedBefore: time, eventsBefore: .zero, answersBefore: .zero)
        _ = try world.journal.prune(expired, limit: 10)
        #expect(try used(job).isEmpty)
        #expect(try used(files) == ["file:1:/in/a.csv"])
        #expect(try world.perform(.triggerJob(call)).changes.count == 1)
    }

    @Test func `what was used of a job leaves with it`() throws {
        let job = try world.submit("j", chain(["a"]), trigger: TriggerDefinition(.call))
        try world.perform(
            .triggerJob(TriggerJob(scope: .standard, jobName: "j", eventID: "once")))
        try world.perform(.deleteJob(DeleteJob(scope: .standard, name: "j")))
        let time = Timestamp(milliseconds: world.now.wall.milliseconds + 1)
        let expired = Expired(endedBefore: time, eventsBefore: .zero, answersBefore: .zero)
        for _ in 0..<2 { _ = try world.journal.prune(expired, limit: 10) }
        #expect(try used(job).isEmpty)
    }

    @Test func `an instance that waits for a file goes on waiting for it, as long as it had left`()
        throws
    {
        let file = FileListening(path: "/in/${day}.csv", scanDurationMilliseconds: 600_000)
        try world.submit(
            "j", chain(["a"]), params: [Pair("day", "monday")],
            schedule: ScheduleDefinition(cron: "0 0 * * * ?", timeZone: "UTC", file: file))
        let later = try world.run("j", planTime: World.start + 60_000)
        #expect(try reloaded().instances.map(\.fileWait) == [.due])
        try world.makeCycles(after: 60_000)
        let since = world.now.wall
        let waits = FileWait.listening(path: "/in/monday.csv", since: since)
        #expect(try reloaded().instances.map(\.fileWait) == [waits])
        let again = try World(SQLiteJournal(try scene.folder.store()))
        again.now = world.now
        let watch = try #require(again.engine.fileWatches[.instance(later)])
        #expect(watch.pattern == "/in/monday.csv" && watch.intervalMilliseconds == 60_000)
        try again.makeCycles(after: 599_000)
        #expect(try reloaded().instances.count == 1)
        try again.makeCycles(after: 2_000)
        #expect(try reloaded().instances.isEmpty)
        let shown = try scene.queries.getInstance(
            GetInstanceRequest(instanceId: later.rawValue), now: again.now.wall)
        #expect(shown.instance?.status == .fail)
        #expect(shown.instance?.reason == "no file /in/monday.csv appeared within 10 min")
        #expect(shown.nodes.map(\.status) == [.fail])
    }

    @Test func `a wait for a file is in the definition of its version`() throws {
        let file = FileListening(
            path: "/in/x", scanIntervalMilliseconds: 120_000, scanDurationMilliseconds: 180_000)
        let schedule = ScheduleDefinition(cron: "0 0 * * * ?", timeZone: "UTC", file: file)
        try world.submit("j", chain(["a"]), schedule: schedule)
        #expect(try reloaded().jobs.first?.schedule == schedule)
        let answer = try scene.queries.getJob(GetJobRequest(jobName: "j"), now: .zero)
            .definition
        #expect(answer?.schedule?.waitForFile?.path == "/in/x")
    }

    @Test func `jobs with a trigger are listed among those that run by themselves`() throws {
        try world.submit("j", chain(["a"]), trigger: TriggerDefinition(.call))
        try world.submit("k", chain(["a"]))
        let listed = try scene.queries.listSchedules(ListSchedulesRequest(), now: world.now.wall)
        #expect(listed.schedules.map(\.jobName) == ["j"])
        #expect(listed.schedules.map(\.trigger?.source) == [.call])
        #expect(listed.schedules.map(\.problem) == [""])
    }

    @Test func `a retry of several jobs keeps that it waits for files`() throws {
        try world.submit("j", chain(["a"]), schedule: .hourly)
        _ = try world.run("j", planTime: World.start - 1)
        let range = Timestamp(milliseconds: World.start - 1)...Timestamp(milliseconds: World.start)
        try world.perform(
            .retryJobs(
                RetryJobs(
                    scope: .standard, jobName: "j", jobs: [], range: range, location: .firstNode,
                    version: .original, listens: true)))
        #expect(try reloaded().backfills.map(\.listens) == [true])
    }
}
