import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct JobShowTests {
    private func shell(_ definition: JobDefinition) -> Shell {
        let shell = Shell()
        shell.daemon.on(JobServiceMethods.getJob) { (_: GetJobRequest) in
            GetJobResponse(
                job: JobSummary(
                    jobId: 1, jobName: "etl", version: 2, nodeTotal: 2,
                    scheduled: definition.schedule != nil, paused: true, lastInstanceId: 12,
                    lastStatus: .fail),
                version: JobVersionSummary(version: 2, submitTime: noon, user: "ada"),
                definition: definition)
        }
        return shell
    }

    private func job(_ schedule: Schedule?, dependJobs: [JobDependency] = []) -> JobDefinition {
        JobDefinition(
            name: "etl",
            nodes: [
                NodeDefinition(name: "a", type: "Dummy", failPolicy: .fail),
                NodeDefinition(
                    name: "b", type: "Dummy", dependsOn: ["a"], failPolicy: .fail,
                    conditions: [
                        EdgeCondition(nodeName: "a", expression: "#{true}"),
                        EdgeCondition(nodeName: "a", expression: "${x}"),
                    ], join: .and, skipsDownstream: false),
            ],
            dependJobs: dependJobs, confirmBeforeRun: true, schedule: schedule)
    }

    @Test func `a schedule is shown in words, with all that qualifies it`() async {
        let schedule = Schedule(
            cron: "0 30 2 ? * MON-FRI", timeZone: "Europe/Berlin", startTime: noon,
            endTime: noon + 86_400_000, calendar: "germany", calendarRule: .next, catchup: .all,
            catchupLimit: 7, overlap: .stopOld, dependsOnPrevious: true, enabled: false,
            startWithinMs: 600_000, endWithinMs: 7_200_000,
            slowPercent: 150, cancelWaitingAfterMs: 60 * 86_400_000)
        let before = [
            JobDependency(jobName: "rates", failPolicy: .ignore),
            JobDependency(
                jobName: "extract", failPolicy: .suspend, workspace: "raw", period: .previous),
        ]
        let result = await shell(job(schedule, dependJobs: before)).run("job show etl")
        #expect(
            result.output == """
                job         etl
                version     2
                submitted   2026-11-20T12:00:00Z
                by          ada
                state       disabled, paused
                last        fail, instance 12
                schedule    at 02:30 on weekdays, Europe/Berlin
                cron        0 30 2 ? * MON-FRI
                fires       from 2026-11-20T12:00:00Z until 2026-11-21T12:00:00Z
                calendar    germany: on the next working day instead of another day
                missed      the newest 7 cycles at most run, oldest first
                overlap     the earlier cycles are stopped
                cycles      each waits for the success of the one before
                told of     no start in 10m 0s, a run of more than 2h 0m, one of 1.5 times the usual
                waiting     for more than 60d 0h: it is stopped
                at first    disabled
                after jobs  rates (ignore), raw/extract (previous cycle, suspend)
                confirm     an instance waits for it

                NODE  TYPE   AFTER  RETRIES  ON FAILURE  LIMIT
                a     Dummy         0        FAIL
                b     Dummy  a      0        FAIL

                """)
    }

    @Test func `defaults are told, and what is not asked for is left out`() async {
        let result = await shell(job(Schedule(cron: "*/15 * * * *"))).run("job show etl")
        #expect(
            result.output.contains(
                """
                schedule   every 15 minutes, the daemon's time
                cron       */15 * * * *
                missed     the newest cycle runs
                overlap    the later cycle waits
                confirm    an instance waits for it

                """))
    }

    @Test func `whom it tells of what is shown, a line each`() async {
        var definition = job(nil)
        definition.notifications = [
            NotificationRule(occasion: .failure, command: ["logger", "it failed"]),
            NotificationRule(occasion: .late, webhook: "https://host/x"),
        ]
        let output = await shell(definition).run("job show etl").output
        #expect(
            output.contains(
                """
                tells of   failure: logger it failed
                           late: https://host/x

                """))
    }

    @Test func `a job without a schedule has no words about one`() async {
        let output = await shell(job(nil)).run("job show etl").output
        #expect(!output.contains("schedule") && !output.contains("overlap"))
        #expect(output.contains("state      by hand, paused\n"))
    }

    @Test func `an expression that only the daemon knows is shown as it is`() async {
        let output = await shell(job(Schedule(cron: "@never"))).run("job show etl").output
        #expect(output.contains("schedule   as cron says, the daemon's time\ncron       @never\n"))
    }

    @Test func `conditions have a column where there is room`() async {
        let output = await shell(job(nil)).run("job show etl -o wide").output
        #expect(output.contains("a: #{true} and a: ${x}; else it alone is skipped"))
    }

    @Test func `JSON has the schedule as the schema names it`() async {
        let schedule = Schedule(cron: "@daily", catchup: .latest, enabled: true)
        let output = await shell(job(schedule)).run("job show etl -o json").output
        #expect(output.contains(#""cron": "@daily""#))
        #expect(output.contains(#""enabled": true"#))
        #expect(output.contains(#""skipsDownstream": false"#))
    }
}
