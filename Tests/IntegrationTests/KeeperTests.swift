import SluiceClient
import SluiceWire
import Testing

/// The end of the keeper, and what a stop leaves behind.
@Suite(.timeLimit(.minutes(10))) struct KeeperTests {
    @Test func `a killed keeper takes its processes along and the retry rule applies`() async throws
    {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            try await daemon.sluice.submit(
                """
                name: orphaned
                nodes:
                  - name: forks
                    type: Shell
                    retryTimes: 1
                    retryInterval: 0s
                    script: |
                      echo line >>'\(world.folder)/tries'
                      if [ "$SLUICE_ATTEMPT" -gt 1 ]; then
                        # Nothing of the attempt before is beside this one.
                        status=/proc/$(cat '\(world.folder)/pid')/status
                        if grep -qs '^State:.[^ZX]' "$status"; then exit 9; fi
                        exit 0
                      fi
                      exec 9>'\(world.folder)/gate.mark'
                      cd '\(world.folder)'
                      (setsid sh -c 'echo $$ >pid; echo >&9; exec sleep 1000' &)
                      exec sleep 1000
                """)
            let id = try await daemon.sluice.run("orphaned")
            try await gate.arrived()
            let keeper = try world.keeper()
            keeper.kill()
            let ended = try await daemon.sluice.ended(id)
            try await gate.deserted()
            #expect(ended.status == .success)
            #expect(try ended.node("forks").retryTimes == 1)
            #expect(world.lines(of: "tries").count == 2)
            let attempts = try await daemon.sluice.attempts(of: id, "forks")
            #expect(attempts.map(\.outcome) == [.lost, .success])
        }
    }

    @Test func `an attempt that is lost without a retry fails its node`() async throws {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            try await daemon.sluice.submit(waiting(gate))
            let id = try await daemon.sluice.run("waiting")
            try await gate.arrived()
            try world.keeper().kill()
            let ended = try await daemon.sluice.ended(id)
            #expect(ended.status == .fail)
            #expect(try ended.node("waits").reason.contains("lost"))

            // The daemon has a new keeper.
            gate.open()
            #expect(
                try await daemon.sluice.ended(try await daemon.sluice.run("waiting")).status
                    == .success)
        }
    }

    @Test func `the end of daemon and keeper together is found by the next daemon`() async throws {
        try await World.withDaemon { world, first in
            let gate = Gate(world)
            try await first.sluice.submit(waiting(gate))
            let id = try await first.sluice.run("waiting")
            try await gate.arrived()
            let keeper = try world.keeper()
            try await first.kill()
            keeper.kill()
            try await gate.deserted()
            let second = try await world.startDaemon()
            #expect(try await second.sluice.ended(id).status == .fail)
            let attempts = try await second.sluice.attempts(of: id, "waits")
            #expect(attempts.map(\.outcome) == [.lost])
        }
    }

    @Test func `a stop leaves nothing of a process that ignores SIGTERM`() async throws {
        try await World.withDaemon(["--stop-grace", "1"]) { world, daemon in
            let gate = Gate(world)
            try await daemon.sluice.submit(
                """
                name: stubborn
                nodes:
                  - name: ignores
                    type: Shell
                    script: |
                      trap '' TERM
                      \(gate.arrive)
                      (setsid sh -c 'trap "" TERM; while :; do sleep 1000; done' &)
                      while :; do sleep 1000; done
                """)
            let id = try await daemon.sluice.run("stubborn")
            try await gate.arrived()
            try await daemon.sluice.stop(id)
            let ended = try await daemon.sluice.ended(id)
            // Nobody holds the mark when the node is `manual-stop`.
            try await gate.deserted()
            #expect(ended.status == .manualStop)
            #expect(ended.statuses == ["ignores": .manualStop])
            let attempts = try await daemon.sluice.attempts(of: id, "ignores")
            #expect(attempts.map(\.outcome) == [.stopped])
        }
    }

    @Test func `the end of the daemon with its attempts stops them`() async throws {
        try await World.withDaemon { world, first in
            let gate = Gate(world)
            try await first.sluice.submit(waiting(gate))
            let id = try await first.sluice.run("waiting")
            try await gate.arrived()
            let keeper = try world.keeper()
            try await first.stop()
            try await blocking { keeper.waitUntilGone() }
            try await gate.deserted()
            #expect(world.processes.map(\.arguments) == [])
            let second = try await world.startDaemon()
            let ended = try await second.sluice.ended(id)
            #expect(ended.statuses == ["waits": .manualStop])
        }
    }

    private func waiting(_ gate: Gate) -> String {
        """
        name: waiting
        nodes:
          - {name: waits, type: Shell, script: "\(gate.arrive); \(gate.pass)"}
        """
    }
}
