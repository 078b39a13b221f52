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
