import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Workspaces, their settings and their environments.
@Suite(.timeLimit(.minutes(10))) struct WorkspaceTests {
    /// Each instance runs alone, says so, and ends when the test answers.
    private func job(_ gate: Gate, _ version: Int, keys: String = "") -> String {
        """
        name: etl
        maxParallelInstances: 1
        params: {day: mon}
        \(keys)
        nodes: [{name: a, type: Shell, script: "echo v\(version) $SLUICE_PARAM_day; \
        \(gate.arrive); \(gate.pass)"}]
        """
    }

    @Test func `settings hold on over a restart`() async throws {
        try await World.withDaemon { world, first in
            #expect(try await world.sluice("workspace", "create", "shop").code == 0)
            let set = try await world.sluice(
                "workspace", "set", "shop", "--mode", "dev-prod", "--waiting-follows-latest",
                "--publisher-differs", "--max-jobs", "1", "--description", "the shop")
            #expect(set.code == 0, "\(set)")
            try await first.kill()
            let second = try await world.startDaemon()
            let shop = try #require(
                try await second.sluice.workspaces.getWorkspace(.init(workspace: "shop"))
                    .workspace)
            #expect(shop.mode == .devProd && shop.description == "the shop")
            #expect(shop.waitingFollowsLatest && shop.publisherDiffers && shop.maxJobs == 1)
            let back = try await world.sluice("workspace", "set", "shop", "--mode", "basic")
            #expect(back.code == 4 && back.errors.contains("of mode DEV_PROD and stays so"))
            let job = "name: NAME\nnodes: [{name: a, type: Dummy}]\n"
            for (name, code) in [("one", 0), ("two", 4)] {
                let file = try world.write(job.replacing("NAME", with: name), to: "\(name).yaml")
                let ran = try await world.sluice(
                    "job", "submit", file, "-w", "shop", "--env", "dev")
                #expect(Int(ran.code) == code, "\(ran)")
            }
        }
    }

    @Test func `what waits follows to a new version where the workspace has it so`() async throws {
        try await World.withDaemon { world, daemon in
            let (sluice, gate) = (daemon.sluice, Gate(world))
            try await sluice.submit(job(gate, 1))
            let running = try await sluice.run("etl")
            try await gate.arrived()
            let waiting = try await sluice.run("etl", ["day": "tue"])
            // Off: it keeps its version.
            try await sluice.submit(job(gate, 2))
            #expect(try await sluice.details(of: waiting).instance?.version == 1)
            let set = try await world.sluice(
                "workspace", "set", "default", "--waiting-follows-latest")
            #expect(set.code == 0)
            let file = try world.write(job(gate, 3), to: "etl.yaml")
            let submitted = try await world.sluice("job", "submit", file)
            #expect(
                submitted.output
                    == "job etl version 3 submitted; 1 waiting instance moved to it\n")
            #expect(try await sluice.details(of: waiting).instance?.version == 3)
            #expect(try await sluice.details(of: running).instance?.version == 1)
            try await daemon.kill()

            let second = try await world.startDaemon()
            for (id, said) in [(running, "v1 mon\n"), (waiting, "v3 tue\n")] {
                gate.open()
                #expect(try await second.sluice.ended(id).status == .success)
                let log = try await world.sluice("log", "\(id)/a")
                #expect(log.output == said)
            }
            let runs = try await second.sluice.details(of: waiting).runs
            #expect(runs.map(\.version) == [3])
        }
    }
}
