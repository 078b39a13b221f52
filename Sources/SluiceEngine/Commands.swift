package import SluiceModel

/// A request that wants to change something. It may be refused; then nothing has changed.
package enum Command: Sendable {
    case createWorkspace(CreateWorkspace)
    case submitJob(SubmitJob)
    case deleteJob(DeleteJob)
    case operateJobs(OperateJobs)
    case runJob(RunJob)
    case triggerJob(TriggerJob)
    case operateInstances(OperateInstances)
    case operateNodes(OperateNodes)
    case retryInstances(RetryInstances)
    case retryJobs(RetryJobs)
    case createBackfill(CreateBackfill)
    case operateBackfills(OperateBackfills)
    case setPool(SetPool)
    case setWorkspaceSlots(SetWorkspaceSlots)
    case updateWorkspace(UpdateWorkspace)
    case setEnvironment(SetEnvironment)
    case retryNotifications(RetryNotifications)
    case grantRole(GrantRole)
    case revokeRole(RevokeRole)
    case putObject(PutObject)
    case deleteObject(DeleteObject)
    case publishItems(PublishItems)
    case removeItems(RemoveItems)
    case proposeVersion(ProposeVersion)

    package var scope: Scope {
        switch self {
        case .createWorkspace(let command): Scope(workspace: command.name)
        case .submitJob(let command): command.scope
        case .deleteJob(let command): command.scope
        case .operateJobs(let command): command.scope
        case .runJob(let command): command.scope
        case .triggerJob(let command): command.scope
        case .operateInstances(let command): command.scope
        case .operateNodes(let command): command.scope
        case .retryInstances(let command): command.scope
        case .retryJobs(let command): command.scope
        case .createBackfill(let command): command.scope
        case .operateBackfills(let command): command.scope
        case .setPool: .standard
        case .retryNotifications(let command): command.scope
        case .setWorkspaceSlots(let command): Scope(workspace: command.name)
        case .updateWorkspace(let command): Scope(workspace: command.name)
        case .setEnvironment(let command): command.scope
        case .grantRole(let command): Scope(ofGrantsIn: command.workspace)
        case .revokeRole(let command): Scope(ofGrantsIn: command.workspace)
        case .putObject(let command): command.scope
        case .deleteObject(let command): command.scope
        case .publishItems(let command): command.scope
        case .removeItems(let command): command.scope
        case .proposeVersion(let command): command.scope
        }
    }

    /// What the operation log calls it.
    package var name: String {
        switch self {
        case .createWorkspace: "create workspace"
        case .submitJob: "submit"
        case .deleteJob: "delete"
        case .operateJobs(let command): "\(command.operation) job"
        case .runJob: "run"
        case .triggerJob: "trigger"
        case .operateInstances(let command): command.operation.name
        case .operateNodes(let command): command.operation.name
        case .retryInstances(let command): "retry \(command.location.name)"
        case .retryJobs(let command): "retry jobs \(command.location.name)"
        case .createBackfill: "backfill"
        case .operateBackfills(let command): "\(command.operation) backfill"
        case .setPool: "set pool"
        case .retryNotifications: "retry notification"
        case .setWorkspaceSlots: "set workspace slots"
        case .updateWorkspace: "update workspace"
        case .setEnvironment: "set environment"
        case .grantRole: "grant role"
        case .revokeRole: "revoke role"
        case .putObject: "put object"
        case .deleteObject: "delete object"
        case .publishItems: "publish"
        case .removeItems: "remove from pending list"
        case .proposeVersion: "propose version"
        }
    }
}

/// Makes a pool of slots, changes its size, or with 0 slots removes it.
package struct SetPool: Hashable, Sendable {
    package var name: String
    package var slots: Int

    package init(name: String, slots: Int) {
        self.name = name
        self.slots = slots
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

/// An operation on the schedules of jobs, all or nothing.
package struct OperateJobs: Hashable, Sendable {
    package enum Operation: String, Hashable, Sendable, CaseIterable {
        /// Cycles are made from now on.
        case enable
        /// No cycles are made; what is there goes on.
        case disable
        /// Cycles are made and wait.
        case pause
        case resume
    }

    package var scope: Scope
    package var operation: Operation
    package var jobNames: [String]

    package init(scope: Scope, operation: Operation, jobNames: [String]) {
        self.scope = scope
        self.operation = operation
        self.jobNames = jobNames
    }
}

package struct RunJob: Hashable, Sendable {
    package var scope: Scope
    package var jobName: String
    package var params: [Pair]
    /// Nil: now, and without waiting for other jobs. Where it is given the instance waits for that
    /// time and for the jobs that its job depends on.
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

/// An operation on whole instances, all or nothing.
package struct OperateInstances: Hashable, Sendable {
    package var scope: Scope
    package var operation: InstanceOperation
    package var instances: [InstanceID]
    /// What is refused is left out, and the rest is done.
    package var skipsRefused: Bool

    package init(
        scope: Scope, operation: InstanceOperation, instances: [InstanceID],
        skipsRefused: Bool = false,
    ) {
        self.scope = scope
        self.operation = operation
        self.instances = instances
        self.skipsRefused = skipsRefused
    }
}

/// A node in an instance, as callers name it.
package struct NodeTarget: Hashable, Sendable, CustomStringConvertible {
    package var instance: InstanceID
    package var name: String

    package init(_ instance: InstanceID, _ name: String) {
        self.instance = instance
        self.name = name
    }

    /// `812/load`.
    package var description: String { "\(instance)/\(name)" }
}

/// An operation on nodes: five of them take many, all or nothing; the others take one.
package struct OperateNodes: Hashable, Sendable {
    package var scope: Scope
    package var operation: NodeOperation
    package var nodes: [NodeTarget]
    /// Of `removeUpstream`: which; empty: all.
    package var upstreams: [String]
    /// Of `rerunDownstream`: instances of other jobs that run again as well.
    package var dependents: [InstanceID]
    /// What is refused is left out, and the rest is done.
    package var skipsRefused: Bool

    package init(
        scope: Scope, operation: NodeOperation, nodes: [NodeTarget], upstreams: [String] = [],
        dependents: [InstanceID] = [], skipsRefused: Bool = false,
    ) {
        self.scope = scope
        self.operation = operation
        self.nodes = nodes
        self.upstreams = upstreams
        self.dependents = dependents
        self.skipsRefused = skipsRefused
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
    /// They wait for the files that their versions name; else they start without (`S205`).
    package var listens: Bool

    package init(
        scope: Scope, jobName: String, location: Location, version: Version, targets: [Target],
        params: [Pair] = [], listens: Bool = false,
    ) {
        self.listens = listens
        self.scope = scope
        self.jobName = jobName
        self.location = location
        self.version = version
        self.targets = targets
        self.params = params
    }
}
