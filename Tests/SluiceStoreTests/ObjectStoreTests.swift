import GRDB
import SluiceModel
import SluiceRuntime
import SluiceStore
import SluiceWire
import Testing

@testable import SluiceEngine

@Suite struct ObjectStoreTests {
    private let folder = Folder()

    private func world() throws -> World {
        try World(SQLiteJournal(try folder.store()))
    }

    private func restored() throws -> Restored {
        try SQLiteJournal(try folder.store()).load()
    }

    private func pin(_ version: Int, of object: Int64 = 1) -> FilePin {
        FilePin(name: "f", object: ObjectID(object), version: version)
    }

    @Test func `objects come back without the deleted ones, and no id comes twice`() throws {
        let world = try world()
        try world.put("f", "one")
        try world.put("gone", "x")
        try world.perform(
            .putObject(
                PutObject(
                    scope: .standard, name: "f", kind: .realtimeTemplate, module: .modeling,
                    content: FileContent([1]))))
        try world.perform(.deleteObject(DeleteObject(scope: .standard, name: "gone")))
        let restored = try restored()
        #expect(
            restored.files == [
                FileHead(
                    id: ObjectID(1), scope: .standard, name: "f", kind: .realtimeTemplate,
                    module: .modeling, latestVersion: 2, digest: ContentDigest(of: [1]))
            ])
        #expect(restored.counters.object == 3)
    }

    @Test func `an instance and its job come back with the files that they name`() throws {
        let world = try world()
        try world.put("f", "one")
        try world.put("g", "two")
        try world.put("g", "three")
        try world.submit("j", resources: ["g", "f"])
        _ = try world.run("j")
        let restored = try restored()
        #expect(restored.jobs.map(\.resources) == [["g", "f"]])
        #expect(
            restored.instances.map(\.resources) == [
                [pin(1), FilePin(name: "g", object: ObjectID(2), version: 2)]
            ])
        #expect(world.running.map(\.resources) == restored.instances.map(\.resources))
    }

    @Test func `the oldest version that no instance uses leaves when there are too many`() throws {
        let world = try world()
        try world.put("f", "one")
        try world.submit("j", resources: ["f"])
        _ = try world.run("j")
        let head = { (version: Int) in
            FileHead(
                id: ObjectID(1), scope: .standard, name: "f", latestVersion: version,
                digest: ContentDigest(of: []))
        }
        let record = { (version: Int) in
            Record.fileVersion(
                FileVersionRecord(
                    head: head(version), content: [], comment: "", user: "", time: .zero))
        }
        try world.journal.commit((2...Limits.objectVersions + 1).map(record))
        let queries = Queries(try folder.store()) { "\($0)" }
        #expect(try queries.content(of: pin(1)) == Array("one".utf8))
        let gone = #expect(throws: SluiceError.self) { try queries.content(of: pin(2)) }
        #expect(gone?.code == .notFound)
        #expect(try queries.content(of: pin(3)) == [])
    }

    @Test func `a deleted object stays as long as an instance uses a version of it`() throws {
        let world = try world()
        try world.put("f", "one")
        try world.submit("j", resources: ["f"])
        _ = try world.run("j")
        try world.endFirst()
        try world.submit("j", resources: [])
        try world.perform(.deleteObject(DeleteObject(scope: .standard, name: "f")))
        let queries = Queries(try folder.store()) { "\($0)" }
        let prune = { (time: Timestamp) in
            _ = try world.journal.prune(
                Expired(endedBefore: time, eventsBefore: .zero, answersBefore: .zero), limit: 10)
        }
        try world.journal.commit([])
        try prune(.zero)
        #expect(try queries.content(of: pin(1)) == Array("one".utf8))
        world.pass(milliseconds: 1_000)
        try prune(world.now.wall)
        #expect(throws: SluiceError.self) { try queries.content(of: pin(1)) }
        let left = try DatabaseQueue(path: folder.path + "/sluice.db").read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT (SELECT COUNT(*) FROM object) + (SELECT COUNT(*) FROM object_version)
                        + (SELECT COUNT(*) FROM instance_resource)
                    """)
        }
        #expect(left == 0)
    }
}

extension World {
    fileprivate func put(_ name: String, _ text: String) throws {
        try perform(
            .putObject(
                PutObject(
                    scope: .standard, name: name, content: FileContent(Array(text.utf8)))))
    }

    fileprivate func submit(_ name: String, resources: [String]) throws {
        let definition = JobDefinition(
            name: name, resources: resources, nodes: chain(["a"], type: .shell))
        try perform(
            .submitJob(
                SubmitJob(scope: .standard, definition: definition, source: "", comment: "")))
    }
}
