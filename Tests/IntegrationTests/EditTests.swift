import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Editing the task behind a node: in production where the workspace is BASIC, in development where
/// it is DEV_PROD.
@Suite(.timeLimit(.minutes(10))) struct EditTests {
    private static let source = """
        name: report
        nodes:
          - {name: load, type: Dummy}
          - {name: write, type: Shell, dependsOn: load, script: echo old}
        """

    @Test func `S18 S19 S20: in BASIC a node is edited where it runs`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(Self.source)
            let id = try await sluice.run("report")
            _ = try await sluice.ended(id)
            var request = GetEditTargetRequest(
                node: NodeTarget(instanceId: id, nodeName: "write"), kind: .node)
            let found = try await sluice.nodes.getEditTarget(request)
            #expect(found.jobName == "report" && found.source == Self.source)
            #expect(found.targetEnvironment == .production && found.version == 1)
            #expect(found.line == 4 && found.effectiveAfter == "submit")
            // S15, S78
            request.kind = .developmentNode
            try await expect(request, "WRONG_WORKSPACE_MODE", sluice)
            // S20: the job is gone.
            request.kind = .node
            _ = try await sluice.jobs.deleteJob(DeleteJobRequest(jobName: "report"))
            try await expect(request, "TASK_NOT_IN_ENVIRONMENT", sluice)
        }
    }

    @Test func `S21 S79: what is edited in BASIC is effective after the submit`() async throws {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(Self.source)
            let id = try await sluice.run("report")
            _ = try await sluice.ended(id)
            let edit = try await world.shell(
                "EDITOR=\"sed -i s/old/new/\" sluice node edit \(id)/write --yes")
            #expect(edit.code == 0, "\(edit.errors)")
            let next = try await sluice.run("report")
            _ = try await sluice.ended(next)
            for (instance, text) in [(id, "old\n"), (next, "new\n")] {
                let log = try await sluice.instances.readLog(
                    ReadLogRequest(instanceId: instance, nodeName: "write"))
                #expect(String(decoding: log.data, as: UTF8.self) == text)
            }
        }
    }

    @Test func `S14 S16 S17: in DEV_PROD a node is edited in development, and production stays`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let (sluice, shop) = (daemon.sluice, Shop(daemon.sluice))
            try await shop.create()
            #expect(try await shop.submit(Self.source).version == 1)
            let id = try await shop.run()
            // S1 in development: what runs there is seen there.
            #expect(try await shop.instances(.development) == [id])
            #expect(try await shop.instances(.production).isEmpty)
            var request = shop.edit(id, .developmentNode)
            let found = try await sluice.nodes.getEditTarget(request)
            #expect(found.targetEnvironment == .development && found.version == 1)
            #expect(found.source == Self.source && found.line == 4)
            #expect(found.effectiveAfter == "submit and publish")
            // S19, S79
            request.kind = .node
            try await expect(request, "WRONG_WORKSPACE_MODE", sluice)
            // S17: submitted, and still not in production.
            #expect(try await shop.submit(Self.source.replacing("old", with: "new")).version == 2)
            #expect(try await shop.jobs(.production).isEmpty)
            #expect(try await shop.jobs(.development) == ["report"])
            let production = try await refusal { () async throws(Status) in
                try await sluice.nodes.getProductionNode(
                    GetProductionNodeRequest(
                        workspace: "shop", environment: .development, node: request.node))
            }
            #expect(production.code == .failedPrecondition)  // S13
            let straight = try await refusal { () async throws(Status) in
                try await shop.submit(Self.source, .production)
            }
            #expect(straight.code == .failedPrecondition)
            #expect(try await shop.jobs(.production).isEmpty)
            // S16: gone from development.
            try await shop.deleteJob()
            request.kind = .developmentNode
            try await expect(request, "TASK_NOT_IN_ENVIRONMENT", sluice)
        }
    }

    private func expect(
        _ request: GetEditTargetRequest, _ reason: String, _ sluice: Sluice,
        sourceLocation: SourceLocation = #_sourceLocation,
    ) async throws {
        let status = try await refusal(sourceLocation: sourceLocation) {
            () async throws(Status) in try await sluice.nodes.getEditTarget(request)
        }
        #expect(status.code == .failedPrecondition, sourceLocation: sourceLocation)
        #expect(status.reason == reason, sourceLocation: sourceLocation)
    }
}

/// A workspace of mode DEV_PROD.
private struct Shop {
    let sluice: Sluice

    init(_ sluice: Sluice) {
        self.sluice = sluice
    }

    func create() async throws {
        _ = try await sluice.workspaces.createWorkspace(
            CreateWorkspaceRequest(workspace: "shop", mode: .devProd))
    }

    func submit(
        _ source: String, _ environment: Environment = .development,
    ) async throws(Status) -> SubmitJobResponse {
        try await sluice.jobs.submitJob(
            SubmitJobRequest(workspace: "shop", environment: environment, source: source))
    }

    /// Runs the job in development to its end.
    func run() async throws -> Int64 {
        let id = try await sluice.instances.runJob(
            RunJobRequest(workspace: "shop", environment: .development, jobName: "report")
        ).instanceId
        for try await _ in sluice.progress(
            of: id, workspace: "shop", environment: .development)
        {}
        return id
    }

    func instances(_ environment: Environment) async throws -> [Int64] {
        try await sluice.instances.listInstances(
            ListInstancesRequest(workspace: "shop", environment: environment)
        ).instances.map(\.instanceId)
    }

    func jobs(_ environment: Environment) async throws -> [String] {
        try await sluice.jobs.listJobs(
            ListJobsRequest(workspace: "shop", environment: environment)
        ).jobs.map(\.jobName)
    }

    func edit(_ id: Int64, _ kind: EditKind) -> GetEditTargetRequest {
        GetEditTargetRequest(
            workspace: "shop", environment: .development,
            node: NodeTarget(instanceId: id, nodeName: "write"), kind: kind)
    }

    func deleteJob() async throws {
        _ = try await sluice.jobs.deleteJob(
            DeleteJobRequest(workspace: "shop", environment: .development, jobName: "report"))
    }
}
