internal import GRDB
internal import SluiceEngine
package import SluiceModel
package import SluiceWire

/// Lists of instances, newest first (`S218`: with plan time, submit time and job id).
extension Queries {
    package func listInstances(
        _ request: ListInstancesRequest, now: Timestamp,
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
            let page = page(found, of: size) { token.text(after: String($0.instanceId)) }
            return ListInstancesResponse(
                instances: page.entries, nextPageToken: page.nextToken)
        }
    }
}

/// The conditions of a list of instances. Only those that the request names are in the sentence, so
/// that SQLite can choose an index for them.
private struct InstanceFilter {
    private var conditions: [(sql: String, bind: (SQLStatement) -> Void)] = []

    init(_ request: ListInstancesRequest) {
        if !request.jobGlob.isEmpty {
            let glob = sqliteGlob(request.jobGlob)
            add("job.name GLOB ?") { $0.bind(glob) }
        }
        if !request.statuses.isEmpty { add(request.statuses) }
        add("instance.plan_time >= ?", request.plannedFrom)
        add("instance.plan_time < ?", request.plannedBefore)
        add("instance.start_time >= ?", request.startedFrom)
        add("instance.start_time < ?", request.startedBefore)
        for label in request.labels { add(label) }
    }

    var sql: String {
        """
        SELECT \(InstanceRow.columns)
        FROM instance JOIN job ON job.id = instance.job_id
        WHERE instance.workspace_id = ? AND instance.environment = ? AND instance.id < ?
            \(conditions.map { "AND " + $0.sql }.joined(separator: "\n    "))
        ORDER BY instance.id DESC
        LIMIT ?
        """
    }

    func bind(to row: SQLStatement) {
        for condition in conditions { condition.bind(row) }
    }

    private mutating func add(_ sql: String, _ bind: @escaping (SQLStatement) -> Void) {
        conditions.append((sql, bind))
    }

    /// A bound of 0 is none.
    private mutating func add(_ sql: String, _ bound: Int64) {
        if bound != 0 { add(sql) { $0.bind(bound) } }
    }

    /// An instance in a status that is not final is live, and the live ones have an index.
    private mutating func add(_ statuses: [SluiceWire.InstanceStatus]) {
        let marks = statuses.map { _ in "?" }.joined(separator: ", ")
        add("instance.status IN (\(marks))") { row in
            for status in statuses { row.bind(Int64(status.rawValue)) }
        }
        let areLive = statuses.allSatisfy { status in
            SluiceModel.InstanceStatus(rawValue: Int(status.rawValue)).map { !$0.isFinal } ?? false
        }
        if areLive { add("instance.stage <> 5") { _ in } }
    }

    private mutating func add(_ label: KeyValue) {
        let sql = """
            EXISTS (
                    SELECT 1 FROM instance_label
                    WHERE instance_label.instance_id = instance.id
                        AND instance_label.name = ? AND instance_label.value = ?)
            """
        add(sql) { row in
            row.bind(label.key)
            row.bind(label.value)
        }
    }
}
