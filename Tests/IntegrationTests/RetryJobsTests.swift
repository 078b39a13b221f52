import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Retry of a job together with jobs before and after it, mode B (reference, 3.7 and 3.8).
@Suite(.timeLimit(.minutes(10))) struct RetryJobsTests {
    /// `up`, `down` that waits for it, and `alone`, each with one instance an hour.
    private func prepare(
        _ sluice: Sluice, _ script: String = "true", hours: ClosedRange<Int> = 0...1,
    ) async throws {
        try await sluice.submit(Hours.job("up", "true"))
        try await sluice.submit(Hours.job("down", "true", keys: "dependJobs: [up]"))
        try await sluice.submit(Hours.job("alone", "true"))
        for job in ["up", "down", "alone"] {
            let made = try await sluice.backfill(job, hours, parallel: 8)
            _ = try await sluice.ended(backfill: made.backfill?.backfillId ?? 0)
        }
        guard script != "true" else { return }
        try await sluice.submit(Hours.job("up", script))
        try await sluice.submit(Hours.job("down", script, keys: "dependJobs: [up]"))
    }

    private func request(_ jobs: [String] = ["down"], job: String = "up") -> RetryInstancesRequest {
        RetryInstancesRequest(
            options: .once(), jobName: job, retryLocation: .firstNode, retryTaskVersion: .current,
            jobs: jobs.map { RetryJob(jobName: $0) }, beginTime: Hours.at(0),
            endTime: Hours.at(1))
    }

    private func retry(
        _ request: RetryInstancesRequest, _ sluice: Sluice,
    ) async throws -> Backfill {
        try #require(try await sluice.instances.retryInstances(request).backfill)
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

    // MARK: What is done

    /// S188, S207 to S210, S219 to S221, S225, S226: the request as it stands in the source, with a
    /// job of another workspace.
    @Test func `example B of the sources is accepted and reruns what failed in both jobs`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            let other = "62fbba734e634c5087656fc3ff7adf34"
            _ = try await sluice.workspaces.createWorkspace(
                CreateWorkspaceRequest(workspace: other, options: .once(), mode: .basic))
            let script = "test -e '\(world.folder)/right'"
            _ = try await sluice.jobs.submitJob(
                SubmitJobRequest(
                    workspace: other, options: .once(), source: Hours.job("job_test_smn2", script)))
            // Its failure does not keep the other one from running.
            let keys = "dependJobs: [{job: job_test_smn2, workspace: \(other), onFailure: ignore}]"
            try await sluice.submit(Hours.job("job_test_smn", script, keys: keys))
            let planTime: Int64 = 1_732_609_000_000
            let up = try await sluice.instances.runJob(
                RunJobRequest(
                    workspace: other, options: .once(), jobName: "job_test_smn2",
                    planTime: planTime)
            ).instanceId
            let down = try await sluice.instances.runJob(
                RunJobRequest(options: .once(), jobName: "job_test_smn", planTime: planTime)
            ).instanceId
            _ = try await sluice.details(of: down) { $0.status == .fail }
            _ = try world.write("", to: "right")
            let reply = try await sluice.instances.retryInstances(
                RetryInstancesRequest(
                    jobName: "job_test_smn", retryLocation: .errorNode, retryTaskVersion: .current,
                    ignoreObsMonitor: true,
                    jobs: [RetryJob(jobName: "job_test_smn2", workspaceId: other)],
                    beginTime: 1_732_608_520_000, endTime: 1_732_612_120_000, concurrent: 2))
            #expect(reply.backfill?.kind == .retry && reply.backfill?.parallel == 2)
            #expect(reply.cycles.map(\.instanceId) == [up, down])
            let ended = try await sluice.ended(backfill: reply.backfill?.backfillId ?? 0)
            #expect(ended.backfill?.state == .success && ended.states == [.success, .success])
            let details = try await sluice.details(of: down)
            #expect(details.status == .success && details.runs.count == 2)
            #expect(details.runs.last?.cause == "retry errorNode")
        }
    }

    @Test func `S207 S208 S209: both ends of the range belong to it`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await prepare(sluice, hours: 0...4)
            var request = request()
            request.beginTime = Hours.at(1)
            request.endTime = Hours.at(3)
            let ended = try await sluice.ended(
                backfill: try await retry(request, sluice).backfillId)
            #expect(
                ended.cycles.map(\.planTime) == [1, 1, 2, 2, 3, 3].map { Hours.at($0) })
            request.beginTime = Hours.at(1) + 1
            request.endTime = Hours.at(3) - 1
            request.options = .once()
            let inner = try await retry(request, sluice)
            #expect(inner.total == 2)
            _ = try await sluice.ended(backfill: inner.backfillId)
            // Equal ends are allowed (row 15).
            request.beginTime = Hours.at(2)
            request.endTime = Hours.at(2)
            request.options = .once()
            #expect(try await retry(request, sluice).total == 2)
        }
    }

    @Test func `S188: an instance runs again after those that it depends on`() async throws {
        try await World.withDaemon { world, daemon in
            let (sluice, gate) = (daemon.sluice, Gate(world))
            try await prepare(sluice, "\(gate.arrive); \(gate.pass)", hours: 0...0)
            var request = request()
            request.concurrent = 128
            let id = try await retry(request, sluice).backfillId
            try await gate.arrived()
            let early = try await sluice.backfill(id) { $0.active == 1 }
            #expect(early.cycles.map(\.jobName) == ["up", "down"])
            #expect(early.states == [.active, .waiting])
            gate.open(2)
            #expect(try await sluice.ended(backfill: id).states == [.success, .success])
        }
    }

    @Test func `a failure has those that depend on it left out`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await prepare(sluice, "exit 1", hours: 0...0)
            let id = try await retry(request(), sluice).backfillId
            let ended = try await sluice.ended(backfill: id)
            #expect(ended.states == [.fail, .skipped] && ended.backfill?.state == .fail)
            #expect(ended.cycles[1].reason.contains("instance 1 of job 'up'"))
        }
    }

    @Test func `S212: no more instances are at work than concurrent says, over all jobs`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let (sluice, gate) = (daemon.sluice, Gate(world))
            try await prepare(sluice, "\(gate.arrive); \(gate.pass)", hours: 0...3)
            let before = try await sluice.course().count
            var request = request()
            request.endTime = Hours.at(3)
            request.concurrent = 2
            let id = try await retry(request, sluice).backfillId
            try await gate.arrived(2)
            #expect(try await sluice.backfill(id) { $0.active == 2 }.backfill?.waiting == 6)
            gate.open(8)
            #expect(try await sluice.ended(backfill: id).backfill?.success == 8)
            #expect(Array(try await sluice.course().dropFirst(before)).peak == 2)
        }
    }

    @Test func `S213: one at a time where nothing is said`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await prepare(sluice)
            let before = try await sluice.course().count
            let backfill = try await retry(request(), sluice)
            #expect(backfill.parallel == 1)
            _ = try await sluice.ended(backfill: backfill.backfillId)
            #expect(Array(try await sluice.course().dropFirst(before)).peak == 1)
        }
    }

    @Test func `S214: concurrent is 1 to 128`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await prepare(sluice)
            var request = request()
            request.options = .once(dryRun: true)
            for wrong in [0, 129, -1] as [Int32] {
                request.concurrent = wrong
                try await expect(request, "DLF.3051", .invalidArgument, sluice)
            }
            for right in [1, 128] as [Int32] {
                request.concurrent = right
                #expect(try await retry(request, sluice).parallel == right)
            }
        }
    }

    @Test func `S210: the job itself and each named job count once`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await prepare(sluice)
            var request = request(["up", "down", "down"])
            request.options = .once(dryRun: true)
            let reply = try await sluice.instances.retryInstances(request)
            #expect(reply.backfill?.total == 4)
            #expect(reply.cycles.map(\.jobName) == ["up", "down", "up", "down"])
        }
    }

    // MARK: What is refused

    @Test func `of several things that are wrong the first in the order is said`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await prepare(sluice)
            // Everything is wrong; one thing after the other is put right.
            var request = RetryInstancesRequest(
                workspace: "nowhere", jobName: "nothing",
                taskRetrys: [TaskRetry(instanceId: 1)], jobs: [RetryJob()],
                beginTime: 0, endTime: 0, concurrent: 129)
            try await expect(request, "DLF.0819", .notFound, sluice)  // Row 2
            request.workspace = ""
            try await expect(request, "DLF.1000", .notFound, sluice)  // Row 3
            request.jobName = "up"
            try await expect(request, "DLF.0802", .invalidArgument, sluice)  // Row 5
            request.retryLocation = .specifiedNode
            request.nodeName = "a"
            try await expect(request, "DLF.0802", .invalidArgument, sluice)  // Row 5
            request.retryTaskVersion = .unrecognized(7)
            try await expect(request, "DLF.3051", .invalidArgument, sluice)  // Row 6
            request.retryTaskVersion = .current
            try await expect(request, "DLF.3051", .invalidArgument, sluice)  // Row 9, both
            let jobs = request.jobs
            (request.taskRetrys, request.jobs) = ([], [])
            try await expect(request, "DLF.3051", .invalidArgument, sluice)  // Row 9, neither
            request.jobs = jobs
            try await expect(request, "DLF.0802", .invalidArgument, sluice)  // Row 10
            request.jobs = [RetryJob(jobName: "nobody")]
            try await expect(request, "DLF.0802", .invalidArgument, sluice)  // Row 14, begin
            request.beginTime = Hours.at(9)
            try await expect(request, "DLF.0802", .invalidArgument, sluice)  // Row 14, end
            request.endTime = Hours.at(8)
            try await expect(request, "DLF.30121", .invalidArgument, sluice)  // Row 15
            request.endTime = Hours.at(9)
            try await expect(request, "DLF.3051", .invalidArgument, sluice)  // Row 16
            request.concurrent = 2
            try await expect(request, "DLF.3051", .invalidArgument, sluice)  // Row 17
            request.retryLocation = .errorNode
            try await expect(request, "DLF.1000", .notFound, sluice)  // Row 18, unknown
            request.jobs = [RetryJob(jobName: "down", workspaceId: "nowhere")]
            try await expect(request, "DLF.0819", .notFound, sluice)  // Row 18, its workspace
            request.jobs = [RetryJob(jobName: "alone")]
            try await expect(request, "DLF.3051", .invalidArgument, sluice)  // Row 18, unrelated
            request.jobs = [RetryJob(jobName: "down")]
            try await expect(request, "DLF.3051", .failedPrecondition, sluice)  // Row 19
            let list = try await sluice.backfills.listBackfills(ListBackfillsRequest())
            #expect(list.backfills.allSatisfy { $0.kind == .backfill })
        }
    }

    @Test func `row 19: the job without an instance in the range is named`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await prepare(sluice)
            try await sluice.submit(Hours.job("late", "true", keys: "dependJobs: [up]"))
            let status = try await refusal { () async throws(Status) in
                try await sluice.instances.retryInstances(request(["down", "late"]))
            }
            #expect(status.message == "Job [late] have no instances to rerun")
        }
    }

    @Test func `row 17: a node of its own is for single instances`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await prepare(sluice)
            var request = request()
            request.retryLocation = .specifiedNode
            request.nodeName = "a"
            try await expect(request, "DLF.3051", .invalidArgument, sluice)
        }
    }

    @Test func `the command line runs several jobs again`() async throws {
        try await World.withDaemon { world, daemon in
            try await prepare(daemon.sluice)
            let words = [
                "retry", "up", "--with", "down", "--planned",
                "2023-11-14T23:00Z..2023-11-15T00:00Z", "--from", "first", "--concurrent", "2",
            ]
            let shown = try await world.sluice(words + ["--dry-run"])
            #expect(shown.output.hasPrefix("4 cycles would run, 2 at once:"))
            let done = try await world.sluice(words + ["--yes", "--wait"])
            #expect(done.code == 0 && done.errors.contains("4/4 succeeded"), "\(done)")
        }
    }
}
