import SluiceEngine
import SluiceModel
import SluiceRPC
import SluiceRuntime
import SluiceServices
import SluiceStore
import SluiceWire
import Testing

/// Settings of workspaces on the way through services, engine and store.
@Suite(.timeLimit(.minutes(1))) struct WorkspaceSettingTests {
    private let context = CallContext.from(.somebody, WorkspaceServiceMethods.updateWorkspace)

    private struct Scene {
        let daemon: SmallDaemon
        let workspaces: WorkspaceServices

        init() throws {
            daemon = try SmallDaemon()
            workspaces = WorkspaceServices(daemon.shell)
        }
    }

    private func workspace(_ scene: Scene) async throws -> Workspace {
        try #require(
            try await scene.workspaces.getWorkspace(.init(workspace: "shop"), context).workspace)
    }

    private func create(_ scene: Scene, _ mode: SluiceWire.WorkspaceMode = .basic) async throws {
        _ = try await scene.workspaces.createWorkspace(
            .init(workspace: "shop", mode: mode), context)
    }

    @Test func `a new workspace has the defaults`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        try await create(scene)
        var new = try await workspace(scene)
        #expect(new.createTime > 0)
        new.createTime = 0
        #expect(
            new
                == Workspace(
                    name: "shop", mode: .basic, maxJobs: 10_000, maxFiles: 10_000, role: .admin))
    }

    @Test func `what an update names is changed and kept, the rest stays`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        try await create(scene)
        let first = try await scene.workspaces.updateWorkspace(
            .init(
                workspace: "shop", description: "the shop", publisherDiffers: true, maxJobs: 3),
            context)
        #expect(first.workspace?.description == "the shop" && first.workspace?.maxJobs == 3)
        let second = try await scene.workspaces.updateWorkspace(
            .init(workspace: "shop", waitingFollowsLatest: true, maxNodesPerJob: 5, maxFiles: 2),
            context)
        let kept = try await workspace(scene)
        #expect(second.workspace == kept)
        #expect(kept.description == "the shop" && kept.maxJobs == 3 && kept.publisherDiffers)
        #expect(kept.waitingFollowsLatest && kept.maxNodesPerJob == 5 && kept.maxFiles == 2)
        let listed = try await scene.workspaces.listWorkspaces(.init(), context).workspaces
        #expect(listed.last == kept)
    }

    @Test func `a dry run changes nothing`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        try await create(scene)
        let preview = try await scene.workspaces.updateWorkspace(
            .init(workspace: "shop", options: ChangeOptions(dryRun: true), mode: .devProd), context)
        #expect(preview.workspace?.mode == .devProd && preview.result?.dryRun == true)
        #expect(try await workspace(scene).mode == .basic)
    }

    @Test func `the way to DEV_PROD is on record, and there is no way back`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        try await create(scene)
        _ = try await scene.workspaces.updateWorkspace(
            .init(workspace: "shop", options: ChangeOptions(reason: "an audit"), mode: .devProd),
            context)
        #expect(try await workspace(scene).mode == .devProd)
        let refusal = await #expect(throws: Status.self) {
            _ = try await scene.workspaces.updateWorkspace(
                .init(workspace: "shop", mode: .basic), context)
        }
        #expect(refusal?.code == .failedPrecondition)
        #expect(refusal?.errorDetail?.reason == "MODE_IS_FINAL")
        let log = try await OperationServices(scene.daemon.shell).listOperations(
            .init(workspace: "shop", operation: "update workspace"), context
        ).operations
        #expect(log.map(\.request) == ["shop mode BASIC", "shop mode DEV_PROD"])
        #expect(log.map(\.reason) == ["", "an audit"])
        #expect(log.map { $0.refusal.isEmpty } == [false, true])
        for environment in [SluiceWire.Environment.production, .development] {
            let events = try scene.daemon.shell.queries.events(
                after: 0, max: 0, .init(workspace: "shop", environment: environment)
            ).events
            #expect(events.map(\.type) == [.workspace])
            #expect(events.map(\.reason) == ["mode BASIC → DEV_PROD"])
        }
    }

    @Test func `a job over a quota is refused with the quota and how to raise it`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        try await create(scene)
        _ = try await scene.workspaces.updateWorkspace(
            .init(workspace: "shop", maxJobs: 1, maxNodesPerJob: 2), context)
        let jobs = JobServices(scene.daemon.shell)
        func submit(_ name: String, _ nodes: Int) async throws {
            let list = (1...nodes).map { "{name: n\($0), type: Dummy}" }
            let source = "name: \(name)\nnodes: [\(list.joined(separator: ", "))]"
            _ = try await jobs.submitJob(.init(workspace: "shop", source: source), context)
        }
        try await submit("one", 1)
        let nodes = await #expect(throws: Status.self) { try await submit("one", 3) }
        #expect(nodes?.code == .resourceExhausted)
        #expect(nodes?.errorDetail?.reason == "QUOTA_EXCEEDED")
        #expect(nodes?.errorDetail?.subject == "quota max_nodes_per_job")
        #expect(
            nodes?.message == """
                job 'one' has 3 nodes, and workspace 'shop' has a quota of 2 (max_nodes_per_job); \
                an admin raises it: sluice workspace set shop --max-nodes-per-job NUMBER
                """)
        let second = await #expect(throws: Status.self) { try await submit("two", 1) }
        #expect(second?.errorDetail?.subject == "quota max_jobs")
        // Another version of one that is there is no other job.
        try await submit("one", 2)
    }

    @Test func `environments count for themselves`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        try await create(scene)
        _ = try await scene.workspaces.updateWorkspace(
            .init(workspace: "shop", maxJobs: 1), context)
        let jobs = JobServices(scene.daemon.shell)
        func submit(_ name: String, _ environment: SluiceWire.Environment) async throws {
            let source = "name: \(name)\nnodes: [{name: a, type: Dummy}]"
            _ = try await jobs.submitJob(
                .init(workspace: "shop", environment: environment, source: source), context)
        }
        try await submit("one", .production)
        _ = try await scene.workspaces.updateWorkspace(
            .init(workspace: "shop", mode: .devProd, maxJobs: 2), context)
        try await submit("two", .development)
    }
}
