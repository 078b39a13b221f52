internal import GRDB
internal import SluiceEngine
package import SluiceModel
package import SluiceWire

/// Lists of node instances, of the newest instance first, in an order in which they can run.
extension Queries {
    package func listNodes(
        _ request: ListNodesRequest, now: Timestamp,
    ) throws(SluiceError) -> ListNodesResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "node instances")
        let after = try token.place(in: request.pageToken)
        let filter = NodeFilter(request)
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let row = try SQLStatement(db, filter.sql)
            row.bind(scope.workspaceID)
            row.bind(scope.environment)
            row.bind(after.instance)
            row.bind(after.ordinal)
            filter.bind(to: row)
            row.bind(size + 1)
            var found: [(place: NodePlace, node: NodeSummary)] = []
            while try row.step() { found.append(summary(row)) }
            let page = page(found, of: size) { token.text(after: $0.place.description) }
            return ListNodesResponse(
                nodes: page.entries.map(\.node), nextPageToken: page.nextToken)
        }
    }

    private func summary(_ row: SQLStatement) -> (NodePlace, NodeSummary) {
        let place = NodePlace(instance: row.integer(), ordinal: row.int())
        var node = NodeSummary(
            instanceId: place.instance, jobName: row.text(), planTime: row.integer())
        let instanceReason = SluiceWire.WaitReason(rawValue: row.int32())
        node.nodeName = row.text()
        let standing = NodeStanding(row)
        node.status = standing.status
        node.waitReason = standing.waitReason(in: instanceReason)
        node.paused = standing.isPaused
        node.attempt = row.int32()
        node.reason = row.text()
        return (place, node)
    }
}

/// Where a node stands in the list.
private struct NodePlace: CustomStringConvertible {
    var instance: Int64
    var ordinal: Int

    /// `812.3`.
    var description: String { "\(instance).\(ordinal)" }
}

extension PageToken {
    /// The place after which a page begins; before all nodes where the token is empty.
    fileprivate func place(in token: String) throws(SluiceError) -> NodePlace {
        guard let key = try key(in: token) else { return NodePlace(instance: .max, ordinal: 0) }
        let parts = key.split(separator: ".")
        guard parts.count == 2, let instance = Int64(parts[0]), let ordinal = Int(parts[1])
        else { throw invalid }
        return NodePlace(instance: instance, ordinal: ordinal)
    }
}

/// Which nodes a list has.
struct NodeFilter {
    private var conditions = Conditions()

    init(_ request: ListNodesRequest) {
        conditions.add("job.name GLOB ?", glob: request.jobGlob)
        conditions.add("node.name GLOB ?", glob: request.nodeGlob)
        if !request.statuses.isEmpty { add(request.statuses) }
        if !request.instanceStatuses.isEmpty {
            conditions.add(instancesIn: request.instanceStatuses)
        }
        conditions.add("instance.plan_time >= ?", request.plannedFrom)
        conditions.add("instance.plan_time < ?", request.plannedBefore)
        conditions.add("instance.start_time >= ?", request.startedFrom)
        conditions.add("instance.start_time < ?", request.startedBefore)
        if request.paused { conditions.add("node.flags & \(NodeFlags.paused.rawValue)") }
    }

    /// The order of the tables is given: the newest instances are looked at first, and only as many
    /// as the page needs.
    var sql: String {
        """
        SELECT instance.id, node.ordinal, job.name, instance.plan_time, instance.wait_reason,
            node.name, node.status, node.detail, node.flags, node.attempt, node.reason
        FROM instance
        CROSS JOIN job ON job.id = instance.job_id
        CROSS JOIN node ON node.instance_id = instance.id
            AND node.ordinal >= instance.first_ordinal
        WHERE instance.workspace_id = ?1 AND instance.environment = ?2
            AND instance.id <= ?3 AND (instance.id < ?3 OR node.ordinal > ?4)
            \(conditions.sql)
        ORDER BY instance.id DESC, node.ordinal
        LIMIT ?
        """
    }

    func bind(to row: SQLStatement) { conditions.bind(to: row) }

    /// An instance that counts no node in these statuses is passed over without a look at its
    /// nodes.
    private mutating func add(_ statuses: [SluiceWire.NodeStatus]) {
        conditions.add(NodeStanding.statusTerm, isIn: statuses.map(\.rawValue))
        let counts = statuses.compactMap(\.countColumn).map { "instance.\($0) > 0" }
        conditions.add("(\((counts + ["0"]).joined(separator: " OR ")))")
    }
}

extension SluiceWire.NodeStatus {
    /// Where an instance counts its nodes in this status.
    fileprivate var countColumn: String? {
        switch self {
        case .waiting: "waiting"
        case .running: "running"
        case .success: "success"
        case .fail: "fail"
        case .skip: "skip"
        case .pause: "pause"
        case .manualStop: "manual_stop"
        case .unspecified, .unrecognized: nil
        }
    }
}
