package import SluiceModel

package struct WorkspaceRecord: Hashable, Sendable {
    package var name: String
    package var description: String
    package var createTime: Timestamp
    package var mode: WorkspaceMode
    /// Attempts of the workspace that may run at once; 0: no limit.
    package var slots: Int
    package var settings: WorkspaceSettings

    package init(
        name: String, description: String, createTime: Timestamp, mode: WorkspaceMode = .basic,
        slots: Int = 0, settings: WorkspaceSettings = WorkspaceSettings(),
    ) {
        self.slots = slots
        self.settings = settings
        self.mode = mode
        self.name = name
        self.description = description
        self.createTime = createTime
    }
}

/// What an environment sets for its jobs.
package struct EnvironmentRecord: Hashable, Sendable {
    package var scope: Scope
    package var settings: EnvironmentSettings

    package init(scope: Scope, settings: EnvironmentSettings) {
        self.scope = scope
        self.settings = settings
    }
}

/// A named pool of slots, which nodes take of while they run.
package struct PoolRecord: Hashable, Sendable {
    package var name: String
    /// 0: the pool is gone.
    package var slots: Int

    package init(name: String, slots: Int) {
        self.name = name
        self.slots = slots
    }
}
