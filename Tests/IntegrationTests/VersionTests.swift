import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Jobs and their numbered versions.
@Suite(.timeLimit(.minutes(10))) struct VersionTests {
    private let one = "name: report\nnodes:\n  - {name: a, type: Dummy}\n"
    private let two =
        "name: report\nnodes:\n  - {name: a, type: Dummy, retryTimes: 1}\n"
        + "  - {name: b, type: Dummy, dependsOn: a}\n"

    @Test func `the same file again makes no new version`() async throws {
        try await World.withDaemon { _, daemon in
            let first = try await daemon.sluice.submit(one)
            let again = try await daemon.sluice.submit(one)
            #expect(first.changed && first.version == 1)
            #expect(!again.changed && again.version == 1 && again.jobId == first.jobId)
            let second = try await daemon.sluice.submit(two)
            #expect(second.changed && second.version == 2)
            let list = try await daemon.sluice.jobs.listJobVersions(
                ListJobVersionsRequest(jobName: "report"))
            #expect(list.versions.map(\.version) == [2, 1])
        }
    }

    @Test func `two versions are compared by node and by line`() async throws {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.submit(one)
            try await daemon.sluice.submit(two)
            let diff = try await daemon.sluice.jobs.diffJobVersions(
                DiffJobVersionsRequest(jobName: "report"))
            #expect(diff.fromVersion == 1 && diff.toVersion == 2)
            #expect(diff.nodesAdded == ["b"] && diff.nodesChanged == ["a"])
            #expect(diff.nodesRemoved == [])
            #expect(diff.unified.contains("+  - {name: b, type: Dummy, dependsOn: a}"))
            let old = try await daemon.sluice.jobs.getJob(
                GetJobRequest(jobName: "report", version: 1))
            #expect(old.source == one && old.definition?.nodes.map(\.name) == ["a"])
        }
    }

    @Test func `an instance keeps the version that it started with`() async throws {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            let source = """
                name: kept
                nodes: [{name: a, type: Shell, script: "\(gate.arrive); \(gate.pass)"}]
                """
            try await daemon.sluice.submit(source)
            let id = try await daemon.sluice.run("kept")
            try await gate.arrived()
            try await daemon.sluice.submit("name: kept\nnodes: [{name: z, type: Dummy}]")
            gate.open()
            let ended = try await daemon.sluice.ended(id)
            #expect(ended.instance?.version == 1 && ended.statuses == ["a": .success])
            let next = try await daemon.sluice.ended(try await daemon.sluice.run("kept"))
            #expect(next.instance?.version == 2 && next.statuses == ["z": .success])
        }
    }

    @Test func `a job with live instances is not deleted`() async throws {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            try await daemon.sluice.submit(
                """
                name: live
                nodes: [{name: a, type: Shell, script: "\(gate.arrive); \(gate.pass)"}]
                """)
            let id = try await daemon.sluice.run("live")
            try await gate.arrived()
            let request = DeleteJobRequest(options: .once(), jobName: "live")
            let status = try await refusal { () async throws(Status) in
                try await daemon.sluice.jobs.deleteJob(request)
            }
            #expect(status.code == .failedPrecondition)
            #expect(status.reason == "JOB_HAS_LIVE_INSTANCES")
            gate.open()
            _ = try await daemon.sluice.ended(id)
            _ = try await daemon.sluice.jobs.deleteJob(request)
            #expect(try await daemon.sluice.jobs.listJobs(ListJobsRequest()).jobs == [])
            // What has run stays readable.
            #expect(try await daemon.sluice.details(of: id).status == .success)
        }
    }
}
