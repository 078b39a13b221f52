import Foundation
import GRDB
import SluiceModel
import SluiceRuntime
import SluiceStore
import SluiceWire
import Testing

@testable import SluiceEngine

@Suite struct SchemaTests {
    private let folder = Folder()
    private static let fixtures = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("Fixtures")

    /// A change of the tables is a visible difference, and a new step of the schema.
    @Test func `the tables are those of the snapshot`() throws {
        _ = try folder.store()
        let queue = try DatabaseQueue(path: folder.path + "/sluice.db")
        let statements = try queue.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name
                    """)
        }
        let present = statements.joined(separator: ";\n\n") + ";\n"
        let golden = Self.fixtures.appendingPathComponent("schema.sql")
        if ProcessInfo.processInfo.environment["SLUICE_UPDATE_GOLDEN"] == "1" {
            try Data(present.utf8).write(to: golden)
        }
        #expect(present == String(decoding: try Data(contentsOf: golden), as: UTF8.self))
    }

    /// One for each version that was ever shipped.
    @Test(arguments: [1, 2])
    func `a database of a past schema opens with all that it holds`(version: Int) throws {
        let restored = try SQLiteJournal(try store(ofVersion: version)).load()
        #expect(restored.jobs.map(\.name) == [["nightly"], ["nightly", "import"]][version - 1])
        let instance = try #require(restored.instances.first)
        #expect(instance.nodes.map(\.phase.status) == [.success, .running, .waiting])
        #expect(instance.nodes[0].outputs == [Pair("file", "a.csv")])
        #expect(instance.graph.nodes.map(\.name) == ["extract", "load", "report"])
    }

    @Test func `version 1 knew no operations, and none is made up`() throws {
        let restored = try SQLiteJournal(try store(ofVersion: 1)).load()
        let instance = try #require(restored.instances.first)
        #expect(!instance.isPaused && !instance.isPreferred && !instance.needsConfirmation)
        #expect(instance.dependencies.isEmpty)
        #expect(instance.nodes.allSatisfy { $0.flags == [] && $0.removedUpstreams.isEmpty })
        #expect(restored.workspaces.map(\.mode) == [.basic])
    }

    @Test func `what operations left in version 2 is found again`() throws {
        let store = try store(ofVersion: 2)
        let restored = try SQLiteJournal(store).load()
        #expect(restored.workspaces.map(\.mode) == [.basic, .devProd])
        let instance = try #require(restored.instances.first)
        #expect(instance.isPaused && instance.isPreferred)
        #expect(instance.nodes.map(\.flags) == [.forcedSuccess, [], .paused])
        #expect(instance.nodes[2].removedUpstreams == ["load"])
        #expect(instance.graph.definition.confirmBeforeRun)
        let import1 = Dependency.Upstream(instance: InstanceID(2), status: .success)
        #expect(instance.dependencies.map(\.upstream) == [import1])
        let queries = Queries(store) { "\($0)" }
        let details = try queries.getInstance(GetInstanceRequest(instanceId: 1), now: .zero)
        #expect(details.instance?.attributes.map(\.kind) == ["confirmed"])
        #expect(details.nodes[2].attributes.map(\.detail) == ["load"])
        let log = try queries.listOperations(
            ListOperationsRequest(instanceId: 1, nodeName: "report"))
        #expect(log.operations.map(\.effect) == ["no longer waits for load"])
        let code = try queries.getNodeCode(
            GetNodeCodeRequest(node: SluiceWire.NodeTarget(instanceId: 1, nodeName: "load")))
        #expect(code.script == "load monday")
    }

    @Test func `an instance that a failed node was ending is open with that failure`() throws {
        let change = "UPDATE instance SET stage = 3"
        let restored = try SQLiteJournal(try store(ofVersion: 1, changedBy: change)).load()
        #expect(restored.instances.map(\.stage) == [.open])
    }

    @Test func `an instance in its job's line waits for a slot`() throws {
        let store = try store(ofVersion: 1, changedBy: "UPDATE instance SET stage = 1, status = 1")
        let details = try Queries(store) { "\($0)" }
            .getInstance(GetInstanceRequest(instanceId: 1), now: .zero)
        #expect(details.instance?.waitReason == .slot)
    }

    private func store(ofVersion version: Int, changedBy change: String = "") throws -> Store {
        let file = Self.fixtures.appendingPathComponent("version-\(version).sql")
        let sql = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try Store.makeFolder(folder.path)
        try DatabaseQueue(path: folder.path + "/sluice.db").writeWithoutTransaction { db in
            try db.execute(sql: sql + change)
        }
        return try folder.store()
    }
}
