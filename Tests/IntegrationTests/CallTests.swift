import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Nodes that run instances of another job, through the real daemon.
@Suite(.timeLimit(.minutes(10))) struct CallTests {
    private static func forEach(_ job: String, _ keys: String) -> String {
        """
        name: all
        nodes:
          - {name: each, type: ForEach, job: \(job), params: {of: "#{Loop.current}"}, \(keys)}
        """
    }

    @Test func `a retry reaches into what a node has run, and what succeeded stays`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let one = try await Pipeline(world, daemon, "one", ["a"], keys: "params: {of: none}")
            try await daemon.sluice.submit(Self.forEach("one", "items: [x, y]"))
            let all = try await daemon.sluice.instances.runJob(
                RunJobRequest(options: .once(), jobName: "all")
            ).instanceId
            try await Run(pipeline: one, id: 2).end("a")
            try await Run(pipeline: one, id: 3).end("a", exit: 3)
            let failed = try await daemon.sluice.ended(all)
            #expect(failed.picture == "fail: each#1 fail")
            #expect(
                failed.nodes.first?.reason
                    == "1 of 2 items failed; item 1: instance 3 of one: fail "
                    + "(node 'a' failed: exit 3)")
            let why = try await world.sluice("why", "1/each")
            #expect(why.output.contains("a failed: exit 3"))
            #expect(why.output.contains("sluice retry 1 "))

            let retried = try await world.sluice("retry", "1", "--yes")
            #expect(retried.code == 0)
            try await Run(pipeline: one, id: 3).end("a")
            #expect(try await daemon.sluice.ended(all).picture == "success: each#2 success")
            let made = try await world.sluice(
                "ps", "--of", "1/each", "-o", "csv", "--fields", "instanceId,run")
            #expect(made.output == "instanceId,run\n3,2\n2,1\n")
            #expect(try await world.sluice("show", "3").output.contains("made by   1/each\n"))
        }
    }

    @Test func `a stop reaches into what a node runs`() async throws {
        try await World.withDaemon { world, daemon in
            let one = try await Pipeline(world, daemon, "one", ["a"])
            try await daemon.sluice.submit(
                "name: all\nnodes: [{name: go, type: SubJob, job: one}]")
            let all = try await daemon.sluice.instances.runJob(
                RunJobRequest(options: .once(), jobName: "all")
            ).instanceId
            let called = Run(pipeline: one, id: 2)
            try await called.begun("a")
            #expect(try await world.sluice("stop", "1", "--yes").code == 0)
            #expect(try await daemon.sluice.ended(all).picture == "manual-stop: go#1 manual-stop")
            #expect(try await called.end == "manual-stop: a#1 manual-stop")
            try await called.gone("a")
        }
    }

    @Test func `a loop outlives kill -9 of the daemon, and runs each item once`() async throws {
        try await World.withDaemon { world, first in
            let gate = Gate(world)
            try await first.sluice.submit(
                """
                name: one
                params: {of: none}
                nodes:
                  - name: a
                    type: Shell
                    script: "echo ${of} >> '\(world.folder)/runs'; \(gate.arrive); \(gate.pass)"
                """)
            let items = (0...9).map(String.init)
            try await first.sluice.submit(
                Self.forEach("one", "items: [\(items.joined(separator: ", "))], parallel: 2"))
            let all = try await first.sluice.instances.runJob(
                RunJobRequest(options: .once(), jobName: "all")
            ).instanceId
            try await gate.arrived(2)
            var daemon = first
            for _ in 1...3 {
                gate.open()
                try await gate.arrived()
                try await daemon.kill()
                daemon = try await world.startDaemon()
            }
            gate.open(7)
            #expect(try await daemon.sluice.ended(all).picture == "success: each#1 success")
            #expect(world.lines(of: "runs").sorted() == items)
        }
    }

    @Test func `files that name each other's jobs are submitted with one command`() async throws {
        try await World.withDaemon { world, _ in
            let above = try world.write(
                "name: above\nnodes: [{name: a, type: SubJob, job: below}]", to: "above.yaml")
            let below = try world.write(
                "name: below\nnodes: [{name: a, type: Dummy}]", to: "b.yaml")
            let shown = try await world.sluice("job", "submit", above, below, "--dry-run")
            #expect(shown.code == 0)
            let submitted = try await world.sluice("job", "submit", above, below, "--yes")
            #expect(
                submitted.output
                    == "job below version 1 submitted\njob above version 1 submitted\n")
        }
    }

    @Test func `jobs that would call each other without end are refused, and so is a deletion`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            try await daemon.sluice.submit("name: low\nnodes: [{name: a, type: Dummy}]")
            try await daemon.sluice.submit("name: mid\nnodes: [{name: a, type: SubJob, job: low}]")
            let file = try world.write(
                "name: low\nnodes: [{name: a, type: SubJob, job: mid}]", to: "low.yaml")
            let cycle = try await world.sluice("job", "submit", file)
            #expect(cycle.code == 2)
            #expect(cycle.errors.contains("would call each other without end: low → mid → low"))
            let deleted = try await world.sluice("job", "delete", "low", "--yes")
            #expect(deleted.code == 4)
            #expect(deleted.errors.contains("nodes of other jobs run job 'low': mid"))
        }
    }
}
