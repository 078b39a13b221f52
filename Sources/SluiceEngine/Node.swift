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
    /// The keeper that it was dispatched to; nil: it has no process, but instances of another job.
    package var incarnation: Incarnation?
    /// Set once an operation wants it gone; decides what the node becomes then.
    package var stopping: StopIntent?

    package init(start: Timestamp, incarnation: Incarnation?, stopping: StopIntent? = nil) {
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
    /// Terminated by hand: the node ends `fail`.
    case terminated = 3
    /// Forced to run again: the node starts anew.
    case forceRerun = 4
    /// The instance was forced to success: the node ends `manual-stop`.
    case instanceForced = 5
    /// It took longer than its `maxExecutionTime`: the node fails, or is tried again. Only where
    /// the attempt has no process; others are ended by their keeper.
    case timedOut = 6
}

/// Why a node is `fail`. The raw value is stored.
package enum FailCause: Int, Hashable, Sendable {
    /// Its last attempt failed and no retry was left.
    case attempt = 1
    /// It could not be prepared: an expression did not evaluate.
    case expression = 2
    /// Terminated by hand: fails whatever its policy says, and nothing after it runs.
    case terminated = 3
    /// Its instance waited in vain for a file: fails whatever its policy says, too.
    case fileMissing = 4
}

extension FailCause {
    /// The failure counts as it is, and nothing after it runs, whatever the node's policy says.
    package var overridesPolicy: Bool {
        switch self {
        case .terminated, .fileMissing: true
        case .attempt, .expression: false
        }
    }
}

/// Why a node is `skip`. The raw value is stored.
package enum SkipCause: Int, Hashable, Sendable {
    /// Outside the range of a retry from a named node.
    case retryRange = 1
    /// Passed over by hand.
    case manual = 2
    /// Its conditions said no.
    case condition = 3
    /// Comes after a node that was skipped by its conditions together with its downstream.
    case withUpstream = 4
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
    /// When it took its present status.
    package var since: Timestamp
    /// What its latest successful attempt reported.
    package var outputs: [Pair]

    /// Predecessors that count and do not let it start, pauses apart.
    var upstreamLeft = 0
    /// Predecessors that count and would let it start if they were not paused.
    var upstreamPaused = 0
    /// An attempt belongs to the present run.
    package var ranInThisRun: Bool
    package var flags: NodeFlags
    /// Upstream nodes that no longer count, by name; in this instance only.
    package var removedUpstreams: [String]
    /// Changed since the last batch was sealed.
    var isTouched = false
    /// Not in the store yet.
    var isNew = false

    package init(
        phase: Phase = .waiting(.upstream), attempt: Int = 0, retries: Int = 0,
        reason: String = "", outputs: [Pair] = [], ranInThisRun: Bool = false,
        flags: NodeFlags = [], removedUpstreams: [String] = [], since: Timestamp = .zero,
    ) {
        self.since = since
        self.flags = flags
        self.removedUpstreams = removedUpstreams
        self.phase = phase
        self.attempt = attempt
        self.retries = retries
        self.reason = reason
        self.outputs = outputs
        self.ranInThisRun = ranInThisRun
    }
}

extension Node {
    package var isPaused: Bool { flags.contains(.paused) }

    /// What it shows: `pause` where it waits and is paused (reference, 1.4).
    package var shownStatus: NodeStatus {
        if case .waiting = phase, isPaused { return .pause }
        return phase.status
    }

    package var isWaiting: Bool {
        if case .waiting = phase { true } else { false }
    }

    /// Its upstream lets it start.
    var isFree: Bool { upstreamLeft == 0 && upstreamPaused == 0 }

    /// It waits, and nothing holds it but what holds its instance.
    var canBegin: Bool { isWaiting && isFree && !isPaused }

    /// It waits, and nothing but pauses and suspensions holds it.
    var isAtFront: Bool {
        switch phase {
        case .waiting(.upstream): upstreamLeft == 0
        case .waiting(.slot), .waiting(.retryDelay): true
        case .running, .success, .fail, .skip, .manualStop: false
        }
    }
}
