internal import GRDB
internal import SluiceExpression
package import SluiceModel
package import SluiceWire

/// A version of a job with all that was submitted.
package struct StoredVersion: Hashable, Sendable {
    package var number: Int32
    package var source: String
    package var definition: SluiceWire.JobDefinition
}

/// A job that is not deleted.
struct JobRow {
    var id: Int64
    var name: String
    var latestVersion: Int64

    static func find(_ db: Database, _ name: String, in scope: StoredScope) throws -> JobRow {
        guard let job = try look(db, for: name, in: scope) else {
            throw SluiceError.noJob(name, in: scope)
        }
        return job
    }

    /// Nil where there is none.
    static func look(
        _ db: Database, for name: String, in scope: StoredScope,
    ) throws -> JobRow? {
        let row = try SQLStatement(
            db,
            """
            SELECT id, latest_version FROM job
            WHERE workspace_id = ? AND environment = ? AND name = ? AND delete_time IS NULL
            """)
        row.bind(scope.workspaceID)
        row.bind(scope.environment)
        row.bind(name)
        guard try row.step() else { return nil }
        return JobRow(id: row.integer(), name: name, latestVersion: row.integer())
    }
}

extension Queries {
    package func getJob(
        _ request: GetJobRequest, now: Timestamp,
    ) throws(SluiceError) -> GetJobResponse {
        try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let job = try JobRow.find(db, request.jobName, in: scope)
            let number = request.version == 0 ? job.latestVersion : Int64(request.version)
            let version = try version(number, of: job, db)
            return GetJobResponse(
                job: try summary(of: job, in: scope, now, db),
                version: try summary(of: number, of: job, db),
                definition: version.definition, source: version.source)
        }
    }

    /// The two versions that a difference is asked of.
    package func versions(
        for request: DiffJobVersionsRequest,
    ) throws(SluiceError) -> (from: StoredVersion, to: StoredVersion) {
        try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let job = try JobRow.find(db, request.jobName, in: scope)
            let new = request.toVersion == 0 ? job.latestVersion : Int64(request.toVersion)
            let old = request.fromVersion == 0 ? new - 1 : Int64(request.fromVersion)
            return (try version(old, of: job, db), try version(new, of: job, db))
        }
    }

    package func listJobs(
        _ request: ListJobsRequest, now: Timestamp,
    ) throws(SluiceError) -> ListJobsResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "jobs")
        let after = try token.key(in: request.pageToken) ?? ""
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let row = try SQLStatement(
                db,
                """
                SELECT \(JobSummary.columns)
                FROM \(JobSummary.tables)
                WHERE job.workspace_id = ? AND job.environment = ? AND job.delete_time IS NULL
                    AND job.name > ? AND job.name GLOB ?
                ORDER BY job.name
                LIMIT ?
                """)
            row.bind(scope.workspaceID)
            row.bind(scope.environment)
            row.bind(after)
            row.bind(sqliteGlob(request.nameGlob))
            row.bind(size + 1)
            var found: [JobSummary] = []
            while try row.step() {
                found.append(try JobSummary(row, in: scope, almanac, now))
            }
            let page = page(found, of: size) { token.text(after: $0.jobName) }
            return ListJobsResponse(jobs: page.entries, nextPageToken: page.nextToken)
        }
    }

    package func listJobVersions(
        _ request: ListJobVersionsRequest,
    ) throws(SluiceError) -> ListJobVersionsResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "versions of \(request.jobName)")
        let before = try token.number(in: request.pageToken) ?? .max
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let job = try JobRow.find(db, request.jobName, in: scope)
            let row = try SQLStatement(
                db,
                """
                SELECT version, time, user, comment, node_total FROM job_version
                WHERE job_id = ? AND version < ?
                ORDER BY version DESC
                LIMIT ?
                """)
            row.bind(job.id)
            row.bind(before)
            row.bind(size + 1)
            var found: [JobVersionSummary] = []
            while try row.step() { found.append(JobVersionSummary(row)) }
            let page = page(found, of: size) { token.text(after: String($0.version)) }
            return ListJobVersionsResponse(
                versions: page.entries, nextPageToken: page.nextToken)
        }
    }
}

extension Queries {
    private func version(
        _ number: Int64, of job: JobRow, _ db: Database,
    ) throws -> StoredVersion {
        let row = try SQLStatement(
            db,
            """
            SELECT definition, source FROM job_version WHERE job_id = ? AND version = ?
            """)
        row.bind(job.id)
        row.bind(number)
        guard try row.step() else {
            throw SluiceError(
                .notFound, reason: "JOB_VERSION_NOT_FOUND",
                "job '\(job.name)' has no version \(number); the latest is "
                    + "\(job.latestVersion)",
                subject: "job \(job.name)", domain: .jobDoesNotExist)
        }
        let definition = try SluiceModel.JobDefinition(
            stored: row.blob(), "job \(job.id) version \(number)")
        return StoredVersion(
            number: Int32(clamping: number), source: row.text(),
            definition: SluiceWire.JobDefinition(definition))
    }

    private func summary(
        of job: JobRow, in scope: StoredScope, _ now: Timestamp, _ db: Database,
    ) throws -> JobSummary? {
        let row = try SQLStatement(
            db,
            """
            SELECT \(JobSummary.columns)
            FROM \(JobSummary.tables)
            WHERE job.id = ?
            """)
        row.bind(job.id)
        return try row.step() ? try JobSummary(row, in: scope, almanac, now) : nil
    }

    private func summary(
        of version: Int64, of job: JobRow, _ db: Database,
    ) throws -> JobVersionSummary? {
        let row = try SQLStatement(
            db,
            """
            SELECT version, time, user, comment, node_total FROM job_version
            WHERE job_id = ? AND version = ?
            """)
        row.bind(job.id)
        row.bind(version)
        return try row.step() ? JobVersionSummary(row) : nil
    }
}

extension JobSummary {
    /// What `init` reads.
    fileprivate static let columns = """
        job.id, job.name, job_version.version, job_version.node_total, job_version.time,
        job_version.user, job_version.description, job_version.labels,
        job.schedule, job.event_source IS NOT NULL, job.is_enabled, job.is_paused,
        job.planned_until, last.id, last.status
        """

    /// Job, with its latest version, and with the instance of its latest plan time where there is
    /// one.
    fileprivate static let tables = """
        job JOIN job_version
            ON job_version.job_id = job.id AND job_version.version = job.latest_version
        LEFT JOIN instance AS last ON last.id = (
            SELECT id FROM instance WHERE job_id = job.id
            ORDER BY plan_time DESC, submit_time DESC, id DESC
            LIMIT 1
        )
        """

    fileprivate init(
        _ row: SQLStatement, in scope: StoredScope, _ almanac: any Almanac, _ now: Timestamp,
    ) throws {
        self.init(
            jobId: row.integer(), jobName: row.text(), version: row.int32(),
            nodeTotal: row.int32(), submitTime: row.integer(), user: row.text(),
            description: row.text())
        let id = jobId
        labels = try row.pairs("labels") { "job \(id)" }.messages
        let definition = try ScheduleDefinition(stored: row.blob(), "job \(id)")
        let isTriggered = row.bool()
        scheduled = definition != nil || isTriggered
        enabled = row.bool() && scheduled
        paused = row.bool()
        let coming = ComingCycle(
            definition: definition, isEnabled: enabled, plannedUntil: row.integer())
        if case .success(let time) = coming.next(in: scope, almanac, now) {
            nextTime = time.milliseconds
        }
        lastInstanceId = row.integer()
        lastStatus = SluiceWire.InstanceStatus(rawValue: row.int32())
    }
}

extension JobVersionSummary {
    fileprivate init(_ row: SQLStatement) {
        self.init(
            version: row.int32(), submitTime: row.integer(), user: row.text(),
            comment: row.text(), nodeTotal: row.int32())
    }
}
