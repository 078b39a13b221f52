internal import GRDB
internal import SluiceEngine
package import SluiceModel
package import SluiceWire

/// Backfills and retries of several jobs.
extension Queries {
    /// Newest first.
    package func listBackfills(
        _ request: ListBackfillsRequest,
    ) throws(SluiceError) -> ListBackfillsResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "backfills")
        let before = try token.number(in: request.pageToken) ?? .max
        var conditions = Conditions()
        conditions.add("job_name GLOB ?", glob: request.jobGlob)
        if !request.states.isEmpty {
            conditions.add("state", isIn: request.states.map(\.rawValue))
        }
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let row = try SQLStatement(
                db,
                """
                SELECT \(SluiceWire.Backfill.columns) FROM backfill
                WHERE workspace_id = ? AND environment = ? AND id < ?
                    \(conditions.sql)
                ORDER BY id DESC
                LIMIT ?
                """)
            row.bind(scope.workspaceID)
            row.bind(scope.environment)
            row.bind(before)
            conditions.bind(to: row)
            row.bind(size + 1)
            var found: [SluiceWire.Backfill] = []
            while try row.step() { found.append(try SluiceWire.Backfill(row)) }
            var page = page(found, of: size) { token.text(after: String($0.backfillId)) }
            for index in page.entries.indices { try count(&page.entries[index], db) }
            return ListBackfillsResponse(
                backfills: page.entries, nextPageToken: page.nextToken)
        }
    }

    package func getBackfill(
        _ request: GetBackfillRequest, _ rights: Rights = .all,
    ) throws(SluiceError) -> GetBackfillResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "cycles of backfill \(request.backfillId)")
        let after = try token.number(in: request.pageToken) ?? -1
        var conditions = Conditions()
        if !request.states.isEmpty {
            conditions.add("state", isIn: request.states.flatMap(\.stored))
        }
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let backfill = try backfill(request.backfillId, db, scope)
            let row = try SQLStatement(
                db,
                """
                SELECT position, job_name, plan_time, instance_id, is_retry, state, reason, links,
                    elsewhere.name
                FROM backfill_item LEFT JOIN workspace AS elsewhere
                    ON elsewhere.id = workspace_id AND elsewhere.id <> ?
                WHERE backfill_id = ? AND position > ?
                    \(conditions.sql)
                ORDER BY position
                """)
            row.bind(scope.workspaceID)
            row.bind(request.backfillId)
            row.bind(after)
            conditions.bind(to: row)
            let sight = Sight(rights, in: scope, db)
            var found: [BackfillCycle] = []
            while found.count <= size, try row.step() {
                let cycle = BackfillCycle(row)
                if cycle.workspace.isEmpty || sight.sees(cycle.workspace) { found.append(cycle) }
            }
            let page = page(found, of: size) { token.text(after: String($0.position)) }
            return GetBackfillResponse(
                backfill: backfill, cycles: page.entries, nextPageToken: page.nextToken)
        }
    }

    private func backfill(
        _ id: Int64, _ db: Database, _ scope: StoredScope,
    ) throws -> SluiceWire.Backfill {
        let row = try SQLStatement(
            db,
            """
            SELECT \(SluiceWire.Backfill.columns) FROM backfill
            WHERE id = ? AND workspace_id = ? AND environment = ?
            """)
        row.bind(id)
        row.bind(scope.workspaceID)
        row.bind(scope.environment)
        guard try row.step() else {
            throw SluiceError(
                .notFound, reason: "BACKFILL_NOT_FOUND",
                "there is no backfill \(id) in workspace '\(scope.workspace)'",
                subject: "backfill \(id)", domain: .instanceDoesNotExist)
        }
        var backfill = try SluiceWire.Backfill(row)
        try count(&backfill, db)
        return backfill
    }

    /// How many of its cycles are in which state.
    private func count(_ backfill: inout SluiceWire.Backfill, _ db: Database) throws {
        let row = try SQLStatement(
            db,
            """
            SELECT state, COUNT(*) FROM backfill_item WHERE backfill_id = ? GROUP BY state
            """)
        row.bind(backfill.backfillId)
        while try row.step() {
            let (state, count) = (CycleState(stored: row.int()), row.int32())
            backfill.total += count
            switch state {
            case .waiting: backfill.waiting = count
            case .active: backfill.active = count
            case .success: backfill.success = count
            case .fail: backfill.fail = count
            case .skipped: backfill.skipped += count
            case .unspecified, .unrecognized: break
            }
        }
    }
}

extension SluiceWire.Backfill {
    fileprivate static let columns = """
        id, kind, job_name, user, reason, create_time, parallel, stops_on_failure, params, state, \
        why, end_time
        """

    fileprivate init(_ row: SQLStatement) throws {
        let id = row.integer()
        self.init(
            backfillId: id, kind: BackfillKind(rawValue: row.int32()), jobName: row.text(),
            user: row.text(), reason: row.text(), createTime: row.integer(),
            parallel: row.int32(), stopOnFailure: row.bool(),
            params: try row.pairs("params") { "backfill \(id)" }.map {
                KeyValue(key: $0.name, value: $0.value)
            }, state: BackfillState(rawValue: row.int32()), why: row.text(),
            endTime: row.optionalInteger() ?? 0)
    }
}

extension BackfillCycle {
    fileprivate init(_ row: SQLStatement) {
        self.init(
            position: row.int32(), jobName: row.text(), planTime: row.integer(),
            instanceId: row.optionalInteger() ?? 0, retry: row.bool(),
            state: CycleState(stored: row.int()), reason: row.text(),
            after: row.text().split(separator: " ").prefix(Limits.listedChanges).compactMap {
                Int32($0.prefix { $0 != ":" })
            }, workspace: row.text())
    }
}

extension CycleState {
    /// What is left out is skipped to people: it has an instance already.
    fileprivate init(stored state: Int) {
        let isLeftOut = state == BackfillItem.State.leftOut.rawValue
        self = isLeftOut ? .skipped : CycleState(rawValue: Int32(clamping: state))
    }

    fileprivate var stored: [Int32] {
        let leftOut = Int32(BackfillItem.State.leftOut.rawValue)
        return self == .skipped ? [rawValue, leftOut] : [rawValue]
    }
}
