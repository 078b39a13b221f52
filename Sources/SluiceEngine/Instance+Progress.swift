package import SluiceModel

/// How an instance goes on by itself: from its start to its end, node by node.
extension Instance {
    /// The instance's turn has come: what has no upstream starts.
    mutating func open(_ turn: inout Turn) {
        precondition(stage == .queued, "an instance opens once in a run")
        stage = .open
        run.start = turn.now.wall
        run.startBoot = turn.now.boot
        startWhatCan(&turn)
    }

    /// Starts every node that nothing holds back any more. Called where many may have become free.
    mutating func startWhatCan(_ turn: inout Turn) {
        release(nodes.indices.filter { nodes[$0].upstreamLeft == 0 }, &turn)
        settle(&turn)
    }

    /// An attempt's process is gone.
    mutating func attemptEnded(
        _ index: Int, _ running: Running, _ result: AttemptResult, _ turn: inout Turn,
    ) {
        turn.slotsTaken -= 1
        record(index, start: running.start, incarnation: running.incarnation, result, &turn)
        nodes[index].outputs = result.outcome == .success ? result.outputs : []
        if running.stopping != nil {
            setPhase(index, .manualStop, reason: result.outcome.stoppedWords, &turn)
        } else if result.outcome == .success {
            setPhase(index, .success, &turn)
            releaseSuccessors(of: index, &turn)
        } else {
            attemptFailed(index, result.outcome, &turn)
        }
        releaseOverParallel(&turn)
        settle(&turn)
    }

    /// The machine had no room for the process: the node waits for a slot again.
    mutating func attemptDeferred(_ index: Int, until: BootTime, _ turn: inout Turn) {
        turn.slotsTaken -= 1
        guard case .running(let running) = nodes[index].phase else { return }
        let result = AttemptResult(
            outcome: .couldNotStart("the machine had no room"), endTime: turn.now.wall,
            milliseconds: 0)
        record(index, start: running.start, incarnation: nil, result, &turn)
        // The next start has the same number, and its record takes the place of this one.
        nodes[index].attempt -= 1
        if running.stopping != nil {
            setPhase(index, .manualStop, reason: "stopped before it started", &turn)
        } else if canStart {
            setPhase(index, .waiting(.slot), reason: "the machine has no room for it", &turn)
            turn.timers.append(Timer(due: until, node: ref(index)))
        } else {
            // Suspended meanwhile: it has not started, and nothing starts now.
            setPhase(index, .waiting(.upstream), &turn)
        }
        releaseOverParallel(&turn)
        settle(&turn)
    }

    /// Could not be prepared for a start: its text has an expression that does not evaluate.
    mutating func failBeforeStart(_ index: Int, why: String, _ turn: inout Turn) {
        let result = AttemptResult(
            outcome: .couldNotStart(why), endTime: turn.now.wall, milliseconds: 0)
        beginAttempt(index)
        record(index, start: turn.now.wall, incarnation: nil, result, &turn)
        fail(index, .expression, reason: why, &turn)
        releaseOverParallel(&turn)
        settle(&turn)
    }

    /// The delay before an automatic retry is over.
    mutating func retryIsDue(_ index: Int, _ turn: inout Turn) {
        if canStart {
            ready(index, &turn)
        } else {
            setPhase(index, .waiting(.upstream), &turn)
        }
        settle(&turn)
    }

    mutating func beginAttempt(_ index: Int) {
        nodes[index].attempt += 1
        nodes[index].ranInThisRun = true
    }

    mutating func record(
        _ index: Int, start: Timestamp, incarnation: Incarnation?, _ result: AttemptResult?,
        _ turn: inout Turn,
    ) {
        turn.records.append(
            .attempt(
                AttemptRecord(
                    id: attemptID(index), run: run.number, startTime: start,
                    incarnation: incarnation, result: result)))
    }

    /// Brings the status up to date, and the run to its end where nothing can start any more.
    mutating func settle(_ turn: inout Turn) {
        let new = derivedStatus
        if new.isFinal, stage != .ended { end(as: new, &turn) }
        guard new != status else { return }
        turn.tell(.instance(id, from: status, to: new), reason: reason)
        status = new
    }

    private mutating func end(as status: InstanceStatus, _ turn: inout Turn) {
        stage = .ended
        ignoreSuccess = status == .success && counts[.fail] > 0
        run.end = turn.now.wall
        if let start = run.startBoot {
            run.milliseconds = turn.now.boot.milliseconds(since: start)
        }
    }

    /// Nodes may start: its turn has come, nobody stops it, no failure suspends it.
    var canStart: Bool { stage == .open && suspends == 0 }
}

// MARK: - Readiness

extension Instance {
    /// Lets `indices` start where they wait for nothing else. A chain of nodes that need no process
    /// is carried to its end here.
    private mutating func release(_ indices: [Int], _ turn: inout Turn) {
        guard canStart else { return }
        var left = Array(indices.reversed())
        while let index = left.popLast() {
            guard nodes[index].upstreamLeft == 0, nodes[index].phase == .waiting(.upstream) else {
                continue
            }
            if graph.nodes[index].type.needsProcess {
                ready(index, &turn)
            } else {
                pass(index, &turn)
                for successor in graph.successors[index].reversed() {
                    nodes[successor].upstreamLeft -= 1
                    if nodes[successor].upstreamLeft == 0 { left.append(successor) }
                }
            }
        }
    }

    private mutating func releaseSuccessors(of index: Int, _ turn: inout Turn) {
        for successor in graph.successors[index] { nodes[successor].upstreamLeft -= 1 }
        release(graph.successors[index], &turn)
    }

    /// A node without a process succeeds as soon as it may start.
    private mutating func pass(_ index: Int, _ turn: inout Turn) {
        beginAttempt(index)
        let result = AttemptResult(outcome: .success, endTime: turn.now.wall, milliseconds: 0)
        record(index, start: turn.now.wall, incarnation: nil, result, &turn)
        setPhase(index, .success, &turn)
    }

    private mutating func ready(_ index: Int, _ turn: inout Turn) {
        setPhase(index, .waiting(.slot), &turn)
        turn.ready.append(ref(index))
    }

    /// A node of this instance gave its place back: of those that `maxParallelNodes` held back, as
    /// many as have room now queue for a slot.
    private mutating func releaseOverParallel(_ turn: inout Turn) {
        guard !overParallel.isEmpty else { return }
        var room = graph.definition.maxParallelNodes - counts[.running]
        var looked = 0
        while room > 0, looked < overParallel.count {
            let index = overParallel[looked]
            looked += 1
            // What no longer waits would take the room and leave the rest held back for ever.
            guard nodes[index].phase == .waiting(.slot) else { continue }
            turn.ready.append(ref(index))
            room -= 1
        }
        overParallel.removeFirst(looked)
    }
}

// MARK: - Failure

extension Instance {
    private mutating func attemptFailed(_ index: Int, _ outcome: Outcome, _ turn: inout Turn) {
        let rule = graph.nodes[index].retry
        let isRetried =
            stage == .open && nodes[index].retries < rule.times
            && (outcome != .timeout || rule.onTimeout)
        guard isRetried else { return fail(index, .attempt, reason: outcome.words, &turn) }
        let delay = rule.delayMilliseconds(
            retry: nodes[index].retries + 1, jitter: attemptID(index))
        nodes[index].retries += 1
        let until = turn.now.boot.advanced(milliseconds: delay)
        let at = Timestamp(milliseconds: turn.now.wall.milliseconds + delay)
        setPhase(
            index, .waiting(.retryDelay(until: until, at: at)), reason: outcome.words, &turn)
        turn.timers.append(Timer(due: until, node: ref(index)))
    }

    /// No retry is left: the node's policy says what that means for the rest.
    private mutating func fail(
        _ index: Int, _ cause: FailCause, reason: String, _ turn: inout Turn,
    ) {
        setPhase(index, .fail(cause), reason: reason, &turn)
        let name = graph.nodes[index].name
        switch graph.nodes[index].failPolicy {
        case .fail:
            self.reason = "node '\(name)' failed: \(reason)"
            endEarly(&turn)
        case .ignore:
            releaseSuccessors(of: index, &turn)
        case .suspend:
            self.reason = "suspended: node '\(name)' failed: \(reason)"
            holdReady(&turn)
        case .failChild:
            self.reason = "node '\(name)' failed: \(reason)"
        }
    }

    /// Policy FAIL: what runs is stopped, nothing more starts.
    private mutating func endEarly(_ turn: inout Turn) {
        guard stage == .open else { return }
        stage = .failing
        for index in nodes.indices {
            switch nodes[index].phase {
            case .running: stop(index, .siblingFailed, &turn)
            case .waiting(.retryDelay):
                setPhase(index, .manualStop, reason: "another node failed", &turn)
            case .waiting(.slot): setPhase(index, .waiting(.upstream), &turn)
            case .waiting(.upstream), .success, .fail, .skip, .manualStop: break
            }
        }
    }

    /// Policy SUSPEND: what is ready and has not started waits until the failure is resolved.
    private mutating func holdReady(_ turn: inout Turn) {
        for index in nodes.indices where nodes[index].phase == .waiting(.slot) {
            setPhase(index, .waiting(.upstream), &turn)
        }
    }

    /// Asks for the end of an attempt; the node keeps running until it is gone.
    mutating func stop(_ index: Int, _ intent: StopIntent, _ turn: inout Turn) {
        guard case .running(var running) = nodes[index].phase else { return }
        running.stopping = running.stopping ?? intent
        setPhase(index, .running(running), reason: "stopping", &turn)
        turn.actions.append(
            .stop(attemptID(index), graceMilliseconds: turn.stopGraceMilliseconds))
    }
}

// MARK: - Status

extension Instance {
    /// The status of the instance as it follows from its nodes; the rules are in this order.
    var derivedStatus: InstanceStatus {
        switch stage {
        case .queued: return .waiting
        case .ended: return status
        case .stopping where counts[.running] == 0: return .manualStop
        case .stopping, .failing, .open: break
        }
        if suspends > 0, stage == .open { return .runningException }
        if counts[.running] > 0 || pending > 0 { return .running }
        if hasFailure { return .fail }
        if counts[.manualStop] > 0 { return .manualStop }
        return .success
    }

    /// Some failed node was not passed over by its policy.
    private var hasFailure: Bool {
        guard counts[.fail] > 0 else { return false }
        return nodes.indices.contains { index in
            guard case .fail = nodes[index].phase else { return false }
            return graph.nodes[index].failPolicy != .ignore
        }
    }
}

extension Outcome {
    /// How an attempt ended that an operation wanted gone.
    fileprivate var stoppedWords: String {
        self == .stopped ? words : "stopped (\(words))"
    }
}

extension RetryRule {
    /// Milliseconds before the `retry`-th automatic retry. Jitter takes off up to a quarter of an
    /// exponential delay; it is a function of the attempt, so that a replay gives the same.
    package func delayMilliseconds(retry: Int, jitter attempt: AttemptID) -> Int64 {
        guard exponential else { return intervalMilliseconds }
        let doublings = min(retry - 1, 40)
        let (grown, overflow) = intervalMilliseconds.multipliedReportingOverflow(
            by: 1 << Int64(doublings))
        let delay = overflow ? maxIntervalMilliseconds : min(grown, maxIntervalMilliseconds)
        var digest = Digest()
        digest.add(attempt.node.instance.rawValue)
        digest.add(Int64(attempt.node.ordinal))
        digest.add(Int64(attempt.number))
        return delay - delay / 4 * Int64(digest.value % 1_024) / 1_024
    }
}
