internal import GRDB
internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime

/// What instances of one job wait for in others.
///
/// `+id` keeps SQLite from going through all instances of a job from the newest down: those of one
/// plan time are few, and an index finds them.
extension WorldReader {
    /// In the order in which the instance has them, each with its instance as it stands.
    func dependencies(of selection: Selection) throws -> [InstanceID: [Dependency]] {
        let row = try SQLStatement(
            db,
            """
            SELECT dependency.instance_id, dependency.job_id, dependency.job_name,
                dependency.plan_time, dependency.fail_policy, dependency.is_dropped, upstream.id,
                upstream.status
            FROM instance
            CROSS JOIN dependency ON dependency.instance_id = instance.id
            LEFT JOIN instance AS upstream ON upstream.id = (
                SELECT MAX(+cycle.id) FROM instance AS cycle
                WHERE cycle.job_id = dependency.job_id
                    AND cycle.plan_time = dependency.plan_time)
            WHERE \(selection.condition)
            ORDER BY dependency.instance_id, dependency.position
            """)
        selection.bind(to: row)
        var dependencies: [InstanceID: [Dependency]] = [:]
        while try row.step() {
            let id = InstanceID(row.integer())
            dependencies[id, default: []].append(try row.dependency { "instance \(id)" })
        }
        return dependencies
    }

    /// The newest instance of a job and plan time.
    func newest(of job: JobID, _ planTime: Timestamp) throws -> Dependency.Upstream? {
        let row = try SQLStatement(
            db,
            """
            SELECT id, status FROM instance WHERE job_id = ? AND plan_time = ?
            ORDER BY +id DESC
            LIMIT 1
            """)
        row.bind(job.rawValue)
        row.bind(planTime.milliseconds)
        return try row.step() ? try row.upstream() : nil
    }

    /// The instances that have a dependency on a job and plan time, oldest first.
    func dependents(of job: JobID, _ planTime: Timestamp) throws -> [InstanceID] {
        let row = try SQLStatement(
            db,
            """
            SELECT DISTINCT instance_id FROM dependency WHERE job_id = ? AND plan_time = ?
            ORDER BY instance_id
            """)
        row.bind(job.rawValue)
        row.bind(planTime.milliseconds)
        var ids: [InstanceID] = []
        while try row.step() { ids.append(InstanceID(row.integer())) }
        return ids
    }
}

extension SQLStatement {
    /// Seven columns, from the other job's id to its instance's status.
    fileprivate func dependency(_ words: () -> String) throws -> Dependency {
        var dependency = Dependency(
            job: JobID(integer()), jobName: text(), planTime: timestamp(),
            failPolicy: try value(FailPolicy.init(rawValue:), "fail_policy", words),
            isDropped: bool())
        dependency.upstream = try upstream()
        return dependency
    }

    /// Two columns: id and status of an instance; nil where they are NULL.
    fileprivate func upstream() throws -> Dependency.Upstream? {
        let id = optionalInteger().map { InstanceID($0) }
        guard let id else { return nil }
        return Dependency.Upstream(
            instance: id,
            status: try value(InstanceStatus.init(rawValue:), "status") { "instance \(id)" })
    }
}
