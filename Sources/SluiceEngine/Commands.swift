package import SluiceModel

/// A request that wants to change something. It may be refused; then nothing has changed.
package enum Command: Sendable {
    case createWorkspace(CreateWorkspace)
    case submitJob(SubmitJob)
    case deleteJob(DeleteJob)
    case runJob(RunJob)
    case stopInstances(StopInstances)
    case retryInstances(RetryInstances)

    package var scope: Scope {
        switch self {
        case .createWorkspace(let command): Scope(workspace: command.name)
        case .submitJob(let command): command.scope
        case .deleteJob(let command): command.scope
        case .runJob(let command): command.scope
        case .stopInstances(let command): command.scope
        case .retryInstances(let command): command.scope
        }
    }

    /// What the operation log calls it.
    package var name: String {
        switch self {
        case .createWorkspace: "create workspace"
        case .submitJob: "submit"
        case .deleteJob: "delete"
        case .runJob: "run"
        case .stopInstances: "stop"
        case .retryInstances(let command): "retry \(command.location.name)"
        }
    }
}

package struct CreateWorkspace: Hashable, Sendable {
    package var name: String
    package var description: String

    package init(name: String, description: String) {
        self.name = name
        self.description = description
    }
}

package struct SubmitJob: Hashable, Sendable {
    package var scope: Scope
    package var definition: JobDefinition
    package var source: String
    package var comment: String

    package init(scope: Scope, definition: JobDefinition, source: String, comment: String) {
        self.scope = scope
        self.definition = definition
        self.source = source
        self.comment = comment
    }
}

package struct DeleteJob: Hashable, Sendable {
    package var scope: Scope
    package var name: String

    package init(scope: Scope, name: String) {
        self.scope = scope
        self.name = name
    }
}

package struct RunJob: Hashable, Sendable {
    package var scope: Scope
    package var jobName: String
    package var params: [Pair]
    /// Nil: now.
    package var planTime: Timestamp?
    package var labels: [Pair]
    /// Nil: the latest.
    package var version: Int?

    package init(
        scope: Scope, jobName: String, params: [Pair] = [], planTime: Timestamp? = nil,
        labels: [Pair] = [], version: Int? = nil,
    ) {
        self.scope = scope
        self.jobName = jobName
        self.params = params
        self.planTime = planTime
        self.labels = labels
        self.version = version
    }
}

package struct StopInstances: Hashable, Sendable {
    package var scope: Scope
    package var instances: [InstanceID]

    package init(scope: Scope, instances: [InstanceID]) {
        self.scope = scope
        self.instances = instances
    }
}

/// Retry of ended instances, mode A (`S188`–`S217`).
package struct RetryInstances: Hashable, Sendable {
    /// Where a retry starts (`S197`–`S200`).
    package enum Location: Hashable, Sendable {
        case firstNode
        case errorNode
        case specifiedNode(String)

        package var name: String {
            switch self {
            case .firstNode: "firstNode"
            case .errorNode: "errorNode"
            case .specifiedNode: "specifiedNode"
            }
        }
    }

    /// Which version and parameters it uses (`S202`–`S204`).
    package enum Version: Hashable, Sendable {
        case original
        case current
    }

    /// An instance, by id or by the triple of the sources (`S215`–`S217`, `S228`).
    package enum Target: Hashable, Sendable {
        case instance(InstanceID)
        case triple(job: JobID, planTime: Timestamp, submitTime: Timestamp)
    }

    package var scope: Scope
    package var jobName: String
    package var location: Location
    package var version: Version
    package var targets: [Target]
    package var params: [Pair]

    package init(
        scope: Scope, jobName: String, location: Location, version: Version, targets: [Target],
        params: [Pair] = [],
    ) {
        self.scope = scope
        self.jobName = jobName
        self.location = location
        self.version = version
        self.targets = targets
        self.params = params
    }
}

/// What a command did, or would do.
package struct Reply: Sendable {
    package enum Subject: Hashable, Sendable {
        case workspace(WorkspaceRecord)
        case job(JobID, name: String, version: Int, changed: Bool)
        case instances
    }

    package var subject: Subject
    package var changes: [InstanceChange]

    package init(_ subject: Subject, changes: [InstanceChange] = []) {
        self.subject = subject
        self.changes = changes
    }
}

/// How the operation itself changes an instance; what starts next is not part of it.
package struct InstanceChange: Hashable, Sendable {
    package var instance: InstanceID
    package var jobName: String
    /// Nil: the instance is new.
    package var from: InstanceStatus?
    package var to: InstanceStatus
    package var nodes: [NodeChange]

    package init(
        instance: InstanceID, jobName: String, from: InstanceStatus?, to: InstanceStatus,
        nodes: [NodeChange],
    ) {
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

    package init(name: String, from: NodeStatus?, to: NodeStatus) {
        self.name = name
        self.from = from
        self.to = to
    }
}
