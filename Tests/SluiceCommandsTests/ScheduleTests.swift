import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct ScheduleTests {
    private static let hour: Int64 = 3_600_000

    private static func sample(
        _ name: String, enabled: Bool = true, paused: Bool = false,
    ) -> JobSchedule {
        JobSchedule(
            jobName: name, schedule: Schedule(cron: "0 0 2 * * ?", timeZone: "Europe/Berlin"),
            enabled: enabled, paused: paused, plannedUntil: noon - hour,
            nextTime: enabled ? noon + hour : 0, problem: enabled ? "" : "disabled",
            lastTime: noon - hour, lastInstanceId: 12, lastStatus: .success, skippedTotal: 3)
    }

    /// A daemon with the jobs `a`, enabled, and `b`, disabled.
    private func shell(answer: String? = nil) -> Shell {
        var shell = Shell()
        shell.answer = answer
        shell.daemon.on(ScheduleServiceMethods.listSchedules) { (_: ListSchedulesRequest) in
            var ended = Self.sample("c")
            (ended.nextTime, ended.problem) = (0, "the schedule has ended")
            ended.lastInstanceId = 0
            return ListSchedulesResponse(
                schedules: [
                    Self.sample("a"), Self.sample("b", enabled: false, paused: true), ended,
                ])
        }
        shell.daemon.on(ScheduleServiceMethods.disableJobs) { (request: DisableJobsRequest) in
            DisableJobsResponse(
                schedules: request.jobNames.map { Self.sample($0, enabled: false) },
                result: ChangeResult(dryRun: request.options?.dryRun ?? false, planToken: "p1"))
        }
        return shell
    }

    private func disabled(_ shell: Shell) -> [DisableJobsRequest] {
        shell.daemon.requests(DisableJobsRequest.self, of: ScheduleServiceMethods.disableJobs)
    }

    @Test func `schedules are listed with the next cycle, the last one and what was skipped`()
        async
    {
        let shell = shell()
        let result = await shell.run("schedule list --job *")
        #expect(
            result.output == """
                JOB  RUNS BY      ZONE           STATE             NEXT                  \
                LAST                  RESULT   SKIPPED  NOTE
                a    0 0 2 * * ?  Europe/Berlin  enabled           2026-11-20T13:00:00Z  \
                2026-11-20T11:00:00Z  success        3
                b    0 0 2 * * ?  Europe/Berlin  disabled, paused                        \
                2026-11-20T11:00:00Z  success        3
                c    0 0 2 * * ?  Europe/Berlin  enabled                                 \
                2026-11-20T11:00:00Z                 3  the schedule has ended

                """)
        let request = shell.daemon.requests(
            ListSchedulesRequest.self, of: ScheduleServiceMethods.listSchedules)
        #expect(request.map(\.jobGlob) == ["*"])
        #expect(await shell.run("schedule list -o name").output == "a\nb\nc\n")
    }

    @Test func `one job is disabled at once`() async throws {
        let shell = shell()
        let result = await shell.run("job disable a --reason moves")
        #expect(result.output == "job a: disabled\n")
        let request = try #require(disabled(shell).first)
        #expect(request.options?.reason == "moves")
        #expect(request.options?.requestId.count == 32)
        #expect(disabled(shell).count == 1)
    }

    @Test func `several jobs are shown, confirmed, and then exactly that is done`() async {
        let shell = shell(answer: "y")
        let result = await shell.run("job disable a b")
        #expect(result.outcome == .done)
        #expect(result.remarks.hasPrefix("2 jobs would be:\nJOB  RUNS BY"))
        #expect(result.remarks.hasSuffix("Change 2 jobs? [y/N] "))
        #expect(result.output.hasPrefix("2 jobs are:\n"))
        #expect(disabled(shell).map { $0.options?.dryRun } == [true, false])
        #expect(disabled(shell).map { $0.options?.planToken } == ["", "p1"])
        let refused = self.shell()
        #expect(await refused.run("job disable a b").outcome == .wrongUsage)
        #expect(disabled(refused).map { $0.options?.dryRun } == [true])
    }

    @Test func `a dry run of a job only shows`() async {
        let shell = shell()
        let result = await shell.run("job disable a --dry-run -o name")
        #expect(result.output == "a\n")
        #expect(result.remarks == "nothing was changed\n")
        #expect(disabled(shell).map { $0.options?.dryRun } == [true])
    }

    @Test func `programs get the schedules and the result`() async {
        let result = await shell().run("job disable a -o jsonl --fields schedules")
        #expect(result.output.hasPrefix("{\"schedules\":[{\"jobName\":\"a\""))
    }

    @Test func `each of the other verbs makes its own call`() async {
        let shell = shell()
        let on = [Self.sample("a")]
        let held = [Self.sample("a", paused: true)]
        shell.daemon.on(ScheduleServiceMethods.enableJobs) { (_: EnableJobsRequest) in
            EnableJobsResponse(schedules: on)
        }
        shell.daemon.on(ScheduleServiceMethods.pauseJobs) { (_: PauseJobsRequest) in
            PauseJobsResponse(schedules: held)
        }
        shell.daemon.on(ScheduleServiceMethods.resumeJobs) { (_: ResumeJobsRequest) in
            ResumeJobsResponse(schedules: on)
        }
        #expect(
            await shell.run("job enable a").output
                == "job a: enabled, next 2026-11-20T13:00:00Z\n")
        #expect(
            await shell.run("job pause a").output
                == "job a: enabled, paused, next 2026-11-20T13:00:00Z\n")
        #expect(await shell.run("job resume a").outcome == .done)
    }

    @Test func `a refusal shows where to look`() async {
        let shell = shell()
        shell.daemon.on(ScheduleServiceMethods.disableJobs) {
            (_: DisableJobsRequest) throws(Status) -> DisableJobsResponse in
            throw .domain(
                .failedPrecondition, "job 'a' is disabled already", reason: "JOB_STATUS",
                subject: "job a")
        }
        let result = await shell.run("job disable a")
        #expect(result.outcome == .refused)
        #expect(result.remarks.contains("hint: the schedules: sluice schedule list"))
    }

    @Test func `missed cycles are listed with how many and why`() async {
        let shell = shell()
        shell.daemon.on(ScheduleServiceMethods.listSkippedCycles) {
            (_: ListSkippedCyclesRequest) in
            ListSkippedCyclesResponse(skipped: [
                SkippedCycles(
                    id: 2, jobName: "a", firstTime: noon - 2 * Self.hour,
                    lastTime: noon - Self.hour, count: 2, cause: "missed",
                    reason: "the daemon did not run", time: noon),
                SkippedCycles(
                    id: 1, jobName: "a", firstTime: noon, lastTime: noon, cause: "disabled"),
            ])
        }
        let result = await shell.run("schedule missed --job a --planned 2026-11-20")
        #expect(
            result.output == """
                JOB  FIRST                 LAST                  CYCLES  CAUSE     REASON
                a    2026-11-20T10:00:00Z  2026-11-20T11:00:00Z       2  missed    \
                the daemon did not run
                a    2026-11-20T12:00:00Z  2026-11-20T12:00:00Z   >1000  disabled

                """)
        let request = shell.daemon.requests(
            ListSkippedCyclesRequest.self, of: ScheduleServiceMethods.listSkippedCycles
        ).first
        #expect(request?.plannedFrom == noon - 12 * Self.hour)
        #expect(request?.plannedBefore == noon + 12 * Self.hour)
    }

    @Test func `the cycles of a job are asked of the daemon, in the zone of the job`() async {
        let shell = shell()
        shell.daemon.on(ScheduleServiceMethods.previewSchedule) { (_: PreviewScheduleRequest) in
            PreviewScheduleResponse(
                cycles: [
                    PlannedCycle(
                        planTime: noon, localTime: "2026-11-20T13:00:00+01:00",
                        abbreviation: "CET")
                ], words: "at 13:00 every day, Europe/Berlin", timeZone: "Europe/Berlin")
        }
        let result = await shell.run("schedule preview a --next 5 --after 2026-11-20T00:00")
        #expect(
            result.output == """
                at 13:00 every day, Europe/Berlin
                TIME                       ZONE  UTC
                2026-11-20T13:00:00+01:00  CET   2026-11-20T12:00:00Z

                """)
        let requests = shell.daemon.requests(
            PreviewScheduleRequest.self, of: ScheduleServiceMethods.previewSchedule)
        #expect(requests.map(\.count) == [1, 5])
        #expect(requests.last?.afterTime == noon - 13 * Self.hour)
        let both = ["schedule", "preview", "a", "--cron", "* * * * *"]
        #expect(await shell.run(arguments: both).outcome == .wrongUsage)
    }
}
