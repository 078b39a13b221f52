import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// The operations on instances (reference, 2.6) through the socket.
@Suite(.timeLimit(.minutes(10))) struct InstanceOperationTests {
    private static let chain = ["a", "b < a"]
    private static let plan: Int64 = 1_700_000_000_000

    @Test func `S105: of a paused instance what runs goes on and nothing more starts`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let pipeline = try await Pipeline(world, daemon, Self.chain)
            let run = try await pipeline.run()
            try await run.begun("a")
            try await run.operate(.pause)
            #expect(try await run.picture == "running paused: a#1 running, b#0 waiting UPSTREAM")
            let again = try await run.refusal(of: .pause)
            #expect(again.code == .failedPrecondition && again.reason == "INSTANCE_STATUS")
            try await run.finish("a")
            // S121: what the pause holds is shown as such only where the pause is the node's own.
            #expect(try await run.picture == "pause paused: a#1 success, b#0 waiting SLOT")
            let other = try await pipeline.run()
            try await other.end(["a", "b"])
            #expect(try await other.end == "success: a#1 success, b#1 success")
            try await run.operate(.resume)
            try await run.end("b")
            #expect(try await run.end == "success: a#1 success, b#1 success")
            let late = try await run.refusal(of: .resume)
            #expect(late.code == .failedPrecondition)
        }
    }

    @Test func `a paused instance can be stopped`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, Self.chain).run()
            try await run.begun("a")
            try await run.operate(.pause)
            try await run.finish("a")
            try await run.operate(.stop)
            let end = try await run.end
            #expect(end == "manual-stop paused: a#1 success, b#0 manual-stop")
            let again = try await run.refusal(of: .stop)
            #expect(
                again.message.contains(
                    "The job instance [\(run.id)] is in [manual-stop] status and cannot be "
                        + "stopped."))
        }
    }

    @Test func `an instance that waits for a confirmation runs when it is confirmed`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon, Self.chain, keys: "confirmBeforeRun: true"
            ).run()
            let held = try await daemon.sluice.details(of: run.id)
            #expect(held.picture == "waiting: a#0 waiting CONFIRM, b#0 waiting CONFIRM")
            #expect(held.instance?.startTime == 0)
            try await run.operate(.confirm, reason: "data is complete")
            try await run.end(["a", "b"])
            let ended = try await daemon.sluice.ended(run.id)
            #expect(ended.picture == "success: a#1 success, b#1 success")
            #expect(ended.instance?.attributes.map(\.kind) == ["confirmed"])
            #expect(ended.instance?.attributes.map(\.reason) == ["data is complete"])
        }
    }

    @Test func `without its dependencies an instance runs, and the next one waits for them`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let first = try await Pipeline(world, daemon, "first", ["x"])
            let second = try await Pipeline(
                world, daemon, "second", ["y"], keys: "dependJobs: [first]")
            let needed = try await first.run(planTime: Self.plan)
            try await needed.begun("x")
            let run = try await second.run(planTime: Self.plan)
            try await run.operate(.runWithoutDependencies)
            try await run.end("y")
            let ended = try await daemon.sluice.ended(run.id)
            #expect(ended.picture == "success: y#1 success")
            #expect(ended.instance?.dependencies.map(\.dropped) == [true])
            let next = try await second.run(planTime: Self.plan)
            #expect(try await next.picture == "waiting: y#0 waiting CROSS_JOB")
        }
    }

    @Test func `what is preferred takes the next turn of its job`() async throws {
        try await World.withDaemon { world, daemon in
            let pipeline = try await Pipeline(
                world, daemon, ["a"], keys: "maxParallelInstances: 1")
            let first = try await pipeline.run()
            try await first.begun("a")
            let second = try await pipeline.run()
            let third = try await pipeline.run()
            try await third.operate(.runPreferentially)
            try await first.finish("a")
            try await third.begun("a")
            #expect(try await second.picture == "waiting: a#0 waiting UPSTREAM")
            #expect(try await third.picture == "running: a#1 running")
            try await third.finish("a")
            try await second.end("a")
        }
    }

    @Test func `what was preferred while it was held takes the next turn as well`() async throws {
        try await World.withDaemon { world, daemon in
            let pipeline = try await Pipeline(
                world, daemon, ["a"], keys: "maxParallelInstances: 1\nconfirmBeforeRun: true")
            let runs = [
                try await pipeline.run(), try await pipeline.run(), try await pipeline.run(),
            ]
            try await runs[0].operate(.confirm)
            try await runs[0].begun("a")
            try await runs[2].operate(.runPreferentially)
            try await runs[1].operate(.confirm)
            try await runs[2].operate(.confirm)
            try await runs[0].finish("a")
            try await runs[2].begun("a")
            #expect(try await runs[2].picture == "running: a#1 running")
            #expect(try await runs[1].picture == "waiting: a#0 waiting UPSTREAM")
        }
    }

    @Test func `success by hand stops what runs, and leaves what failed`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon, ["a; failPolicy: SUSPEND", "b < a", "d", "e < d"]
            ).run()
            try await run.begun("d")
            try await run.end("a", exit: 1)
            _ = try await run.picture(at: .runningException)
            try await run.operate(.forceSuccess)
            let ended = try await daemon.sluice.ended(run.id)
            #expect(
                ended.picture == "success: a#1 fail, b#0 waiting UPSTREAM, d#1 manual-stop, "
                    + "e#0 waiting UPSTREAM")
            #expect(ended.instance?.forceSuccess == true)
            #expect(ended.instance?.ignoreSuccess == false)
            try await run.gone("d")
        }
    }

    @Test func `one instance that does not fit refuses the batch, and each is named`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            let pipeline = try await Pipeline(world, daemon, ["a"])
            var done: [Run] = []
            for _ in 0..<2 {
                let run = try await pipeline.run()
                try await run.end("a")
                _ = try await run.end
                done.append(run)
            }
            let live = try await pipeline.run()
            try await live.begun("a")
            let ids = [done[0].id, live.id, done[1].id]
            let status = try await refusal { () async throws(Status) in
                try await sluice.operate(.stop, ids)
            }
            #expect(status.code == .failedPrecondition)
            for run in done {
                #expect(status.message.contains("[\(run.id)] is in [success] status"))
            }
            #expect(!status.message.contains("[\(live.id)]"))
            #expect(try await live.picture == "running: a#1 running")
            let result = try await sluice.operate(.stop, ids, skipRefused: true)
            #expect(result.instances.map(\.instanceId) == [live.id])
            #expect(result.refused.map(\.instanceId) == done.map(\.id))
            #expect(try await live.end == "manual-stop: a#1 manual-stop")
        }
    }

    @Test func `a rerun of the downstream takes of other jobs what is named, and nothing else`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let first = try await Pipeline(world, daemon, "first", Self.chain)
            let second = try await Pipeline(
                world, daemon, "second", ["y"], keys: "dependJobs: [first]")
            let third = try await Pipeline(
                world, daemon, "third", ["z"], keys: "dependJobs: [first]")
            let run = try await first.run(planTime: Self.plan)
            let named = try await second.run(planTime: Self.plan)
            let other = try await third.run(planTime: Self.plan)
            try await run.end(["a", "b"])
            try await named.end("y")
            try await other.end("z")
            _ = (try await named.end, try await other.end)

            let shown = try await run.preview(.rerunDownstream, "a")
            #expect(shown.dependents.map(\.instanceId) == [named.id, other.id])
            #expect(shown.dependents.map(\.included) == [false, false])
            // None by default.
            try await run.operate(.rerunDownstream, "a")
            #expect(try await named.picture == "success: y#1 success")
            #expect(try await other.picture == "success: z#1 success")
            try await run.end("b")
            _ = try await run.end
            try await run.operate(.rerunDownstream, "a", dependents: [named.id])
            // It waits for what it depends on.
            #expect(try await named.picture == "waiting: y#1 waiting CROSS_JOB")
            try await run.end("b")
            try await named.end("y")
            #expect(try await named.end == "success: y#2 success")
            #expect(try await other.picture == "success: z#1 success")
            #expect(try await run.end == "success: a#1 success, b#3 success")
        }
    }
}
