package import SluiceModel

/// A job as the engine knows it without its definition.
package struct JobHead: Hashable, Sendable {
    package var id: JobID
    package var scope: Scope
    package var name: String
    package var latestVersion: Int
    /// Names of the jobs that the latest version depends on.
    package var dependJobs: [String]

    package init(
        id: JobID, scope: Scope, name: String, latestVersion: Int, dependJobs: [String] = [],
    ) {
        self.id = id
        self.scope = scope
        self.name = name
        self.latestVersion = latestVersion
        self.dependJobs = dependJobs
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

    /// Graphs that are kept beside those that live instances hold themselves.
    private static let graphLimit = 256

    private var heads: [Key: JobHead] = [:]
    private var graphs: [VersionKey: JobGraph] = [:]
    /// In the order in which they came.
    private var graphOrder: [VersionKey] = []

    init(_ jobs: [JobHead] = []) {
        for job in jobs { insert(job) }
    }

    func head(_ scope: Scope, _ name: String) -> JobHead? {
        heads[Key(scope: scope, name: name)]
    }

    /// The jobs that depend on one, by name.
    func dependents(of head: JobHead) -> [JobHead] {
        heads.values.filter { $0.scope == head.scope && $0.dependJobs.contains(head.name) }
            .sorted { $0.name < $1.name }
    }

    func graph(_ key: VersionKey) -> JobGraph? { graphs[key] }

    mutating func insert(_ head: JobHead) {
        heads[Key(scope: head.scope, name: head.name)] = head
    }

    mutating func remove(_ head: JobHead) {
        heads[Key(scope: head.scope, name: head.name)] = nil
    }

    mutating func remove(_ key: VersionKey) {
        graphs[key] = nil
        graphOrder.removeAll { $0 == key }
    }

    mutating func insert(_ graph: JobGraph) {
        let key = VersionKey(job: graph.job, version: graph.version)
        guard graphs.updateValue(graph, forKey: key) == nil else { return }
        graphOrder.append(key)
        if graphOrder.count > Self.graphLimit { graphs[graphOrder.removeFirst()] = nil }
    }
}
