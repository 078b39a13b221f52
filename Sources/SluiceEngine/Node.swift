package import SluiceModel

/// Where a node instance stands. `NodeStatus` is what it shows.
package enum Phase: Hashable, Sendable {
    case waiting(Wait)
    case running(Running)
    case success
    case fail(FailCause)
    case skip(SkipCause)
    case manualStop

    package var status: NodeStatus {
        switch self {
        case .waiting: .waiting
        case .running: .running
        case .success: .success
        case .fail: .fail
        case .skip: .skip
        case .manualStop: .manualStop
        }
    }
}

/// What a waiting node waits for.
package enum Wait: Hashable, Sendable {
    /// Its upstream, or the instance's own turn, or the end of a suspension.
    case upstream
    /// The next automatic retry. `at` is the same moment by the wall clock.
    case retryDelay(until: BootTime, at: Timestamp)
    /// Ready: a free slot.
    case slot

    package var reason: WaitReason {
        switch self {
        case .upstream: .upstream
        case .retryDelay: .retryDelay
        case .slot: .slot
        }
    }
}

/// An attempt that was dispatched and whose end is not committed yet.
package struct Running: Hashable, Sendable {
    package var start: Timestamp
    /// The keeper that it was dispatched to.
    package var incarnation: Incarnation
    /// Set once an operation wants it gone; decides what the node becomes then.
    package var stopping: StopIntent?

    package init(start: Timestamp, incarnation: Incarnation, stopping: StopIntent? = nil) {
        self.start = start
        self.incarnation = incarnation
        self.stopping = stopping
    }
}

/// Why an attempt is being stopped. The raw value is stored.
package enum StopIntent: Int, Hashable, Sendable {
    /// The instance was stopped by hand: the node ends `manual-stop`.
    case instanceStopped = 1
    /// A sibling of policy FAIL failed: the node ends `manual-stop`.
    case siblingFailed = 2
}

/// Why a node is `fail`. The raw value is stored.
package enum FailCause: Int, Hashable, Sendable {
    /// Its last attempt failed and no retry was left.
    case attempt = 1
    /// It could not be prepared: an expression did not evaluate.
    case expression = 2
}

/// Why a node is `skip`. The raw value is stored.
package enum SkipCause: Int, Hashable, Sendable {
    /// Outside the range of a retry from a named node.
    case retryRange = 1
}

/// A node in a live instance.
package struct Node: Sendable {
    package var phase: Phase
    /// Number of the latest attempt; 0: none yet.
    package var attempt: Int
    /// Automatic retries performed since an operator, or the run, last started the node (`S128`).
    package var retries: Int
    /// Why it has this status, in words.
    package var reason: String
    /// What its latest successful attempt reported.
    package var outputs: [Pair]

    /// Predecessors that do not let it start yet.
    var upstreamLeft = 0
    /// An attempt belongs to the present run.
    package var ranInThisRun: Bool
    /// Changed since the last batch was sealed.
    var isTouched = false
    /// Not in the store yet.
    var isNew = false

    package init(
        phase: Phase = .waiting(.upstream), attempt: Int = 0, retries: Int = 0,
        reason: String = "", outputs: [Pair] = [], ranInThisRun: Bool = false,
    ) {
        self.phase = phase
        self.attempt = attempt
        self.retries = retries
        self.reason = reason
        self.outputs = outputs
        self.ranInThisRun = ranInThisRun
    }
}
