internal import Dispatch
internal import GRDB
internal import GRDBSQLite
internal import Synchronization

/// Carries the write-ahead log over into the database from a connection of its own, so that no
/// commit waits for it.
final class Checkpoints: Sendable {
    /// Pages in the log after which it is carried over: 4 MiB, a few milliseconds of writing.
    private static let pageLimit: Int32 = 1_024

    private let connection: DatabaseQueue
    private let fatal: @Sendable (String) -> Void
    private let line = DispatchQueue(label: "sluice.checkpoints")
    private let isDue = Atomic(false)

    init(_ connection: DatabaseQueue, fatal: @escaping @Sendable (String) -> Void) {
        self.connection = connection
        self.fatal = fatal
    }

    /// Has itself told by SQLite of every commit of `db`, the writer. `self` must outlive it.
    func watch(_ db: Database) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe sqlite3_wal_hook(
            db.sqliteConnection,
            { context, _, _, pages in
                if let context = unsafe context {
                    let checkpoints = unsafe Unmanaged<Checkpoints>.fromOpaque(context)
                    unsafe checkpoints.takeUnretainedValue().logHas(pages)
                }
                return SQLITE_OK
            }, context)
    }

    private func logHas(_ pages: Int32) {
        guard pages >= Self.pageLimit, !isDue.exchange(true, ordering: .relaxed) else { return }
        line.async { [self] in
            isDue.store(false, ordering: .relaxed)
            run()
        }
    }

    /// Waits for nobody: what a reader still needs stays in the log for the next time.
    func run() {
        do {
            _ = try connection.writeWithoutTransaction { db in try db.checkpoint(.passive) }
        } catch {
            // The log keeps everything; a full disk is told by the next commit. Only a failed
            // fsync cannot be made good.
            if error.isFailedFsync { fatal("fsync of the database failed: \(error)") }
        }
    }
}
