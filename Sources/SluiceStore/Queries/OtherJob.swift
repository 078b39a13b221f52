internal import GRDB
internal import SluiceWire

/// An instance of another job, as one box of a graph.
struct OtherJob {
    private(set) var box: GraphNode
    /// The dependency no longer counts.
    var isDropped: Bool

    /// Columns from the instance's id to what else is around it; the id is NULL where the instance
    /// does not exist yet.
    private init(_ row: SQLStatement) {
        box = GraphNode(instanceId: row.integer(), jobName: row.text())
        box.instanceStatus = SluiceWire.InstanceStatus(rawValue: row.int32())
        box.status = box.instanceStatus.ofNode
        box.paused = row.bool()
        let reason = SluiceWire.WaitReason(rawValue: row.int32())
        if box.instanceStatus == .waiting { box.waitReason = reason }
        isDropped = row.bool()
        box.moreUp = row.bool()
        box.moreDown = row.bool()
    }

    /// The dependency between it and the instance, whichever comes first.
    func link(from box: Int) -> DrawnGraph.Link {
        DrawnGraph.Link(from: box, isRemoved: isDropped, crossesJobs: true)
    }
}

extension SluiceWire.InstanceStatus {
    /// The node status of the same name; `running-exception`, which nodes do not have, is running.
    fileprivate var ofNode: SluiceWire.NodeStatus {
        switch self {
        case .waiting: .waiting
        case .running, .runningException: .running
        case .success: .success
        case .fail: .fail
        case .pause: .pause
        case .manualStop: .manualStop
        case .unspecified, .unrecognized: .unspecified
        }
    }
}

extension OtherJob {
    /// Boxes that an answer shows at most on each side.
    private static let limit = 1_000

    /// What the instance waits for, in the order in which its job names it.
    static func before(
        _ instance: InstanceRow, _ sight: Sight, _ db: Database,
    ) throws -> [OtherJob] {
        let row = try SQLStatement(
            db,
            """
            SELECT other.id, dependency.job_name, other.status, other.is_paused,
                other.wait_reason, dependency.is_dropped,
                EXISTS (SELECT 1 FROM dependency AS its WHERE its.instance_id = other.id),
                EXISTS (
                    SELECT 1 FROM dependency AS beside
                    WHERE beside.job_id = dependency.job_id
                        AND beside.plan_time = dependency.plan_time
                        AND beside.instance_id <> dependency.instance_id),
                workspace.name
            FROM dependency
            LEFT JOIN job ON job.id = dependency.job_id
            LEFT JOIN workspace ON workspace.id = job.workspace_id
            LEFT JOIN instance AS other ON other.id = (
                SELECT MAX(+cycle.id) FROM instance AS cycle
                WHERE cycle.job_id = dependency.job_id
                    AND cycle.plan_time = dependency.plan_time)
            WHERE dependency.instance_id = ?
            ORDER BY dependency.position
            LIMIT ?
            """)
        row.bind(instance.message.instanceId)
        row.bind(limit)
        return try others(row, sight)
    }

    /// What waits, or has waited, for the instance's job and plan time, oldest first.
    static func after(
        _ instance: InstanceRow, _ sight: Sight, _ db: Database,
    ) throws -> [OtherJob] {
        let row = try SQLStatement(
            db,
            """
            SELECT other.id, job.name, other.status, other.is_paused, other.wait_reason,
                dependency.is_dropped,
                EXISTS (
                    SELECT 1 FROM dependency AS beside
                    WHERE beside.instance_id = other.id
                        AND beside.position <> dependency.position),
                EXISTS (
                    SELECT 1 FROM dependency AS its
                    WHERE its.job_id = other.job_id AND its.plan_time = other.plan_time),
                workspace.name
            FROM dependency
            JOIN instance AS other ON other.id = dependency.instance_id
            JOIN job ON job.id = other.job_id
            JOIN workspace ON workspace.id = job.workspace_id
            WHERE dependency.job_id = ? AND dependency.plan_time = ?
            ORDER BY other.id
            LIMIT ?
            """)
        row.bind(instance.message.jobId)
        row.bind(instance.message.planTime)
        row.bind(limit)
        return try others(row, sight)
    }

    /// Without those of workspaces that are not to be seen.
    private static func others(_ row: SQLStatement, _ sight: Sight) throws -> [OtherJob] {
        var others: [OtherJob] = []
        while try row.step() {
            let other = OtherJob(row)
            if sight.sees(row.text()) { others.append(other) }
        }
        return others
    }
}
