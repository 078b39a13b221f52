import Glibc
import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// The operation log: every operation is recorded, and found by what it was done to.
@Suite(.timeLimit(.minutes(10))) struct HistoryTests {
    @Test func `S80: each operation on a node is in its log, with who, when, why and what`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let began = Int64(try #require(await now(world)))
            let run = try await Pipeline(world, daemon, ["a", "b < a"]).run()
            try await run.end("a", exit: 1)
            _ = try await run.end
            try await run.operate(.pause, "a", reason: "look first")
            _ = try await run.refusal(of: .pause, "a")
            try await run.operate(.resume, "a")
            try await run.operate(.removeUpstream, "b", reason: "not needed today")
            try await run.end("b")
            _ = try await run.end
            try await run.operate(.setSuccess, "a")
            let log = try await daemon.sluice.log(of: run.id, "a")
            #expect(log.map(\.operation) == ["pause", "pause", "resume", "set-success"])
            #expect(log.map(\.reason) == ["look first", "", "", ""])
            #expect(log.map(\.fromStatus) == ["fail", "", "fail", "fail"])
            #expect(log.map(\.toStatus) == ["fail", "", "fail", "success"])
            #expect(log.map(\.effect) == ["paused", "", "no longer paused", ""])
            #expect(log.map { !$0.refusal.isEmpty } == [false, true, false, false])
            #expect(log[1].refusal.contains("it would have to be not paused"))
            for entry in log {
                #expect(entry.uid == getuid() && entry.gid == getgid() && entry.pid == getpid())
                #expect(!entry.program.isEmpty && !entry.user.isEmpty)
                #expect(entry.instanceId == run.id && entry.nodeName == "a")
                #expect(entry.time >= began && entry.workspace == "default")
            }
            #expect(log.map(\.operationId) == log.map(\.operationId).sorted())
            let other = try await daemon.sluice.log(of: run.id, "b")
            #expect(other.map(\.operation) == ["remove-upstream"])
            #expect(other.map(\.effect) == ["no longer waits for a"])
            #expect(other.map(\.reason) == ["not needed today"])
        }
    }

    private func now(_ world: World) async throws -> Int? {
        Int(try await world.shell("date +%s000").output.dropLast())
    }

    @Test func `S80: an operation from the terminal is recorded as that of its user and program`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a"]).run()
            try await run.end("a", exit: 1)
            _ = try await run.end
            let done = try await world.sluice(
                "ok", "\(run.id)/a", "--yes", "--reason", "checked by hand")
            #expect(done.code == 0)
            let refused = try await world.sluice("node", "terminate", "\(run.id)/a", "--yes")
            #expect(refused.code == 4)
            let log = try await daemon.sluice.log(of: run.id, "a")
            #expect(log.map(\.operation) == ["set-success", "terminate"])
            #expect(log.map(\.program) == ["sluice", "sluice"])
            #expect(log.first?.reason == "checked by hand")
            let shown = try await world.sluice("history", "\(run.id)/a", "-o", "json")
            #expect(shown.output.contains("checked by hand"))
            #expect(shown.output.contains("terminate"))
        }
    }

    @Test func `S80: a refused batch is in the log of each node that it named`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a", "c < b"]).run()
            try await run.end("a")
            try await run.end("b", exit: 1)
            _ = try await run.end
            let status = try await run.refusal(of: .rerun, "b", "c")
            for node in ["b", "c"] {
                let log = try await daemon.sluice.log(of: run.id, node)
                #expect(log.map(\.operation) == ["rerun"])
                let others = node == "c" ? "" : "refused with others: "
                #expect(log.map(\.refusal) == [others + status.message])
            }
            // What is left out of a batch is refused in the log, what is done is done.
            try await run.operate(.rerun, "b", "c", skipRefused: true)
            let left = try await daemon.sluice.log(of: run.id, "c")
            #expect(left.map { $0.refusal.isEmpty } == [false, false])
            let done = try await daemon.sluice.log(of: run.id, "b")
            #expect(done.map { $0.refusal.isEmpty } == [false, true])
            let all = try await daemon.sluice.log(of: run.id)
            #expect(all.filter { $0.operation == "rerun" }.map(\.nodeName) == ["b", "c", "b", "c"])
        }
    }
}
