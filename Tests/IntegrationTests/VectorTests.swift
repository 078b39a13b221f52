import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// The scenario vectors of the reference, 2.10, through the socket: a chain of three nodes of
/// policy FAIL_CHILD, unless another shape is said.
@Suite(.timeLimit(.minutes(10))) struct VectorTests {
    private static let chain = ["a", "b < a", "c < b"]
    /// Of the vectors with other jobs.
    private static let cycle: Int64 = 1_700_000_000_000

    /// An instance of the chain in which `a` succeeded, `b` failed and `c` has not run.
    private func broken(_ world: World, _ daemon: Daemon) async throws -> Run {
        let run = try await Pipeline(world, daemon, Self.chain).run()
        try await run.end("a")
        try await run.end("b", exit: 3)
        let end = try await run.end
        #expect(end == "fail: a#1 success, b#1 fail, c#0 waiting UPSTREAM")
        return run
    }

    @Test func `V1: a failed node runs again, then what comes after it and has not run`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await broken(world, daemon)
            try await run.operate(.rerun, "b")  // S7
            try await run.end(["b", "c"])
            let end = try await run.end
            #expect(end == "success: a#1 success, b#2 success, c#1 success")
        }
    }

    @Test func `V2: a node that has not run cannot be rerun`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await broken(world, daemon)
            let status = try await run.refusal(of: .rerun, "c")  // S8
            #expect(status.code == .failedPrecondition && status.errorCode == "DLF.3051")
            #expect(
                status.message == "node \(run.id)/c is waiting (UPSTREAM) and cannot be rerun; it "
                    + "would have to be one of: success, skip, fail, manual-stop after an attempt")
        }
    }

    @Test func `V3: behind a failed node that is set to success scheduling goes on`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await broken(world, daemon)
            try await run.operate(.setSuccess, "b")  // S27
            try await run.end("c")
            let end = try await run.end
            #expect(end == "success: a#1 success, b#1 success forced, c#1 success")
            let log = try await daemon.sluice.log(of: run.id, "b")
            #expect(log.map(\.operation) == ["set-success"])
        }
    }

    @Test func `V4: a forced rerun runs though its upstream failed`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await broken(world, daemon)
            try await run.operate(.forceRerun, "c")  // S38
            try await run.end("c")
            let end = try await run.end
            #expect(end == "fail: a#1 success, b#1 fail, c#1 success")
        }
    }

    @Test func `V5: a node without its upstream runs directly, and only in this cycle`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await broken(world, daemon)
            try await run.operate(.removeUpstream, "c")  // S41, S44
            try await run.end("c")
            let end = try await run.end
            #expect(end == "fail: a#1 success, b#1 fail, c#1 success without b")
            // S42: the next cycle of c still depends on b.
            let next = try await run.pipeline.run()
            try await next.end("a")
            try await next.end("b", exit: 3)
            let endOfNext = try await next.end
            #expect(endOfNext == "fail: a#1 success, b#1 fail, c#0 waiting UPSTREAM")
            // It persists over a rerun of this instance.
            try await run.operate(.rerun, "c")
            try await run.end("c")
            let again = try await run.end
            #expect(again == "fail: a#1 success, b#1 fail, c#2 success without b")
        }
    }

    @Test func `V6: a terminated node is failed, and nothing after it runs`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, Self.chain).run()
            try await run.begun("a")
            try await run.operate(.terminate, "a")  // S30, S34, S35
            let end = try await run.end
            #expect(end == "fail: a#1 fail, b#0 waiting UPSTREAM, c#0 waiting UPSTREAM")
        }
    }

    @Test func `V7: what waits for its upstream cannot be terminated, what is ready can`()
        async throws
    {
        try await World.withDaemon(["--slots", "1"]) { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a", "d"]).run()
            try await run.begun("a")
            let status = try await run.refusal(of: .terminate, "b")  // S33
            #expect(status.code == .failedPrecondition)
            #expect(status.message.contains("node \(run.id)/b is waiting (UPSTREAM)"))
            let before = try await run.picture
            #expect(before == "running: a#1 running, b#0 waiting UPSTREAM, d#0 waiting SLOT")
            try await run.operate(.terminate, "d")
            let after = try await run.picture
            #expect(after == "running: a#1 running, b#0 waiting UPSTREAM, d#0 fail")
            try await run.finish("a")
            try await run.end("b")
            let end = try await run.end
            #expect(end == "fail: a#1 success, b#1 success, d#0 fail")
        }
    }

    @Test func `V8: a node that is paused while it runs ends, and what follows waits`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, Self.chain).run()
            try await run.end("a")
            try await run.begun("b")
            try await run.operate(.pause, "b")  // S45, S48
            try await run.finish("b")
            let held = try await run.picture
            #expect(held == "pause: a#1 success, b#1 success paused, c#0 waiting UPSTREAM")
            try await run.operate(.resume, "b")  // S49, S51
            try await run.end("c")
            let end = try await run.end
            #expect(end == "success: a#1 success, b#1 success, c#1 success")
        }
    }

    @Test func `V9: only what is not paused is paused, only what is paused is resumed`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await broken(world, daemon)
            try await run.operate(.pause, "b")
            let again = try await run.refusal(of: .pause, "b")  // S47
            #expect(again.code == .failedPrecondition)
            #expect(again.message.contains("it would have to be not paused"))
            let other = try await run.refusal(of: .resume, "a")  // S50
            #expect(other.code == .failedPrecondition)
            #expect(other.message.contains("it would have to be paused"))
        }
    }

    @Test func `V10: a rerun takes the node, a rerun of the downstream what comes after it`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, Self.chain).run()
            try await run.end(["a", "b", "c"])
            _ = try await run.end
            try await run.operate(.rerun, "a")
            try await run.end("a")
            let first = try await run.end
            #expect(first == "success: a#2 success, b#1 success, c#1 success")
            try await run.operate(.rerunDownstream, "a")  // S22
            let live = try await run.picture
            #expect(live == "running: a#2 success, b#2 running, c#1 waiting UPSTREAM")
            try await run.end(["b", "c"])
            let second = try await run.end
            #expect(second == "success: a#2 success, b#2 success, c#2 success")
        }
    }

    @Test func `V11: one node that does not fit refuses the batch`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await broken(world, daemon)
            let status = try await run.refusal(of: .rerun, "b", "c")  // S58
            #expect(status.code == .failedPrecondition)
            #expect(status.message.contains("node \(run.id)/c is waiting (UPSTREAM)"))
        }
    }

    @Test func `V12: a failure of policy SUSPEND holds its instance and those after it`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let first = try await Pipeline(
                world, daemon, "first",
                [
                    "a", "b < a; failPolicy: SUSPEND, retryTimes: 2, retryInterval: 0s", "c < b",
                ])
            let after = try await Pipeline(
                world, daemon, "after", ["x"],
                keys: "dependJobs: [{job: first, onFailure: suspend}]")
            let (run, dependent) = (
                try await first.run(planTime: Self.cycle), try await after.run(planTime: Self.cycle)
            )
            try await run.end("a")
            for _ in 0...2 { try await run.end("b", exit: 1) }
            let suspended = try await run.picture(at: .runningException)
            #expect(
                suspended == "running-exception: a#1 success, b#3 fail, c#0 waiting UPSTREAM")
            #expect(try await run.node("b").retryTimes == 2)
            let waiting = try await dependent.picture
            #expect(waiting == "waiting: x#0 waiting CROSS_JOB")
            try await run.operate(.continue)
            try await run.end("c")
            let end = try await run.end
            #expect(end == "success: a#1 success, b#3 fail, c#1 success")
            try await dependent.end("x")
            #expect(try await dependent.end == "success: x#1 success")
        }
    }

    @Test func `V13: a failure of policy IGNORE is no obstacle`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon, ["a", "b < a; failPolicy: IGNORE", "c < b"]
            ).run()
            try await run.end("a")
            try await run.end("b", exit: 1)
            try await run.end("c")
            let end = try await daemon.sluice.ended(run.id)
            #expect(end.picture == "success: a#1 success, b#1 fail, c#1 success")
            #expect(end.instance?.ignoreSuccess == true && end.instance?.forceSuccess == false)
        }
    }

    @Test func `V14: FAIL_CHILD lets the other branch end, FAIL stops it`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a", "d < a"]).run()
            try await run.end("a")
            try await run.begun("d")
            try await run.end("b", exit: 1)
            let live = try await run.picture
            #expect(live == "running: a#1 success, b#1 fail, d#1 running")
            try await run.finish("d")
            #expect(try await run.end == "fail: a#1 success, b#1 fail, d#1 success")

            let strict = try await Pipeline(
                world, daemon, "strict", ["a", "b < a; failPolicy: FAIL", "d < a"]
            ).run()
            try await strict.end("a")
            try await strict.begun("d")
            try await strict.end("b", exit: 1)
            #expect(try await strict.end == "fail: a#1 success, b#1 fail, d#1 manual-stop")
            try await strict.gone("d")
        }
    }

    @Test func `V15: a stopped instance starts again where it was`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, Self.chain).run()
            try await run.begun("a")
            try await run.operate(.stop)
            let stopped = try await run.end
            #expect(stopped == "manual-stop: a#1 manual-stop, b#0 manual-stop, c#0 manual-stop")
            try await daemon.sluice.retry("chain", run.id, .errorNode)
            let retried = try await run.picture
            #expect(retried == "running: a#2 running, b#0 waiting UPSTREAM, c#0 waiting UPSTREAM")
            try await run.end(["a", "b", "c"])
            #expect(try await run.end == "success: a#2 success, b#1 success, c#1 success")
        }
    }

    @Test func `V16: the only node of a job cannot be skipped`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon, ["only"], keys: "confirmBeforeRun: true"
            ).run()
            let status = try await run.refusal(of: .skip, "only")
            #expect(status.code == .failedPrecondition)
            #expect(status.message.contains("is the only node of its job"))
        }
    }

    @Test func `V17: success by hand frees what waits, not what was cancelled`() async throws {
        try await World.withDaemon { world, daemon in
            let first = try await Pipeline(world, daemon, "job1", ["a"])
            let waits = try await Pipeline(
                world, daemon, "job2", ["x"],
                keys: "dependJobs: [{job: job1, onFailure: suspend}]")
            let falls = try await Pipeline(
                world, daemon, "job3", ["x"], keys: "dependJobs: [job1]")
            let run = try await first.run(planTime: Self.cycle)
            let waiting = try await waits.run(planTime: Self.cycle)
            let cancelled = try await falls.run(planTime: Self.cycle)
            try await run.end("a", exit: 1)
            #expect(try await run.end == "fail: a#1 fail")
            #expect(try await cancelled.end == "manual-stop: x#0 manual-stop")
            #expect(try await waiting.picture == "waiting: x#0 waiting CROSS_JOB")

            try await run.operate(.forceSuccess)
            let forced = try await daemon.sluice.details(of: run.id)
            #expect(forced.picture == "success: a#1 fail")
            #expect(forced.instance?.forceSuccess == true)
            try await waiting.end("x")
            #expect(try await waiting.end == "success: x#1 success")
            #expect(try await cancelled.picture == "manual-stop: x#0 manual-stop")
        }
    }
}
