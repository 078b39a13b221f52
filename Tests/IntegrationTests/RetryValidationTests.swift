import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Several instances in one retry, what is checked of them, and where a retry falls back to the
/// first node (reference, 3.3 to 3.8, mode A).
@Suite(.timeLimit(.minutes(10))) struct RetryValidationTests {
    private static let source = """
        name: job_batch
        params: {ok: no, extra: x}
        nodes:
          - {name: a, type: Shell, script: "true"}
          - {name: b, type: Shell, dependsOn: a, script: "test ${ok} = yes"}
          - {name: c, type: Dummy, dependsOn: b}
        """
    private static let yes = [KeyValue(key: "ok", value: "yes")]

    private func failed(_ sluice: Sluice, _ job: String = "job_batch") async throws -> Instance {
        try await sluice.submit(Self.source.replacing("job_batch", with: job))
        let id = try await sluice.run(job)
        return try #require(try await sluice.ended(id).instance)
    }

    private func request(
        _ targets: [TaskRetry], _ location: RetryLocation = .errorNode, node: String = "",
        _ version: RetryTaskVersion = .original, job: String = "job_batch",
    ) -> RetryInstancesRequest {
        RetryInstancesRequest(
            jobName: job, retryLocation: location, nodeName: node, retryTaskVersion: version,
            taskRetrys: targets)
    }

    private func expect(
        _ request: RetryInstancesRequest, _ errorCode: String, _ code: StatusCode,
        _ sluice: Sluice, sourceLocation: SourceLocation = #_sourceLocation,
    ) async throws {
        let status = try await refusal(sourceLocation: sourceLocation) {
            () async throws(Status) in try await sluice.instances.retryInstances(request)
        }
        #expect(status.errorCode == errorCode, "\(status.message)", sourceLocation: sourceLocation)
        #expect(status.code == code, sourceLocation: sourceLocation)
    }

    // MARK: Several at once

    @Test func `S206: several instances run again in one call`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            let first = try await failed(sluice)
            let second = try await failed(sluice)
            var request = request([
                TaskRetry(instanceId: first.instanceId),
                TaskRetry(
                    jobId: second.jobId, planTime: second.planTime, submitTime: second.submitTime),
            ])
            request.params = Self.yes
            let result = try await sluice.instances.retryInstances(request).result
            #expect(
                result?.instances.map(\.instanceId) == [first.instanceId, second.instanceId])
            for id in [first.instanceId, second.instanceId] {
                let ended = try await sluice.ended(id)
                #expect(ended.picture == "success: a#1 success, b#2 success, c#1 success")
            }
        }
    }

    /// Each in the place of the second element, behind one that is right.
    @Test func `one element that is wrong refuses all, before anything changes`() async throws {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            let good = try await failed(sluice)
            let other = try await failed(sluice, "other")
            let live = try await Pipeline(world, daemon, "live", ["a"]).run()
            try await live.begun("a")
            let first = TaskRetry(instanceId: good.instanceId)
            let plan: Int64 = 1_732_601_580_000
            for (second, errorCode, code) in [
                // S215 to S217, row 10: something is missing.
                (TaskRetry(), "DLF.0802", StatusCode.invalidArgument),
                (TaskRetry(planTime: plan, submitTime: plan), "DLF.0802", .invalidArgument),
                (TaskRetry(jobId: 1, submitTime: plan), "DLF.0802", .invalidArgument),
                (TaskRetry(jobId: 1, planTime: plan), "DLF.0802", .invalidArgument),
                // S216, S217, row 11: not 13 digits.
                (
                    TaskRetry(jobId: 1, planTime: plan / 10, submitTime: plan), "DLF.3051",
                    .invalidArgument
                ),
                (
                    TaskRetry(jobId: 1, planTime: plan, submitTime: plan * 10), "DLF.3051",
                    .invalidArgument
                ),
                // Row 12: nothing fits, or it is one of another job.
                (
                    TaskRetry(jobId: good.jobId, planTime: plan, submitTime: plan), "DLF.0137",
                    .notFound
                ),
                (TaskRetry(instanceId: 999), "DLF.0137", .notFound),
                (TaskRetry(instanceId: other.instanceId), "DLF.0137", .notFound),
                (
                    TaskRetry(
                        jobId: other.jobId, planTime: other.planTime,
                        submitTime: other.submitTime), "DLF.0137", .notFound
                ),
            ] {
                try await expect(request([first, second]), errorCode, code, sluice)
            }
            #expect(try await sluice.details(of: good.instanceId).runs.count == 1)
            #expect(try await live.picture == "running: a#1 running")
        }
    }

    @Test func `row 13: an instance that has not ended refuses all, and each is named`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            let pipeline = try await Pipeline(
                world, daemon, "live", ["a; failPolicy: SUSPEND"])
            let done = try await pipeline.run()
            try await done.end("a")
            _ = try await done.end
            let suspended = try await pipeline.run()
            try await suspended.end("a", exit: 1)
            let running = try await pipeline.run()
            try await running.begun("a")
            let status = try await refusal { () async throws(Status) in
                try await sluice.instances.retryInstances(
                    request(
                        [done, suspended, running].map { TaskRetry(instanceId: $0.id) },
                        job: "live"))
            }
            #expect(status.code == .failedPrecondition && status.errorCode == "DLF.3051")
            #expect(
                status.message.contains(
                    "The job instance [\(suspended.id)] is in [running-exception] status and "
                        + "cannot be retried."))
            #expect(
                status.message.contains(
                    "The job instance [\(running.id)] is in [running] status and cannot be "
                        + "retried."))
            #expect(!status.message.contains("[\(done.id)]"))
            #expect(try await done.picture == "success: a#1 success")
        }
    }

    // MARK: The order of the checks

    @Test func `of several things that are wrong the first in the order is said`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            _ = try await failed(sluice)
            // Everything is wrong; one thing after the other is put right.
            var request = RetryInstancesRequest(
                workspace: "nowhere", jobName: "nothing", retryLocation: .unspecified,
                retryTaskVersion: .unspecified, taskRetrys: [TaskRetry(planTime: 12)])
            try await expect(request, "DLF.0819", .notFound, sluice)  // Row 2
            request.workspace = ""
            try await expect(request, "DLF.1000", .notFound, sluice)  // Row 3
            request.jobName = "job_batch"
            try await expect(request, "DLF.0802", .invalidArgument, sluice)  // Row 5
            request.retryLocation = .specifiedNode
            try await expect(request, "DLF.0802", .invalidArgument, sluice)  // Row 5
            request.retryTaskVersion = .unrecognized(7)
            try await expect(request, "DLF.3051", .invalidArgument, sluice)  // Row 6
            request.retryTaskVersion = .original
            try await expect(request, "DLF.0802", .invalidArgument, sluice)  // Row 7
            request.nodeName = "b"
            try await expect(request, "DLF.0802", .invalidArgument, sluice)  // Row 10
            request.taskRetrys = [TaskRetry(jobId: 1, planTime: 12, submitTime: 12)]
            try await expect(request, "DLF.3051", .invalidArgument, sluice)  // Row 11
            request.taskRetrys = [TaskRetry(instanceId: 999)]
            try await expect(request, "DLF.0137", .notFound, sluice)  // Row 12
            request.taskRetrys = []
            try await expect(request, "DLF.3051", .invalidArgument, sluice)  // Row 9
        }
    }

    @Test func `row 8: a node that the version does not have is refused`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            let good = try await failed(sluice)
            try await sluice.submit(
                Self.source.replacing("name: c,", with: "name: late,"))
            let target = [TaskRetry(instanceId: good.instanceId)]
            for (node, version) in [("late", RetryTaskVersion.original), ("c", .current)] {
                try await expect(
                    request(target, .specifiedNode, node: node, version), "DLF.30125",
                    .invalidArgument, sluice)
            }
            #expect(try await sluice.details(of: good.instanceId).runs.count == 1)
        }
    }

    // MARK: What is kept and what is new

    @Test func `the instance keeps its id, and its times and flags are those of the last run`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            let instance = try await failed(sluice)
            try await sluice.operate(.forceSuccess, [instance.instanceId])
            let forced = try #require(try await sluice.details(of: instance.instanceId).instance)
            #expect(forced.status == .success && forced.forceSuccess)
            var request = request([TaskRetry(instanceId: instance.instanceId)])
            request.params = Self.yes
            _ = try await sluice.instances.retryInstances(request)
            let ended = try await sluice.ended(instance.instanceId)
            let now = try #require(ended.instance)
            // A success, forced too, restarts from the first node.
            #expect(ended.picture == "success: a#2 success, b#2 success, c#1 success")
            #expect(!now.forceSuccess && now.run == 2 && now.planTime == instance.planTime)
            #expect(now.submitTime == instance.submitTime)
            #expect(now.startTime >= (instance.endTime ?? .max))
            #expect(ended.runs.map(\.run) == [1, 2])
            #expect(ended.runs.map(\.status) == [.success, .success])
            // That it was forced stays on record.
            #expect(now.attributes.map(\.kind) == ["forced-success"])
            // The parameter that the retry gave is that of later runs, too.
            _ = try await sluice.instances.retryInstances(
                RetryInstancesRequest(
                    jobName: "job_batch", retryLocation: .firstNode, retryTaskVersion: .original,
                    taskRetrys: [TaskRetry(instanceId: instance.instanceId)]))
            #expect(try await sluice.ended(instance.instanceId).status == .success)
        }
    }

    @Test(arguments: [RetryLocation.errorNode, .specifiedNode])
    func `with other nodes a retry starts at the first, on fresh node instances`(
        _ location: RetryLocation,
    ) async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            let instance = try await failed(sluice)
            try await sluice.submit(Self.source.replacing("name: c,", with: "name: late,"))
            var request = request(
                [TaskRetry(instanceId: instance.instanceId)], location,
                node: location == .specifiedNode ? "late" : "", .current)
            request.params = Self.yes
            _ = try await sluice.instances.retryInstances(request)
            let ended = try await sluice.ended(instance.instanceId)
            #expect(ended.picture == "success: a#1 success, b#1 success, late#1 success")
            #expect(ended.instance?.version == 2 && ended.instance?.run == 2)
        }
    }

    @Test func `automatic retries are counted anew, and there is a new budget of them`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon, ["a; retryTimes: 2, retryInterval: 0s"]
            ).run()
            for _ in 0...2 { try await run.end("a", exit: 1) }
            _ = try await run.end
            #expect(try await run.node("a").retryTimes == 2)
            try await daemon.sluice.retry("chain", run.id)
            try await run.end("a", exit: 1)
            try await run.end("a")
            let node = try await run.node("a")
            #expect(node.retryTimes == 1 && node.attempt == 5)
            #expect(try await run.end == "success: a#5 success")
        }
    }

    @Test func `S205: without a file to listen for it makes no difference whether it is ignored`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            for ignore in [nil, true, false] as [Bool?] {
                let instance = try await failed(sluice)
                var request = request([TaskRetry(instanceId: instance.instanceId)])
                request.ignoreObsMonitor = ignore
                request.params = Self.yes
                _ = try await sluice.instances.retryInstances(request)
                #expect(try await sluice.ended(instance.instanceId).status == .success)
            }
        }
    }
}
