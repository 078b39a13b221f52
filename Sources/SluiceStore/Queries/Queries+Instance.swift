internal import GRDB
internal import SluiceEngine
package import SluiceModel
package import SluiceWire

/// Details of one instance (`S97` to `S133`).
extension Queries {
    package func getInstance(
        _ request: GetInstanceRequest, now: Timestamp, _ rights: Rights = .all,
    ) throws(SluiceError) -> GetInstanceResponse {
        let size = try PageSize.nodes.entries(request.nodePageSize)
        let token = PageToken(list: "nodes of \(request.instanceId)")
        let after = try token.number(in: request.nodePageToken)
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            var instance = try self.instance(request, db, scope, now)
            let id = InstanceID(instance.message.instanceId)
            let dependencies = try WorldReader(db).dependencies(of: .one(id))[id] ?? []
            let nodes = NodeRows(
                instance: instance, dependencies: dependencies,
                facts: try definitions.facts(of: instance.key, db), now: now, logPath: logPath)
            let from = after.map { Int($0) + 1 } ?? instance.firstOrdinal
            var page = try nodes.read(db, from: from, count: size)
            try addAttributes(to: &instance.message, and: &page, db)
            instance.message.dependencies = dependencies.map(InstanceDependency.init)
            instance.message.resources = try pins(of: id, db)
            let sight = Sight(rights, in: scope, db)
            try sight.hideParent(of: &instance.message)
            for (index, dependency) in dependencies.enumerated() {
                try sight.hideInstance(
                    of: &instance.message.dependencies[index], job: dependency.job.rawValue)
            }
            let isLast = page.count < size || page.isAtEnd
            return GetInstanceResponse(
                instance: instance.message, nodes: page.nodes,
                nextNodePageToken: isLast ? "" : token.text(after: String(page.lastOrdinal)),
                runs: try runs(of: instance.message.instanceId, db, now),
                failedNotifications: try failedNotifications(
                    of: instance.message.instanceId, db))
        }
    }

    private func pins(of instance: InstanceID, _ db: Database) throws -> [PinnedObject] {
        let pins = try WorldReader(db).pins(of: .one(instance))[instance] ?? []
        return pins.map {
            PinnedObject(
                objectName: $0.name, objectId: $0.object.rawValue,
                version: Int32(clamping: $0.version))
        }
    }

    /// The instance that a request names, by id or as the latest of a job.
    private func instance(
        _ request: GetInstanceRequest, _ db: Database, _ scope: StoredScope, _ now: Timestamp,
    ) throws -> InstanceRow {
        guard request.instanceId != 0 else {
            let job = try JobRow.find(db, request.jobName, in: scope)
            return try latestInstance(of: job, db, scope, now)
        }
        let found = try instance(request.instanceId, db, scope, now)
        if !request.jobName.isEmpty, found.message.jobName != request.jobName {
            _ = try JobRow.find(db, request.jobName, in: scope)
            throw SluiceError(
                .notFound, reason: "INSTANCE_OF_ANOTHER_JOB",
                "instance \(request.instanceId) is not an instance of job "
                    + "'\(request.jobName)'",
                subject: "instance \(request.instanceId)", domain: .instanceDoesNotExist)
        }
        return found
    }

    func instance(
        _ id: Int64, _ db: Database, _ scope: StoredScope, _ now: Timestamp,
    ) throws -> InstanceRow {
        let row = try SQLStatement(
            db,
            """
            SELECT \(InstanceRow.columns)
            FROM instance JOIN job ON job.id = instance.job_id
            WHERE instance.id = ? AND instance.workspace_id = ? AND instance.environment = ?
            """)
        row.bind(id)
        row.bind(scope.workspaceID)
        row.bind(scope.environment)
        guard try row.step() else { throw SluiceError.noInstance(id, in: scope) }
        return try InstanceRow(row, in: scope, now: now)
    }

    private func latestInstance(
        of job: JobRow, _ db: Database, _ scope: StoredScope, _ now: Timestamp,
    ) throws -> InstanceRow {
        let row = try SQLStatement(
            db,
            """
            SELECT \(InstanceRow.columns)
            FROM instance JOIN job ON job.id = instance.job_id
            WHERE instance.job_id = ?
            ORDER BY instance.id DESC
            LIMIT 1
            """)
        row.bind(job.id)
        guard try row.step() else {
            throw SluiceError(
                .notFound, reason: "INSTANCE_NOT_FOUND", "job '\(job.name)' has no instance",
                subject: "job \(job.name)", domain: .instanceDoesNotExist)
        }
        return try InstanceRow(row, in: scope, now: now)
    }

    private func runs(
        of instance: Int64, _ db: Database, _ now: Timestamp,
    ) throws -> [InstanceRun] {
        let row = try SQLStatement(
            db,
            """
            SELECT number, start_time, end_time, status, version, cause, milliseconds
            FROM run WHERE instance_id = ? ORDER BY number
            """)
        row.bind(instance)
        var runs: [InstanceRun] = []
        while try row.step() {
            var run = InstanceRun(
                run: row.int32(), startTime: row.integer(), endTime: row.integer(),
                status: SluiceWire.InstanceStatus(rawValue: row.int32()),
                version: row.int32(), cause: row.text())
            let soFar = run.startTime == 0 ? 0 : max(0, now.milliseconds - run.startTime)
            run.executeTime =
                row.optionalInteger() ?? (run.endTime == 0 ? soFar : 0)
            runs.append(run)
        }
        return runs
    }
}
