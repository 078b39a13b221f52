/// What an admin has decided for a workspace beside its mode.
package struct WorkspaceSettings: Hashable, Sendable {
    /// Instances that have not begun move to a new version as it becomes effective
    /// (`waiting_sync_latest_version`); else they keep theirs.
    package var waitingFollowsLatest: Bool
    /// Who submitted a version may not publish it.
    package var publisherDiffers: Bool
    package var quotas: Quotas

    package init(
        waitingFollowsLatest: Bool = false, publisherDiffers: Bool = false,
        quotas: Quotas = Quotas(),
    ) {
        self.waitingFollowsLatest = waitingFollowsLatest
        self.publisherDiffers = publisherDiffers
        self.quotas = quotas
    }
}

/// How much a workspace may have. What is there already stays where a quota becomes smaller.
package struct Quotas: Hashable, Sendable {
    /// Jobs of each environment, from 1.
    package var jobs: Int
    /// Nodes of a job; 0: `Limits.jobNodes`.
    package var nodesPerJob: Int
    /// File objects of each environment, from 1.
    package var files: Int

    package init(
        jobs: Int = Limits.standardQuota, nodesPerJob: Int = 0,
        files: Int = Limits.standardQuota,
    ) {
        self.jobs = jobs
        self.nodesPerJob = nodesPerJob
        self.files = files
    }
}

/// What one environment of a workspace sets for its jobs; a new instance takes it along.
package struct EnvironmentSettings: Hashable, Sendable {
    /// In place of the defaults of parameters of the same name, in the order of their names.
    package var params: [Pair]
    /// In place of connections of the same name, in the order of their names.
    package var connections: [Connection]

    package init(params: [Pair] = [], connections: [Connection] = []) {
        self.params = params
        self.connections = connections
    }

    package var isEmpty: Bool { params.isEmpty && connections.isEmpty }
}
