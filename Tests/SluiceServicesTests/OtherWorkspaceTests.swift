import SluiceClient
import SluiceModel
import SluiceRPC
import SluiceRuntime
import SluiceServices
import SluiceWire
import Testing

/// What a call names, or an answer shows, of another workspace than its own.
@Suite(.timeLimit(.minutes(2))) struct OtherWorkspaceTests {
    private static let planTime: Int64 = 1_700_000_000_000
    private static let daily = "schedule: {cron: 0 0 2 * * ?, timeZone: UTC}"
    /// Seven days back.
    private static var range: (from: Int64, to: Int64) {
        let now = SystemClock.now().wall.milliseconds
        return (now - 7 * 24 * 3_600_000, now)
    }

    /// Market's job `prices`, which waits for a confirmation, and finance's `sales` after it; ann
    /// is a developer in finance, bob one in market.
    private func run(
        keys: String = "",
        _ body: (RoleWorld, Sluice, _ ann: Sluice, _ bob: Sluice) async throws -> Void,
    ) async throws {
        try await RoleWorld.run { world in
            let root = try await world.sluice(as: .root)
            for name in ["finance", "market"] { try await root.create(name) }
            try await root.grant("finance", "uid:70001", .developer)
            try await root.grant("market", "uid:70002", .developer)
            try await root.submit(
                "name: prices\n\(keys)\nconfirmBeforeRun: true\nnodes: [{name: a, type: Dummy}]",
                to: "market")
            try await root.submit(
                "name: sales\n\(keys)\ndependJobs: [{job: prices, workspace: market}]\n"
                    + "nodes: [{name: b, type: Dummy}]", to: "finance")
            try await body(
                world, root, try await world.sluice(as: .ann),
                try await world.sluice(as: .user(70_002)))
        }
    }

    private func plan(_ job: String, _ workspace: String, _ sluice: Sluice) async throws -> Int64 {
        try await sluice.instances.runJob(
            RunJobRequest(
                workspace: workspace, options: .once(), jobName: job, planTime: Self.planTime)
        ).instanceId
    }

    @Test(arguments: [
        ("dependJobs: [{job: prices, workspace: market}]", "Dummy", "DEPEND_JOB_MISSING", false),
        ("trigger: {job: prices, workspace: market}", "Dummy", "TRIGGER_JOB_MISSING", false),
        ("", "SubJob, job: prices, workspace: market", "CALLED_JOB_MISSING", true),
    ])
    func `a job names jobs of other workspaces as far as its author sees them and may run them`(
        keys: String, type: String, reason: String, runsIt: Bool,
    ) async throws {
        try await run { _, root, ann, _ in
            let source = "name: mine\n\(keys)\nnodes: [{name: a, type: \(type)}]"
            func submit(_ source: String) async -> Status? {
                await status { () async throws(Status) in
                    try await ann.submit(source, to: "finance")
                }
            }
            let hidden = try #require(await submit(source))
            #expect(hidden.reason == reason)
            // As a workspace that does not exist.
            let nowhere = await submit(source.replacing("market", with: "nowhere"))
            #expect(nowhere?.message == hidden.message.replacing("market", with: "nowhere"))
            try await root.grant("market", "uid:70001", .viewer)
            #expect(await submit(source)?.reason == (runsIt ? "ROLE_MISSING" : nil))
            try await root.grant("market", "uid:70001", .operator)
            #expect(await submit(source) == nil)
        }
    }

    @Test func `a retry names jobs of other workspaces as far as its caller may operate on them`()
        async throws
    {
        try await run { _, root, ann, _ in
            func retry() async -> Status? {
                await status { () async throws(Status) in
                    try await ann.instances.retryInstances(
                        RetryInstancesRequest(
                            workspace: "finance", options: .once(), jobName: "sales",
                            retryLocation: .errorNode, retryTaskVersion: .original,
                            jobs: [RetryJob(jobName: "prices", workspaceId: "market")],
                            beginTime: Self.range.from, endTime: Self.range.to))
                }
            }
            let hidden = await retry()
            #expect(hidden?.errorCode == "DLF.0819")
            #expect(hidden?.message == "there is no workspace 'market'")
            try await root.grant("market", "uid:70001", .viewer)
            #expect(await retry()?.reason == "ROLE_MISSING")
            try await root.grant("market", "uid:70001", .operator)
            #expect(await retry()?.reason == "NO_INSTANCES")
        }
    }

    @Test func `a backfill takes with it what comes after as far as its caller may operate on it`()
        async throws
    {
        try await run(keys: Self.daily) { _, root, _, bob in
            func create(dryRun: Bool = true) async throws(Status) -> CreateBackfillResponse {
                try await bob.backfills.createBackfill(
                    CreateBackfillRequest(
                        workspace: "market", options: ChangeOptions(dryRun: dryRun),
                        jobName: "prices", fromTime: Self.range.from, toTime: Self.range.to,
                        downstream: true))
            }
            #expect(Set(try await create().cycles.map(\.jobName)) == ["prices"])
            try await root.grant("finance", "uid:70002", .viewer)
            let refused = await status { () async throws(Status) in try await create() }
            #expect(refused?.reason == "ROLE_MISSING")
            #expect(refused?.message.contains("job 'sales' needs the role operator") == true)
            try await root.grant("finance", "uid:70002", .operator)
            let made = try await create(dryRun: false)
            #expect(Set(made.cycles.map(\.jobName)) == ["prices", "sales"])

            func seen() async throws -> Set<String> {
                let request = GetBackfillRequest(
                    workspace: "market", backfillId: made.backfill?.backfillId ?? 0)
                return Set(try await bob.backfills.getBackfill(request).cycles.map(\.jobName))
            }
            #expect(try await seen() == ["prices", "sales"])
            try await root.revoke("finance", "uid:70002")
            #expect(try await seen() == ["prices"])
        }
    }

    @Test func `jobs that keep one from being deleted are named as far as the caller sees them`()
        async throws
    {
        try await run { _, root, _, bob in
            func delete() async -> Status? {
                await status { () async throws(Status) in
                    try await bob.jobs.deleteJob(
                        DeleteJobRequest(
                            workspace: "market", options: .once(), jobName: "prices"))
                }
            }
            #expect(
                await delete()?.message.hasPrefix(
                    "other jobs depend on job 'prices': 1 of other workspaces;") == true)
            try await root.grant("finance", "uid:70002", .viewer)
            #expect(
                await delete()?.message.hasPrefix("other jobs depend on job 'prices': sales;")
                    == true)
        }
    }

    @Test func `an answer shows no instance of a workspace without a role`() async throws {
        try await run { _, root, ann, bob in
            let prices = try await plan("prices", "market", root)
            let sales = try await plan("sales", "finance", root)
            func seen(_ sluice: Sluice) async throws -> [String] {
                let details = try await sluice.instances.getInstance(
                    GetInstanceRequest(workspace: "finance", instanceId: sales))
                let waited = details.instance?.dependencies.map { "\($0.instanceId) \($0.status)" }
                let why = try await sluice.instances.explainInstance(
                    ExplainInstanceRequest(workspace: "finance", instanceId: sales))
                let graph = try await sluice.instances.getGraph(
                    GetGraphRequest(workspace: "finance", instanceId: sales, acrossJobs: true))
                return (waited ?? []) + [why.summary]
                    + graph.nodes.map { "\($0.jobName)/\($0.nodeName)" }
            }
            #expect(
                try await seen(root) == [
                    "\(prices) waiting",
                    "instance \(sales) waits for instance \(prices) of job 'prices', which is "
                        + "waiting; instance \(prices) waits for a confirmation by hand",
                    "prices/", "sales/b",
                ])
            #expect(
                try await seen(ann) == [
                    "0 unspecified",
                    "instance \(sales) waits for job 'prices' of another workspace", "sales/b",
                ])
            let after = try await bob.instances.getGraph(
                GetGraphRequest(workspace: "market", instanceId: prices, acrossJobs: true))
            #expect(after.nodes.map(\.jobName) == ["prices"])
        }
    }

    @Test func `a rerun takes with it what comes after as far as its caller may operate on it`()
        async throws
    {
        try await run { _, root, _, bob in
            let prices = try await plan("prices", "market", root)
            let sales = try await plan("sales", "finance", root)
            let node = NodeTarget(instanceId: prices, nodeName: "a")
            _ = try await root.nodes.terminateNodes(
                TerminateNodesRequest(workspace: "market", options: .once(), nodes: [node]))
            _ = try await root.instances.stopInstances(
                StopInstancesRequest(
                    workspace: "finance", options: .once(), instanceIds: [sales]))
            func rerun(_ dependents: [Int64] = []) async throws(Status) -> [Int64] {
                let reply = try await bob.nodes.rerunDownstream(
                    RerunDownstreamRequest(
                        workspace: "market", options: ChangeOptions(dryRun: true), node: node,
                        dependents: dependents))
                return reply.result?.dependents.map(\.instanceId) ?? []
            }
            #expect(try await rerun() == [])
            let hidden = await status { () async throws(Status) in try await rerun([sales]) }
            #expect(hidden?.reason == "NOT_A_DEPENDENT")
            try await root.grant("finance", "uid:70002", .viewer)
            #expect(try await rerun() == [sales])
            let refused = await status { () async throws(Status) in try await rerun([sales]) }
            #expect(refused?.reason == "ROLE_MISSING")
            try await root.grant("finance", "uid:70002", .operator)
            #expect(try await rerun([sales]) == [sales])
        }
    }
}
