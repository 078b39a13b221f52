package import SluiceModel

/// What a command did, or would do.
package struct Reply: Sendable {
    package enum Subject: Sendable {
        case workspace(WorkspaceRecord)
        case environment(EnvironmentRecord)
        case job(JobID, name: String, version: Int, changed: Bool)
        /// The schedules of these jobs were operated on.
        case jobs([JobHead])
        case backfill(Backfill)
        case backfills([Backfill])
        case pool(PoolRecord)
        case file(FileHead, changed: Bool)
        /// As they are now.
        case notifications([Notification])
        /// As it is now, or was.
        case grant(GrantRecord)
        /// In the order in which they were published.
        case publications([Publication])
        /// Items of the pending list that are new, or gone.
        case items([PendingItem])
        case instances
    }

    package var subject: Subject
    package var changes: [InstanceChange]
    /// Targets that were left out, where the command says so.
    package var refused: [RefusedTarget]
    /// Of rerun downstream: instances of other jobs that depend on this one.
    package var dependents: [DependentInstance]
    /// Of a submission: what waits for its publish now.
    package var item: PendingItem?

    package init(
        _ subject: Subject, changes: [InstanceChange] = [], refused: [RefusedTarget] = [],
        dependents: [DependentInstance] = [], item: PendingItem? = nil,
    ) {
        self.item = item
        self.subject = subject
        self.changes = changes
        self.refused = refused
        self.dependents = dependents
    }
}

/// A target that does not fit an operation, and why.
package struct RefusedTarget: Hashable, Sendable {
    package var instance: InstanceID
    /// Nil: the target is the instance.
    package var node: String?
    package var message: String

    package init(instance: InstanceID, node: String? = nil, message: String) {
        self.instance = instance
        self.node = node
        self.message = message
    }

    /// As an error names it: `node 812/load`.
    package var subject: String {
        node.map { "node \(NodeTarget(instance, $0))" } ?? "instance \(instance)"
    }
}

/// An instance of another job that depends on one.
package struct DependentInstance: Hashable, Sendable {
    package var instance: InstanceID
    package var jobName: String
    package var status: InstanceStatus
    /// It runs again as well.
    package var isIncluded: Bool

    package init(
        instance: InstanceID, jobName: String, status: InstanceStatus, isIncluded: Bool,
    ) {
        self.instance = instance
        self.jobName = jobName
        self.status = status
        self.isIncluded = isIncluded
    }
}

/// How the operation itself changes an instance; what starts next is not part of it.
package struct InstanceChange: Hashable, Sendable {
    package var instance: InstanceID
    package var jobName: String
    /// Nil: the instance is new.
    package var from: InstanceStatus?
    package var to: InstanceStatus
    /// The nodes that the operation changes, and those it names.
    package var nodes: [NodeChange]
    /// What else changes of the instance, in words: `paused`.
    package var effect: String
    /// Nodes that start next as a consequence, by name.
    package var starts: [String]

    package init(
        instance: InstanceID, jobName: String, from: InstanceStatus?, to: InstanceStatus,
        nodes: [NodeChange], effect: String = "", starts: [String] = [],
    ) {
        self.effect = effect
        self.starts = starts
        self.instance = instance
        self.jobName = jobName
        self.from = from
        self.to = to
        self.nodes = nodes
    }
}

package struct NodeChange: Hashable, Sendable {
    package var name: String
    /// Nil: the node instance is new.
    package var from: NodeStatus?
    package var to: NodeStatus
    /// What else changes, in words: `paused`, `no longer waits for load`.
    package var effect: String

    package init(name: String, from: NodeStatus?, to: NodeStatus, effect: String = "") {
        self.effect = effect
        self.name = name
        self.from = from
        self.to = to
    }
}
