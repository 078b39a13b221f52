import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Slots that nodes wait for: of pools, of workspaces, and of the daemon in the order of priority.
@Suite(.timeLimit(.minutes(10))) struct PoolTests {
    /// Returns when the node waits for slots.
    private func waitsForSlot(_ run: Run, _ node: String) async throws {
        _ = try await run.sluice.details(of: run.id) { details in
            details.nodes.contains { $0.nodeName == node && $0.waitReason == .slot }
        }
    }

    private func pools(_ daemon: Daemon) async throws -> [Pool] {
        try await daemon.sluice.pools.listPools(ListPoolsRequest()).pools
    }

    @Test func `the second node of a full pool waits, says so, and starts when the first ends`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let set = try await world.sluice("pool", "set", "gpu", "1")
            #expect(set.output == "pool gpu has 1 slot; taken: 0\n")
            let first = try await Pipeline(world, daemon, "train", ["a; pool: gpu"]).run()
            try await first.begun("a")
            let second = try await Pipeline(world, daemon, "score", ["b; pool: gpu"]).run()
            try await waitsForSlot(second, "b")
            let why = try await world.sluice("why", "\(second.id)/b")
            #expect(
                why.output.hasPrefix(
                    "b is ready: it takes 1 of pool 'gpu', and 1 of 1 are taken\n"))
            let list = try await world.sluice("pool", "list", "-o", "csv")
            #expect(list.output == "poolName,slots,taken,waiting\ngpu,1,1,1\n")

            // Nodes of no pool pass by.
            let plain = try await Pipeline(world, daemon, "plain", ["c"]).run()
            try await plain.end("c")

            try await first.finish("a")
            try await second.end("b")
            #expect(try await second.end == "success: b#1 success")
            #expect(try await pools(daemon) == [Pool(poolName: "gpu", slots: 1)])
        }
    }

    @Test func `a pool that jobs use is deleted after they have gone`() async throws {
        try await World.withDaemon { world, daemon in
            #expect(try await world.sluice("pool", "set", "gpu", "1").code == 0)
            try await daemon.sluice.submit("name: j\nnodes: [{name: a, type: Dummy, pool: gpu}]")
            let refused = try await world.sluice("pool", "delete", "gpu")
            #expect(refused.code == 4)
            #expect(refused.errors.contains("pool 'gpu' is used by j"))
            try await daemon.sluice.submit("name: j\nnodes: [{name: a, type: Dummy}]")
            #expect(try await world.sluice("pool", "delete", "gpu").code == 0)
            #expect(try await world.sluice("pool", "delete", "gpu").code == 3)
        }
    }

    @Test func `a job that names an unknown pool is refused with the command that makes it`()
        async throws
    {
        try await World.withDaemon { world, _ in
            let file = try world.write(
                "name: train\nnodes: [{name: a, type: Dummy, pool: gpu, slots: 2}]\n",
                to: "train.yaml")
            let unknown = try await world.sluice("job", "submit", file)
            #expect(unknown.code == 4)
            #expect(
                unknown.errors.contains(
                    "there is no pool 'gpu'; make it: sluice pool set gpu SLOTS"))
            #expect(try await world.sluice("pool", "set", "gpu", "1").code == 0)
            let small = try await world.sluice("job", "submit", file)
            #expect(small.code == 4)
            #expect(small.errors.contains("takes 2 slots of pool 'gpu', which has 1"))
            #expect(try await world.sluice("pool", "set", "gpu", "2").code == 0)
            #expect(try await world.sluice("job", "submit", file).code == 0)
        }
    }

    @Test func `a job of priority 0 starts before one of priority 9 that came earlier`()
        async throws
    {
        try await World.withDaemon(["--slots", "1"]) { world, daemon in
            let busy = try await Pipeline(world, daemon, "busy", ["a"]).run()
            try await busy.begun("a")
            let low = try await Pipeline(world, daemon, "low", ["l"], keys: "priority: 9").run()
            let high = try await Pipeline(world, daemon, "high", ["h"], keys: "priority: 0").run()
            try await waitsForSlot(low, "l")
            try await waitsForSlot(high, "h")
            try await busy.finish("a")
            try await high.begun("h")
            #expect(try await low.node("l").waitReason == .slot)
            try await high.finish("h")
            try await low.end("l")
            #expect(try await low.end == "success: l#1 success")
        }
    }

    @Test func `a workspace runs as many attempts at once as it has slots`() async throws {
        try await World.withDaemon { world, daemon in
            #expect(try await world.sluice("workspace", "slots", "default", "1").code == 0)
            let first = try await Pipeline(world, daemon, "first", ["a"]).run()
            try await first.begun("a")
            let second = try await Pipeline(world, daemon, "second", ["b"]).run()
            try await waitsForSlot(second, "b")
            let why = try await world.sluice("why", "\(second.id)/b")
            #expect(why.output.contains("1 of 1 slots of workspace 'default' are taken"))
            #expect(try await world.sluice("workspace", "slots", "default", "0").code == 0)
            try await second.end("b")
            try await first.finish("a")
        }
    }

    @Test func `a restart keeps pools, what is taken of them, and slots of workspaces`()
        async throws
    {
        try await World.withDaemon { world, first in
            #expect(try await world.sluice("pool", "set", "gpu", "3").code == 0)
            #expect(try await world.sluice("pool", "set", "tape", "1").code == 0)
            #expect(try await world.sluice("workspace", "slots", "default", "9").code == 0)
            let gate = Gate(world)
            try await first.sluice.submit(
                """
                name: train
                nodes:
                  - {name: a, type: Shell, pool: gpu, slots: 2,
                     script: "\(gate.arrive); \(gate.pass)"}
                """)
            let running = try await first.sluice.run("train")
            try await gate.arrived()
            let waiting = try await first.sluice.run("train")
            try await first.kill()

            let second = try await world.startDaemon()
            #expect(
                try await pools(second) == [
                    Pool(poolName: "gpu", slots: 3, taken: 2, waiting: 1),
                    Pool(poolName: "tape", slots: 1),
                ])
            let workspace = try await second.sluice.workspaces.getWorkspace(.init()).workspace
            #expect(workspace?.slots == 9)
            let details = try await second.sluice.details(of: waiting)
            #expect(try details.node("a").waitReason == .slot)
            gate.open()
            #expect(try await second.sluice.ended(running).status == .success)
            try await gate.arrived()
            gate.open()
            #expect(try await second.sluice.ended(waiting).status == .success)
            #expect(try await pools(second).map(\.taken) == [0, 0])
        }
    }
}
