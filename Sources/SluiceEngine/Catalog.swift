internal import DequeModule
package import SluiceModel

/// A job as the engine knows it without its definition.
package struct JobHead: Hashable, Sendable {
    package var id: JobID
    package var scope: Scope
    package var name: String
    package var latestVersion: Int
    /// Names of the jobs that the latest version depends on; `workspace/name` where they are in
    /// another workspace.
    package var dependJobs: [String]
    /// Names of the jobs that nodes of the latest version call, likewise.
    package var calledJobs: [String]
    /// Of the latest version.
    package var schedule: ScheduleDefinition?
    /// Of the latest version.
    package var trigger: TriggerDefinition?
    /// Names of the file objects that the latest version uses.
    package var resources: [String]
    package var planning: Planning
    /// Of a job of production: the one of development that it was published from.
    package var origin: JobID?
    /// Above the latest where an older version was published again.
    package var highestVersion: Int

    package init(
        id: JobID, scope: Scope, name: String, latestVersion: Int, dependJobs: [String] = [],
        calledJobs: [String] = [], schedule: ScheduleDefinition? = nil,
        trigger: TriggerDefinition? = nil, resources: [String] = [],
        planning: Planning = Planning(), origin: JobID? = nil, highestVersion: Int? = nil,
    ) {
        self.resources = resources
        self.highestVersion = highestVersion ?? latestVersion
        self.id = id
        self.scope = scope
        self.name = name
        self.latestVersion = latestVersion
        self.dependJobs = dependJobs
        self.calledJobs = calledJobs
        self.schedule = schedule
        self.trigger = trigger
        self.planning = planning
        self.origin = origin
    }

    /// Takes over what its latest version says.
    mutating func describe(_ definition: JobDefinition) {
        dependJobs = definition.dependJobs.map(\.qualifiedName)
        calledJobs = definition.calledJobs
        schedule = definition.schedule
        trigger = definition.trigger
        resources = definition.resources
    }

    /// The scope and the name of a job that this one depends on, from its name in `dependJobs`.
    func resolve(_ name: String) -> (scope: Scope, name: String) {
        guard let slash = name.firstIndex(of: "/") else { return (scope, name) }
        let other = Scope(
            workspace: String(name[..<slash]), environment: scope.environment)
        return (other, String(name[name.index(after: slash)...]))
    }

    /// The number of a version that nothing has.
    var nextVersion: Int { highestVersion + 1 }

    /// Its schedule makes cycles.
    package var makesCycles: Bool {
        schedule != nil && planning.isEnabled && scope.environment == .production
    }

    /// Its events make instances.
    package var takesEvents: Bool {
        trigger != nil && planning.isEnabled && scope.environment == .production
    }
}

/// Names of a version of a job.
package struct VersionKey: Hashable, Sendable {
    package var job: JobID
    package var version: Int

    package init(job: JobID, version: Int) {
        self.job = job
        self.version = version
    }
}

/// Every job's head, and the graphs of the versions used lately.
struct Catalog: Sendable {
    private struct Key: Hashable {
        var scope: Scope
        var name: String
    }

    /// Nodes of the graphs that are kept beside those that live instances hold themselves.
    private static let nodeLimit = 100_000

    private var heads: [Key: JobHead] = [:]
    private var keys: [JobID: Key] = [:]
    private var counts: [Scope: Int] = [:]
    /// Jobs that ends of another one trigger; it need not be there any more.
    private var triggered: [Key: Set<JobID>] = [:]
    private var graphs: [VersionKey: JobGraph] = [:]
    /// In the order in which they came.
    private var graphOrder: Deque<VersionKey> = []
    private var nodeTotal = 0

    init(_ jobs: [JobHead] = []) {
        for job in jobs { insert(job) }
    }

    func head(_ scope: Scope, _ name: String) -> JobHead? {
        heads[Key(scope: scope, name: name)]
    }

    func head(_ id: JobID) -> JobHead? {
        keys[id].flatMap { heads[$0] }
    }

    /// Jobs of an environment.
    func count(in scope: Scope) -> Int { counts[scope, default: 0] }

    /// In the order of their ids.
    var ids: [JobID] { keys.keys.sorted() }

    /// The jobs that depend on one, by name.
    func dependents(of head: JobHead) -> [JobHead] {
        heads { other in
            other.dependJobs.contains { other.resolve($0) == (head.scope, head.name) }
        }
    }

    /// The jobs that fit, by workspace and name.
    func heads(where fits: (JobHead) -> Bool) -> [JobHead] {
        heads.values.filter(fits)
            .sorted { ($0.scope.workspace, $0.name) < ($1.scope.workspace, $1.name) }
    }

    /// The jobs that ends of a job trigger, in the order of their ids.
    func jobs(triggeredBy scope: Scope, _ name: String) -> [JobID] {
        guard !triggered.isEmpty else { return [] }
        return (triggered[Key(scope: scope, name: name)] ?? []).sorted()
    }

    func graph(_ key: VersionKey) -> JobGraph? { graphs[key] }

    mutating func insert(_ head: JobHead) {
        let key = Key(scope: head.scope, name: head.name)
        let (before, now) = (heads[key].flatMap(trigger(of:)), trigger(of: head))
        if heads.updateValue(head, forKey: key) == nil { counts[head.scope, default: 0] += 1 }
        keys[head.id] = key
        guard before != now else { return }
        if let before { triggered[before]?.remove(head.id) }
        if let now { triggered[now, default: []].insert(head.id) }
    }

    mutating func remove(_ head: JobHead) {
        let key = Key(scope: head.scope, name: head.name)
        if heads.removeValue(forKey: key) != nil { counts[head.scope, default: 0] -= 1 }
        keys[head.id] = nil
        if let source = trigger(of: head) { triggered[source]?.remove(head.id) }
    }

    /// The job whose ends trigger this one.
    private func trigger(of head: JobHead) -> Key? {
        guard let name = head.trigger?.jobName else { return nil }
        let (scope, resolved) = head.resolve(name)
        return Key(scope: scope, name: resolved)
    }

    mutating func remove(_ key: VersionKey) {
        guard let graph = graphs.removeValue(forKey: key) else { return }
        nodeTotal -= graph.nodes.count
        graphOrder.removeAll { $0 == key }
    }

    mutating func insert(_ graph: JobGraph) {
        let key = VersionKey(job: graph.job, version: graph.version)
        guard graphs.updateValue(graph, forKey: key) == nil else { return }
        graphOrder.append(key)
        nodeTotal += graph.nodes.count
        while nodeTotal > Self.nodeLimit, graphOrder.count > 1,
            let oldest = graphOrder.popFirst()
        {
            nodeTotal -= graphs.removeValue(forKey: oldest)?.nodes.count ?? 0
        }
    }
}
