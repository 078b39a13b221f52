import SluiceEngine
import SluiceModel
import SluiceRPC
import SluiceRuntime
import SluiceServices
import SluiceWire
import Testing

/// Calls on the way through services, engine and store.
@Suite(.timeLimit(.minutes(1))) struct TriggerServiceTests {
    private let context = CallContext.from(.somebody, ScheduleServiceMethods.triggerJob)

    private struct Scene {
        let daemon: SmallDaemon
        let services: ScheduleServices

        init(_ source: TriggerDefinition.Source? = .call) throws {
            daemon = try SmallDaemon(trigger: source.map { TriggerDefinition($0) })
            services = ScheduleServices(daemon.shell)
        }
    }

    private func refusal(_ scene: Scene, _ request: TriggerJobRequest) async -> Status? {
        await #expect(throws: Status.self) {
            _ = try await scene.services.triggerJob(request, context)
        }
    }

    @Test func `a call makes an instance that knows what came with it`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let reply = try await scene.services.triggerJob(
            .init(jobName: "etl", data: "order 4711"), context)
        #expect(reply.instanceId == 1)
        #expect(reply.result?.instances.map(\.jobName) == ["etl"])
        let instances = InstanceServices(scene.daemon.shell)
        let shown = try await instances.getInstance(.init(instanceId: 1), context)
        #expect(shown.instance?.eventData == "order 4711")
        #expect(shown.instance?.instanceType == .scheduled)
        let empty = try await scene.services.triggerJob(.init(jobName: "etl"), context)
        let other = try await instances.getInstance(.init(instanceId: empty.instanceId), context)
        #expect(other.instance?.eventData == "")
    }

    @Test func `a dry run makes nothing, and a request id answers the same again`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let shown = try await scene.services.triggerJob(
            .init(options: ChangeOptions(dryRun: true), jobName: "etl"), context)
        #expect(shown.instanceId == 0 && shown.result?.dryRun == true)
        let request = TriggerJobRequest(
            options: ChangeOptions(requestId: "once"), jobName: "etl")
        let first = try await scene.services.triggerJob(request, context)
        let again = try await scene.services.triggerJob(request, context)
        #expect(first.instanceId == 1 && again.instanceId == 1)
        #expect(again.result?.repeated == true)
    }

    @Test func `an event with an id leads to one instance, and the refusal names it`() async throws
    {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let request = TriggerJobRequest(jobName: "etl", eventId: "order-1")
        _ = try await scene.services.triggerJob(request, context)
        let refused = await refusal(scene, request)
        #expect(refused?.code == .alreadyExists)
        #expect(refused?.message.contains("instance 1") == true)
        let other = try await scene.services.triggerJob(
            .init(jobName: "etl", eventId: "order-2"), context)
        #expect(other.instanceId == 2)
    }

    @Test(arguments: [nil, TriggerDefinition.Source.file(pattern: "/in/*")])
    func `a job that takes no calls says what to do`(
        source: TriggerDefinition.Source?,
    ) async throws {
        let scene = try Scene(source)
        defer { scene.daemon.end() }
        let refused = await refusal(scene, .init(jobName: "etl"))
        #expect(refused?.code == .failedPrecondition)
        #expect(refused?.errorDetail?.errorCode == "DLF.30111")
        #expect(refused?.message.contains("The job [etl] should be cron job") == true)
        #expect(refused?.message.contains("trigger: {call: true}") == true)
    }

    @Test func `a disabled job takes no calls`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let off = try await scene.services.disableJobs(.init(jobNames: ["etl"]), context)
        #expect(off.schedules.map(\.trigger?.source) == [.call])
        let refused = await refusal(scene, .init(jobName: "etl"))
        #expect(refused?.code == .failedPrecondition)
        #expect(refused?.errorDetail?.reason == "JOB_DISABLED")
        #expect(refused?.message.contains("sluice job enable etl") == true)
    }

    @Test func `names, ids and data have bounds`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let cases: [(TriggerJobRequest, String)] = [
            (.init(), "job_name"),
            (.init(jobName: "etl", eventId: String(repeating: "x", count: 257)), "event_id"),
            (.init(jobName: "etl", data: String(repeating: "x", count: 65_537)), "data"),
            (.init(jobName: "none"), "job none"),
        ]
        for (request, subject) in cases {
            #expect(await refusal(scene, request)?.errorDetail?.subject == subject)
        }
        let most = TriggerJobRequest(
            jobName: "etl", eventId: String(repeating: "x", count: 256),
            data: String(repeating: "x", count: 65_536))
        #expect(try await scene.services.triggerJob(most, context).instanceId == 1)
    }

    @Test(arguments: [(nil, false), (true, false), (false, true)] as [(Bool?, Bool)])
    func `a retry ignores the file unless it is told not to (S205)`(
        ignore: Bool?, listens: Bool,
    ) async throws {
        let desk = try Desk()
        defer { desk.end() }
        let services = InstanceServices(desk.shell)
        let context = context
        var request = RetryInstancesRequest(
            jobName: "etl", retryLocation: .errorNode, retryTaskVersion: .original,
            ignoreObsMonitor: ignore, taskRetrys: [TaskRetry(instanceId: 1)])
        let single = try await desk.submission { [request] in
            _ = try await services.retryInstances(request, context)
        }
        guard case .retryInstances(let retry)? = single?.command else {
            Issue.record("no retry")
            return
        }
        #expect(retry.listens == listens)
        request.taskRetrys = []
        request.jobs = [RetryJob(jobName: "load")]
        (request.beginTime, request.endTime) = (1_732_608_520_000, 1_732_612_120_000)
        let several = try await desk.submission { [request] in
            _ = try await services.retryInstances(request, context)
        }
        guard case .retryJobs(let retry)? = several?.command else {
            Issue.record("no retry of jobs")
            return
        }
        #expect(retry.listens == listens)
    }
}
