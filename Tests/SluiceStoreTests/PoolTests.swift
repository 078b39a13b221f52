import GRDB
import SluiceModel
import SluiceWire
import Testing

@testable import SluiceEngine
@testable import SluiceStore

/// Pools and slots of workspaces, as they are kept and asked for.
@Suite struct PoolTests {
    private let scene: Scene

    init() throws {
        scene = try Scene()
    }

    private var world: World { scene.world }

    private func submit(_ name: String, pools: [String], scope: Scope = .standard) throws {
        try world.submit(
            name,
            pools.enumerated().map { NodeDefinition(name: "n\($0.offset)", pool: $0.element) },
            scope: scope)
    }

    @Test func `the jobs that use a pool are those whose latest version does`() throws {
        try world.perform(.setPool(SetPool(name: "gpu", slots: 2)))
        try world.perform(.setPool(SetPool(name: "tape", slots: 1)))
        let other = Scope(workspace: "other")
        try world.perform(.createWorkspace(CreateWorkspace(name: "other", description: "")))
        try submit("b", pools: ["", "gpu", "gpu"])
        try submit("a", pools: ["gpu"])
        try submit("plain", pools: [""])
        try submit("a", pools: ["gpu"], scope: other)
        #expect(try scene.queries.jobs(usingPool: "gpu") == ["a", "b", "other/a"])
        #expect(try scene.queries.jobs(usingPool: "tape") == [])
        try submit("b", pools: ["tape"])
        try world.perform(.deleteJob(DeleteJob(scope: .standard, name: "a")))
        #expect(try scene.queries.jobs(usingPool: "gpu") == ["other/a"])
        #expect(try scene.queries.jobs(usingPool: "tape") == ["b"])
    }

    @Test func `slots of a workspace are shown with it`() throws {
        try world.perform(.setWorkspaceSlots(SetWorkspaceSlots(name: "default", slots: 7)))
        #expect(try scene.queries.getWorkspace(GetWorkspaceRequest(), .all).workspace?.slots == 7)
        let listed = try scene.queries.listWorkspaces(ListWorkspacesRequest(), .all).workspaces
        #expect(listed.map(\.slots) == [7])
    }
}
