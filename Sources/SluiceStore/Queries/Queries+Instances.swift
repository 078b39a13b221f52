internal import GRDB
internal import SluiceEngine
package import SluiceModel
package import SluiceWire

/// Lists of instances, newest first (`S218`: with plan time, submit time and job id).
extension Queries {
    package func listInstances(
        _ request: ListInstancesRequest, now: Timestamp, _ rights: Rights = .all,
    ) throws(SluiceError) -> ListInstancesResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "instances")
        let before = try token.number(in: request.pageToken) ?? .max
        let filter = InstanceFilter(request)
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let row = try SQLStatement(db, filter.sql)
            row.bind(scope.workspaceID)
            row.bind(scope.environment)
            row.bind(before)
            filter.bind(to: row)
            row.bind(size + 1)
            var found: [SluiceWire.Instance] = []
            while try row.step() {
                found.append(try InstanceRow(row, in: scope, now: now).message)
            }
            let sight = Sight(rights, in: scope, db)
            for index in found.indices { try sight.hideParent(of: &found[index]) }
            let page = page(found, of: size) { token.text(after: String($0.instanceId)) }
            return ListInstancesResponse(
                instances: page.entries, nextPageToken: page.nextToken)
        }
    }
}

/// Which instances a list has.
private struct InstanceFilter {
    private var conditions = Conditions()

    init(_ request: ListInstancesRequest) {
        conditions.add("job.name GLOB ?", glob: request.jobGlob)
        if !request.statuses.isEmpty { conditions.add(instancesIn: request.statuses) }
        conditions.add("instance.plan_time >= ?", request.plannedFrom)
        conditions.add("instance.plan_time < ?", request.plannedBefore)
        conditions.add("instance.start_time >= ?", request.startedFrom)
        conditions.add("instance.start_time < ?", request.startedBefore)
        conditions.add("instance.parent_id = ?", request.parentInstanceId)
        conditions.add("instance.parent_node = ?", text: request.parentNode)
        for label in request.labels { add(label) }
    }

    var sql: String {
        """
        SELECT \(InstanceRow.columns)
        FROM instance JOIN job ON job.id = instance.job_id
        WHERE instance.workspace_id = ? AND instance.environment = ? AND instance.id < ?
            \(conditions.sql)
        ORDER BY instance.id DESC
        LIMIT ?
        """
    }

    func bind(to row: SQLStatement) { conditions.bind(to: row) }

    private mutating func add(_ label: KeyValue) {
        let sql = """
            EXISTS (
                    SELECT 1 FROM instance_label
                    WHERE instance_label.instance_id = instance.id
                        AND instance_label.name = ? AND instance_label.value = ?)
            """
        conditions.add(sql) { row in
            row.bind(label.key)
            row.bind(label.value)
        }
    }
}
