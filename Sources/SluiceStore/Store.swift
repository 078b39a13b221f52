internal import GRDB
internal import GRDBSQLite
internal import Glibc
package import SluiceModel
internal import SluiceRuntime

/// The database of a daemon: `sluice.db` in its state folder. One connection writes, a few read,
/// one carries the write-ahead log over into the database.
///
/// Pages have SQLite's 4,096 bytes, one block of the usual file systems: a commit of one instance
/// touches eight pages in as many tables, and writes each of them whole. Nothing is mapped into
/// memory: a read error would be a SIGBUS in place of an answer.
package final class Store: Sendable {
    /// Version of the tables that this program writes.
    package static var schemaVersion: Int { Schema.version }

    package let stateFolder: String
    let pool: DatabasePool
    private let checkpoints: Checkpoints
    /// Ends the process, or says in a test that it would: a failed fsync is never tried again,
    /// since the kernel has already forgotten what it could not write.
    let fatal: @Sendable (String) -> Void

    /// Opens the database, makes it and its folder (mode 0700) where they are missing, and brings
    /// it to the present schema version. Take the `StateLock` first.
    ///
    /// - Parameter fatal: called when an fsync failed, with what to tell the operator; it is
    ///   expected not to return.
    package init(
        stateFolder: String, fatal: @escaping @Sendable (String) -> Void,
    ) throws(SluiceError) {
        try Self.makeFolder(stateFolder)
        self.stateFolder = stateFolder
        self.fatal = fatal
        let path = stateFolder + "/sluice.db"
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            checkpoints = Checkpoints(
                try DatabaseQueue(path: path, configuration: Self.configuration), fatal: fatal)
            try pool.writeWithoutTransaction { db in
                try Self.prepareWriter(db, checkpoints)
                try Schema.migrate(db)
            }
        } catch {
            throw SluiceError(opening: path, error)
        }
    }

    /// Carries the write-ahead log over into the database, as far as readers allow.
    package func checkpoint() { checkpoints.run() }

    /// Makes a state folder with mode 0700; its parent must exist.
    package static func makeFolder(_ path: String) throws(SluiceError) {
        guard unsafe mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw .stateFolder(path, "mkdir", errno)
    }
}

extension Store {
    /// Milliseconds that a connection waits for another program's lock, an open sqlite3 shell's.
    private static let busyMilliseconds = 5_000

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.foreignKeysEnabled = false
        configuration.maximumReaderCount = 4
        configuration.persistentReadOnlyConnections = true
        configuration.busyMode = .timeout(Double(busyMilliseconds) / 1_000)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA mmap_size = 0")
            // Kibibytes: enough for the upper pages of every index.
            try db.execute(sql: "PRAGMA cache_size = -8192")
            // Another connection than the writer does it.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
        return configuration
    }

    /// GRDB sets NORMAL on the writer after `prepareDatabase`; then a commit would not outlive a
    /// power cut.
    private static func prepareWriter(_ db: Database, _ checkpoints: Checkpoints) throws {
        try db.execute(sql: "PRAGMA synchronous = FULL")
        // A batch of thousands of nodes stays in memory until its commit.
        try db.execute(sql: "PRAGMA cache_size = -65536")
        let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? 0
        let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? ""
        guard synchronous == 2, journal == "wal" else {
            throw SluiceError(
                .internalError, reason: "STORE_NOT_DURABLE",
                "SQLite keeps synchronous at \(synchronous) and the journal mode at "
                    + "'\(journal)'; 2 and 'wal' are needed",
                subject: "sluice.db")
        }
        checkpoints.watch(db)
    }
}

extension SluiceError {
    /// Why a database could not be opened.
    init(opening path: String, _ error: any Error) {
        if let error = error as? SluiceError {
            self = error
            return
        }
        self.init(
            .unavailable, reason: "STORE_UNUSABLE",
            "the database \(path) cannot be opened: \(JournalError.words(for: error))",
            subject: path)
    }
}
