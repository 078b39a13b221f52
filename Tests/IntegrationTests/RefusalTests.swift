import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Bad input through the socket: the domain's code and text, and nothing changed.
@Suite(.timeLimit(.minutes(10))) struct RefusalTests {
    @Test func `an unknown job, instance, workspace or node is named`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            let id = try await failed(sluice)
            try await expect("DLF.0100", "The job does not exist.", .notFound) {
                () async throws(Status) in try await sluice.run("nothing")
            }
            // S142, S143
            try await expect("DLF.0137", "Job instance does not exist.", .notFound) {
                () async throws(Status) in try await sluice.details(of: 999)
            }
            // S94, S96
            try await expect("DLF.0819", "Workspace ID does not exist.", .notFound) {
                () async throws(Status) in
                try await sluice.instances.getInstance(
                    GetInstanceRequest(workspace: "elsewhere", instanceId: id))
            }
            // S222, S223
            try await expect("DLF.1000", "Failed to find the job.", .notFound) {
                () async throws(Status) in try await sluice.retry("nothing", id)
            }
            try await expect("DLF.30125", "The job does not contain the node.", nil) {
                () async throws(Status) in
                try await sluice.retry("failing", id, .specifiedNode, node: "nothing")
            }
            // S95: without a workspace the default one is meant.
            let found = try await sluice.instances.getInstance(
                GetInstanceRequest(workspace: "default", instanceId: id))
            #expect(try await sluice.details(of: id).instance == found.instance)
        }
    }

    @Test func `a retry in a wrong state or with wrong fields is refused`() async throws {
        try await World.withDaemon { world, daemon in
            let (sluice, gate) = (daemon.sluice, Gate(world))
            let id = try await failed(sluice)
            try await sluice.submit(
                """
                name: running
                nodes: [{name: a, type: Shell, script: "\(gate.arrive); \(gate.pass)"}]
                """)
            let running = try await sluice.run("running")
            try await gate.arrived()
            let invalid = "The request parameter is invalid."
            try await expect("DLF.3051", invalid, .failedPrecondition) { () async throws(Status) in
                try await sluice.retry("running", running)
            }
            try await expect(
                "DLF.0802", "The specified parameter is not configured.", .invalidArgument
            ) { () async throws(Status) in
                try await sluice.retry("failing", id, .unspecified)
            }
            try await expect("DLF.3051", invalid, .invalidArgument) { () async throws(Status) in
                // S216: 13 digits.
                try await sluice.instances.retryInstances(
                    RetryInstancesRequest(
                        jobName: "failing", retryLocation: .errorNode,
                        retryTaskVersion: .original,
                        taskRetrys: [
                            TaskRetry(jobId: 1, planTime: 173_260_158_000, submitTime: 1)
                        ]))
            }
            try await expect("DLF.3051", invalid, .invalidArgument) { () async throws(Status) in
                try await sluice.instances.runJob(
                    RunJobRequest(jobName: "failing", planTime: 173_260_158_000))
            }
            #expect(try await sluice.details(of: id).runs.count == 1)
            gate.open()
        }
    }

    @Test func `an instance is found by the triple that the list delivers`() async throws {
        try await World.withDaemon { _, daemon in
            let id = try await failed(daemon.sluice)
            let list = try await daemon.sluice.instances.listInstances(ListInstancesRequest())
            // S218
            let found = try #require(list.instances.first { $0.instanceId == id })
            let answer = try await daemon.sluice.instances.retryInstances(
                RetryInstancesRequest(
                    jobName: "failing", retryLocation: .errorNode, retryTaskVersion: .original,
                    taskRetrys: [
                        TaskRetry(
                            jobId: found.jobId, planTime: found.planTime,
                            submitTime: found.submitTime)
                    ]))
            #expect(answer.result?.instances.map(\.instanceId) == [id])
            #expect(try await daemon.sluice.ended(id).runs.count == 2)
        }
    }

    @Test func `all that is wrong with a job file is said at once, with its place`() async throws {
        try await World.withDaemon { _, daemon in
            let source = """
                name: wrong
                nodes:
                  - {name: a, type: Shell, script: "true", retryTimes: 999}
                  - {name: b, type: Shel, dependsOn: nowhere}
                  - {name: b, type: Dummy, dependson: a}
                """
            let status = try await refusal { () async throws(Status) in
                try await daemon.sluice.submit(source)
            }
            #expect(status.code == .invalidArgument && status.reason == "JOB_FILE_INVALID")
            let checked = try await daemon.sluice.jobs.validateJob(
                ValidateJobRequest(source: source))
            #expect(checked.problemTotal == Int32(checked.problems.count))
            #expect(Set(checked.problems.map(\.line)) == [3, 4, 5])
            #expect(checked.problems.count >= 5)
            for problem in checked.problems {
                #expect(problem.column > 1)
                #expect(status.message.contains("\(problem.line):\(problem.column)"))
            }
            #expect(try await daemon.sluice.jobs.listJobs(ListJobsRequest()).jobs == [])
        }
    }

    @Test func `a cycle is spelled out and nothing is submitted`() async throws {
        try await World.withDaemon { _, daemon in
            let status = try await refusal { () async throws(Status) in
                try await daemon.sluice.submit(
                    """
                    name: round
                    nodes:
                      - {name: a, type: Dummy, dependsOn: c}
                      - {name: b, type: Dummy, dependsOn: a}
                      - {name: c, type: Dummy, dependsOn: b}
                    """)
            }
            for name in ["a", "b", "c"] { #expect(status.message.contains(name)) }
        }
    }

    private func failed(_ sluice: Sluice) async throws -> Int64 {
        try await sluice.submit(
            "name: failing\nnodes: [{name: a, type: Shell, command: [\"false\"]}]")
        let id = try await sluice.run("failing")
        #expect(try await sluice.ended(id).status == .fail)
        return id
    }

    private func expect<Reply>(
        _ errorCode: String, _ errorMessage: String, _ code: StatusCode?,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ call: () async throws(Status) -> Reply,
    ) async throws {
        let status = try await refusal(sourceLocation: sourceLocation, call)
        #expect(status.errorDetail?.errorCode == errorCode, sourceLocation: sourceLocation)
        #expect(status.errorDetail?.errorMsg == errorMessage, sourceLocation: sourceLocation)
        if let code { #expect(status.code == code, sourceLocation: sourceLocation) }
    }
}
