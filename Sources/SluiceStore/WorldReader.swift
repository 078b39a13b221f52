internal import GRDB
internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime

/// Reads back what the engine once was, from rows to its own values. What makes no sense is named
/// and left as it is.
final class WorldReader {
    let db: Database
    /// One for each version: every instance with its nodes in the natural order shares it.
    private var graphs: [VersionKey: JobGraph] = [:]

    init(_ db: Database) {
        self.db = db
    }

    func restored() throws -> Restored {
        try Restored(
            counters: counters(), workspaces: workspaces(), jobs: jobs(),
            instances: instances(.live), backfills: backfills(), pools: pools(),
            notifications: pendingNotifications(), environments: environments(), grants: grants(),
            files: files(), pendingItems: pendingItems())
    }

    func supply(for need: Need) throws -> Supply {
        switch need {
        case .graph(let key): return try graph(key).map { .graph($0) } ?? .nothing
        case .instance(let id):
            return try instances(.one(id)).first.map { .instance($0) } ?? .nothing
        case .triple(let job, let planTime, let submitTime):
            let ids = try instances(of: job, planTime, submitTime)
            return ids.isEmpty ? .nothing : .instances(ids)
        case .cycle(let job, let planTime):
            return try newest(of: job, planTime).map { .upstream($0) } ?? .nothing
        case .dependents(let job, let planTime):
            return .instances(try dependents(of: job, planTime))
        case .window(let job, let range): return .window(try window(of: job, range))
        case .durations(let job): return .durations(try durations(of: job))
        case .notification(let id):
            return try notification(id).map { .notification($0) } ?? .nothing
        case .fileVersion(let key): return try file(key).map { .fileVersion($0) } ?? .nothing
        case .pendingItem(let id): return try item(id).map { .pendingItem($0) } ?? .nothing
        case .usedEvents(let job, let keys): return .usedEvents(try usedEvents(of: job, keys))
        case .schedule: return .nothing
        }
    }
}

// MARK: - The small tables

extension WorldReader {
    private func counters() throws -> Counters {
        let row = try SQLStatement(
            db,
            """
            SELECT job, instance, MAX(event, COALESCE((SELECT MAX(seq) FROM event), 0) + 1),
                backfill, notification, object, item, publish
            FROM counter
            WHERE id = 1
            """)
        guard try row.step() else { throw JournalError.corrupt("table counter has no row") }
        return Counters(
            job: row.integer(), instance: row.integer(), event: row.integer(),
            backfill: row.integer(), notification: row.integer(), object: row.integer(),
            item: row.integer(), publish: row.integer())
    }

    private func jobs() throws -> [JobHead] {
        let row = try SQLStatement(
            db,
            """
            SELECT job.id, workspace.name, job.environment, job.name, job.latest_version,
                job.depend_jobs, job.called_jobs, job.schedule, job.event_source, job.resources,
                job.is_enabled, job.is_paused, job.planned_until, job.origin_id,
                COALESCE(
                    (SELECT MAX(version) FROM job_version WHERE job_id = job.id),
                    job.latest_version)
            FROM job JOIN workspace ON workspace.id = job.workspace_id
            WHERE job.delete_time IS NULL
            ORDER BY job.id
            """)
        var jobs: [JobHead] = []
        while try row.step() {
            let id = JobID(row.integer())
            let scope = try row.scope { "job \(id)" }
            jobs.append(
                JobHead(
                    id: id, scope: scope, name: row.text(), latestVersion: row.int(),
                    dependJobs: [String](storedNames: row.text()),
                    calledJobs: [String](storedNames: row.text()),
                    schedule: try ScheduleDefinition(stored: row.blob(), "job \(id)"),
                    trigger: try TriggerDefinition(stored: row.blob(), "job \(id)"),
                    resources: [String](storedNames: row.text()),
                    planning: Planning(
                        isEnabled: row.bool(), isPaused: row.bool(),
                        plannedUntil: Timestamp(milliseconds: row.integer())),
                    origin: row.optionalInteger().map(JobID.init), highestVersion: row.int()))
        }
        return jobs
    }

    private func instances(
        of job: JobID, _ planTime: Timestamp, _ submitTime: Timestamp,
    ) throws -> [InstanceID] {
        let row = try SQLStatement(
            db,
            """
            SELECT id FROM instance WHERE job_id = ? AND plan_time = ? AND submit_time = ?
            ORDER BY id
            """)
        row.bind(job.rawValue)
        row.bind(planTime.milliseconds)
        row.bind(submitTime.milliseconds)
        var ids: [InstanceID] = []
        while try row.step() { ids.append(InstanceID(row.integer())) }
        return ids
    }
}

// MARK: - Graphs

extension WorldReader {
    private func graph(_ key: VersionKey) throws -> JobGraph? {
        if let graph = graphs[key] { return graph }
        let row = try SQLStatement(
            db,
            """
            SELECT definition FROM job_version WHERE job_id = ? AND version = ?
            """)
        row.bind(key.job.rawValue)
        row.bind(key.version)
        guard try row.step() else { return nil }
        let definition = try JobDefinition(
            stored: row.blob(), "job \(key.job) version \(key.version)")
        let graph = JobGraph(job: key.job, version: key.version, definition: definition)
        graphs[key] = graph
        return graph
    }

    /// The graph with its nodes in the order that the instance has them in.
    private func graph(
        _ key: VersionKey, of instance: InstanceID, namedAs names: [String],
    ) throws -> JobGraph {
        guard let graph = try graph(key) else {
            throw JournalError.corrupt(
                "instance \(instance) runs version \(key.version) of job \(key.job), which is "
                    + "not in the database")
        }
        if graph.nodes.elementsEqual(names, by: { $0.name == $1 }) { return graph }
        guard names.count == graph.nodes.count, Set(names) == Set(graph.nodes.map(\.name)) else {
            throw JournalError.corrupt(
                "instance \(instance) has \(names.count) nodes, which are not the "
                    + "\(graph.nodes.count) of job \(key.job) version \(key.version)")
        }
        return JobGraph(
            job: key.job, version: key.version, definition: graph.definition, order: names)
    }
}

// MARK: - Instances

/// Which instances are read.
enum Selection {
    case live
    case one(InstanceID)

    var condition: String {
        switch self {
        case .live: "instance.stage <> 5"
        case .one: "instance.id = ?"
        }
    }

    func bind(to row: SQLStatement) {
        switch self {
        case .live: break
        case .one(let id): row.bind(id.rawValue)
        }
    }
}

/// The nodes of one instance, in the order of their ordinals.
private struct StoredNodes {
    var names: [String] = []
    var nodes: [Node] = []
}

extension WorldReader {
    private func instances(_ selection: Selection) throws -> [Instance] {
        var nodes = try nodes(of: selection)
        let dependencies = try dependencies(of: selection)
        let calls = try calls(of: selection)
        let pins = try pins(of: selection)
        let row = try SQLStatement(
            db,
            """
            SELECT instance.id, workspace.name, instance.environment, job.id, job.name,
                instance.version, instance.type, instance.plan_time, instance.submit_time,
                instance.user, instance.labels, instance.overrides, instance.params,
                instance.stage, instance.status, run.number, run.start_time, run.end_time,
                run.milliseconds, run.cause, instance.first_ordinal, instance.ignore_success,
                instance.force_success, instance.reason, instance.is_paused,
                instance.is_preferred, instance.needs_confirmation, instance.parent_id,
                instance.parent_node, instance.awaited_file, instance.awaited_since,
                instance.event_data, instance.alerts_told, instance.environment_params,
                instance.environment_connections
            FROM instance
            JOIN workspace ON workspace.id = instance.workspace_id
            JOIN job ON job.id = instance.job_id
            JOIN run ON run.instance_id = instance.id AND run.number = instance.run
            WHERE \(selection.condition)
            ORDER BY instance.id
            """)
        selection.bind(to: row)
        var instances: [Instance] = []
        while try row.step() {
            let id = InstanceID(row.integer())
            var instance = try instance(
                id, row, nodes.removeValue(forKey: id) ?? StoredNodes())
            instance.dependencies = dependencies[id] ?? []
            instance.resources = pins[id] ?? []
            for (ordinal, call) in calls[id] ?? [:] {
                if let index = instance.index(ofOrdinal: ordinal) { instance.calls[index] = call }
            }
            instances.append(instance)
        }
        if let orphan = nodes.keys.min() {
            throw JournalError.corrupt(
                "instance \(orphan): its job, workspace or run is not in the database")
        }
        return instances
    }

    private func instance(
        _ id: InstanceID, _ row: SQLStatement, _ stored: StoredNodes,
    ) throws -> Instance {
        let words = { "instance \(id)" }
        let scope = try row.scope(words)
        let job = JobID(row.integer())
        let jobName = row.text()
        let key = VersionKey(job: job, version: row.int())
        var instance = Instance(
            id: id, scope: scope, jobName: jobName,
            type: try row.value(InstanceType.init(rawValue:), "type", words),
            planTime: row.timestamp(), submitTime: row.timestamp(), user: row.text(),
            labels: try row.pairs("labels", words),
            graph: try graph(key, of: id, namedAs: stored.names),
            overrides: try row.pairs("overrides", words),
            params: try row.pairs("params", words),
            stage: try row.value(Stage.init(rawValue:), "stage", words),
            status: try row.value(InstanceStatus.init(rawValue:), "status", words),
            run: Run(
                number: row.int(), start: row.optionalTimestamp(),
                end: row.optionalTimestamp(), milliseconds: row.optionalInteger(),
                cause: row.text()),
            firstOrdinal: row.int(), nodes: stored.nodes)
        instance.ignoreSuccess = row.bool()
        instance.forceSuccess = row.bool()
        instance.reason = row.text()
        instance.isPaused = row.bool()
        instance.isPreferred = row.bool()
        instance.needsConfirmation = row.bool()
        // Both are read, whatever the first is: the next column comes behind them.
        let (parent, node) = (row.optionalInteger(), row.optionalText())
        if let parent, let node {
            instance.callingNode = CallingNode(instance: InstanceID(parent), name: node)
        }
        instance.fileWait = FileWait(path: row.optionalText(), since: row.optionalTimestamp())
        instance.eventData = row.optionalText()
        instance.alertsTold = AlertsTold(rawValue: row.int())
        instance.fromEnvironment = try row.environmentSettings(words)
        return instance
    }

    private func nodes(of selection: Selection) throws -> [InstanceID: StoredNodes] {
        let outputs = try outputs(of: selection)
        let row = try SQLStatement(
            db,
            """
            SELECT node.instance_id, node.ordinal, node.name, node.status, node.detail,
                node.retry_at, node.attempt, node.retries, node.ran_in_this_run, node.reason,
                node.flags, node.removed_upstreams, node.since, attempt.start_time,
                attempt.incarnation
            FROM instance
            JOIN node ON node.instance_id = instance.id AND node.ordinal >= instance.first_ordinal
            LEFT JOIN attempt ON node.status = 2 AND attempt.instance_id = node.instance_id
                AND attempt.ordinal = node.ordinal AND attempt.number = node.attempt
            WHERE \(selection.condition)
            ORDER BY node.instance_id, node.ordinal
            """)
        selection.bind(to: row)
        var nodes: [InstanceID: StoredNodes] = [:]
        while try row.step() {
            let ref = NodeRef(instance: InstanceID(row.integer()), ordinal: row.int())
            nodes[ref.instance, default: StoredNodes()].names.append(row.text())
            var node = try node(ref, row)
            if node.phase == .success { node.outputs = outputs[ref] ?? [] }
            nodes[ref.instance, default: StoredNodes()].nodes.append(node)
        }
        return nodes
    }

    private func node(_ ref: NodeRef, _ row: SQLStatement) throws -> Node {
        let stored = StoredPhase(
            status: row.int(), detail: row.int(), retryAt: row.optionalTimestamp())
        var node = Node(
            attempt: row.int(), retries: row.int(), ranInThisRun: row.bool())
        node.reason = row.text()
        node.flags = NodeFlags(rawValue: row.int())
        node.removedUpstreams = [String](storedNames: row.text())
        node.since = row.timestamp()
        let start = row.optionalTimestamp()
        let incarnation = row.optionalText().map { Incarnation($0) }
        guard let phase = stored.phase(start: start, incarnation: incarnation) else {
            throw JournalError.corrupt(
                "node \(ref): status \(stored.status) with detail \(stored.detail), attempt "
                    + "\(node.attempt)")
        }
        node.phase = phase
        return node
    }

    /// What the present attempt of each node has reported.
    private func outputs(of selection: Selection) throws -> [NodeRef: [Pair]] {
        let row = try SQLStatement(
            db,
            """
            SELECT output.instance_id, output.ordinal, output.pairs
            FROM instance
            JOIN output ON output.instance_id = instance.id
            JOIN node ON node.instance_id = output.instance_id AND node.ordinal = output.ordinal
                AND node.attempt = output.number
            WHERE \(selection.condition)
            """)
        selection.bind(to: row)
        var outputs: [NodeRef: [Pair]] = [:]
        while try row.step() {
            let ref = NodeRef(instance: InstanceID(row.integer()), ordinal: row.int())
            outputs[ref] = try row.pairs("outputs") { "node \(ref)" }
        }
        return outputs
    }
}

// MARK: - Columns that can make no sense

extension SQLStatement {
    /// Two columns: the workspace's name and the environment.
    func scope(_ words: () -> String) throws -> Scope {
        let workspace = text()
        return Scope(
            workspace: workspace,
            environment: try value(Environment.init(rawValue:), "environment", words))
    }

    func value<Value>(
        _ read: (Int) -> Value?, _ column: String, _ words: () -> String,
    ) throws -> Value {
        let raw = int()
        guard let value = read(raw) else {
            throw JournalError.corrupt("\(words()): \(column) \(raw)")
        }
        return value
    }
}
