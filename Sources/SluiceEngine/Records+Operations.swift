package import SluiceModel

/// An entry of the operation log: one for each instance or node that an operation names, one for an
/// operation that names none or was refused. All entries of one call have the same `afterSeq`.
package struct OperationRecord: Sendable {
    package var time: Timestamp
    package var caller: Caller
    package var operation: String
    package var scope: Scope
    package var jobName: String
    package var instance: InstanceID?
    /// Empty: the entry is about the instance.
    package var node: String
    package var from: String
    package var to: String
    /// What was changed, in words.
    package var effect: String
    /// Number of the latest event before the operation.
    package var afterSeq: Int64
    /// What was asked for, in one line.
    package var detail: String
    /// Why, as the caller said.
    package var reason: String
    /// Empty: done; else why it was refused.
    package var refusal: String

    package init(
        time: Timestamp, caller: Caller, operation: String, scope: Scope, jobName: String,
        instance: InstanceID?, node: String = "", from: String, to: String, detail: String,
        reason: String, refusal: String, effect: String = "", afterSeq: Int64 = 0,
    ) {
        self.node = node
        self.effect = effect
        self.afterSeq = afterSeq
        self.time = time
        self.caller = caller
        self.operation = operation
        self.scope = scope
        self.jobName = jobName
        self.instance = instance
        self.from = from
        self.to = to
        self.detail = detail
        self.reason = reason
        self.refusal = refusal
    }
}

/// Who asks, as the kernel says.
package struct Caller: Hashable, Sendable {
    package var uid: UInt32
    package var gid: UInt32
    package var pid: Int32
    /// Name of the user, or the uid in digits where it has none.
    package var user: String
    /// Name of the process's program; empty where it could not be read.
    package var program: String
    /// What of other workspaces than its own a command may name; its own was checked before.
    package var rights: Rights

    package init(
        uid: UInt32, gid: UInt32, pid: Int32, user: String, program: String = "",
        rights: Rights = .all,
    ) {
        self.rights = rights
        self.program = program
        self.uid = uid
        self.gid = gid
        self.pid = pid
        self.user = user
    }
}

/// The code of a node with its expressions filled in (`S10`).
package struct FilledCode: Hashable, Sendable {
    package var script: String
    package var command: [String]

    package init(script: String, command: [String]) {
        self.script = script
        self.command = command
    }
}

/// Something that was done to an instance or node by hand: stays beside the status for good.
package struct AttributeRecord: Sendable {
    /// The raw value is stored and shown.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case forcedSuccess = "forced-success"
        case upstreamRemoved = "upstream-removed"
        case rerun
        case forceRerun = "force-rerun"
        case skipped
        case terminated
        case continued
        case confirmed
        case dependenciesDropped = "dependencies-dropped"
        case preferred
    }

    package var instance: InstanceID
    /// Nil: of the instance.
    package var ordinal: Int?
    package var kind: Kind
    /// For example the upstream that was removed.
    package var detail: String
    package var time: Timestamp
    package var user: String
    /// As the caller said.
    package var reason: String

    package init(
        instance: InstanceID, ordinal: Int?, kind: Kind, detail: String, time: Timestamp,
        user: String, reason: String,
    ) {
        self.instance = instance
        self.ordinal = ordinal
        self.kind = kind
        self.detail = detail
        self.time = time
        self.user = user
        self.reason = reason
    }
}

/// Image of what an instance waits for in another job.
package struct DependencyRecord: Sendable {
    package var instance: InstanceID
    /// Its place among the dependencies of the instance, from 0.
    package var position: Int
    package var dependency: Dependency

    package init(instance: InstanceID, position: Int, dependency: Dependency) {
        self.instance = instance
        self.position = position
        self.dependency = dependency
    }
}

/// What an instance waits for in another job: the instance of that job for a plan time.
package struct Dependency: Hashable, Sendable {
    /// The instance that is waited for, as it stands.
    package struct Upstream: Hashable, Sendable {
        package var instance: InstanceID
        package var status: InstanceStatus

        package init(instance: InstanceID, status: InstanceStatus) {
            self.instance = instance
            self.status = status
        }
    }

    package var job: JobID
    package var jobName: String
    package var planTime: Timestamp
    package var failPolicy: FailPolicy
    /// No longer waited for, by hand.
    package var isDropped: Bool
    /// The newest instance of that job and plan time; nil: there is none yet. Not stored: it
    /// follows from the instances.
    package var upstream: Upstream?

    package init(
        job: JobID, jobName: String, planTime: Timestamp, failPolicy: FailPolicy,
        isDropped: Bool = false, upstream: Upstream? = nil,
    ) {
        self.job = job
        self.jobName = jobName
        self.planTime = planTime
        self.failPolicy = failPolicy
        self.isDropped = isDropped
        self.upstream = upstream
    }
}

/// What else is true of a node beside its phase. The raw value is stored.
package struct NodeFlags: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// It and what depends on it are not started.
    package static let paused = NodeFlags(rawValue: 1)
    /// Its present success was set by hand.
    package static let forcedSuccess = NodeFlags(rawValue: 2)
    /// Its present failure was passed over by continue.
    package static let passedOver = NodeFlags(rawValue: 4)
    /// It starts next whatever its upstream has come to.
    package static let startsForced = NodeFlags(rawValue: 8)
    /// Its next attempt goes on with the instances that the one before has made.
    package static let goesOn = NodeFlags(rawValue: 16)
}
