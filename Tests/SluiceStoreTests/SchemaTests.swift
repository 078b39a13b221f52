import Foundation
import GRDB
import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceStore
import Testing

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
    @Test(arguments: [1])
    func `a database of a past schema opens with all that it holds`(version: Int) throws {
        let file = Self.fixtures.appendingPathComponent("version-\(version).sql")
        let sql = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try Store.makeFolder(folder.path)
        try DatabaseQueue(path: folder.path + "/sluice.db").writeWithoutTransaction { db in
            try db.execute(sql: sql)
        }
        let restored = try SQLiteJournal(try folder.store()).load()
        #expect(restored.jobs.map(\.name) == ["nightly"])
        let instance = try #require(restored.instances.first)
        #expect(instance.nodes.map(\.phase.status) == [.success, .running, .waiting])
        #expect(instance.nodes[0].outputs == [Pair("file", "a.csv")])
        #expect(instance.graph.nodes.map(\.name) == ["extract", "load", "report"])
    }
}
