import Foundation
import SluiceClient
import SluiceWire
import Testing

/// From files to production with the command line, against the real daemon.
@Suite(.timeLimit(.minutes(10))) struct PublishCommandTests {
    private static func job(_ name: String, after: String = "", says text: String = "1") -> String {
        """
        name: \(name)
        dependJobs: [\(after)]
        nodes:
          - {name: a, type: Shell, script: echo \(text)}

        """
    }

    /// A workspace of mode DEV_PROD and three job files that need each other.
    private func furnish(_ world: World) async throws {
        #expect(
            try await world.sluice("workspace", "create", "shop", "--mode", "dev-prod").code == 0)
        try await world.shell("mkdir -p jobs/resources; echo north > jobs/resources/shops.txt")
        _ = try world.write(
            """
            name: report
            dependJobs: [sales]
            resources: [shops.txt]
            nodes: [{name: a, type: Shell, script: cat $SLUICE_RESOURCES/shops.txt}]

            """, to: "jobs/a.yaml")
        _ = try world.write(Self.job("orders"), to: "jobs/b.yaml")
        _ = try world.write(Self.job("sales", after: "orders"), to: "jobs/c.yaml")
    }

    private func expect(
        _ world: World, _ line: String, exits code: Int32 = 0, says text: String = "",
        sourceLocation: SourceLocation = #_sourceLocation,
    ) async throws {
        let result = try await world.shell("export SLUICE_WORKSPACE=shop; \(line)")
        let all = "\(line)\n\(result.output)\(result.errors)"
        #expect(result.code == code, "\(all)", sourceLocation: sourceLocation)
        #expect(
            text.isEmpty || all.contains(text), "\(all)", sourceLocation: sourceLocation)
    }

    @Test func `S144 S145 S146: three jobs get from files to production, each when it may`()
        async throws
    {
        try await World.withDaemon { world, _ in
            try await furnish(world)
            try await expect(
                world, "sluice apply -f jobs --comment first --yes",
                says: "sluice publish run shops.txt orders sales report --comment TEXT")
            try await expect(
                world, "sluice apply -f jobs", says: "nothing to do: development has 4")
            try await expect(world, "sluice job list --env prod", says: "no jobs")
            // Its predecessor is missing in production: it fails, stays pending, and is recorded.
            try await expect(
                world, "sluice publish run report --comment early --yes", exits: 4,
                says: "✗ predecessors: dependJobs[0]: there is no job 'sales' in production of ")
            try await expect(
                world, "sluice publish show 1",
                says: "✗ resources: resources[0]: there is no file object 'shops.txt'")
            try await expect(
                world, "sluice publish records --status failed", says: "report")
            try await expect(world, "sluice publish list report -o name", says: "report\n")
            try await expect(world, "sluice publish preview sales report", exits: 4)
            try await expect(
                world, "sluice publish run --all --comment open --yes",
                says: "4 objects published:")
            try await expect(world, "sluice publish list", says: "no pending objects")
            try await expect(
                world, "sluice job list -o name", says: "orders\nreport\nsales\n")
            try await expect(world, "sluice run report --wait", says: "success")
            try await expect(world, "sluice log report@latest/a", says: "\nnorth\n")
            // The next version of the file is a run's own only once it is published.
            try await expect(
                world, "echo south > jobs/resources/shops.txt; sluice apply -f jobs",
                says: "shops.txt  resource  update        2  jobs/resources/shops.txt")
            try await expect(world, "sluice run report && sluice instance wait report@latest")
            try await expect(world, "sluice log report@latest/a", says: "\nnorth\n")
            try await expect(world, "sluice publish run shops.txt --comment south --yes")
            try await expect(world, "sluice run report --wait")
            try await expect(world, "sluice log report@latest/a", says: "\nsouth\n")
        }
    }

    @Test func `S164 S176: what is in production is edited, published, and rolled back`()
        async throws
    {
        try await World.withDaemon { world, _ in
            try await furnish(world)
            try await expect(world, "sluice apply -f jobs --yes")
            try await expect(world, "sluice publish run --all --comment open --yes")
            try await expect(
                world, "EDITOR='sed -i s/echo.1/echo.2/' sluice publish edit --record 1",
                says: "sluice publish run orders")
            try await expect(
                world, "sluice publish edit orders --print", says: "echo.2")
            try await expect(
                world, "EDITOR='sed -i s/echo.2/echo.3/' sluice publish edit orders")
            try await expect(
                world, "sluice publish run '#5' --comment x --yes", exits: 4,
                says: "orders version 3")
            try await expect(world, "sluice publish run orders --comment third --yes")
            try await expect(
                world, "sluice publish propose orders@1 --comment back",
                says: "orders version 1 is pending as item 7")
            try await expect(world, "sluice publish run orders --comment back --yes")
            try await expect(
                world, "sluice publish history orders -o jsonl --fields version,change",
                says: """
                    {"version":1,"change":"UPDATE"}
                    {"version":3,"change":"UPDATE"}
                    {"version":1,"change":"CREATE"}
                    """)
            try await expect(world, "sluice run orders --wait")
            try await expect(world, "sluice log orders@latest/a", says: "\n1\n")
            // The folder is what is meant: development goes back to it, too.
            try await expect(world, "sluice apply -f jobs", says: "update        4")
        }
    }

    @Test func `what the folder lacks goes from development, and by a publish from production`()
        async throws
    {
        try await World.withDaemon { world, _ in
            try await furnish(world)
            try await expect(world, "sluice apply -f jobs --yes")
            try await expect(world, "sluice publish run --all --comment open --yes")
            try await expect(
                world, "rm jobs/c.yaml; sluice apply -f jobs --prune --yes", exits: 4,
                says: "jobs/a.yaml needs job 'sales'")
            try await expect(
                world, "rm -r jobs/a.yaml jobs/resources; sluice apply -f jobs --prune --yes",
                says: """
                    report     offline-job  delete        1
                    sales      offline-job  delete        1
                    shops.txt  resource     delete        1
                    """)
            try await expect(world, "sluice job list --env dev -o name", says: "orders\n")
            // Nobody may be left without what it names, in production as well.
            try await expect(
                world, "sluice publish run sales --comment gone --yes", exits: 4,
                says: "✗ dependents")
            try await expect(world, "sluice publish run --all --comment gone --yes")
            try await expect(world, "sluice job list -o name | wc -l", says: "\n1\n")
            try await expect(world, "sluice object list", says: "no file objects")
        }
    }

    @Test func `S151 S147: a publish is refused where nothing is developed`() async throws {
        try await World.withDaemon { world, _ in
            try await furnish(world)
            for line in ["list", "records", "show 1", "history orders", "propose orders@1"] {
                try await expect(
                    world, "sluice publish \(line) --env prod", exits: 4, says: "hint: leave out")
                try await expect(
                    world, "sluice publish \(line) -w default", exits: 4, says: "of mode BASIC")
            }
            try await expect(
                world, "sluice job submit jobs/b.yaml", exits: 4, says: "hint: --env dev")
            // In a workspace of mode BASIC the same folder is effective at once.
            try await expect(
                world, "sluice apply -f jobs -w default --yes",
                says: "4 objects changed in production:")
            try await expect(world, "sluice job list -w default -o name", says: "sales\n")
        }
    }

    @Test func `what lies in a folder is read as it is, or told`() async throws {
        try await World.withDaemon { world, _ in
            try await furnish(world)
            try await world.shell(
                """
                ln -s /etc/passwd jobs/d.yaml; mkfifo jobs/e.yaml; mkdir -p jobs/.git jobs/below
                printf 'name: \\377\\n' > jobs/f.yaml; echo wrong > jobs/.git/g.yaml
                cp jobs/b.yaml jobs/below/h.yml; echo 'notes' > jobs/notes.txt
                """)
            try await expect(
                world, "sluice apply -f jobs --yes", exits: 2,
                says: """
                    left out, no job files: jobs/notes.txt
                    jobs/d.yaml: is a symbolic link; put the file itself there
                    jobs/e.yaml: is no regular file
                    jobs/below/h.yml: job 'orders' is that of jobs/b.yaml, too
                    the file jobs/f.yaml is not UTF-8
                    error: 4 problems in jobs; nothing was changed
                    """)
            try await world.shell("rm -r jobs/[defn]* jobs/below; touch $'jobs/\\377'")
            try await expect(
                world, "sluice apply -f jobs --yes", exits: 2, says: "a name in jobs is not UTF-8")
            try await expect(
                world, "sluice apply -f nowhere", exits: 3, says: "cannot read nowhere")
            try await expect(world, "rm -r jobs/*; sluice apply -f jobs --prune", exits: 4)
        }
    }
}
