import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct ErrorTests {
    @Test(arguments: [
        (StatusCode.invalidArgument, Outcome.wrongUsage), (.outOfRange, .wrongUsage),
        (.notFound, .notFound), (.failedPrecondition, .refused), (.aborted, .refused),
        (.resourceExhausted, .refused), (.alreadyExists, .refused),
        (.permissionDenied, .notPermitted), (.unavailable, .unreachable),
        (.deadlineExceeded, .timedOut), (.internalError, .internalError),
        (.unimplemented, .internalError),
    ])
    func `a status has its exit code`(_ code: StatusCode, _ outcome: Outcome) async {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.getInstance) {
            (_: GetInstanceRequest) throws(Status) -> GetInstanceResponse in
            throw Status(code, "what is wrong")
        }
        let result = await shell.run("show 12")
        #expect(result.outcome == outcome)
        let meanwhile = code == .aborted ? "it changed meanwhile: " : ""
        #expect(result.remarks.hasPrefix("error: \(meanwhile)what is wrong\n"))
        #expect(result.output.isEmpty)
    }

    @Test func `a refusal says what to type`() async {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.getInstance) { (_: GetInstanceRequest) in
            GetInstanceResponse(instance: .sample(812, .running))
        }
        shell.daemon.on(InstanceServiceMethods.retryInstances) {
            (_: RetryInstancesRequest) throws(Status) -> RetryInstancesResponse in
            throw .domain(
                .failedPrecondition, "instance 812 is running and cannot be retried",
                code: "DLF.3051", reason: "INSTANCE_STATUS", subject: "instance 812")
        }
        let result = await shell.run("retry 812")
        #expect(result.outcome == .refused)
        #expect(
            result.remarks == """
                error: instance 812 is running and cannot be retried (DLF.3051)
                hint: sluice stop 812, or wait: sluice instance wait 812

                """)
    }

    @Test func `what has ended is not to be stopped once more`() async {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.stopInstances) {
            (_: StopInstancesRequest) throws(Status) -> StopInstancesResponse in
            throw .domain(
                .failedPrecondition,
                "instance 1 is in [success] status; it would have to be in: waiting, running",
                reason: "INSTANCE_STATUS", subject: "instance 1")
        }
        let result = await shell.run("stop 1")
        #expect(
            result.remarks.hasSuffix(
                "hint: what can be done with it: sluice instance allowed 1\n"))
    }

    @Test func `an unknown job gets the nearest name`() async {
        let shell = Shell()
        shell.daemon.on(JobServiceMethods.getJob) {
            (_: GetJobRequest) throws(Status) -> GetJobResponse in
            throw .domain(
                .notFound, "there is no job 'imprt'", code: "DLF.0100", reason: "JOB_NOT_FOUND",
                subject: "job imprt")
        }
        shell.daemon.on(JobServiceMethods.listJobs) { (_: ListJobsRequest) in
            ListJobsResponse(jobs: [JobSummary(jobName: "etl"), JobSummary(jobName: "import")])
        }
        let result = await shell.run("job show imprt")
        #expect(result.outcome == .notFound)
        #expect(
            result.remarks == """
                error: there is no job 'imprt' (DLF.0100)
                hint: did you mean 'import'?

                """)
    }

    @Test func `an unknown node gets the nearest name, a refused one what can be done`() async {
        let shell = Shell()
        shell.daemon.on(NodeServiceMethods.rerunNodes) {
            (request: RerunNodesRequest) throws(Status) -> RerunNodesResponse in
            guard request.nodes.first?.nodeName == "load" else {
                throw .domain(
                    .notFound, "instance 12 of job 'etl' has no node 'lod'",
                    reason: "NODE_NOT_FOUND", subject: "node 12/lod")
            }
            throw .domain(
                .failedPrecondition, "node 12/load is running and cannot be rerun",
                reason: "NODE_STATUS", subject: "node 12/load")
        }
        shell.daemon.on(InstanceServiceMethods.getInstance) { (_: GetInstanceRequest) in
            failedDetails
        }
        #expect(await shell.run("rerun 12/lod").remarks.hasSuffix("hint: did you mean 'load'?\n"))
        let refused = await shell.run("rerun 12/load")
        #expect(refused.outcome == .refused)
        #expect(
            refused.remarks.hasSuffix(
                "hint: what can be done with it: sluice node allowed 12/load\n"))
    }

    @Test func `a daemon that does not run is said how to start`() async {
        var shell = Shell()
        shell.refusal = Status(.unavailable, "no daemon listens on /home/ada/s/sluice.sock")
        shell.environment["SLUICE_STATE"] = "/home/ada/s"
        let result = await shell.run("ps")
        #expect(result.outcome == .unreachable)
        #expect(
            result.remarks == """
                error: no daemon listens on /home/ada/s/sluice.sock
                hint: start it: sluiced --state /home/ada/s, or look: sluice doctor

                """)
    }

    @Test(arguments: [
        "nonsense", "retry 12 --timeout 90", "show", "ps --nope", "ps -o nope", "run etl --param x",
        "ps --limit 0",
    ])
    func `wrong usage exits 2 and prints no data`(_ line: String) async {
        let result = await Shell().run(line)
        #expect(result.outcome == .wrongUsage)
        #expect(result.remarks.hasPrefix("error: "))
        #expect(result.output.isEmpty)
    }

    @Test func `an unknown verb gets the nearest`() async {
        #expect(
            await Shell().run("instnce show 12").remarks.hasSuffix("did you mean 'instance'?\n"))
        #expect(await Shell().run("job lst").remarks.hasSuffix("did you mean 'list'?\n"))
        #expect(!(await Shell().run("xyzzyxyzzy").remarks.contains("did you mean")))
    }

    @Test func `errors are coloured on a terminal only`() async {
        var shell = Shell()
        shell.isTerminal = true
        #expect(await shell.run("show etl").remarks.hasPrefix("\u{1B}[31merror:\u{1B}[0m 'etl'"))
    }
}
