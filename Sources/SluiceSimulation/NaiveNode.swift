package import SluiceEngine
package import SluiceModel

/// A node instance of the naive world: what is true of it, and nothing that follows from it.
package struct NaiveNode: Hashable, Sendable {
    /// Whether a waiting node waits for its upstream or for a slot is not kept: it follows from the
    /// instance.
    package enum Phase: Hashable, Sendable {
        case waiting
        case retryDelay
        case running(stopping: StopIntent?)
        case success
        case fail(isTerminated: Bool)
        case skip(Skip)
        case manualStop
    }

    package enum Skip: Hashable, Sendable {
        case outOfRange
        case manual
        /// Its conditions are false.
        case condition
        /// Comes after a node that is skipped together with its downstream.
        case withUpstream
    }

    package let definition: NodeDefinition
    package var phase = Phase.waiting
    package var isPaused = false
    package var isForcedSuccess = false
    package var isPassedOver = false
    /// Starts whatever its upstream has come to; holds for the automatic retries of that start too.
    package var startsForced = false
    package var removedUpstreams: Set<String> = []
    /// Number of the latest attempt.
    package var attempt = 0
    /// Automatic retries since an operator, or the run, last started it.
    package var retries = 0
    /// An attempt began since it was last reset.
    package var ranInThisRun = false

    package init(_ definition: NodeDefinition) {
        self.definition = definition
    }

    package var name: String { definition.name }

    /// What is shown: a pause is a flag over the phase.
    package var status: NodeStatus {
        switch phase {
        case .waiting, .retryDelay: isPaused ? .pause : .waiting
        case .running: .running
        case .success: .success
        case .fail: .fail
        case .skip: .skip
        case .manualStop: .manualStop
        }
    }

    package var isWaiting: Bool { phase == .waiting || phase == .retryDelay }

    package var isRunning: Bool {
        if case .running = phase { true } else { false }
    }

    package var isFail: Bool {
        if case .fail = phase { true } else { false }
    }

    /// Why a running attempt is being stopped; nil: it is not, or nothing runs.
    package var stopping: StopIntent? {
        if case .running(let stopping) = phase { stopping } else { nil }
    }

    package var isFinal: Bool { !isWaiting && !isRunning }

    /// It would let its successors start if nothing were paused.
    var isSatisfiedButForPauses: Bool {
        switch phase {
        case .success, .skip: true
        case .fail(isTerminated: true): false
        case .fail(isTerminated: false): definition.failPolicy == .ignore || isPassedOver
        case .waiting, .retryDelay, .running, .manualStop: false
        }
    }

    var isSatisfied: Bool { !isPaused && isSatisfiedButForPauses }

    /// Its conditions may be asked about `node` if nothing were paused: that one is final, and its
    /// failure has neither ended nor suspended the plan.
    func mayAskButForPauses(about node: NaiveNode) -> Bool {
        node.isSatisfiedButForPauses
            || node.phase == .fail(isTerminated: false)
                && node.definition.failPolicy == .failChild
    }

    /// What comes after it without conditions is skipped, too.
    var skipsDownstream: Bool {
        phase == .skip(.withUpstream)
            || phase == .skip(.condition) && definition.skipsDownstream
    }

    /// Its conditions, without those about upstream nodes that were removed.
    var conditions: [EdgeCondition] {
        definition.conditions.filter { !removedUpstreams.contains($0.node) }
    }

    /// An unresolved failure of policy SUSPEND.
    var suspends: Bool {
        phase == .fail(isTerminated: false) && definition.failPolicy == .suspend && !isPassedOver
    }

    /// A failure that fails the instance.
    var isUnresolvedFailure: Bool {
        switch phase {
        case .fail(isTerminated: true): !isPassedOver
        case .fail(isTerminated: false): !isPassedOver && definition.failPolicy != .ignore
        case .waiting, .retryDelay, .running, .success, .skip, .manualStop: false
        }
    }

    /// As a rerun does it; the pause, the removed upstreams and the attempt number stay.
    mutating func reset() {
        phase = .waiting
        retries = 0
        ranInThisRun = false
        isForcedSuccess = false
        isPassedOver = false
        startsForced = false
    }

    /// Comes to an end.
    mutating func end(as phase: Phase) {
        self.phase = phase
        startsForced = false
    }

    /// Wants the running attempt gone; what was wanted of it before stays, but for a forced rerun.
    mutating func stop(_ intent: StopIntent) {
        guard isRunning, stopping == nil || stopping == .forceRerun else { return }
        phase = .running(stopping: intent)
    }
}
