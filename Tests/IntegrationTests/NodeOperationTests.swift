import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// The operations on one node through the socket: rerun, rerun downstream, set success, force
/// rerun, remove upstream. Terminate, pause and resume are in files of their own.
@Suite(.timeLimit(.minutes(10))) struct NodeOperationTests {
    /// A job whose nodes pass on what is in the file `data`: each writes what the one before wrote.
    private static func copying(_ world: World) -> String {
        """
        name: copies
        nodes:
          - {name: a, type: Shell, script: "cp '\(world.folder)/data' '\(world.folder)/a'"}
          - {name: b, type: Shell, dependsOn: a, script: "cd '\(world.folder)'; cp a b"}
          - {name: c, type: Shell, dependsOn: b, script: "cd '\(world.folder)'; cp b c"}
        """
    }

    // MARK: Rerun

    @Test func `S7: a rerun takes what has not run after the node, and nothing else`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon, ["a", "b < a", "c < b", "d < c", "other < a", "last < other"]
            ).run()
            try await run.end("a")
            try await run.end(["other", "last"])
            try await run.end("b", exit: 1)
            _ = try await run.end
            try await run.operate(.rerun, "b")
            try await run.end(["b", "c", "d"])
            let end = try await run.end
            #expect(
                end == "success: a#1 success, b#2 success, c#1 success, d#1 success, "
                    + "other#1 success, last#1 success")
        }
    }

    @Test func `S7: a rerun whose upstream has not succeeded waits for it`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a"]).run()
            try await run.end(["a", "b"])
            _ = try await run.end
            try await run.operate(.rerun, "a")
            try await run.begun("a")
            try await run.operate(.rerun, "b")
            let waits = try await run.picture
            #expect(waits == "running: a#2 running, b#1 waiting UPSTREAM")
            try await run.finish("a")
            try await run.end("b")
            #expect(try await run.end == "success: a#2 success, b#2 success")
        }
    }

    @Test func `S9: a rerun renews the data of the node and of what comes after it`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            try await daemon.sluice.submit(Self.copying(world))
            let id = try await daemon.sluice.run("copies")
            #expect(try await daemon.sluice.ended(id).status == .fail)
            _ = try world.write("fresh\n", to: "data")
            try await daemon.sluice.operate(.rerun, [NodeTarget(instanceId: id, nodeName: "a")])
            #expect(try await daemon.sluice.ended(id).status == .success)
            for file in ["a", "b", "c"] { #expect(world.lines(of: file) == ["fresh"]) }
        }
    }

    // MARK: Rerun downstream

    @Test func `S22 S82: a rerun of the downstream takes all after the node and not the node`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon, ["a", "b < a", "c < b", "d < a", "e < c, d", "beside"]
            ).run()
            try await run.end(["a", "beside", "b", "c", "d", "e"])
            _ = try await run.end
            let result = try await run.operate(.rerunDownstream, "b")
            let changed = result.instances.flatMap(\.nodes).filter { $0.from != $0.to }
            #expect(changed.map(\.nodeName) == ["c", "e"])
            try await run.end(["c", "e"])
            let end = try await run.end
            #expect(
                end == "success: a#1 success, b#1 success, c#2 success, d#1 success, "
                    + "e#2 success, beside#1 success")
        }
    }

    @Test func `S23 S26: what comes after a renewed node is renewed`() async throws {
        try await World.withDaemon { world, daemon in
            _ = try world.write("old\n", to: "data")
            try await daemon.sluice.submit(Self.copying(world))
            let id = try await daemon.sluice.run("copies")
            _ = try await daemon.sluice.ended(id)
            _ = try world.write("new\n", to: "data")
            let a = NodeTarget(instanceId: id, nodeName: "a")
            try await daemon.sluice.operate(.rerun, [a])
            _ = try await daemon.sluice.ended(id)
            #expect(["a", "b", "c"].flatMap { world.lines(of: $0) } == ["new", "old", "old"])
            try await daemon.sluice.operate(.rerunDownstream, [a])
            _ = try await daemon.sluice.ended(id)
            #expect(["a", "b", "c"].flatMap { world.lines(of: $0) } == ["new", "new", "new"])
        }
    }

    @Test func `S24: a failed node after it runs again`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a", "c < b"]).run()
            try await run.end("a")
            try await run.end("b", exit: 1)
            _ = try await run.end
            try await run.operate(.rerunDownstream, "a")
            try await run.end(["b", "c"])
            #expect(try await run.end == "success: a#1 success, b#2 success, c#1 success")
        }
    }

    @Test func `S25: after a node that failed the downstream waits until it succeeds`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon, ["a", "b < a; failPolicy: IGNORE", "c < b"]
            ).run()
            try await run.end("a")
            try await run.end("b", exit: 1)
            try await run.end("c")
            _ = try await run.end
            // A failure that its policy ignores lets c run.
            try await run.operate(.rerunDownstream, "b")
            try await run.end("c")
            #expect(try await run.end == "success: a#1 success, b#1 fail, c#2 success")

            let strict = try await Pipeline(world, daemon, "strict", ["a", "b < a"]).run()
            try await strict.end("a", exit: 1)
            _ = try await strict.end
            try await strict.operate(.forceRerun, "b")
            try await strict.end("b")
            _ = try await strict.end
            try await strict.operate(.rerunDownstream, "a")
            #expect(try await strict.picture == "fail: a#1 fail, b#1 waiting UPSTREAM")
            try await strict.operate(.rerun, "a")
            try await strict.end(["a", "b"])
            #expect(try await strict.end == "success: a#2 success, b#2 success")
        }
    }

    // MARK: Set success

    @Test func `S27 S84: a node that is set to success takes part in scheduling again`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a"]).run()
            try await run.end("a", exit: 1)
            _ = try await run.end
            try await run.operate(.setSuccess, "a")
            try await run.end("b")
            #expect(try await run.end == "success: a#1 success forced, b#1 success")
            let attributes = try await run.node("a").attributes
            #expect(attributes.map(\.kind) == ["forced-success"])
            // It can be rerun like any success, and is then no longer forced.
            try await run.operate(.rerun, "a")
            try await run.end("a")
            #expect(try await run.end == "success: a#2 success, b#1 success")
        }
    }

    @Test func `S27: the instance leaves running-exception when its failure is set to success`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon, ["a; failPolicy: SUSPEND", "b < a"]
            ).run()
            try await run.end("a", exit: 1)
            _ = try await run.picture(at: .runningException)
            try await run.operate(.setSuccess, "a")
            try await run.end("b")
            #expect(try await run.end == "success: a#1 success forced, b#1 success")
        }
    }

    @Test func `the instance is a success when what is left of failures is ignored`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon, ["a", "b; failPolicy: IGNORE", "c < a"]
            ).run()
            try await run.end("b", exit: 1)
            try await run.end("a", exit: 1)
            _ = try await run.end
            try await run.operate(.forceRerun, "c")
            try await run.end("c")
            #expect(try await run.end == "fail: a#1 fail, b#1 fail, c#1 success")
            try await run.operate(.setSuccess, "a")
            let details = try await daemon.sluice.details(of: run.id)
            #expect(details.picture == "success: a#1 success forced, b#1 fail, c#1 success")
            #expect(details.instance?.ignoreSuccess == true)
            #expect(details.instance?.forceSuccess == false)
        }
    }

    @Test func `S29: to set a node to success changes nothing else`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b", "c < b"]).run()
            try await run.end("a", exit: 3)
            try await run.end("b", exit: 3)
            let before = try await daemon.sluice.ended(run.id)
            let attempts = try await daemon.sluice.attempts(of: run.id, "a")
            try await run.operate(.setSuccess, "a")
            let after = try await daemon.sluice.details(of: run.id)
            #expect(after.picture == "fail: a#1 success forced, b#1 fail, c#0 waiting UPSTREAM")
            #expect(after.nodes.dropFirst() == before.nodes.dropFirst())
            #expect(after.instance?.endTime == before.instance?.endTime)
            // The attempt has failed for good: its exit and its log stay.
            #expect(try await daemon.sluice.attempts(of: run.id, "a") == attempts)
            #expect(attempts.map(\.exitCode) == [3])
            let log = try await daemon.sluice.instances.readLog(
                ReadLogRequest(instanceId: run.id, nodeName: "a"))
            #expect(String(decoding: log.data, as: UTF8.self) == "a attempt 1\n")
        }
    }

    // MARK: Force rerun

    @Test func `S36 S37: a success can be run again though nothing is wrong with it`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a"]).run()
            try await run.end(["a", "b"])
            _ = try await run.end
            try await run.operate(.forceRerun, "a")
            try await run.end("a")
            // What comes after has run and is left alone.
            #expect(try await run.end == "success: a#2 success, b#1 success")
        }
    }

    @Test func `S38 S86: a node is run though its upstream has not run`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a"]).run()
            try await run.begun("a")
            try await run.operate(.forceRerun, "b")
            try await run.end("b")
            #expect(try await run.picture == "running: a#1 running, b#1 success")
            try await run.finish("a")
            #expect(try await run.end == "success: a#1 success, b#1 success")
        }
    }

    @Test func `S39: a node that runs is ended and starts anew`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a"]).run()
            try await run.begun("a")
            try await run.operate(.forceRerun, "a")
            try await run.begun("a")
            let live = try await run.picture
            #expect(live == "running: a#2 running")
            try await run.finish("a")
            #expect(try await run.end == "success: a#2 success")
            let attempts = try await daemon.sluice.attempts(of: run.id, "a")
            #expect(attempts.map(\.outcome) == [.stopped, .success])
        }
    }

    @Test func `S40: what comes after a forced rerun runs if it succeeds, and only then`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a", "c < b"]).run()
            try await run.end("a", exit: 1)
            _ = try await run.end
            try await run.operate(.forceRerun, "b")
            try await run.end("b", exit: 1)
            #expect(try await run.end == "fail: a#1 fail, b#1 fail, c#0 waiting UPSTREAM")
            try await run.operate(.forceRerun, "b")
            try await run.end(["b", "c"])
            #expect(try await run.end == "fail: a#1 fail, b#2 success, c#1 success")
        }
    }

    // MARK: Remove upstream

    @Test func `S41 S85: the upstream that is named is removed, the other stays`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b", "c < a, b"]).run()
            try await run.begun("a")
            try await run.begun("b")
            try await run.operate(.removeUpstream, "c", upstreams: ["a"])
            let one = try await run.picture
            #expect(one == "running: a#1 running, b#1 running, c#0 waiting UPSTREAM without a")
            let unknown = try await run.refusal(of: .removeUpstream, "c", upstreams: ["x"])
            #expect(unknown.code == .invalidArgument && unknown.reason == "UPSTREAM_UNKNOWN")
            try await run.finish("b")
            try await run.end("c")
            try await run.finish("a")
            let end = try await run.end
            #expect(end == "success: a#1 success, b#1 success, c#1 success without a")
        }
    }

    @Test func `S44: without any upstream a node runs at once`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b", "c < a, b"]).run()
            try await run.begun("a")
            try await run.begun("b")
            let result = try await run.operate(.removeUpstream, "c")
            #expect(result.instances.flatMap(\.starts) == ["c"])
            try await run.end("c")
            let live = try await run.picture
            #expect(live == "running: a#1 running, b#1 running, c#1 success without a b")
        }
    }

    // MARK: Skip

    @Test func `a node that waits is passed over, and what comes after it goes on`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a", "c < b"]).run()
            try await run.begun("a")
            try await run.operate(.skip, "b")
            try await run.finish("a")
            try await run.end("c")
            #expect(try await run.end == "success: a#1 success, b#0 skip, c#1 success")
        }
    }

    // MARK: What the sources call it

    @Test(arguments: Situation.allCases)
    func `S52: a node has one of five run states, and a pause is a property beside it`(
        _ situation: Situation,
    ) async throws {
        try await World.withDaemon { world, daemon in
            for paused in [false, true] {
                let run = try await situation.run(world, daemon, "job\(paused)", paused: paused)
                let node = try await run.node("b")
                let shown = situation.shown
                let isHeld = paused && shown.status == .waiting
                #expect(node.status == (isHeld ? .pause : shown.status))
                #expect(node.waitReason == shown.waitReason && node.paused == paused)
                let allowed = try await daemon.sluice.allowed(run.id, "b")
                // S8, S25, S28, S33, S39, S43, S47, S50
                let state = situation.runState
                let isDone = [.succeeded, .failed].contains(state)
                let isActive = [.running, .waiting].contains(state)
                #expect(allowed.contains("rerun") == isDone)
                #expect(allowed.contains("rerun-downstream") == isDone)
                #expect(allowed.contains("set-success") == (state == .failed))
                #expect(allowed.contains("terminate") == isActive)
                #expect(allowed.isSuperset(of: ["force-rerun", "remove-upstream"]))
                #expect(allowed.contains("pause") == !paused)
                #expect(allowed.contains("resume") == paused)
            }
        }
    }
}
