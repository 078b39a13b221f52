import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct TriggerTests {
    private func shell() -> Shell {
        let shell = Shell()
        shell.daemon.on(ScheduleServiceMethods.triggerJob) { (request: TriggerJobRequest) in
            TriggerJobResponse(
                instanceId: request.options?.dryRun == true ? 0 : 7,
                result: ChangeResult(dryRun: request.options?.dryRun ?? false))
        }
        return shell
    }

    private func calls(_ shell: Shell) -> [TriggerJobRequest] {
        shell.daemon.requests(TriggerJobRequest.self, of: ScheduleServiceMethods.triggerJob)
    }

    @Test func `a job is called with data and the name of the event`() async throws {
        let shell = shell()
        let result = await shell.run("job trigger report --data monday --event-id order-1")
        #expect(result.outcome == .done)
        #expect(result.output == "instance 7 of report started\n")
        let call = try #require(calls(shell).first)
        #expect(call.jobName == "report" && call.data == "monday" && call.eventId == "order-1")
        #expect(call.options?.requestId.count == 32)
        #expect(await shell.run("job trigger report -o name").output == "7\n")
    }

    @Test func `a dry run makes nothing`() async {
        let shell = shell()
        let result = await shell.run("job trigger report --dry-run")
        #expect(result.outcome == .done)
        #expect(calls(shell).map { $0.options?.dryRun } == [true])
    }

    @Test func `an event that was used is refused with the instance that it led to`() async {
        let shell = Shell()
        shell.daemon.on(ScheduleServiceMethods.triggerJob) {
            (_: TriggerJobRequest) throws(Status) -> TriggerJobResponse in
            throw Status(.alreadyExists, "the event 'x' of job 'r' led to instance 3 already")
        }
        let result = await shell.run("job trigger r --event-id x")
        #expect(result.outcome == .refused)
        #expect(result.remarks.contains("led to instance 3 already"))
    }

    @Test func `a retry waits for files again where it is told to (S205)`() async {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.getInstance) { (request: GetInstanceRequest) in
            GetInstanceResponse(
                instance: Instance(
                    jobName: "etl", instanceId: request.instanceId, status: .fail))
        }
        shell.daemon.on(InstanceServiceMethods.retryInstances) { (_: RetryInstancesRequest) in
            RetryInstancesResponse(result: ChangeResult())
        }
        _ = await shell.run("retry 12")
        _ = await shell.run("retry 12 --listen")
        let requests = shell.daemon.requests(
            RetryInstancesRequest.self, of: InstanceServiceMethods.retryInstances)
        #expect(requests.map(\.ignoreObsMonitor) == [nil, false])
    }

    @Test func `what makes a job run is listed and shown in words`() async {
        let shell = Shell()
        let triggers = [
            Trigger(source: .file, file: "/in/*.csv"),
            Trigger(source: .job, jobName: "etl", workspace: "w", on: .any),
            Trigger(source: .call, enabled: false),
        ]
        shell.daemon.on(ScheduleServiceMethods.listSchedules) { (_: ListSchedulesRequest) in
            ListSchedulesResponse(
                schedules: triggers.map {
                    JobSchedule(jobName: "j", enabled: true, trigger: $0)
                })
        }
        let list = await shell.run("schedule list").output
        for words in ["file /in/*.csv", "end of w/etl", "call"] { #expect(list.contains(words)) }
        #expect(!list.contains("by hand"))
        shell.daemon.on(JobServiceMethods.getJob) { (_: GetJobRequest) in
            GetJobResponse(definition: JobDefinition(name: "j", trigger: triggers[2]))
        }
        let show = await shell.run("job show j").output
        #expect(show.contains("trigger   call\n"))
        #expect(show.contains("at first  disabled\n"))
    }

    @Test func `an instance shows its event and who made it`() async {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.getInstance) { (_: GetInstanceRequest) in
            GetInstanceResponse(
                instance: Instance(
                    jobName: "in", instanceId: 3, status: .success, instanceType: .scheduled,
                    eventData: "/in/a\u{1B}.csv"))
        }
        let output = await shell.run("show 3").output
        #expect(output.contains("made by   its trigger\n"))
        #expect(output.contains("event     /in/a"))
        #expect(!output.contains("\u{1B}"))
    }

    @Test func `a file that runs wait for is shown with the job`() async {
        let shell = Shell()
        let file = FileListening(
            path: "/in/x", scanIntervalMs: 60_000, scanDurationMs: 86_400_000)
        shell.daemon.on(JobServiceMethods.getJob) { (_: GetJobRequest) in
            GetJobResponse(
                definition: JobDefinition(
                    name: "j", schedule: Schedule(cron: "0 0 2 * * ?", waitForFile: file)))
        }
        let show = await shell.run("job show j").output
        #expect(show.contains("/in/x, looked for every 1m 0s, at most 1d 0h"))
    }
}
