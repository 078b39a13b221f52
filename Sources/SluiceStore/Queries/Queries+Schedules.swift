internal import GRDB
internal import SluiceEngine
internal import SluiceExpression
package import SluiceModel
package import SluiceWire

/// When jobs run by themselves.
extension Queries {
    /// Jobs that have a schedule or a trigger, by name.
    package func listSchedules(
        _ request: ListSchedulesRequest, now: Timestamp,
    ) throws(SluiceError) -> ListSchedulesResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "schedules")
        let after = try token.key(in: request.pageToken) ?? ""
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let row = try schedules(
                db,
                where: """
                    (job.schedule IS NOT NULL OR job.event_source IS NOT NULL)
                    AND job.name > ? AND job.name GLOB ?
                    """)
            bind(scope, now, to: row)
            row.bind(after)
            row.bind(sqliteGlob(request.jobGlob))
            row.bind(size + 1)
            var found: [StoredSchedule] = []
            while try row.step() { found.append(try StoredSchedule(row)) }
            let page = page(found, of: size) { token.text(after: $0.message.jobName) }
            return ListSchedulesResponse(
                schedules: page.entries.map { $0.completed(in: scope, from: almanac, now: now) },
                nextPageToken: page.nextToken)
        }
    }

    /// The schedules of jobs as an operation left them, or would leave them: `changed` says of each
    /// whether it is enabled, paused, and how far it is planned. A job that is gone meanwhile stays
    /// as it is there.
    package func schedules(
        _ changed: [JobSchedule], workspace: String, environment: SluiceWire.Environment,
        now: Timestamp,
    ) throws(SluiceError) -> [JobSchedule] {
        try read { db in
            let scope = try StoredScope(db, workspace: workspace, environment: environment)
            let row = try schedules(db, where: "job.name = ?")
            return try changed.map { change in
                defer { row.reset() }
                bind(scope, now, to: row)
                row.bind(change.jobName)
                row.bind(1)
                guard try row.step() else { return change }
                var stored = try StoredSchedule(row)
                stored.message.enabled = change.enabled
                stored.message.paused = change.paused
                stored.message.plannedUntil = change.plannedUntil
                return stored.completed(in: scope, from: almanac, now: now)
            }
        }
    }

    /// Jobs that are not deleted. `bind` comes first, then what the condition has, then the limit.
    private func schedules(
        _ db: Database, where condition: String,
    ) throws -> SQLStatement {
        try SQLStatement(
            db,
            """
            SELECT \(StoredSchedule.columns)
            FROM \(StoredSchedule.tables)
            WHERE job.workspace_id = ? AND job.environment = ? AND job.delete_time IS NULL
                AND \(condition)
            ORDER BY job.name
            LIMIT ?
            """)
    }

    private func bind(_ scope: StoredScope, _ now: Timestamp, to row: SQLStatement) {
        StoredSchedule.bind(to: row, now: now)
        row.bind(scope.workspaceID)
        row.bind(scope.environment)
    }
}

// MARK: - Coming cycles

extension Queries {
    /// Cycles that one preview shows.
    private static let cycles = PageSize(limit: 1_000, standard: 20, field: "count")

    /// Coming cycles of a job, enabled or not, or of a schedule that no job has. It is checked as
    /// that of a job is when it is submitted.
    package func previewSchedule(
        _ request: PreviewScheduleRequest, now: Timestamp,
    ) throws(SluiceError) -> PreviewScheduleResponse {
        let count = try Self.cycles.entries(request.count)
        let definition = try definition(for: request)
        let schedule: SluiceExpression.Schedule
        do throws(SluiceError) {
            schedule = try SluiceExpression.Schedule(definition, from: almanac)
        } catch {
            var error = error
            error.subject = "schedule"
            throw error
        }
        let after =
            request.afterTime == 0 ? now : Timestamp(milliseconds: request.afterTime)
        return PreviewScheduleResponse(
            cycles: schedule.preview(after: after, count: count).map(PlannedCycle.init),
            words: schedule.words, timeZone: schedule.zone.name)
    }

    private func definition(
        for request: PreviewScheduleRequest,
    ) throws(SluiceError) -> ScheduleDefinition {
        switch (request.jobName.isEmpty, request.schedule) {
        case (false, nil): return try schedule(of: request)
        case (true, let schedule?):
            try schedule.checkChoices()
            return ScheduleDefinition(schedule)
        case (true, nil), (false, .some):
            throw SluiceError(
                .invalidArgument, reason: "INVALID_FIELD",
                "either job_name or schedule is needed", subject: "schedule",
                domain: .parameterInvalid)
        }
    }

    private func schedule(
        of request: PreviewScheduleRequest,
    ) throws(SluiceError) -> ScheduleDefinition {
        try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let job = try JobRow.find(db, request.jobName, in: scope)
            let row = try SQLStatement(db, "SELECT schedule FROM job WHERE id = ?")
            row.bind(job.id)
            guard try row.step(),
                let definition = try ScheduleDefinition(stored: row.blob(), "job \(job.id)")
            else {
                throw SluiceError(
                    .failedPrecondition, reason: "JOB_NOT_SCHEDULED",
                    "job '\(job.name)' has no schedule; it runs by hand",
                    subject: "job \(job.name)")
            }
            return definition
        }
    }
}

extension SluiceWire.Schedule {
    /// What a stored message may leave to a default, a caller is told of.
    fileprivate func checkChoices() throws(SluiceError) {
        guard case .unrecognized(let number) = calendarRule else { return }
        throw SluiceError(
            .invalidArgument, reason: "INVALID_FIELD",
            "schedule.calendar_rule: there is no rule \(number); 1 to 4 are known",
            subject: "schedule.calendar_rule", domain: .parameterInvalid)
    }
}

extension PlannedCycle {
    fileprivate init(_ fire: ShownFire) {
        self.init(
            planTime: fire.time.milliseconds, localTime: fire.shown.description,
            abbreviation: fire.shown.abbreviation, note: fire.clockChange?.description ?? "")
    }
}
