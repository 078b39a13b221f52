package import SluiceModel

package struct CreateWorkspace: Hashable, Sendable {
    package var name: String
    package var description: String
    package var mode: WorkspaceMode

    package init(name: String, description: String, mode: WorkspaceMode = .basic) {
        self.name = name
        self.description = description
        self.mode = mode
    }
}

/// Bounds the attempts of a workspace that run at once; 0: no limit.
package struct SetWorkspaceSlots: Hashable, Sendable {
    package var name: String
    package var slots: Int

    package init(name: String, slots: Int) {
        self.name = name
        self.slots = slots
    }
}

/// Changes settings of a workspace; nil leaves one as it is.
package struct UpdateWorkspace: Hashable, Sendable {
    package var name: String
    package var description: String?
    /// Only DEV_PROD changes anything: there is no way back to BASIC.
    package var mode: WorkspaceMode?
    package var waitingFollowsLatest: Bool?
    package var publisherDiffers: Bool?
    package var maxJobs: Int?
    package var maxNodesPerJob: Int?
    package var maxFiles: Int?

    package init(
        name: String, description: String? = nil, mode: WorkspaceMode? = nil,
        waitingFollowsLatest: Bool? = nil, publisherDiffers: Bool? = nil, maxJobs: Int? = nil,
        maxNodesPerJob: Int? = nil, maxFiles: Int? = nil,
    ) {
        self.name = name
        self.description = description
        self.mode = mode
        self.waitingFollowsLatest = waitingFollowsLatest
        self.publisherDiffers = publisherDiffers
        self.maxJobs = maxJobs
        self.maxNodesPerJob = maxNodesPerJob
        self.maxFiles = maxFiles
    }
}

/// Changes what an environment sets for its jobs; what it does not name stays.
package struct SetEnvironment: Hashable, Sendable {
    package var scope: Scope
    /// Added, or in place of those of the same name.
    package var params: [Pair]
    package var connections: [Connection]
    /// Names of those that go.
    package var unsetParams: [String]
    package var unsetConnections: [String]

    package init(
        scope: Scope, params: [Pair] = [], connections: [Connection] = [],
        unsetParams: [String] = [], unsetConnections: [String] = [],
    ) {
        self.scope = scope
        self.params = params
        self.connections = connections
        self.unsetParams = unsetParams
        self.unsetConnections = unsetConnections
    }
}
