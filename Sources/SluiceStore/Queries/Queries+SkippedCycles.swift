internal import GRDB
package import SluiceModel
package import SluiceWire

extension Queries {
    /// Planned cycles that did not run, those that were found last first.
    package func listSkippedCycles(
        _ request: ListSkippedCyclesRequest,
    ) throws(SluiceError) -> ListSkippedCyclesResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "skipped cycles")
        let before = try token.number(in: request.pageToken) ?? .max
        var conditions = Conditions()
        conditions.add("job.name GLOB ?", glob: request.jobGlob)
        conditions.add("skipped_cycles.last_time >= ?", request.plannedFrom)
        conditions.add("skipped_cycles.first_time < ?", request.plannedBefore)
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let row = try SQLStatement(
                db,
                """
                SELECT skipped_cycles.id, job.name, skipped_cycles.first_time,
                    skipped_cycles.last_time, skipped_cycles.count, skipped_cycles.cause,
                    skipped_cycles.reason, skipped_cycles.time
                FROM skipped_cycles CROSS JOIN job ON job.id = skipped_cycles.job_id
                WHERE job.workspace_id = ? AND job.environment = ? AND skipped_cycles.id < ?
                    \(conditions.sql)
                ORDER BY skipped_cycles.id DESC
                LIMIT ?
                """)
            row.bind(scope.workspaceID)
            row.bind(scope.environment)
            row.bind(before)
            conditions.bind(to: row)
            row.bind(size + 1)
            var found: [SkippedCycles] = []
            while try row.step() { found.append(SkippedCycles(row)) }
            let page = page(found, of: size) { token.text(after: String($0.id)) }
            return ListSkippedCyclesResponse(
                skipped: page.entries, nextPageToken: page.nextToken)
        }
    }
}

extension SkippedCycles {
    fileprivate init(_ row: SQLStatement) {
        self.init(
            id: row.integer(), jobName: row.text(), firstTime: row.integer(),
            lastTime: row.integer(), count: row.int32(), cause: row.text(), reason: row.text(),
            time: row.integer())
    }
}
