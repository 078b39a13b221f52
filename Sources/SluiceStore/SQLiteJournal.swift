internal import GRDB
package import SluiceEngine
package import SluiceModel
package import SluiceRuntime

/// The conductor's journal in SQLite: the only writer of the database.
package final class SQLiteJournal: Journal {
    private let store: Store

    package init(_ store: Store) {
        self.store = store
    }

    package func load() throws(JournalError) -> Restored {
        try access { db in try WorldReader(db).restored() }
    }

    package func supply(for need: Need) throws(JournalError) -> Supply {
        try access { db in try WorldReader(db).supply(for: need) }
    }

    package func answer(
        uid: UInt32, requestID: String, at now: Timestamp,
    ) throws(JournalError) -> AnswerRecord? {
        try access { db in
            try AnswerRecord.find(
                db, uid: uid, requestID: requestID,
                after: now.milliseconds - Limits.requestMemoryMilliseconds)
        }
    }

    /// One transaction and one fsync. An empty batch is a probe: it writes a row as it is.
    package func commit(_ records: [SluiceEngine.Record]) throws(JournalError) {
        try change { db in
            let writer = RecordWriter(db)
            for record in records { try writer.write(record) }
            try writer.finish(isProbe: records.isEmpty)
        }
    }

    /// Deleted jobs go with their last instance. The logs of the instances are the caller's.
    package func prune(_ expired: Expired, limit: Int) throws(JournalError) -> [InstanceID] {
        try change { db in
            let retention = Retention(db)
            try retention.pruneAnswers(before: expired.answersBefore)
            return try retention.prune(
                endedBefore: expired.endedBefore, eventsBefore: expired.eventsBefore, limit: limit)
        }
    }
}

extension SQLiteJournal {
    private func access<Result>(
        _ body: (Database) throws -> Result,
    ) throws(JournalError) -> Result {
        do {
            return try store.pool.writeWithoutTransaction(body)
        } catch {
            if error.isFailedFsync {
                store.fatal("fsync failed: \(JournalError.words(for: error))")
            }
            throw JournalError(error)
        }
    }

    /// All of `body` or nothing, durable when it returns.
    private func change<Result>(
        _ body: (Database) throws -> Result,
    ) throws(JournalError) -> Result {
        try access { db in
            var result: Result?
            try db.inTransaction(.immediate) {
                result = try body(db)
                return .commit
            }
            guard let result else { preconditionFailure("a committed body has a result") }
            return result
        }
    }
}
