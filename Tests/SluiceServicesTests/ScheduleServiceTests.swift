import SluiceEngine
import SluiceModel
import SluiceRPC
import SluiceRuntime
import SluiceServices
import SluiceWire
import Testing

/// Schedules on the way through services, engine and store.
@Suite(.timeLimit(.minutes(1))) struct ScheduleServiceTests {
    private let context = CallContext.from(.somebody, ScheduleServiceMethods.enableJobs)
    /// Once a year, in a minute that no test is run in.
    private static let yearly = ScheduleDefinition(cron: "0 59 23 31 12 ?", timeZone: "UTC")

    private struct Scene {
        let daemon: SmallDaemon
        let services: ScheduleServices

        init(schedule: ScheduleDefinition? = yearly) throws {
            daemon = try SmallDaemon(schedule: schedule)
            services = ScheduleServices(daemon.shell)
        }
    }

    private func listed(_ scene: Scene) async throws -> JobSchedule {
        let found = try await scene.services.listSchedules(.init(), context).schedules
        return try #require(found.first)
    }

    /// The reason of a refusal.
    private func refusal(_ call: () async throws -> Void) async -> ErrorDetail? {
        await #expect(throws: Status.self) { try await call() }?.errorDetail
    }

    @Test func `disable and enable answer the schedules as they are then`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let off = try await scene.services.disableJobs(.init(jobNames: ["etl", "etl"]), context)
        #expect(off.schedules.map(\.jobName) == ["etl"])
        #expect(off.schedules.map(\.enabled) == [false])
        #expect(off.schedules.map(\.problem) == ["disabled"])
        #expect(off.schedules.map(\.schedule?.cron) == ["0 59 23 31 12 ?"])
        #expect(try await listed(scene) == off.schedules.first)
        let on = try await scene.services.enableJobs(.init(jobNames: ["etl"]), context)
        #expect(on.schedules.map(\.enabled) == [true])
        #expect(try #require(on.schedules.first).nextTime > 0)
        #expect(try await listed(scene) == on.schedules.first)
    }

    @Test func `pause and resume leave the next cycle as it is`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let paused = try await scene.services.pauseJobs(.init(jobNames: ["etl"]), context)
        #expect(paused.schedules.map(\.paused) == [true])
        #expect(try #require(paused.schedules.first).nextTime > 0)
        let resumed = try await scene.services.resumeJobs(.init(jobNames: ["etl"]), context)
        #expect(resumed.schedules.map(\.paused) == [false])
    }

    @Test func `a dry run shows how the schedules would be, and exactly that is done then`()
        async throws
    {
        let scene = try Scene()
        defer { scene.daemon.end() }
        var request = DisableJobsRequest(
            jobNames: ["etl"], options: ChangeOptions(dryRun: true))
        let preview = try await scene.services.disableJobs(request, context)
        #expect(preview.result?.dryRun == true)
        #expect(preview.schedules.map(\.problem) == ["disabled"])
        #expect(try await listed(scene).enabled)
        request.options = ChangeOptions(planToken: preview.result?.planToken ?? "")
        _ = try await scene.services.disableJobs(request, context)
        #expect(try await listed(scene).enabled == false)
        let detail = await refusal { [request] in
            _ = try await scene.services.disableJobs(request, context)
        }
        #expect(detail?.reason == "PLAN_CHANGED")
    }

    @Test func `a call with a request id is carried out once, and answered as it was`()
        async throws
    {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let request = DisableJobsRequest(
            jobNames: ["etl"], options: ChangeOptions(requestId: "once"))
        let first = try await scene.services.disableJobs(request, context)
        var again = try await scene.services.disableJobs(request, context)
        #expect(again.result?.repeated == true)
        again.result?.repeated = false
        #expect(again == first)
    }

    @Test func `who did it and why is in the operation log`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        _ = try await scene.services.disableJobs(
            .init(jobNames: ["etl"], options: ChangeOptions(reason: "the source moves")), context)
        let found = try await OperationServices(scene.daemon.shell)
            .listOperations(.init(operation: "disable job"), context).operations
        #expect(found.map(\.reason) == ["the source moves"])
        #expect(found.map(\.jobName) == ["etl"])
    }

    @Test func `what does not fit is refused as a whole, and says which job and why`()
        async throws
    {
        let scene = try Scene(schedule: nil)
        defer { scene.daemon.end() }
        let byHand = await refusal {
            _ = try await scene.services.enableJobs(.init(jobNames: ["etl"]), context)
        }
        #expect(byHand?.reason == "JOB_STATUS")
        #expect(byHand?.subject == "job etl")
        let unknown = await refusal {
            _ = try await scene.services.pauseJobs(.init(jobNames: ["etl", "x"]), context)
        }
        #expect(unknown?.reason == "JOB_NOT_FOUND")
        let still = await refusal {
            _ = try await scene.services.resumeJobs(.init(jobNames: ["etl"]), context)
        }
        #expect(still?.reason == "JOB_STATUS")
    }

    @Test func `names are 1 to 1,000, and none is empty`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let cases: [([String], String)] = [
            ([], "job_names"), (["etl", ""], "job_names[1]"),
            (Array(repeating: "etl", count: 1_001), "job_names"),
        ]
        for (names, field) in cases {
            let detail = await refusal {
                _ = try await scene.services.disableJobs(.init(jobNames: names), context)
            }
            #expect(detail?.subject == field)
        }
    }

    @Test func `cycles are previewed and skipped ones listed`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        // Behind it the submission has been carried out.
        _ = try await scene.services.pauseJobs(.init(jobNames: ["etl"]), context)
        let preview = try await scene.services.previewSchedule(
            .init(jobName: "etl", count: 3, afterTime: 1_800_000_000_000), context)
        #expect(
            preview.cycles.map(\.localTime) == [
                "2027-12-31T23:59:00Z", "2028-12-31T23:59:00Z", "2029-12-31T23:59:00Z",
            ])
        let skipped = try await scene.services.listSkippedCycles(.init(), context)
        #expect(skipped.skipped.isEmpty)
    }
}
