import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Fields of the details of an instance and its nodes.
@Suite(.timeLimit(.minutes(10))) struct DetailsTests {
    @Test func `the details of an instance have the fields of the reference`() async throws {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            let job = try await daemon.sluice.submit(
                """
                name: fields
                nodes:
                  - {name: first, type: Shell, script: "\(gate.arrive); \(gate.pass)"}
                  - {name: second, type: Dummy, dependsOn: first}
                """)
            let planned: Int64 = 1_551_425_326_540
            let id = try await daemon.sluice.instances.runJob(
                RunJobRequest(jobName: "fields", planTime: planned)
            ).instanceId
            try await gate.arrived()
            let running = try await daemon.sluice.details(of: id) {
                $0.statuses["first"] == .running
            }
            let live = try #require(running.instance)
            #expect(live.jobName == "fields" && live.instanceId == id)  // S97, S98
            #expect(live.planTime == planned)  // S108
            #expect(live.startTime >= live.submitTime && live.submitTime > planned)  // S109
            #expect(live.endTime == nil)  // S110
            #expect(live.total == 2 && running.nodes.count == 2)  // S112, S113
            #expect(live.jobId == job.jobId && live.instanceType == .manual)

            gate.open()
            let ended = try await daemon.sluice.ended(id)
            let instance = try #require(ended.instance)
            let end = try #require(instance.endTime)
            let duration = try #require(instance.executeTime)
            #expect(end >= instance.startTime)
            // S111: milliseconds, by another clock than the times.
            #expect(abs(end - instance.startTime - duration) < 1_000)
            #expect(instance.submitTime == live.submitTime && instance.planTime == planned)
        }
    }

    @Test func `S89 S90: one call gives an instance and how each of its nodes runs`() async throws {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.submit(
                "name: job_batch\nnodes: [{name: Dummy_8556, type: Dummy}, {name: e, type: Dummy}]")
            let id = try await daemon.sluice.run("job_batch")
            // S92, S93, S134: by the job's name and the instance's id.
            let found = try await daemon.sluice.instances.getInstance(
                GetInstanceRequest(jobName: "job_batch", instanceId: id))
            #expect(found.nodes.map(\.nodeName) == ["Dummy_8556", "e"])
            #expect(found.nodes.allSatisfy { $0.instanceId == id && $0.status == .success })
            // S137: the id of the instance stands once in it.
            let json = try #require(found.instance?.jsonString())
            #expect(json.split(separator: "\"instanceId\"").count == 2)
            await #expect(throws: Status.self) {
                try await daemon.sluice.instances.getInstance(
                    GetInstanceRequest(jobName: "another", instanceId: id))
            }
        }
    }

    @Test func `a node's details have the fields of the reference`() async throws {
        try await World.withDaemon { world, daemon in
            try await daemon.sluice.submit(
                """
                name: rows
                nodes:
                  - name: counts
                    type: Shell
                    retryTimes: 2
                    retryInterval: 0s
                    script: |
                      echo line >>'\(world.folder)/tries'
                      [ "$SLUICE_ATTEMPT" -gt 1 ] || exit 1
                      echo rows=1234 >>"$SLUICE_OUTPUT"
                      echo colour=blue >>"$SLUICE_OUTPUT"
                  - {name: dummy, type: Dummy, dependsOn: counts}
                """)
            let id = try await daemon.sluice.run("rows")
            let ended = try await daemon.sluice.ended(id)
            #expect(ended.status == .success)
            let node = try ended.node("counts")
            #expect(node.type == "Shell" && node.instanceId == id)  // S127, S129
            #expect(node.planTime == ended.instance?.planTime)  // S124
            #expect(node.submitTime == ended.instance?.submitTime)  // S140
            #expect(node.retryTimes == 1 && node.attempt == 2)  // S128
            #expect(world.lines(of: "tries").count == 2)
            #expect(node.inputRowCount == 1_234)  // S130
            let milliseconds = try #require(node.executeTime)
            // S132: rows per second of the attempt.
            let rowsBySpeed = (node.speed ?? 0) * Double(milliseconds) / 1_000
            #expect(milliseconds == 0 ? node.speed == nil : abs(rowsBySpeed - 1_234) < 0.001)
            #expect(node.logPath?.hasPrefix(world.state) == true)  // S133
            #expect(node.outputs.contains(KeyValue(key: "colour", value: "blue")))

            let dummy = try ended.node("dummy")
            // S138: no process, no log.
            #expect(dummy.logPath == nil && dummy.speed == nil && dummy.startTime > 0)
            let attempts = try await daemon.sluice.attempts(of: id, "counts")
            #expect(attempts.map(\.attempt) == [1, 2])
            #expect(attempts.map(\.outcome) == [.exit, .success])
        }
    }

    @Test func `a chain of a thousand nodes runs to its end`() async throws {
        try await World.withDaemon { _, daemon in
            let nodes = (1...1_000).map { number in
                let upstream = number == 1 ? "" : ", dependsOn: n\(number - 1)"
                return "  - {name: n\(number), type: Dummy\(upstream)}"
            }
            try await expectSuccess(daemon, nodes, total: 1_000)
        }
    }

    @Test func `ten nodes in each of a hundred layers run to their end`() async throws {
        try await World.withDaemon { _, daemon in
            let nodes = (0..<100).flatMap { layer in
                (0..<10).map { place in
                    let upstream = (0..<10).map { "n\(layer - 1)-\($0)" }.joined(separator: ", ")
                    let after = layer == 0 ? "" : ", dependsOn: [\(upstream)]"
                    return "  - {name: n\(layer)-\(place), type: Dummy\(after)}"
                }
            }
            try await expectSuccess(daemon, nodes, total: 1_000)
        }
    }

    /// All succeed, each after what it depends on, whatever the size of a page.
    private func expectSuccess(_ daemon: Daemon, _ nodes: [String], total: Int) async throws {
        try await daemon.sluice.submit("name: many\nnodes:\n" + nodes.joined(separator: "\n"))
        let id = try await daemon.sluice.run("many")
        #expect(try await daemon.sluice.ended(id).status == .success)
        var (request, seen) = (GetInstanceRequest(instanceId: id, nodePageSize: 300), Set<String>())
        repeat {
            let page = try await daemon.sluice.instances.getInstance(request)
            #expect(page.instance?.total == Int32(total) && page.nodes.count <= 300)
            for node in page.nodes {
                #expect(node.status == .success && seen.isSuperset(of: node.dependsOn))
                #expect(seen.insert(node.nodeName).inserted)
            }
            request.nodePageToken = page.nextNodePageToken
        } while !request.nodePageToken.isEmpty
        #expect(seen.count == total)
    }
}
