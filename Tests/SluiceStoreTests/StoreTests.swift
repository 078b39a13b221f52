import Foundation
import GRDB
import SluiceEngine
import SluiceModel
import SluiceRuntime
import Testing

@testable import SluiceStore

@Suite struct StoreTests {
    private let folder = Folder()

    private func database() throws -> DatabaseQueue {
        try DatabaseQueue(path: folder.path + "/sluice.db")
    }

    @Test func `the state folder is made for its owner alone`() throws {
        _ = try folder.store()
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test func `a folder whose parent is missing is refused with its name`() throws {
        let path = folder.path + "/missing/state"
        let error = #expect(throws: SluiceError.self) {
            try Store(stateFolder: path) { _ in }
        }
        #expect(error?.reason == "STATE_FOLDER_UNUSABLE")
        #expect(error?.message.contains(path) == true)
    }

    @Test func `a database of a newer schema is refused and both versions are named`() throws {
        _ = try folder.store()
        let newer = Store.schemaVersion + 1
        try database().write { try $0.execute(sql: "PRAGMA user_version = \(newer)") }
        let error = #expect(throws: SluiceError.self) { try folder.store() }
        #expect(error?.reason == "SCHEMA_TOO_NEW")
        #expect(error?.message.contains("version \(newer) ") == true)
        #expect(error?.message.contains("to \(Store.schemaVersion):") == true)
    }

    @Test func `a file that is no database is refused and left as it is`() throws {
        try Store.makeFolder(folder.path)
        let file = folder.path + "/sluice.db"
        let text = Data(repeating: 65, count: 8_192)
        try text.write(to: URL(fileURLWithPath: file))
        let error = #expect(throws: SluiceError.self) { try folder.store() }
        #expect(error?.reason == "STORE_UNUSABLE")
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == text)
    }

    @Test func `the writer waits for the disk at every commit`() throws {
        let store = try folder.store()
        let pragma = { (name: String) in
            try store.pool.writeWithoutTransaction { db in
                try Int.fetchOne(db, sql: "PRAGMA \(name)")
            }
        }
        #expect(try pragma("synchronous") == 2)
        #expect(try pragma("wal_autocheckpoint") == 0)
        #expect(try pragma("page_size") == 4_096)
        #expect(try pragma("foreign_keys") == 0)
    }

    @Test func `the log is carried over into the database from another connection`() throws {
        let store = try folder.store()
        let world = try World(SQLiteJournal(store))
        try world.submit("j", chain(["a"]))
        let size = { [path = folder.path] in
            try FileManager.default.attributesOfItem(atPath: path + "/sluice.db")[.size] as? Int
        }
        let before = try #require(try size())
        store.checkpoint()
        let after = try #require(try size())
        #expect(after > before)
    }
}

@Suite struct StateLockTests {
    private let folder = Folder()

    @Test func `a second holder is refused with the pid of the first and the folder`() throws {
        try Store.makeFolder(folder.path)
        let first = try StateLock(stateFolder: folder.path)
        let error = #expect(throws: SluiceError.self) {
            try StateLock(stateFolder: folder.path)
        }
        #expect(error?.reason == "STATE_FOLDER_TAKEN")
        let pid = ProcessInfo.processInfo.processIdentifier
        #expect(error?.message.contains("process \(pid)") == true)
        #expect(error?.message.contains(folder.path) == true)
        withExtendedLifetime(first) {}
    }

    @Test func `the lock is free again when its holder is gone`() throws {
        try Store.makeFolder(folder.path)
        do { _ = try StateLock(stateFolder: folder.path) }
        _ = try StateLock(stateFolder: folder.path)
    }
}

@Suite struct DiskTests {
    private let folder = Folder()

    @Test func `a full disk refuses the batch, keeps what was there and recovers`() throws {
        let store = try folder.store()
        let world = try World(SQLiteJournal(store))
        try world.submit("j", chain(["a"]))
        let limit = { (pages: Int) in
            try store.pool.writeWithoutTransaction { db in
                _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages)")
            }
        }
        try limit(1)
        let large = AnswerRecord(
            uid: 1, requestID: "r", digest: 0,
            response: [UInt8](repeating: 1, count: 1_000_000),
            time: Timestamp(milliseconds: 1))
        let error = #expect(throws: JournalError.self) {
            try world.journal.commit([.answer(large)])
        }
        guard case .full = error else { throw Unexpected("\(error as Any)") }
        #expect(
            try world.journal.answer(uid: 1, requestID: "r", at: large.time) == nil)
        #expect(try world.journal.load().jobs.count == 1)
        try limit(1_000_000)
        try world.journal.commit([])
        try world.journal.commit([.answer(large)])
    }

    @Test func `a crash in the middle of a batch leaves the batch before`() throws {
        let world = try World(SQLiteJournal(try folder.store()))
        try world.submit("j", chain(["a"], type: .shell))
        let id = try world.run("j")
        let before = likeness(try #require(world.engine.instances[id]))
        // What the disk holds when the process dies: everything committed, and a beginning.
        let copy = Folder()
        try Store.makeFolder(copy.path)
        let store = try folder.store()
        try store.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA cache_size = 1")
            try db.execute(sql: "BEGIN IMMEDIATE")
            try db.execute(sql: "UPDATE node SET attempt = 77")
            try db.execute(sql: "UPDATE instance SET status = 3, stage = 5")
            for row in 1...2_000 {
                try db.execute(
                    sql: "INSERT INTO output VALUES (?, 0, 0, zeroblob(200))",
                    arguments: [row + 100])
            }
            for name in ["sluice.db", "sluice.db-wal"] {
                try FileManager.default.copyItem(
                    atPath: folder.path + "/" + name, toPath: copy.path + "/" + name)
            }
            try db.execute(sql: "ROLLBACK")
        }
        let back = try SQLiteJournal(try copy.store()).load().instances
        #expect(back.map(likeness) == [before])
    }

    @Test func `an error of SQLite becomes what the conductor has to do about it`() {
        let cases: [(Int32, JournalError)] = [
            (13, .full("m (SQLite 13)")),
            (8, .refused("m (SQLite 8)")),
            (10 | 3 << 8, .refused("m (SQLite 778)")),
            (5, .refused("m (SQLite 5)")),
            (14, .refused("m (SQLite 14)")),
            (11, .corrupt("m (SQLite 11)")),
        ]
        for (code, expected) in cases {
            #expect(JournalError(SQLiteFault(code: code, message: "m")) == expected)
        }
        #expect(SQLiteFault(code: 1_034, message: "").isFailedFsync)
        #expect(!SQLiteFault(code: 10, message: "").isFailedFsync)
    }
}
