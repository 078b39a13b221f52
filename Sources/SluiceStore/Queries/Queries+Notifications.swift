internal import GRDB
internal import SluiceEngine
package import SluiceModel
package import SluiceWire

/// Who was told of what.
extension Queries {
    /// Newest first.
    package func listNotifications(
        _ request: ListNotificationsRequest,
    ) throws(SluiceError) -> ListNotificationsResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "notifications")
        let before = try token.number(in: request.pageToken) ?? .max
        var conditions = Conditions()
        conditions.add("job_name GLOB ?", glob: request.jobGlob)
        conditions.add("instance_id = ?", request.instanceId)
        if !request.states.isEmpty {
            conditions.add("state", isIn: request.states.map(\.rawValue))
        }
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let row = try SQLStatement(
                db,
                """
                SELECT \(SluiceWire.Notification.columns) FROM notification
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
            var found: [SluiceWire.Notification] = []
            while try row.step() { found.append(try SluiceWire.Notification(row)) }
            let page = page(found, of: size) { token.text(after: String($0.notificationId)) }
            return ListNotificationsResponse(
                notifications: page.entries, nextPageToken: page.nextToken)
        }
    }

    /// How many about an instance could not be delivered.
    func failedNotifications(of instance: Int64, _ db: Database) throws -> Int32 {
        let row = try SQLStatement(
            db,
            """
            SELECT COUNT(*) FROM notification WHERE instance_id = ? AND state = 3
            """)
        row.bind(instance)
        return try row.step() ? row.int32() : 0
    }
}

extension SluiceWire.Notification {
    fileprivate static let columns = """
        id, occasion, job_name, instance_id, run, status, reason, command, url, state, tries, \
        error, create_time, next_time, end_time
        """

    fileprivate init(_ row: SQLStatement) throws {
        let id = row.integer()
        self.init(
            notificationId: id, occasion: NotificationOccasion(rawValue: row.int32()),
            jobName: row.text(), instanceId: row.integer(), run: row.int32(),
            status: SluiceWire.InstanceStatus(rawValue: row.int32()), reason: row.text(),
            command: try row.texts("command") { "notification \(id)" }, webhook: row.text(),
            state: NotificationState(rawValue: row.int32()), tries: row.int32(),
            error: row.text(), createTime: row.integer(), nextTime: row.optionalInteger() ?? 0,
            endTime: row.optionalInteger() ?? 0)
    }
}
