internal import SluiceModel

/// The status of an instance as it follows from its nodes (reference, 2.3).
extension Instance {
    /// Brings the status up to date, and the run to its end where nothing can start any more.
    mutating func settle(_ turn: inout Turn) {
        let new = derivedStatus
        if new.isFinal, stage != .ended { end(as: new, &turn) }
        if reason.isEmpty, new == .fail { reason = reasonOfFailure }
        become(new, &turn)
    }

    private mutating func become(_ new: InstanceStatus, _ turn: inout Turn) {
        guard new != status else { return }
        turn.tell(.instance(id, from: status, to: new), reason: reason)
        status = new
    }

    private mutating func end(as status: InstanceStatus, _ turn: inout Turn) {
        // What an operation freed while the instance was being stopped does not run.
        for index in nodes.indices where stage == .stopping && nodes[index].isAtFront {
            setPhase(index, .manualStop, reason: "the instance was stopped", &turn)
        }
        stage = .ended
        fileWait = nil
        ignoreSuccess = status == .success && !forceSuccess && counts[.fail] > 0
        run.end = turn.now.wall
        if let start = run.startBoot {
            run.milliseconds = turn.now.boot.milliseconds(since: start)
        }
    }

    /// The rules are in this order.
    var derivedStatus: InstanceStatus {
        switch stage {
        case .ended: return status
        case .held, .queued:
            // Only forced nodes can be ahead of the instance's turn.
            if counts[.running] > 0 || (pending > 0 && !isPaused) { return .running }
            return isPaused ? .pause : .waiting
        case .stopping:
            if counts[.running] > 0 { return .running }
            return forceSuccess ? .success : .manualStop
        case .open: break
        }
        if suspends > 0 { return .runningException }
        if counts[.running] > 0 || (pending > 0 && !isPaused) { return .running }
        if isHeldByPauses { return .pause }
        return outcome
    }

    /// The status that an operation leads to by itself, before anything starts.
    var plannedStatus: InstanceStatus {
        let canGoOn = canStart && !isPaused && nodes.contains { $0.canBegin }
        return canGoOn ? .running : derivedStatus
    }

    /// What an instance ends as in which nothing can start.
    private var outcome: InstanceStatus {
        if hasFailure { return .fail }
        return counts[.manualStop] > 0 ? .manualStop : .success
    }

    /// Some node would start if nothing were paused.
    private var isHeldByPauses: Bool {
        guard isPaused || pauses > 0 else { return false }
        return nodes.contains { $0.isAtFront }
    }

    /// Some failed node was not passed over.
    private var hasFailure: Bool {
        guard counts[.fail] > 0 else { return false }
        return nodes.indices.contains { index in
            guard case .fail(let cause) = nodes[index].phase else { return false }
            return !isPassedOver(index, cause)
        }
    }

    /// The first node that suspends the instance, or else whose failure was not passed over.
    private var reasonOfFailure: String {
        var first = ""
        for index in nodes.indices {
            guard case .fail(let cause) = nodes[index].phase, !isPassedOver(index, cause) else {
                continue
            }
            let words = words(ofFailure: cause, of: index)
            if !cause.overridesPolicy, graph.nodes[index].failPolicy == .suspend {
                return "suspended: \(words)"
            }
            if first.isEmpty { first = words }
        }
        return first
    }

    func words(ofFailure cause: FailCause, of index: Int) -> String {
        let node = "node '\(graph.nodes[index].name)'"
        return cause == .terminated
            ? "\(node) was terminated by hand" : "\(node) failed: \(nodes[index].reason)"
    }

    /// An operation changed nodes of an open instance: its reason tells of the failures that there
    /// still are.
    mutating func refreshReason() {
        guard stage == .open else { return }
        reason = hasFailure ? reasonOfFailure : ""
    }

    /// An operation changed nodes of an ended instance and nothing can start: only its status may
    /// have become another.
    mutating func deriveAnew(_ turn: inout Turn) {
        precondition(stage == .ended, "a live instance settles")
        let new = outcome
        if forceSuccess, new == .success { reason = "" }
        if new == .success { forceSuccess = false }
        if forceSuccess { return }
        ignoreSuccess = new == .success && counts[.fail] > 0
        // What else is said of the instance holds as long as its status does.
        if new != status || new == .fail { reason = new == .fail ? reasonOfFailure : "" }
        become(new, &turn)
    }
}
