import SluiceClient
import SluiceWire
import Testing

/// Every status that an operation of today can bring about, seen through the socket.
@Suite(.timeLimit(.minutes(10))) struct StatusTests {
    @Test func `a run passes from waiting through running to success`() async throws {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            try await daemon.sluice.submit(
                """
                name: statuses
                maxParallelInstances: 1
                nodes:
                  - {name: first, type: Shell, script: "\(gate.arrive); \(gate.pass)"}
                  - {name: second, type: Dummy, dependsOn: first}
                """)
            let held = try await daemon.sluice.run("statuses")
            let queued = try await daemon.sluice.run("statuses")
            try await gate.arrived()

            // S100: the slot of its job is taken.
            let waiting = try await daemon.sluice.details(of: queued)
            #expect(waiting.status == .waiting)
            #expect(waiting.instance?.waitReason == .slot)
            #expect(waiting.instance?.startTime == 0)
            #expect(waiting.statuses == ["first": .waiting, "second": .waiting])  // S116

            let running = try await daemon.sluice.details(of: held) {
                $0.statuses["first"] == .running
            }
            #expect(running.status == .running)  // S101
            #expect(running.statuses == ["first": .running, "second": .waiting])  // S117
            #expect(try running.node("second").waitReason == .upstream)

            gate.open(2)
            for instance in [held, queued] {
                let ended = try await daemon.sluice.ended(instance)
                #expect(ended.status == .success)  // S102
                #expect(ended.statuses == ["first": .success, "second": .success])  // S118
            }
        }
    }

    @Test func `a failed node fails the instance and what comes after never runs`() async throws {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.submit(
                """
                name: failing
                nodes:
                  - {name: breaks, type: Shell, script: exit 3}
                  - {name: after, type: Dummy, dependsOn: breaks}
                """)
            let ended = try await daemon.sluice.ended(try await daemon.sluice.run("failing"))
            #expect(ended.status == .fail)  // S103
            let breaks = try ended.node("breaks")
            #expect(breaks.status == .fail)  // S119
            #expect(breaks.exitCode == 3)
            #expect(breaks.reason == "exit 3")
            let after = try ended.node("after")
            #expect(after.status == .waiting)
            // Never started: 0, and no end (S125, S126).
            #expect(after.startTime == 0 && after.endTime == nil && after.attempt == 0)
        }
    }

    @Test func `a failed node of policy SUSPEND suspends its instance`() async throws {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.submit(
                """
                name: suspending
                params: {code: "1"}
                nodes:
                  - {name: suspends, type: Shell, script: "exit ${code}", failPolicy: SUSPEND}
                  - {name: after, type: Dummy, dependsOn: suspends}
                """)
            let instance = try await daemon.sluice.run("suspending")
            // S104
            let suspended = try await daemon.sluice.details(of: instance) {
                $0.status == .runningException
            }
            #expect(suspended.statuses == ["suspends": .fail, "after": .waiting])
            #expect(!suspended.isFinal)
            try await daemon.sluice.stop(instance)
            let stopped = try await daemon.sluice.ended(instance)
            #expect(stopped.status == .manualStop)
            #expect(stopped.statuses == ["suspends": .fail, "after": .manualStop])
        }
    }

    @Test func `a stop ends what runs and what waits as manual-stop`() async throws {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            try await daemon.sluice.submit(
                """
                name: stopped
                nodes:
                  - {name: done, type: Dummy}
                  - name: runs
                    type: Shell
                    dependsOn: done
                    script: \(gate.arrive); \(gate.pass)
                  - {name: waits, type: Dummy, dependsOn: runs}
                """)
            let instance = try await daemon.sluice.run("stopped")
            try await gate.arrived()
            try await daemon.sluice.stop(instance)
            let stopped = try await daemon.sluice.ended(instance)
            #expect(stopped.status == .manualStop)  // S106
            // S122
            #expect(
                stopped.statuses
                    == ["done": .success, "runs": .manualStop, "waits": .manualStop])
            try await gate.deserted()
            let attempts = try await daemon.sluice.attempts(of: instance, "runs")
            #expect(attempts.map(\.outcome) == [.stopped])
        }
    }

    @Test func `a retry from a node skips what is outside its range`() async throws {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.submit(
                """
                name: ranges
                params: {code: "1"}
                nodes:
                  - {name: root, type: Dummy}
                  - {name: left, type: Shell, dependsOn: root, script: "exit ${code}"}
                  - {name: right, type: Dummy, dependsOn: left}
                  - {name: after, type: Dummy, dependsOn: right}
                """)
            let instance = try await daemon.sluice.run("ranges")
            #expect(try await daemon.sluice.ended(instance).status == .fail)
            try await daemon.sluice.retry("ranges", instance, .specifiedNode, node: "right")
            let retried = try await daemon.sluice.ended(instance)
            #expect(retried.status == .success)
            // S120: `left` has not succeeded and is outside; `root` keeps its result.
            #expect(
                retried.statuses
                    == ["root": .success, "left": .skip, "right": .success, "after": .success])
            #expect(retried.runs.map(\.status) == [.fail, .success])
        }
    }

    @Test func `instances and nodes have the source's seven statuses each`() {
        // S107, S123
        #expect(
            InstanceStatus.allCases.filter { $0 != .unspecified }.map(\.rawValue) == Array(1...7))
        #expect(NodeStatus.allCases.filter { $0 != .unspecified }.map(\.rawValue) == Array(1...7))
    }
}
