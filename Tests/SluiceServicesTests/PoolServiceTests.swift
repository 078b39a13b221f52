import SluiceEngine
import SluiceModel
import SluiceRPC
import SluiceRuntime
import SluiceServices
import SluiceWire
import Testing

/// Pools and slots of workspaces on the way through services, engine and store.
@Suite(.timeLimit(.minutes(1))) struct PoolServiceTests {
    private let context = CallContext.from(.somebody, PoolServiceMethods.setPool)

    private struct Scene {
        let daemon: SmallDaemon
        let pools: PoolServices

        init() throws {
            daemon = try SmallDaemon()
            pools = PoolServices(daemon.shell)
        }
    }

    private func set(
        _ scene: Scene, _ name: String, _ slots: Int32, _ options: ChangeOptions? = nil,
    ) async throws -> SetPoolResponse {
        try await scene.pools.setPool(
            .init(options: options, poolName: name, slots: slots), context)
    }

    private func listed(_ scene: Scene) async throws -> [Pool] {
        try await scene.pools.listPools(.init(), context).pools
    }

    private func refusal(_ call: () async throws -> Void) async -> Status? {
        await #expect(throws: Status.self) { try await call() }
    }

    @Test func `pools are made, changed, listed by name, and deleted`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        #expect(try await listed(scene) == [])
        let made = try await set(scene, "tape", 1)
        #expect(made.pool == Pool(poolName: "tape", slots: 1))
        _ = try await set(scene, "gpu", 2)
        _ = try await set(scene, "tape", 3)
        #expect(
            try await listed(scene) == [
                Pool(poolName: "gpu", slots: 2), Pool(poolName: "tape", slots: 3),
            ])
        _ = try await scene.pools.deletePool(.init(poolName: "gpu"), context)
        #expect(try await listed(scene).map(\.poolName) == ["tape"])
    }

    @Test func `a dry run makes nothing, and exactly what it showed is done then`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let preview = try await set(scene, "gpu", 2, ChangeOptions(dryRun: true))
        #expect(preview.result?.dryRun == true)
        #expect(preview.pool?.slots == 2)
        #expect(try await listed(scene).isEmpty)
        let token = preview.result?.planToken ?? ""
        _ = try await set(scene, "gpu", 2, ChangeOptions(planToken: token))
        #expect(try await listed(scene).map(\.slots) == [2])
    }

    @Test func `what is wrong with a call is said by field`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let none = await refusal { _ = try await set(scene, "", 1) }
        #expect(none?.errorDetail?.subject == "pool_name")
        let zero = await refusal { _ = try await set(scene, "gpu", 0) }
        #expect(zero?.errorDetail?.subject == "slots")
        #expect(zero?.message.contains("DeletePool") == true)
        for slots: Int32 in [-1, 100_001] {
            let detail = await refusal { _ = try await set(scene, "gpu", slots) }?.errorDetail
            #expect(detail?.reason == "POOL_SLOTS_OUT_OF_RANGE")
        }
        let unnamed = await refusal {
            _ = try await scene.pools.deletePool(.init(), context)
        }
        #expect(unnamed?.errorDetail?.subject == "pool_name")
        let unknown = await refusal {
            _ = try await scene.pools.deletePool(.init(poolName: "gpu"), context)
        }
        #expect(unknown?.errorDetail?.reason == "POOL_NOT_FOUND")
        #expect(unknown?.code == .notFound)
    }

    @Test func `a pool that jobs use is not deleted, not even in a dry run`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        _ = try await set(scene, "gpu", 2)
        let source = "name: train\nnodes: [{name: a, type: Dummy, pool: gpu}]"
        let jobs = JobServices(scene.daemon.shell)
        _ = try await jobs.submitJob(.init(source: source), context)
        for options in [nil, ChangeOptions(dryRun: true)] {
            let refused = await refusal {
                _ = try await scene.pools.deletePool(
                    .init(options: options, poolName: "gpu"), context)
            }
            #expect(refused?.message == "pool 'gpu' is used by train")
            #expect(refused?.errorDetail?.reason == "POOL_IN_USE")
        }
        _ = try await jobs.deleteJob(.init(jobName: "train"), context)
        _ = try await scene.pools.deletePool(.init(poolName: "gpu"), context)
        #expect(try await listed(scene).isEmpty)
    }

    @Test func `who changed a pool and why is in the operation log`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        _ = try await set(scene, "gpu", 2, ChangeOptions(reason: "a new card"))
        let found = try await OperationServices(scene.daemon.shell)
            .listOperations(.init(operation: "set pool"), context).operations
        #expect(found.map(\.reason) == ["a new card"])
        #expect(found.map(\.request) == ["gpu 2"])
    }

    @Test func `slots of a workspace are set and answered`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let workspaces = WorkspaceServices(scene.daemon.shell)
        let set = try await workspaces.setWorkspaceSlots(.init(slots: 5), context)
        #expect(set.workspace?.slots == 5)
        #expect(set.workspace?.name == "default")
        let found = try await workspaces.getWorkspace(.init(), context).workspace
        #expect(found?.slots == 5)
        let unknown = await refusal {
            _ = try await workspaces.setWorkspaceSlots(.init(workspace: "x", slots: 5), context)
        }
        #expect(unknown?.errorDetail?.reason == "WORKSPACE_NOT_FOUND")
        let tooMany = await refusal {
            _ = try await workspaces.setWorkspaceSlots(.init(slots: -1), context)
        }
        #expect(tooMany?.errorDetail?.reason == "WORKSPACE_SLOTS_OUT_OF_RANGE")
    }
}
