internal import GRDB
internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime

// Backfills as their rows have them, and back.

extension RecordWriter {
    func write(_ record: BackfillRecord) throws {
        let backfill = record.backfill
        let row = try statement(.backfill)
        row.bind(backfill.id.rawValue)
        row.bind(backfill.kind.rawValue)
        row.bind(try workspaceID(backfill.scope.workspace))
        row.bind(backfill.scope.environment.rawValue)
        row.bind(backfill.jobName)
        row.bind(backfill.user)
        row.bind(backfill.reason)
        row.bind(backfill.createTime.milliseconds)
        row.bind(backfill.parallel)
        row.bind(backfill.stopsOnFailure)
        row.bind(backfill.params.stored)
        row.bind(backfill.location.name)
        row.bind(backfill.version == .current)
        row.bind(backfill.listens)
        row.bind(backfill.state.rawValue)
        row.bind(backfill.why)
        row.bind(backfill.endTime)
        try row.run()
    }

    func write(_ record: BackfillItemRecord) throws {
        let item = record.item
        let row = try statement(.backfillItem)
        row.bind(record.backfill.rawValue)
        row.bind(record.position)
        row.bind(item.job.rawValue)
        row.bind(try workspaceID(item.scope.workspace))
        row.bind(item.scope.environment.rawValue)
        row.bind(item.jobName)
        row.bind(item.planTime.milliseconds)
        row.bind(item.instance?.rawValue)
        row.bind(item.isRetry)
        row.bind(item.state.rawValue)
        row.bind(item.reason)
        row.bind(item.after.stored)
        try row.run()
    }
}

extension WorldReader {
    /// Those that have not ended, and those that still have instances at work.
    func backfills() throws -> [Backfill] {
        let row = try SQLStatement(
            db,
            """
            SELECT backfill.id, kind, workspace.name, environment, job_name, user, reason,
                backfill.create_time, parallel, stops_on_failure, params, location,
                is_current_version, listens, state, why, end_time
            FROM backfill JOIN workspace ON workspace.id = workspace_id
            WHERE state < 3 OR EXISTS (
                SELECT 1 FROM backfill_item AS item
                WHERE item.backfill_id = backfill.id AND item.state = 2)
            ORDER BY backfill.id
            """)
        var backfills: [Backfill] = []
        while try row.step() { backfills.append(try backfill(row)) }
        return try backfills.map { $0.replacing(try items(of: $0.id)) }
    }

    private func backfill(_ row: SQLStatement) throws -> Backfill {
        let id = BackfillID(row.integer())
        let words = { "backfill \(id)" }
        return Backfill(
            id: id, kind: try row.value(Backfill.Kind.init(rawValue:), "kind", words),
            scope: try row.scope(words), jobName: row.text(), user: row.text(),
            reason: row.text(), createTime: row.timestamp(), parallel: row.int(),
            stopsOnFailure: row.bool(), params: try row.pairs("params", words),
            location: row.text() == RetryInstances.Location.firstNode.name
                ? .firstNode : .errorNode,
            version: row.bool() ? .current : .original, listens: row.bool(),
            state: try row.value(Backfill.State.init(rawValue:), "state", words),
            why: row.text(), endTime: row.optionalTimestamp(), items: [])
    }

    private func items(of id: BackfillID) throws -> [BackfillItem] {
        let row = try SQLStatement(
            db,
            """
            SELECT job_id, workspace.name, environment, job_name, plan_time, instance_id, is_retry,
                state, reason, links
            FROM backfill_item JOIN workspace ON workspace.id = workspace_id
            WHERE backfill_id = ?
            ORDER BY position
            """)
        row.bind(id.rawValue)
        let words = { "an item of backfill \(id)" }
        var items: [BackfillItem] = []
        while try row.step() {
            items.append(
                BackfillItem(
                    job: JobID(row.integer()), scope: try row.scope(words), jobName: row.text(),
                    planTime: row.timestamp(),
                    instance: row.optionalInteger().map(InstanceID.init), isRetry: row.bool(),
                    state: try row.value(BackfillItem.State.init(rawValue:), "state", words),
                    reason: row.text(),
                    after: try [BackfillItem.Link](stored: row.text(), words)))
        }
        return items
    }

    /// The instances of a job that are planned in a range.
    func window(
        of job: JobID, _ range: ClosedRange<Timestamp>,
    ) throws -> [WindowEntry] {
        let row = try SQLStatement(
            db,
            """
            SELECT id, plan_time, status FROM instance
            WHERE job_id = ? AND plan_time BETWEEN ? AND ?
            ORDER BY plan_time, id
            LIMIT ?
            """)
        row.bind(job.rawValue)
        row.bind(range.lowerBound.milliseconds)
        row.bind(range.upperBound.milliseconds)
        row.bind(Limits.backfillCycles + 1)
        var entries: [WindowEntry] = []
        while try row.step() {
            let id = InstanceID(row.integer())
            entries.append(
                WindowEntry(
                    instance: id, planTime: row.timestamp(),
                    status: try row.value(InstanceStatus.init(rawValue:), "status") {
                        "instance \(id)"
                    }))
        }
        return entries
    }
}

extension [BackfillItem.Link] {
    fileprivate var stored: String {
        map { "\($0.position):\($0.failPolicy.rawValue)" }.joined(separator: " ")
    }

    fileprivate init(stored text: String, _ words: () -> String) throws(JournalError) {
        self = []
        for link in text.split(separator: " ") {
            let parts = link.split(separator: ":").compactMap { Int($0) }
            guard parts.count == 2, let policy = FailPolicy(rawValue: parts[1]) else {
                throw .corrupt("\(words()): '\(link)' is no link")
            }
            append(BackfillItem.Link(position: parts[0], failPolicy: policy))
        }
    }
}
