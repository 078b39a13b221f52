import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Retry of ended instances, mode A, as the sources call it.
@Suite(.timeLimit(.minutes(10))) struct RetryTests {
    /// Fails at `b` until `ok` is `yes`; each node writes its attempt into its outputs.
    private static let source = """
        name: job_batch
        params: {ok: no}
        nodes:
          - {name: a, type: Shell, script: "echo by=$SLUICE_ATTEMPT >> $SLUICE_OUTPUT"}
          - {name: b, type: Shell, dependsOn: a, script: "test ${ok} = yes"}
          - {name: c, type: Shell, dependsOn: b, script: "true"}
        """

    /// An instance that has failed at `b`, as the list delivers it (S218).
    private func failed(_ sluice: Sluice) async throws -> Instance {
        try await sluice.submit(Self.source)
        let id = try await sluice.run("job_batch")
        let ended = try await sluice.ended(id)
        #expect(ended.statuses == ["a": .success, "b": .fail, "c": .waiting])
        let list = try await sluice.instances.listInstances(ListInstancesRequest())
        return try #require(list.instances.first { $0.instanceId == id })
    }

    private func attempts(_ details: GetInstanceResponse) -> [Int32] {
        details.nodes.map(\.attempt)
    }

    @Test func `example A of the sources is accepted and reruns what failed`() async throws {
        try await World.withDaemon { _, daemon in
            let instance = try await failed(daemon.sluice)
            // S188, S190, S194, S197, S199, S202, S203, S205, S206, S211, S215 to S217, S221, S224,
            // S226, S228: the job by its name, the instance by its triple, no begin, end, jobs or
            // concurrent.
            let request = RetryInstancesRequest(
                jobName: "job_batch", retryLocation: .errorNode, retryTaskVersion: .original,
                ignoreObsMonitor: true,
                taskRetrys: [
                    TaskRetry(
                        jobId: instance.jobId, planTime: instance.planTime,
                        submitTime: instance.submitTime)
                ],
                params: [KeyValue(key: "ok", value: "yes")])
            _ = try await daemon.sluice.instances.retryInstances(request)
            let ended = try await daemon.sluice.ended(instance.instanceId)
            #expect(ended.instance?.status == .success)
            #expect(attempts(ended) == [1, 2, 1])
            #expect(ended.runs.map(\.cause) == ["run", "retry errorNode"])
        }
    }

    @Test(arguments: [
        (RetryLocation.firstNode, "", [2, 2, 1] as [Int32], NodeStatus.success),  // S198
        (.errorNode, "", [1, 2, 1], .success),  // S199
        (.specifiedNode, "b", [1, 2, 1], .success),  // S200, S201
        (.specifiedNode, "c", [1, 1, 1], .skip),
    ])
    func `a retry starts where it is told`(
        location: RetryLocation, node: String, expected: [Int32], b: NodeStatus,
    ) async throws {
        try await World.withDaemon { _, daemon in
            let instance = try await failed(daemon.sluice)
            try await daemon.sluice.retry(
                "job_batch", instance.instanceId, location, node: node,
                params: [KeyValue(key: "ok", value: "yes")])
            let ended = try await daemon.sluice.ended(instance.instanceId)
            #expect(ended.instance?.status == .success)
            #expect(attempts(ended) == expected)
            #expect(ended.statuses["b"] == b)
        }
    }

    @Test(arguments: [
        (RetryTaskVersion.original, Int32(1), NodeStatus.fail),  // S203
        (.current, 2, .success),  // S204
    ])
    func `a retry takes the version that it is told`(
        which: RetryTaskVersion, version: Int32, b: NodeStatus,
    ) async throws {
        try await World.withDaemon { _, daemon in
            let instance = try await failed(daemon.sluice)
            try await daemon.sluice.submit(Self.source.replacing("ok: no", with: "ok: yes"))
            _ = try await daemon.sluice.instances.retryInstances(
                RetryInstancesRequest(
                    jobName: "job_batch", retryLocation: .errorNode, retryTaskVersion: which,
                    taskRetrys: [TaskRetry(instanceId: instance.instanceId)]))
            let ended = try await daemon.sluice.ended(instance.instanceId)
            #expect(ended.instance?.version == version)
            #expect(ended.statuses["b"] == b)
        }
    }
}
