package import SluiceModel

/// Operations on whole instances (reference, 2.6 and 3).
package enum InstanceOperation: Hashable, Sendable, CaseIterable {
    case stop
    case retry
    case `continue`
    case forceSuccess
    case pause
    case resume
    case confirm
    case runWithoutDependencies
    case runPreferentially

    /// The name in the operation log, in lists of what is allowed, and on the command line.
    package var name: String {
        switch self {
        case .stop: "stop"
        case .retry: "retry"
        case .continue: "continue"
        case .forceSuccess: "force-success"
        case .pause: "pause"
        case .resume: "resume"
        case .confirm: "confirm"
        case .runWithoutDependencies: "run-without-dependencies"
        case .runPreferentially: "run-preferentially"
        }
    }
}

/// Operations on nodes (reference, 2.4).
package enum NodeOperation: Hashable, Sendable, CaseIterable {
    case rerun
    case rerunDownstream
    case forceRerun
    case setSuccess
    case terminate
    case removeUpstream
    case pause
    case resume
    case skip

    /// The name in the operation log, in lists of what is allowed, and on the command line.
    package var name: String {
        switch self {
        case .rerun: "rerun"
        case .rerunDownstream: "rerun-downstream"
        case .forceRerun: "force-rerun"
        case .setSuccess: "set-success"
        case .terminate: "terminate"
        case .removeUpstream: "remove-upstream"
        case .pause: "pause"
        case .resume: "resume"
        case .skip: "skip"
        }
    }

    /// Exactly five take many nodes at once (`S53`).
    package var isBatch: Bool {
        switch self {
        case .rerun, .setSuccess, .terminate, .pause, .resume: true
        case .rerunDownstream, .forceRerun, .removeUpstream, .skip: false
        }
    }
}

/// Whether an operation would be admitted now.
package struct AllowedOperation: Hashable, Sendable {
    package var name: String
    /// Nil: it is admitted.
    package var refusal: String?

    package init(name: String, refusal: String? = nil) {
        self.name = name
        self.refusal = refusal
    }
}

/// Why an instance or a node is not running, and what would put it right.
package struct Explanation: Hashable, Sendable {
    /// What keeps something from running. The raw value is the number on the wire.
    package enum CauseKind: Int, Hashable, Sendable, CaseIterable {
        case running = 1
        case done = 2
        case confirm = 3
        case crossJob = 4
        case planTime = 5
        case turn = 6
        case upstream = 7
        case retryDelay = 8
        case slot = 9
        case parallelNodes = 10
        case nodePaused = 11
        case instancePaused = 12
        case suspended = 13
        case failed = 14
        case terminated = 15
        case stopped = 16
        case ended = 17
        case stopping = 18
        case daemon = 19
        case file = 20
    }

    /// One step from what was asked towards its first cause.
    package struct Cause: Hashable, Sendable {
        /// 0: about what was asked.
        package var depth: Int
        package var instance: InstanceID
        package var jobName: String
        /// Nil: about the instance.
        package var node: String?
        package var kind: CauseKind
        package var text: String
        /// Nil: not known.
        package var since: Timestamp?
        /// When it ends by itself.
        package var until: Timestamp?

        package init(
            depth: Int, instance: InstanceID, jobName: String, node: String?, kind: CauseKind,
            text: String, since: Timestamp? = nil, until: Timestamp? = nil,
        ) {
            self.depth = depth
            self.instance = instance
            self.jobName = jobName
            self.node = node
            self.kind = kind
            self.text = text
            self.since = since
            self.until = until
        }
    }

    /// An operation that is admitted now and would put it right.
    package struct Remedy: Hashable, Sendable {
        /// `NodeOperation.name` or `InstanceOperation.name`.
        package var operation: String
        package var instance: InstanceID
        /// Nil: on the instance.
        package var node: String?
        /// What it would do.
        package var text: String

        package init(operation: String, instance: InstanceID, node: String?, text: String) {
            self.operation = operation
            self.instance = instance
            self.node = node
            self.text = text
        }
    }

    package var summary: String
    package var causes: [Cause]
    package var remedies: [Remedy]

    package init(summary: String, causes: [Cause], remedies: [Remedy]) {
        self.summary = summary
        self.causes = causes
        self.remedies = remedies
    }
}
