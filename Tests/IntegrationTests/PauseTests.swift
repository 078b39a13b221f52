import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Pause and resume of nodes.
@Suite(.timeLimit(.minutes(10))) struct PauseTests {
    @Test func `S45 S48 S87: a paused node is marked, and neither it nor what follows is started`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon, ["a", "b < a", "c < b", "d < a"]
            ).run()
            try await run.begun("a")
            try await run.operate(.pause, "b")
            let marked = try await run.picture
            #expect(
                marked == "running: a#1 running, b#0 pause UPSTREAM, c#0 waiting UPSTREAM, "
                    + "d#0 waiting UPSTREAM")
            try await run.finish("a")
            try await run.end("d")
            let held = try await run.picture(at: .pause)
            #expect(
                held == "pause: a#1 success, b#0 pause SLOT, c#0 waiting UPSTREAM, d#1 success")
            // S49, S51, S88
            try await run.operate(.resume, "b")
            try await run.end(["b", "c"])
            let end = try await run.end
            #expect(end == "success: a#1 success, b#1 success, c#1 success, d#1 success")
        }
    }

    @Test func `S46 S54: other cycles of the node are not paused`() async throws {
        try await World.withDaemon { world, daemon in
            let pipeline = try await Pipeline(world, daemon, ["a", "b < a"])
            let run = try await pipeline.run()
            try await run.end("a")
            try await run.begun("b")
            try await run.operate(.pause, "a", "b")
            try await run.finish("b")
            #expect(
                try await run.end == "success: a#1 success paused, b#1 success paused")
            let next = try await pipeline.run()
            try await next.end(["a", "b"])
            #expect(try await next.end == "success: a#1 success, b#1 success")
        }
    }

    @Test func `S48: a running attempt is not interrupted by a pause`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a"]).run()
            try await run.begun("a")
            try await run.operate(.pause, "a")
            let live = try await run.picture
            #expect(live == "running: a#1 running paused, b#0 waiting UPSTREAM")
            try await run.finish("a")
            let held = try await run.picture
            #expect(held == "pause: a#1 success paused, b#0 waiting UPSTREAM")
            let attempts = try await daemon.sluice.attempts(of: run.id, "a")
            #expect(attempts.map(\.outcome) == [.success])
        }
    }

    @Test func `a rerun of a paused node waits for the resume`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a"]).run()
            try await run.end("a", exit: 1)
            _ = try await run.end
            try await run.operate(.pause, "a")
            try await run.operate(.rerun, "a")
            #expect(try await run.picture == "pause: a#1 pause SLOT, b#0 waiting UPSTREAM")
            try await run.operate(.resume, "a")
            try await run.end(["a", "b"])
            #expect(try await run.end == "success: a#2 success, b#1 success")
        }
    }

    @Test func `only a resume takes a pause away`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a", "c < b"]).run()
            try await run.end("a")
            try await run.end("b", exit: 1)
            _ = try await run.end
            try await run.operate(.pause, "b")
            try await run.operate(.setSuccess, "b")
            // The status is another; what comes after it starts only when it is resumed.
            let held = try await run.picture
            #expect(
                held == "pause: a#1 success, b#1 success paused forced, c#0 waiting UPSTREAM")
            try await run.operate(.stop)
            _ = try await run.end
            try await daemon.sluice.retry("chain", run.id, .firstNode)
            try await run.end("a")
            let again = try await run.picture(at: .pause)
            #expect(again == "pause: a#2 success, b#1 pause SLOT, c#0 waiting UPSTREAM")
        }
    }
}
