import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// What was answered holds, and a repeated call changes nothing.
@Suite(.timeLimit(.minutes(10))) struct RepeatTests {
    @Test func `an answered run exists after kill -9 and its call can be repeated`() async throws {
        try await World.withDaemon { world, first in
            try await first.sluice.submit(
                """
                name: answered
                params: {colour: red}
                nodes:
                  - {name: runs, type: Shell, script: "echo ${colour} >>'\(world.folder)/runs'"}
                """)
            let request = RunJobRequest(
                options: ChangeOptions(requestId: "once"), jobName: "answered")
            let answer = try await first.sluice.instances.runJob(request)
            try await first.kill()

            let second = try await world.startDaemon()
            #expect(try await second.sluice.ended(answer.instanceId).status == .success)
            let again = try await second.sluice.instances.runJob(request)
            #expect(again.instanceId == answer.instanceId)
            #expect(again.result?.repeated == true && answer.result?.repeated == false)
            #expect(world.lines(of: "runs") == ["red"])
            let all = try await second.sluice.instances.listInstances(ListInstancesRequest())
            #expect(all.instances.map(\.instanceId) == [answer.instanceId])

            var other = request
            other.params = [KeyValue(key: "colour", value: "blue")]
            let status = try await refusal { () async throws(Status) in
                try await second.sluice.instances.runJob(other)
            }
            #expect(status.code == .invalidArgument)
        }
    }

    @Test func `an answered retry runs after kill -9 and its call can be repeated`() async throws {
        try await World.withDaemon { world, first in
            try await first.sluice.submit(
                """
                name: retried
                params: {code: "1"}
                nodes:
                  - name: breaks
                    type: Shell
                    script: echo ${code} >>'\(world.folder)/runs'; exit ${code}
                """)
            let id = try await first.sluice.run("retried")
            #expect(try await first.sluice.ended(id).status == .fail)
            let request = RetryInstancesRequest(
                options: ChangeOptions(requestId: "again"), jobName: "retried",
                retryLocation: .errorNode, retryTaskVersion: .original,
                taskRetrys: [TaskRetry(instanceId: id)],
                params: [KeyValue(key: "code", value: "0")])
            let answer = try await first.sluice.instances.retryInstances(request)
            try await first.kill()

            let second = try await world.startDaemon()
            #expect(try await second.sluice.ended(id).status == .success)
            let again = try await second.sluice.instances.retryInstances(request)
            #expect(again.result?.repeated == true)
            #expect(again.result?.instances == answer.result?.instances)
            #expect(world.lines(of: "runs") == ["1", "0"])
            #expect(try await second.sluice.details(of: id).runs.count == 2)
        }
    }

    @Test func `a refusal is not remembered`() async throws {
        try await World.withDaemon { _, daemon in
            let request = RunJobRequest(options: ChangeOptions(requestId: "early"), jobName: "late")
            let status = try await refusal { () async throws(Status) in
                try await daemon.sluice.instances.runJob(request)
            }
            #expect(status.code == .notFound)
            try await daemon.sluice.submit("name: late\nnodes:\n  - {name: a, type: Dummy}")
            let answer = try await daemon.sluice.instances.runJob(request)
            #expect(try await daemon.sluice.ended(answer.instanceId).status == .success)
        }
    }

    @Test func `a dry run changes nothing and lists the changes`() async throws {
        try await World.withDaemon { _, daemon in
            let source = "name: dry\nnodes:\n  - {name: a, type: Dummy}"
            let submitted = try await daemon.sluice.jobs.submitJob(
                SubmitJobRequest(options: ChangeOptions(dryRun: true), source: source))
            #expect(submitted.changed && submitted.result?.dryRun == true)
            #expect(try await daemon.sluice.jobs.listJobs(ListJobsRequest()).jobs == [])

            try await daemon.sluice.submit(source)
            let events = try await daemon.sluice.allEvents()
            let run = try await daemon.sluice.instances.runJob(
                RunJobRequest(options: ChangeOptions(dryRun: true), jobName: "dry"))
            let change = try #require(run.result?.instances.first)
            #expect(run.instanceId == 0 && change.instanceId == 0 && change.jobName == "dry")
            #expect(change.from == .unspecified && run.result?.instanceTotal == 1)
            #expect(change.nodes.map(\.nodeName) == ["a"])
            let all = try await daemon.sluice.instances.listInstances(ListInstancesRequest())
            #expect(all.instances == [])
            #expect(try await daemon.sluice.allEvents() == events)
        }
    }

    @Test func `a plan token is carried out exactly or refused with ABORTED`() async throws {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            try await daemon.sluice.submit(
                """
                name: planned
                nodes:
                  - {name: a, type: Shell, script: "\(gate.arrive); \(gate.pass)"}
                  - {name: b, type: Shell, dependsOn: a, script: "\(gate.arrive); \(gate.pass)"}
                """)
            let id = try await daemon.sluice.run("planned")
            try await gate.arrived()
            func stop(_ options: ChangeOptions) async throws(Status) -> ChangeResult {
                try await daemon.sluice.instances.stopInstances(
                    StopInstancesRequest(options: options, instanceIds: [id])
                ).result ?? ChangeResult()
            }
            let stale = try await stop(ChangeOptions(dryRun: true))
            gate.open()
            try await gate.arrived()
            // The first node has ended: another set of nodes would be stopped.
            _ = try await daemon.sluice.details(of: id) { $0.statuses["b"] == .running }
            let status = try await refusal { () async throws(Status) in
                try await stop(ChangeOptions(planToken: stale.planToken))
            }
            #expect(status.code == .aborted)
            #expect(try await daemon.sluice.details(of: id).status == .running)

            let fresh = try await stop(ChangeOptions(dryRun: true))
            let done = try await stop(ChangeOptions(planToken: fresh.planToken))
            #expect(done.instances == fresh.instances && !done.dryRun)
            #expect(try await daemon.sluice.ended(id).status == .manualStop)
        }
    }
}
