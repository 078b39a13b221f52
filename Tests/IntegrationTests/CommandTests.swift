import Foundation
import SluiceClient
import SluiceWire
import Testing

/// The command line against the real daemon.
@Suite(.timeLimit(.minutes(10))) struct CommandTests {
    @Test func `every outcome has its exit code`() async throws {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            let good = try world.write(
                "name: good\nnodes: [{name: a, type: Shell, script: echo hello}]", to: "good.yaml")
            let bad = try world.write(
                "name: bad\nnodes: [{name: a, type: Shell, script: exit 3}]", to: "bad.yaml")
            let held = try world.write(
                """
                name: held
                nodes: [{name: a, type: Shell, script: "\(gate.arrive); \(gate.pass)"}]
                """, to: "held.yaml")
            #expect(try await world.sluice("job", "submit", good, bad, held, "--yes").code == 0)
            #expect(try await world.sluice("run", "good", "--wait").code == 0)
            #expect(try await world.sluice("run", "bad", "--wait").code == 1)
            #expect(try await world.sluice("run", "good", "--sokcet").code == 2)
            #expect(try await world.sluice("run", "nothing").code == 3)
            #expect(try await world.sluice("show", "999").code == 3)
            #expect(try await world.sluice("log", "good@latest/a").output == "hello\n")
            #expect(try await world.sluice("run", "held").code == 0)
            try await gate.arrived()
            let refused = try await world.sluice("retry", "held@latest")
            #expect(refused.code == 4)
            #expect(refused.errors.contains("DLF.3051") && refused.errors.contains("hint: "))
            #expect(try await world.sluice("stop", "held@latest").code == 0)
            try await daemon.stop()
            let unreachable = try await world.sluice("ps")
            #expect(unreachable.code == 6)
            #expect(unreachable.errors.contains("sluiced"))
        }
    }

    @Test func `JSON has the source's field names and status strings`() async throws {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            try await daemon.sluice.submit(
                """
                name: json
                nodes: [{name: a, type: Shell, script: "\(gate.arrive); \(gate.pass)"}]
                """)
            let id = try await daemon.sluice.run("json")
            try await gate.arrived()
            try await daemon.sluice.stop(id)
            _ = try await daemon.sluice.ended(id)
            let shown = try await world.sluice("show", String(id), "-o", "json")
            let details = try #require(try object(shown.output) as? [String: Any])
            let instance = details["instance"] as? [String: Any] ?? details
            #expect(instance["jobName"] as? String == "json")
            #expect(instance["status"] as? String == "manual-stop")
            #expect(instance["planTime"] is Int)
            let nodes = try #require(details["nodes"] as? [[String: Any]])
            #expect(nodes.map { $0["nodeName"] as? String } == ["a"])
            #expect(nodes.map { $0["status"] as? String } == ["manual-stop"])
            for arguments in [
                ["ps"], ["job", "list"], ["server", "info"], ["workspace", "list"],
            ] {
                let result = try await world.sluice(arguments + ["-o", "json"])
                #expect(result.code == 0)
                _ = try object(result.output)
            }
        }
    }

    @Test func `what is wrong with a job file is shown with its place`() async throws {
        try await World.withDaemon { world, _ in
            let file = try world.write(
                "name: wrong\nnodes:\n  - {name: a, type: Shel}\n  - {name: b, typ: Dummy}\n",
                to: "wrong.yaml")
            for verb in ["validate", "submit"] {
                let result = try await world.sluice("job", verb, file)
                #expect(result.code == 2)
                let text = result.output + result.errors
                #expect(text.contains("wrong.yaml:3:21: "))
                #expect(text.contains("wrong.yaml:4:"))
            }
        }
    }

    private func object(_ text: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(text.utf8))
    }
}
