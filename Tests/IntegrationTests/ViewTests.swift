import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// What can be looked at of a node in an instance, and where its task is edited.
@Suite(.timeLimit(.minutes(10))) struct ViewTests {
    private static let source = """
        name: report
        params: {day: monday}
        nodes:
          - {name: load, type: Dummy}
          - name: write
            type: Shell
            dependsOn: load
            script: "echo ${day}"
          - {name: send, type: Dummy, dependsOn: write}
        """

    private func target(_ id: Int64, _ node: String = "write") -> NodeTarget {
        NodeTarget(instanceId: id, nodeName: node)
    }

    @Test func `S1 S2 S3: what a run of a task leaves can be looked at and operated`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(Self.source)
            let before = try await sluice.instances.listInstances(ListInstancesRequest())
            #expect(before.instances.isEmpty)
            let id = try await sluice.run("report")
            let ended = try await sluice.ended(id)
            let after = try await sluice.instances.listInstances(ListInstancesRequest())
            #expect(after.instances.map(\.instanceId) == [id])
            #expect(ended.nodes.map(\.nodeName) == ["load", "write", "send"])
            for (view, words) in [
                ("log", "monday"), ("code", "echo monday"), ("prod", "version 1"),
                ("task", "before it"),
            ] {
                let result = try await world.sluice("node", view, "\(id)/write")
                #expect(result.code == 0 && result.output.contains(words), "\(view)")
            }
            let rerun = try await world.sluice("node", "rerun", "\(id)/write", "--yes", "--wait")
            #expect(rerun.code == 0)
            #expect(try await sluice.attempts(of: id, "write").count == 2)
        }
    }

    @Test func `S6 S32: every attempt's log stays, of one that was terminated too`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a"]).run()
            try await run.end("a", exit: 1)
            _ = try await run.end
            try await run.operate(.rerun, "a")
            try await run.begun("a")
            // While it runs.
            let live = try await log(daemon, run.id, attempt: 2)
            #expect(live == "a attempt 2\n")
            try await run.operate(.terminate, "a")
            _ = try await run.end
            try await run.operate(.rerun, "a")
            try await run.end("a")
            _ = try await run.end
            for attempt: Int32 in 1...3 {
                let text = try await log(daemon, run.id, attempt: attempt)
                #expect(text == "a attempt \(attempt)\n")
                let shown = try await world.sluice("log", "\(run.id)/a#\(attempt)")
                #expect(shown.output == text && shown.code == 0)
            }
            // S77: without a number it is that of the latest.
            let latest = try await log(daemon, run.id, attempt: 0)
            #expect(latest == "a attempt 3\n")
        }
    }

    private func log(_ daemon: Daemon, _ id: Int64, attempt: Int32) async throws -> String {
        let piece = try await daemon.sluice.instances.readLog(
            ReadLogRequest(instanceId: id, nodeName: "a", attempt: attempt))
        return String(decoding: piece.data, as: UTF8.self)
    }

    @Test func `S10 S75: the code of a node is what its attempts ran`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(Self.source + "\nconfirmBeforeRun: true")
            let id = try await sluice.run("report")
            let node = target(id)
            let defined = try await sluice.nodes.getNodeCode(GetNodeCodeRequest(node: node))
            #expect(defined.attempt == 0 && defined.script == "echo ${day}" && !defined.filledIn)
            try await sluice.operate(.confirm, [id])
            _ = try await sluice.ended(id)
            // The instance has gone on to another day and another version meanwhile.
            try await sluice.submit(Self.source.replacing("echo", with: "printf"))
            _ = try await sluice.instances.retryInstances(
                RetryInstancesRequest(
                    jobName: "report", retryLocation: .firstNode, retryTaskVersion: .current,
                    taskRetrys: [TaskRetry(instanceId: id)],
                    params: [KeyValue(key: "day", value: "tuesday")]))
            _ = try await sluice.ended(id)
            let first = try await sluice.nodes.getNodeCode(
                GetNodeCodeRequest(node: node, attempt: 1))
            #expect(first.script == "echo monday" && first.version == 1 && first.filledIn)
            let latest = try await sluice.nodes.getNodeCode(GetNodeCodeRequest(node: node))
            #expect(latest.attempt == 2 && latest.script == "printf tuesday")
            #expect(latest.version == 2 && latest.type == "Shell")
        }
    }

    @Test func `S11 S74: the task of a node is its definition and its place in the job`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(Self.source)
            let id = try await sluice.run("report")
            _ = try await sluice.ended(id)
            try await sluice.submit(Self.source.replacing("echo", with: "printf"))
            let found = try await sluice.nodes.getNodeTask(GetNodeTaskRequest(node: target(id)))
            #expect(found.jobName == "report" && found.version == 1 && found.latestVersion == 2)
            #expect(found.task?.name == "write" && found.task?.script == "echo ${day}")
            #expect(found.upstream == ["load"] && found.downstream == ["send"])
            #expect(found.tasks == ["load", "write", "send"])
        }
    }

    @Test func `S12 S13 S76: the production node is what production has now, if it has it`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(Self.source)
            let id = try await sluice.run("report")
            _ = try await sluice.ended(id)
            let request = GetProductionNodeRequest(node: target(id))
            try await sluice.submit(Self.source.replacing("echo", with: "printf"))
            let now = try await sluice.nodes.getProductionNode(request)
            #expect(now.version == 2 && now.task?.script == "printf ${day}")
            // The task is gone from its job, then the job.
            try await sluice.submit("name: report\nnodes: [{name: load, type: Dummy}]")
            let withoutTask = try await refusal { () async throws(Status) in
                try await sluice.nodes.getProductionNode(request)
            }
            _ = try await sluice.jobs.deleteJob(DeleteJobRequest(jobName: "report"))
            let withoutJob = try await refusal { () async throws(Status) in
                try await sluice.nodes.getProductionNode(request)
            }
            for status in [withoutTask, withoutJob] {
                #expect(status.code == .failedPrecondition)
                #expect(status.reason == "TASK_NOT_IN_PRODUCTION")
            }
            // Other views have no limit.
            _ = try await sluice.nodes.getNodeCode(GetNodeCodeRequest(node: target(id)))
            let task = try await sluice.nodes.getNodeTask(GetNodeTaskRequest(node: target(id)))
            #expect(task.latestVersion == 0)
        }
    }
}
