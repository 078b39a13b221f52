internal import GRDB
package import SluiceEngine
package import SluiceModel

/// An entry of the operation log.
package struct OperationEntry: Hashable, Sendable {
    package var id: Int64
    package var time: Timestamp
    package var caller: Caller
    package var operation: String
    package var jobName: String
    package var from: String
    package var to: String
    package var detail: String
    /// Why, as the caller said.
    package var reason: String
    /// Empty: done; else why it was refused.
    package var refusal: String
}

extension Queries {
    /// What was done to an instance, oldest first, at most `limit` entries after the entry `after`.
    package func operations(
        of instance: InstanceID, after: Int64 = 0, limit: Int = 1_000,
    ) throws(SluiceError) -> [OperationEntry] {
        try read { db in
            let row = try SQLStatement(
                db,
                """
                SELECT id, time, uid, gid, pid, user, operation, job_name, from_status, to_status,
                    detail, reason, refusal
                FROM operation WHERE instance_id = ? AND id > ?
                ORDER BY id
                LIMIT ?
                """)
            row.bind(instance.rawValue)
            row.bind(after)
            row.bind(limit)
            var entries: [OperationEntry] = []
            while try row.step() { entries.append(OperationEntry(row)) }
            return entries
        }
    }
}

extension OperationEntry {
    fileprivate init(_ row: SQLStatement) {
        id = row.integer()
        time = row.timestamp()
        caller = Caller(
            uid: UInt32(truncatingIfNeeded: row.integer()),
            gid: UInt32(truncatingIfNeeded: row.integer()), pid: row.int32(), user: row.text())
        operation = row.text()
        jobName = row.text()
        from = row.text()
        to = row.text()
        detail = row.text()
        reason = row.text()
        refusal = row.text()
    }
}
