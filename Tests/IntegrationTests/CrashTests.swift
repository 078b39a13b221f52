import SluiceClient
import SluiceWire
import Testing

/// kill -9 of the daemon while something runs.
@Suite(.timeLimit(.minutes(10))) struct CrashTests {
    @Test func `a run outlives the daemon and ends as if nothing had happened`() async throws {
        try await World.withDaemon { world, first in
            let gate = Gate(world)
            try await first.sluice.submit(job(world, gate))
            let id = try await first.sluice.run("long")
            try await gate.arrived(3)
            try await first.kill()

            let second = try await world.startDaemon()
            #expect(try await second.sluice.details(of: id).status == .running)
            gate.open(3)
            try await expectOneRun(of: id, world, second)
        }
    }

    @Test func `what ends while no daemon runs is taken in by the next one`() async throws {
        try await World.withDaemon { world, first in
            let gate = Gate(world)
            try await first.sluice.submit(job(world, gate))
            let id = try await first.sluice.run("long")
            try await gate.arrived(3)
            try await first.kill()
            gate.open(3)
            try await gate.deserted()
            try await expectOneRun(of: id, world, try await world.startDaemon())
        }
    }

    @Test func `a daemon that is killed again and again loses and repeats nothing`() async throws {
        try await World.withDaemon { world, first in
            let gate = Gate(world)
            try await first.sluice.submit(job(world, gate))
            let id = try await first.sluice.run("long")
            var daemon = first
            for _ in 1...4 {
                try await daemon.kill()
                daemon = try await world.startDaemon()
            }
            gate.open(3)
            try await expectOneRun(of: id, world, daemon)
        }
    }

    @Test func `a daemon that ends in good order leaves what runs to the next one`() async throws {
        try await World.withDaemon { world, first in
            let gate = Gate(world)
            try await first.sluice.submit(job(world, gate))
            let id = try await first.sluice.run("long")
            try await gate.arrived(3)
            try await first.stop(attempts: false)
            let second = try await world.startDaemon()
            gate.open(3)
            try await expectOneRun(of: id, world, second)
        }
    }

    /// Three nodes that wait at the gate and one after them; each writes down that it ran.
    private func job(_ world: World, _ gate: Gate) -> String {
        let waiting = ["a", "b", "c"].map { name in
            """
              - name: \(name)
                type: Shell
                script: |
                  echo \(name) >>'\(world.folder)/runs'
                  \(gate.arrive)
                  \(gate.pass)
                  echo rows=7 >>"$SLUICE_OUTPUT"
            """
        }
        return """
            name: long
            nodes:
            \(waiting.joined(separator: "\n"))
              - name: last
                type: Shell
                dependsOn: [a, b, c]
                script: echo last >>'\(world.folder)/runs'
            """
    }

    private func expectOneRun(of id: Int64, _ world: World, _ daemon: Daemon) async throws {
        let ended = try await daemon.sluice.ended(id)
        #expect(ended.status == .success)
        #expect(ended.runs.map(\.status) == [.success])
        #expect(world.lines(of: "runs").sorted() == ["a", "b", "c", "last"])
        for name in ["a", "b", "c", "last"] {
            let attempts = try await daemon.sluice.attempts(of: id, name)
            #expect(attempts.map(\.outcome) == [.success])
            let events = try await daemon.sluice.allEvents().filter { $0.nodeName == name }
            #expect(events.filter { $0.nodeTo == .running }.count == 1)
            #expect(events.filter { $0.nodeTo == .success }.count == 1)
        }
        #expect(try ended.node("a").inputRowCount == 7)
    }
}
