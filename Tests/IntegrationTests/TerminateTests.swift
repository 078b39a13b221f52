import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Terminate, and what happens between it and the end of the attempt.
@Suite(.timeLimit(.minutes(10))) struct TerminateTests {
    @Test(arguments: ["FAIL_CHILD", "FAIL", "IGNORE", "SUSPEND"])
    func `S30 S34 S35: a terminated node fails, and nothing after it runs whatever its policy`(
        _ policy: String,
    ) async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon,
                ["a; failPolicy: \(policy), retryTimes: 3, retryInterval: 0s", "b < a", "c < b"]
            ).run()
            try await run.begun("a")
            try await run.operate(.terminate, "a")
            let end = try await run.end
            // By hand: it is not retried (S32), and nothing is suspended or ignored.
            #expect(end == "fail: a#1 fail, b#0 waiting UPSTREAM, c#0 waiting UPSTREAM")
            // S31: it does not run any more.
            try await run.gone("a")
            let attempts = try await daemon.sluice.attempts(of: run.id, "a")
            #expect(attempts.map(\.outcome) == [.stopped])
            let node = try await run.node("a")
            #expect(node.attributes.map(\.kind) == ["terminated"])
            #expect(node.reason.hasPrefix("terminated by hand"))
        }
    }

    @Test(arguments: [
        Situation.waitsForSlot, .waitsForRetry, .waitsForConfirmation, .waitsForPlanTime,
    ])
    func `S30 S33 S83: what waits, and not for its upstream, can be terminated`(
        _ situation: Situation,
    ) async throws {
        try await World.withDaemon { world, daemon in
            let run = try await situation.run(world, daemon, "job")
            let attempt = try await run.node("b").attempt
            try await run.operate(.terminate, "b")
            let node = try await run.node("b")
            #expect(node.status == .fail && node.attempt == attempt)
            // S34
            #expect(try await run.node("c").status == .waiting)
        }
    }

    @Test(arguments: [
        Situation.success, .fail, .skip, .waitsForUpstream, .waitsForOtherJob,
        .stoppedAfterAnAttempt, .stoppedWithoutAnAttempt,
    ])
    func `S33: what neither runs nor waits for its turn cannot be terminated`(
        _ situation: Situation,
    ) async throws {
        try await World.withDaemon { world, daemon in
            let run = try await situation.run(world, daemon, "job")
            let status = try await run.refusal(of: .terminate, "b")
            #expect(status.code == .failedPrecondition && status.errorCode == "DLF.3051")
            let shown = situation.shown.status.text ?? ""
            #expect(status.message.contains("node \(run.id)/b is \(shown)"))
            #expect(
                status.message.contains(
                    "running, waiting (CONFIRM, PLAN_TIME, FILE, RETRY_DELAY, SLOT)"))
        }
    }

    @Test func `S35: the other branch goes on, and the instance fails at its end`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a", "d", "e < d"]).run()
            try await run.begun("a")
            try await run.begun("d")
            try await run.operate(.terminate, "a")
            try await run.finish("d")
            try await run.end("e")
            let end = try await run.end
            #expect(end == "fail: a#1 fail, b#0 waiting UPSTREAM, d#1 success, e#1 success")
        }
    }

    /// A node that takes its time to end when it is told to: it arrives at `last`, and goes when
    /// that gate is opened.
    private func stubborn(
        _ world: World, _ daemon: Daemon, _ first: Gate, _ last: Gate,
    ) async throws -> NodeTarget {
        try await daemon.sluice.submit(
            """
            name: stubborn
            nodes:
              - name: a
                type: Shell
                script: |
                  leave() { \(last.arrive); \(last.pass); exit 7; }
                  trap leave TERM
                  \(first.arrive)
                  \(first.pass)
            """)
        let id = try await daemon.sluice.run("stubborn")
        try await first.arrived()
        return NodeTarget(instanceId: id, nodeName: "a")
    }

    @Test func `until the old attempt is gone a node runs, and a forced rerun is not asked twice`()
        async throws
    {
        try await World.withDaemon(["--stop-grace", "600"]) { world, daemon in
            let (sluice, first, last) = (daemon.sluice, Gate(world), Gate(world, "last"))
            let node = try await stubborn(world, daemon, first, last)
            try await sluice.operate(.forceRerun, [node])
            try await last.arrived()
            let live = try await sluice.details(of: node.instanceId)
            #expect(live.picture == "running: a#1 running")
            let twice = try await refusal { () async throws(Status) in
                try await sluice.operate(.forceRerun, [node])
            }
            #expect(twice.code == .failedPrecondition)
            #expect(twice.message.contains("is being stopped already"))
            last.open()
            try await first.arrived()
            first.open()
            let end = try await sluice.ended(node.instanceId)
            #expect(end.picture == "success: a#2 success")
        }
    }

    @Test func `terminate takes back a forced rerun that has not started`() async throws {
        try await World.withDaemon(["--stop-grace", "600"]) { world, daemon in
            let (sluice, first, last) = (daemon.sluice, Gate(world), Gate(world, "last"))
            let node = try await stubborn(world, daemon, first, last)
            try await sluice.operate(.forceRerun, [node])
            try await last.arrived()
            try await sluice.operate(.terminate, [node])
            let twice = try await refusal { () async throws(Status) in
                try await sluice.operate(.terminate, [node])
            }
            #expect(twice.code == .failedPrecondition)
            last.open()
            let end = try await sluice.ended(node.instanceId)
            #expect(end.picture == "fail: a#1 fail")
            // The attempt keeps its true exit.
            let attempts = try await sluice.attempts(of: node.instanceId, "a")
            #expect(attempts.map(\.outcome) == [.stopped] && attempts.map(\.exitCode) == [7])
        }
    }
}
