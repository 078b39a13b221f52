internal import SluiceEngine
internal import SluiceModel

// What happens to an instance by itself.
extension NaiveInstance {
    /// Starts what may start; true where something did.
    mutating func startNext() -> Bool {
        guard let index = nodes.firstIndex(where: { mayStart($0) }) else { return false }
        switch answer(for: nodes[index]) {
        case .no(let skip): nodes[index].end(as: .skip(skip))
        case .yes: start(index)
        case .broken:
            start(index)
            fail(index)
        }
        return true
    }

    private mutating func start(_ index: Int) {
        nodes[index].attempt += 1
        nodes[index].ranInThisRun = true
        if nodes[index].definition.type == .dummy {
            nodes[index].end(as: .success)
        } else {
            nodes[index].phase = .running(stopping: nil)
        }
    }

    /// Ends where nothing happens any more; true where it did.
    mutating func endWhereOver() -> Bool {
        let isRunning = nodes.contains(where: \.isRunning)
        switch stage {
        case .open where status.isFinal: end(as: finalStatus)
        case .stopping where !isRunning && forceSuccess: end(as: .success)
        case .stopping where !isRunning: end(as: .manualStop)
        case .held, .queued, .open, .stopping, .ended: return false
        }
        return true
    }

    private mutating func end(as outcome: InstanceStatus) {
        stopWhatCouldStart()
        self.outcome = outcome
        stage = .ended
    }

    mutating func attemptEnded(_ index: Int, _ outcome: Outcome) {
        switch nodes[index].stopping {
        case .instanceStopped, .siblingFailed, .instanceForced: nodes[index].end(as: .manualStop)
        case .terminated: nodes[index].end(as: .fail(isTerminated: true))
        case .timedOut: attemptEndedByItself(index, .timeout)
        case .forceRerun:
            nodes[index].reset()
            nodes[index].startsForced = true
        case nil: attemptEndedByItself(index, outcome)
        }
    }

    private mutating func attemptEndedByItself(_ index: Int, _ outcome: Outcome) {
        let rule = nodes[index].definition.retry
        if outcome == .success {
            nodes[index].end(as: .success)
        } else if nodes[index].retries < rule.times, outcome != .timeout || rule.onTimeout {
            nodes[index].retries += 1
            nodes[index].phase = .retryDelay
        } else {
            fail(index)
        }
    }

    private mutating func fail(_ index: Int) {
        nodes[index].end(as: .fail(isTerminated: false))
        if nodes[index].definition.failPolicy == .fail { stopSiblings() }
    }

    /// Policy FAIL: what runs is stopped, what could start, or is held only by a pause, never will;
    /// the rest stays waiting.
    private mutating func stopSiblings() {
        stopRunning(.siblingFailed)
        stopWhatCouldStart()
    }

    mutating func stopRunning(_ intent: StopIntent) {
        for index in nodes.indices { nodes[index].stop(intent) }
    }

    mutating func stopWhatCouldStart() {
        let before = self
        for (index, node) in before.nodes.enumerated() where before.couldStart(node) {
            nodes[index].end(as: .manualStop)
        }
    }

    mutating func retryIsDue(_ index: Int) {
        if nodes[index].phase == .retryDelay { nodes[index].phase = .waiting }
    }
}
