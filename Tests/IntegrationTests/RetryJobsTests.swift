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
            #expect(reply.cycles.map(\.workspace) == [other, ""])
            let ended = try await sluice.ended(backfill: reply.backfill?.backfillId ?? 0)
            #expect(ended.backfill?.state == .success && ended.states == [.success, .success])
            #expect(ended.cycles.map(\.workspace) == [other, ""])
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

    /// Something that is wrong, a row of the reference, and how it is put right.
    private struct Mistake {
        var row: String
        var errorCode: String
        var code: StatusCode
        var words: String
        var putRight: @Sendable (inout RetryInstancesRequest) -> Void

        init(
            _ row: String, _ errorCode: String, _ code: StatusCode, _ words: String,
            _ putRight: @escaping @Sendable (inout RetryInstancesRequest) -> Void,
        ) {
            (self.row, self.errorCode, self.code) = (row, errorCode, code)
            (self.words, self.putRight) = (words, putRight)
        }
    }

    /// In the order in which they are checked.
    private static let mistakes = [
        Mistake("2", "DLF.0819", .notFound, "there is no workspace 'nowhere'") {
            $0.workspace = ""
        },
        Mistake("3", "DLF.1000", .notFound, "there is no job 'nothing' in workspace 'default'") {
            $0.jobName = "up"
        },
        Mistake(
            "5", "DLF.0802", .invalidArgument,
            "retry_location: one of firstNode, errorNode, specifiedNode is needed"
        ) { ($0.retryLocation, $0.nodeName) = (.specifiedNode, "a") },
        Mistake(
            "5", "DLF.0802", .invalidArgument,
            "retry_task_version: one of original_version, current_version is needed"
        ) { $0.retryTaskVersion = .unrecognized(7) },
        Mistake(
            "6", "DLF.3051", .invalidArgument,
            "retry_task_version: 7 is none of 1 original_version, 2 current_version"
        ) { $0.retryTaskVersion = .current },
        Mistake(
            "9, both", "DLF.3051", .invalidArgument,
            "task_retrys: they and jobs are given; name instances of the job, or jobs before and "
                + "after it"
        ) { ($0.taskRetrys, $0.jobs) = ([], []) },
        Mistake(
            "9, neither", "DLF.3051", .invalidArgument,
            "task_retrys: neither they nor jobs are given; name instances of the job, or jobs "
                + "before and after it"
        ) { $0.jobs = [RetryJob()] },
        Mistake(
            "10", "DLF.0802", .invalidArgument, "jobs[0].job_name: the name of the job is needed"
        ) { $0.jobs = [RetryJob(jobName: "nobody")] },
        Mistake(
            "14", "DLF.0802", .invalidArgument, "begin_time: the time is needed with jobs"
        ) { $0.beginTime = Hours.at(9) },
        Mistake("14", "DLF.0802", .invalidArgument, "end_time: the time is needed with jobs") {
            $0.endTime = Hours.at(8)
        },
        Mistake(
            "15", "DLF.30121", .invalidArgument,
            "begin_time is \(Hours.at(9)), later than end_time, which is \(Hours.at(8))"
        ) { $0.endTime = Hours.at(9) },
        Mistake(
            "16", "DLF.3051", .invalidArgument, "concurrent: 129 given; 1 to 128 are allowed"
        ) { $0.concurrent = 2 },
        Mistake(
            "17", "DLF.3051", .invalidArgument,
            "retry_location: 3 specifiedNode goes with task_retrys only; take 1 or 2"
        ) { $0.retryLocation = .errorNode },
        Mistake(
            "18, unknown", "DLF.1000", .notFound, "there is no job 'nobody' in workspace 'default'"
        ) { $0.jobs = [RetryJob(jobName: "down", workspaceId: "nowhere")] },
        Mistake("18, its workspace", "DLF.0819", .notFound, "there is no workspace 'nowhere'") {
            $0.jobs = [RetryJob(jobName: "alone")]
        },
        Mistake(
            "18, unrelated", "DLF.3051", .invalidArgument,
            "jobs[0]: job 'alone' comes neither before nor after job 'up'"
        ) { $0.jobs = [RetryJob(jobName: "down")] },
        Mistake(
            "19", "DLF.3051", .failedPrecondition, "Job [up] have no instances to rerun"
        ) { ($0.beginTime, $0.endTime) = (Hours.at(0), Hours.at(1)) },
    ]

    @Test func `of several things that are wrong the first in the order is said`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await prepare(sluice)
            // Everything is wrong; one thing after the other is put right.
            var request = RetryInstancesRequest(
                workspace: "nowhere", jobName: "nothing",
                taskRetrys: [TaskRetry(instanceId: 1)], jobs: [RetryJob()],
                beginTime: 0, endTime: 0, concurrent: 129)
            for mistake in Self.mistakes {
                let status = try await refusal { () async throws(Status) in
                    try await sluice.instances.retryInstances(request)
                }
                #expect(status.message == mistake.words, "row \(mistake.row)")
                #expect(status.errorCode == mistake.errorCode, "row \(mistake.row)")
                #expect(status.code == mistake.code, "row \(mistake.row)")
                mistake.putRight(&request)
            }
            let list = try await sluice.backfills.listBackfills(ListBackfillsRequest())
            #expect(list.backfills.allSatisfy { $0.kind == .backfill })
            request.retryLocation = .firstNode
            #expect(try await sluice.instances.retryInstances(request).backfill?.total == 4)
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
            #expect(shown.output.hasPrefix("4 cycles would run, at most 2 at once:"))
            let done = try await world.sluice(words + ["--yes", "--wait"])
            #expect(done.code == 0 && done.errors.contains("4/4 succeeded"), "\(done)")
        }
    }
}
