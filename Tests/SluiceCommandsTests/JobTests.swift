import SluiceJobFile
import SluiceModel
import SluiceRPC
import SluiceWire
import Synchronization
import Testing

@testable import SluiceCommands

@Suite struct JobTests {
    static let right = """
        name: etl
        nodes:
          - name: load
            type: Shell
            script: echo hello
        """
    static let wrong = """
        name: etl
        nodes:
          - name: load
            type: Shel
            script: echo hello
        """

    private func shell() -> Shell {
        var shell = Shell()
        shell.files = ["etl.yaml": Self.right, "bad.yaml": Self.wrong]
        shell.daemon.on(JobServiceMethods.submitJob) { (request: SubmitJobRequest) in
            SubmitJobResponse(jobId: 1, jobName: "etl", version: 2, changed: true)
        }
        shell.daemon.on(InstanceServiceMethods.runJob) { (_: RunJobRequest) in
            RunJobResponse(instanceId: 7, result: ChangeResult())
        }
        return shell
    }

    @Test func `validate needs no daemon`() async {
        var shell = shell()
        shell.refusal = Status(.unavailable, "no daemon")
        let result = await shell.run("job validate etl.yaml")
        #expect(result.outcome == .done)
        #expect(result.output == "etl.yaml: job etl, 1 node, is right\n")
    }

    @Test func `a wrong file is listed by line and column and exits 2`() async {
        let result = await shell().run("job validate bad.yaml")
        #expect(result.outcome == .wrongUsage)
        #expect(result.output.hasPrefix("bad.yaml:4:11: "))
        #expect(result.output.contains("\n    "))
        #expect(result.remarks.hasPrefix("error: 1 problem in bad.yaml\nhint: "))
    }

    @Test func `problems are JSON for editors`() async {
        let result = await shell().run("job validate bad.yaml -o json")
        #expect(result.output.contains(#""line": 4,"#))
        #expect(result.outcome == .wrongUsage)
    }

    @Test func `nothing is submitted unless every file is right`() async {
        let shell = shell()
        let result = await shell.run("job submit etl.yaml bad.yaml --yes")
        #expect(result.outcome == .wrongUsage)
        #expect(result.output.isEmpty)
        #expect(shell.daemon.calls.isEmpty)
    }

    @Test func `files are submitted in the order in which their jobs depend on each other`() async {
        var shell = shell()
        let known = Mutex<Set<String>>([])
        for (name, before) in [("a", "[b, c]"), ("b", "[c]"), ("c", "[]"), ("d", "[e]")] {
            shell.files["\(name).yaml"] =
                "{name: \(name), dependJobs: \(before), nodes: [{name: n, type: Dummy}]}"
        }
        shell.daemon.on(JobServiceMethods.submitJob) {
            (request: SubmitJobRequest) throws(Status) -> SubmitJobResponse in
            let job = JobFile.read(request.source).definition
            let name = job?.name ?? ""
            let missing = job?.dependJobs.first { !known.withLock { $0 }.contains($0.jobName) }
            if let missing {
                throw .domain(
                    .failedPrecondition, "there is no job '\(missing.jobName)'",
                    reason: "DEPEND_JOB_MISSING", subject: "dependJobs[0]")
            }
            if request.options?.dryRun != true { known.withLock { _ = $0.insert(name) } }
            return SubmitJobResponse(jobName: name, version: 1, changed: true)
        }
        let preview = await shell.run("job submit a.yaml b.yaml c.yaml --dry-run -o name")
        #expect(preview.output == "c\nb\na\n", "a job that is not there yet is no hindrance")
        let done = await shell.run("job submit a.yaml b.yaml c.yaml --yes -o name")
        #expect(done.output == "c\nb\na\n")
        let stranger = await shell.run("job submit d.yaml c.yaml --dry-run")
        #expect(stranger.outcome == .refused && stranger.remarks.contains("no job 'e'"))
    }

    @Test func `a submission tells the version`() async {
        let shell = shell()
        let result = await shell.run("job submit etl.yaml")
        #expect(result.output == "job etl version 2 submitted\n")
        let request = shell.daemon.requests(SubmitJobRequest.self, of: JobServiceMethods.submitJob)
        #expect(request.first?.source == Self.right)
    }

    @Test func `running a file submits it first and says so`() async {
        let shell = shell()
        let result = await shell.run("run etl.yaml")
        #expect(result.remarks == "job etl version 2 submitted\n")
        #expect(result.output == "instance 7 of etl started\n")
        #expect(shell.daemon.calls == ["SubmitJob", "RunJob"])
    }

    @Test func `running a job takes one call`() async throws {
        let shell = shell()
        let result = await shell.run("run etl --param day=1 --plan-time 2026-11-19T02:00 -o name")
        #expect(result.output == "7\n")
        #expect(shell.daemon.calls == ["RunJob"])
        let request = try #require(
            shell.daemon.requests(RunJobRequest.self, of: InstanceServiceMethods.runJob).first)
        #expect(request.params == [KeyValue(key: "day", value: "1")])
        #expect(request.planTime == noon - 34 * 3_600_000)
    }

    @Test func `jobs are listed with what becomes of them by themselves`() async {
        let shell = shell()
        shell.daemon.on(JobServiceMethods.listJobs) { (_: ListJobsRequest) in
            ListJobsResponse(jobs: [
                JobSummary(
                    jobId: 1, jobName: "etl", version: 3, nodeTotal: 2, submitTime: noon,
                    user: "ada", scheduled: true, enabled: true, nextTime: noon + 3_600_000,
                    lastInstanceId: 7, lastStatus: .success),
                JobSummary(
                    jobId: 2, jobName: "hand", version: 1, nodeTotal: 1, submitTime: noon,
                    paused: true),
                JobSummary(
                    jobId: 3, jobName: "off", version: 1, nodeTotal: 1, submitTime: noon,
                    scheduled: true, lastInstanceId: 8, lastStatus: .manualStop),
            ])
        }
        #expect(
            await shell.run("job list").output == """
                JOB   VERSION  NODES  STATE            NEXT                  RESULT       SUBMITTED
                etl         3      2  enabled          2026-11-20T13:00:00Z  success      2026-11-20T12:00:00Z
                hand        1      1  by hand, paused                                     2026-11-20T12:00:00Z
                off         1      1  disabled                               manual-stop  2026-11-20T12:00:00Z

                """)
        let csv = await shell.run("job list -o csv").output.split(separator: "\n")
        #expect(csv[0].hasPrefix("jobId,jobName,version,nodeTotal,scheduled,enabled,paused,"))
        #expect(csv[2].hasPrefix("2,hand,1,1,false,false,true,0,0,unspecified,"))
    }

    @Test func `the schema is JSON`() async {
        #expect(await shell().run("job schema").output.hasPrefix("{"))
    }
}
