import SluiceEngine
import SluiceModel
import SluiceWire
import Testing

@testable import SluiceStore

/// Instances that nodes of other instances make, as they are kept.
@Suite struct CallStoreTests {
    private let scene: Scene

    /// The job `all` runs `one` for each of three elements, two at once.
    init() throws {
        scene = try Scene()
        try world.submit("one", chain(["a"], type: .shell), params: [Pair("of", "")])
        var each = NodeDefinition(name: "each", type: .forEach)
        each.call = JobCall(
            jobName: "one", params: [Pair("of", "#{Loop.current}")], items: ["x", "y", "z"],
            parallel: 2)
        try world.submit("all", [each])
        _ = try world.run("all")
        try world.makeCycles(after: 1)
    }

    private var world: World { scene.world }

    private func restored() throws -> Restored { try SQLiteJournal(scene.folder.store()).load() }

    @Test func `what a node has at work comes back as it was`() throws {
        try world.endFirst(.exit(code: 3))
        try world.makeCycles(after: 1)
        let restored = try restored()
        let parent = try #require(restored.instances.first { $0.id == InstanceID(1) })
        let items = try #require(parent.calls[0]?.items)
        #expect(items == world.engine.instances[InstanceID(1)]?.calls[0]?.items)
        #expect(items.map(\.state) == [.fail, .active, .active])
        #expect(items.map(\.instance) == [2, 3, 4].map { InstanceID($0) })
        #expect(
            restored.instances.filter { $0.id != parent.id }.map(\.callingNode)
                == [
                    .init(instance: parent.id, name: "each"),
                    .init(instance: parent.id, name: "each"),
                ])
        #expect(restored.jobs.map(\.calledJobs) == [[], ["one"]])
    }

    @Test func `lists can be narrowed to what an instance, or a node of it, has made`() throws {
        func list(_ parent: Int64, _ node: String = "") throws -> [Int64] {
            let request = ListInstancesRequest(parentInstanceId: parent, parentNode: node)
            return try scene.queries.listInstances(request, now: world.now.wall)
                .instances.map(\.instanceId)
        }
        #expect(try list(1) == [3, 2] && list(1, "each") == [3, 2])
        #expect(try list(1, "other").isEmpty && list(2).isEmpty)
        let made = try scene.queries.listInstances(.init(), now: world.now.wall).instances
        #expect(made.map(\.parentInstanceId) == [1, 1, 0])
        #expect(made.map(\.parentNode) == ["each", "each", ""])
    }

    @Test func `a rerun forgets the items that were there before`() throws {
        while !world.running.isEmpty {
            try world.endFirst()
            try world.makeCycles(after: 1)
        }
        try world.operate(.rerun, "each")
        try world.makeCycles(after: 1)
        let parent = try #require(try restored().instances.first { $0.id == InstanceID(1) })
        #expect(parent.calls[0]?.items.map(\.state) == [.active, .active, .waiting])
        #expect(parent.calls[0]?.items.map(\.instance) == [InstanceID(5), InstanceID(6), nil])
    }
}
