import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Development and production of a workspace: their own jobs, instances, parameters, databases.
@Suite(.timeLimit(.minutes(10))) struct EnvironmentTests {
    /// Of the workspace `shop`, in development.
    private struct Shop {
        let sluice: Sluice
        static let flags = ["-w", "shop", "--env", "dev"]

        func submit(_ source: String) async throws {
            _ = try await sluice.jobs.submitJob(
                SubmitJobRequest(workspace: "shop", environment: .development, source: source))
        }

        func instances() async throws -> [Instance] {
            try await sluice.instances.listInstances(
                ListInstancesRequest(workspace: "shop", environment: .development)
            ).instances
        }
    }

    @Test func `S144: what is developed runs by hand, by a call and by backfills only`()
        async throws
    {
        try await World.withDaemon { world, first in
            _ = try await first.sluice.workspaces.createWorkspace(
                CreateWorkspaceRequest(workspace: "shop", mode: .devProd))
            let nodes = "nodes: [{name: a, type: Shell, script: \"true\"}]"
            let hourly = "name: clock\nschedule: {cron: '0 * * * *', timeZone: UTC}\n\(nodes)"
            let old = Shop(sluice: first.sluice)
            try await old.submit(hourly)
            try await old.submit("name: files\ntrigger: {file: \(world.folder)/in/*}\n\(nodes)")
            try await old.submit("name: calls\ntrigger: {call: true}\n\(nodes)")
            try await old.submit("name: after\ntrigger: {job: calls}\n\(nodes)")
            // S147: the same in a workspace of mode BASIC runs by itself.
            try await first.sluice.submit(hourly)
            try await first.stop(attempts: false)
            try await world.shell("mkdir in && touch in/a")
            try world.change("UPDATE job SET planned_until = planned_until - 36000000")

            let daemon = try await world.startDaemon()
            let (sluice, shop) = (daemon.sluice, Shop(sluice: daemon.sluice))
            var events = sluice.watch(WatchEventsRequest(jobName: "clock")).makeAsyncIterator()
            while try #require(try await events.next()).type != .instanceCreated {}
            #expect(try await shop.instances().isEmpty)
            let list = try await world.sluice(["schedule", "list"] + Shop.flags)
            #expect(list.output.contains("in development no job runs by itself"))

            // By hand, by a call, by a backfill.
            let run = try await world.sluice(["run", "clock", "--wait"] + Shop.flags)
            #expect(run.code == 0, "\(run)")
            let call = try await world.sluice(
                ["job", "trigger", "calls", "--data", "x", "--wait"] + Shop.flags)
            #expect(call.code == 0, "\(call)")
            _ = try await sluice.backfill("clock", 0...0) { request in
                request.workspace = "shop"
                request.environment = .development
            }
            #expect(try await shop.instances().map(\.jobName) == ["clock", "calls", "clock"])
            // The schedule has no switch here.
            let disable = try await world.sluice(["job", "disable", "clock"] + Shop.flags)
            #expect(disable.code == 4 && disable.errors.contains("where no job runs by itself"))
        }
    }

    @Test func `S147: in BASIC a submitted job is in production at once`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await sluice.submit("name: etl\nnodes: [{name: a, type: Dummy}]")
            let jobs = try await sluice.jobs.listJobs(
                ListJobsRequest(environment: .production)
            ).jobs
            #expect(jobs.map(\.jobName) == ["etl"])
            #expect(try await sluice.ended(try await sluice.run("etl")).status == .success)
        }
    }

    @Test func `each environment has its own databases and parameters`() async throws {
        try await World.withDaemon { world, _ in
            let job = try world.write(
                """
                name: count
                params: {table: nothing}
                connections:
                  sales: {type: environment}
                  other: {type: sqlite, path: \(world.folder)/job.db}
                nodes:
                  - name: make
                    type: SQL
                    connection: sales
                    script: CREATE TABLE "${table}" (n); INSERT INTO "${table}" VALUES (1), (2)
                  - name: count
                    type: SQL
                    connection: sales
                    dependsOn: make
                    script: SELECT count(*) AS total FROM "${table}"
                """, to: "count.yaml")
            for mode in ["basic", "dev-prod"] {
                let (name, half) = ("w-\(mode)", mode == "basic" ? "prod" : "dev")
                let place = ["-w", name, "--env", half]
                #expect(
                    try await world.sluice("workspace", "create", name, "--mode", mode).code == 0)
                let early = try await world.sluice(["job", "submit", job] + place)
                #expect(early.code == 4 && early.errors.contains("has no connection 'sales'"))
                let set = try await world.sluice(
                    "workspace", "env", "set", name, "--env", half, "--param", "table=\(mode)",
                    "--connection", "sales=sqlite:\(world.folder)/${table}.db")
                #expect(set.code == 0, "\(set)")
                #expect(try await world.sluice(["job", "submit", job] + place).code == 0)
                let run = try await world.sluice(["run", "count", "--wait"] + place)
                #expect(run.code == 0, "\(run)")
                let shown = try await world.sluice(["show", "count@latest"] + place)
                #expect(shown.output.contains("params     table=\(mode)"))
                #expect(
                    shown.output.contains(
                        "databases  sales=sqlite:\(world.folder)/${table}.db"))
                let code = try await world.sluice(["node", "code", "count@latest/make"] + place)
                #expect(
                    code.errors.contains(
                        "connection sales (sqlite:\(world.folder)/${table}.db)"))
                let made = try await world.shell("test -s \(mode).db")
                #expect(made.code == 0)
            }
        }
    }

    @Test func `an instance keeps what its environment set for it when it was made`() async throws {
        try await World.withDaemon { world, daemon in
            let (sluice, gate) = (daemon.sluice, Gate(world))
            func set(_ value: String) async throws {
                _ = try await sluice.workspaces.setEnvironment(
                    SetEnvironmentRequest(
                        params: [KeyValue(key: "day", value: value)],
                        connections: [
                            ConnectionDefinition(
                                name: "db", type: "sqlite", path: "\(world.folder)/\(value).db")
                        ]))
            }
            try await set("mon")
            try await sluice.submit(
                """
                name: etl
                params: {day: never}
                connections: {db: {type: environment}}
                nodes:
                  - {name: a, type: Shell, script: "\(gate.arrive); \(gate.obey)"}
                  - {name: b, type: SQL, connection: db, dependsOn: a, script: CREATE TABLE t (n)}
                """)
            let id = try await sluice.run("etl")
            try await gate.arrived()
            try await set("tue")
            try await daemon.kill()

            let second = try await world.startDaemon()
            gate.answer(0)
            let ended = try await second.sluice.ended(id)
            #expect(ended.instance?.status == .success)
            #expect(ended.instance?.params == [KeyValue(key: "day", value: "mon")])
            let kept = try await world.shell("test -s mon.db && test ! -e tue.db")
            #expect(kept.code == 0)
            let next = try await second.sluice.run("etl")
            try await gate.arrived()
            gate.answer(0)
            #expect(try await second.sluice.ended(next).instance?.params.first?.value == "tue")
            #expect(try await world.shell("test -s tue.db").code == 0)
        }
    }
}
