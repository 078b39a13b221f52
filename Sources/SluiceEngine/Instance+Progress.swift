package import SluiceModel

/// How an instance goes on by itself: from its start to its end, node by node.
extension Instance {
    /// The instance's turn has come: what has no upstream starts.
    mutating func open(_ turn: inout Turn) {
        precondition(stage == .queued, "an instance opens once in a run")
        stage = .open
        begin(&turn)
        startWhatCan(&turn)
    }

    /// The run begins with its first node, or with its turn.
    private mutating func begin(_ turn: inout Turn) {
        guard run.start == nil else { return }
        run.start = turn.now.wall
        run.startBoot = turn.now.boot
        turn.alarms += [alarmOfLongRun, alarmOfSlowRun].compactMap(\.self)
    }

    /// Starts every node that nothing holds back any more. Called where many may have become free.
    mutating func startWhatCan(_ turn: inout Turn) {
        release(nodes.indices.filter { nodes[$0].isFree }, &turn)
        settle(&turn)
    }

    /// An attempt's process is gone, or nothing that it made is at work any more.
    mutating func attemptEnded(
        _ index: Int, _ running: Running, _ result: AttemptResult, _ turn: inout Turn,
    ) {
        if running.incarnation != nil { takeSlots(index, -1, &turn) }
        record(index, start: running.start, incarnation: running.incarnation, result, &turn)
        nodes[index].outputs = result.outcome == .success ? result.outputs : []
        if let intent = running.stopping {
            stopped(index, intent, result.outcome.stoppedWords, &turn)
        } else if result.outcome == .success {
            setPhase(index, .success, &turn)
            release(graph.successors[index], &turn)
        } else {
            attemptFailed(index, result.outcome, &turn)
            release(graph.successors[index], &turn)
        }
        releaseOverParallel(&turn)
        settle(&turn)
    }

    /// What a node becomes once the attempt is gone that an operation or a failure wanted gone.
    private mutating func stopped(
        _ index: Int, _ intent: StopIntent, _ words: String, _ turn: inout Turn,
    ) {
        switch intent {
        case .instanceStopped, .siblingFailed, .instanceForced:
            setPhase(index, .manualStop, reason: words, &turn)
        case .terminated: terminate(index, words, &turn)
        case .timedOut:
            attemptFailed(index, .timeout, &turn)
            release(graph.successors[index], &turn)
        case .forceRerun:
            reset(index, &turn)
            startForced(index, &turn)
        }
    }

    /// Handled like FAIL_CHILD whatever its policy says: nothing after it runs (`S34`, `S35`).
    mutating func terminate(_ index: Int, _ words: String, _ turn: inout Turn) {
        setPhase(index, .fail(.terminated), reason: "terminated by hand: \(words)", &turn)
        reason = self.words(ofFailure: .terminated, of: index)
    }

    /// The machine had no room for the process: the node waits for a slot again.
    mutating func attemptDeferred(
        _ index: Int, why: String, until: BootTime, _ turn: inout Turn,
    ) {
        takeSlots(index, -1, &turn)
        guard case .running(let running) = nodes[index].phase else { return }
        let result = AttemptResult(
            outcome: .couldNotStart("the machine had no room"), endTime: turn.now.wall,
            milliseconds: 0)
        record(index, start: running.start, incarnation: nil, result, &turn)
        // The next start has the same number, and its record takes the place of this one.
        nodes[index].attempt -= 1
        if let intent = running.stopping {
            stopped(index, intent, "stopped before it started", &turn)
        } else if mayStart(index) {
            setPhase(index, .waiting(.slot), reason: "the machine has no room: \(why)", &turn)
            turn.timers.append(Timer(due: until, node: ref(index)))
        } else {
            // Held back meanwhile: it has not started, and must not now.
            setPhase(index, .waiting(.upstream), &turn)
        }
        releaseOverParallel(&turn)
        settle(&turn)
    }

    /// Could not be prepared for a start: its text has an expression that does not evaluate.
    mutating func failBeforeStart(_ index: Int, why: String, _ turn: inout Turn) {
        failUnprepared(index, why: why, &turn)
        release(graph.successors[index], &turn)
        releaseOverParallel(&turn)
        settle(&turn)
    }

    private mutating func failUnprepared(_ index: Int, why: String, _ turn: inout Turn) {
        let result = AttemptResult(
            outcome: .couldNotStart(why), endTime: turn.now.wall, milliseconds: 0)
        beginAttempt(index, &turn)
        record(index, start: turn.now.wall, incarnation: nil, result, &turn)
        fail(index, .expression, reason: why, &turn)
    }

    /// The delay before an automatic retry is over.
    mutating func retryIsDue(_ index: Int, _ turn: inout Turn) {
        if mayStart(index) {
            ready(index, &turn)
        } else {
            setPhase(index, .waiting(.upstream), &turn)
        }
        settle(&turn)
    }

    /// An attempt of the node takes its slots, or with -1 gives them back.
    func takeSlots(_ index: Int, _ sign: Int, _ turn: inout Turn) {
        turn.slotsTaken += sign
        let node = graph.nodes[index]
        guard !node.pool.isEmpty else { return }
        turn.poolSlots.append((node.pool, sign * node.poolSlots))
    }

    mutating func beginAttempt(_ index: Int, _ turn: inout Turn) {
        begin(&turn)
        nodes[index].attempt += 1
        nodes[index].ranInThisRun = true
    }

    mutating func record(
        _ index: Int, start: Timestamp, incarnation: Incarnation?, _ result: AttemptResult?,
        code: FilledCode? = nil, _ turn: inout Turn,
    ) {
        turn.records.append(
            .attempt(
                AttemptRecord(
                    id: attemptID(index), run: run.number, startTime: start,
                    incarnation: incarnation, result: result, code: code)))
    }
}

// MARK: - Readiness

extension Instance {
    /// Nodes may start: its turn has come, nobody stops it, no failure suspends it.
    var canStart: Bool { stage == .open && suspends == 0 }

    /// Nothing but a pause, a slot or a delay holds the node.
    func mayStart(_ index: Int) -> Bool {
        nodes[index].flags.contains(.startsForced) || (canStart && nodes[index].isFree)
    }

    /// A pause of the node or of the instance.
    func isHeldByPause(_ index: Int) -> Bool { isPaused || nodes[index].isPaused }

    /// Lets `indices` start where they wait for nothing else. A chain of nodes that need no
    /// process, or are skipped, is carried to its end here.
    mutating func release(_ indices: [Int], _ turn: inout Turn) {
        var left = Array(indices.reversed())
        // A condition that does not evaluate may suspend the instance half-way.
        while canStart, let index = left.popLast() {
            guard nodes[index].isFree, nodes[index].phase == .waiting(.upstream) else { continue }
            guard !isHeldByPause(index) else {
                setPhase(index, .waiting(.slot), &turn)
                continue
            }
            guard letGo(index, &turn) else { continue }
            // By index, since the array is the graph's and nothing here copies it.
            for place in graph.successors[index].indices.reversed() {
                left.append(graph.successors[index][place])
            }
        }
    }

    /// Nothing holds the node any more: it is queued for a slot, or comes to its end without one.
    /// True: it is final, and what comes after it can be looked at.
    private mutating func letGo(_ index: Int, _ turn: inout Turn) -> Bool {
        switch verdict(on: index, at: turn.now.wall) {
        case .runs where graph.nodes[index].type.takesTurns:
            if nodes[index].phase != .waiting(.slot) { setPhase(index, .waiting(.slot), &turn) }
            turn.ready.append(ref(index))
            return false
        case .runs: pass(index, &turn)
        case .isSkipped(let cause, let reason):
            setPhase(index, .skip(cause), reason: reason, &turn)
        case .fails(let why): failUnprepared(index, why: why, &turn)
        }
        return true
    }

    /// Starts nodes that are ready already and that a pause no longer holds.
    mutating func startReady(_ indices: [Int], _ turn: inout Turn) {
        for index in indices where nodes[index].phase == .waiting(.slot) {
            guard mayStart(index), !isHeldByPause(index) else { continue }
            startNow(index, &turn)
        }
    }

    /// Starts a node whatever its upstream has come to; only a pause holds it (`S38`).
    mutating func startForced(_ index: Int, _ turn: inout Turn) {
        change(index, &turn) { node in
            node.flags.insert(.startsForced)
            node.phase = .waiting(.slot)
        }
        if !isHeldByPause(index) { startNow(index, &turn) }
    }

    private mutating func startNow(_ index: Int, _ turn: inout Turn) {
        if letGo(index, &turn) { release(graph.successors[index], &turn) }
    }

    /// A node without a process succeeds as soon as it may start.
    private mutating func pass(_ index: Int, _ turn: inout Turn) {
        beginAttempt(index, &turn)
        let result = AttemptResult(outcome: .success, endTime: turn.now.wall, milliseconds: 0)
        record(index, start: turn.now.wall, incarnation: nil, result, &turn)
        setPhase(index, .success, &turn)
    }

    /// Queues a node for a slot; one that a pause holds waits for its end before.
    private mutating func ready(_ index: Int, _ turn: inout Turn) {
        setPhase(index, .waiting(.slot), &turn)
        if !isHeldByPause(index) { turn.ready.append(ref(index)) }
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
            guard nodes[index].phase == .waiting(.slot), !isHeldByPause(index) else { continue }
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
            nodes[index].retries < rule.times && (outcome != .timeout || rule.onTimeout)
        guard isRetried else { return fail(index, .attempt, reason: outcome.words, &turn) }
        let delay = rule.delayMilliseconds(
            retry: nodes[index].retries + 1, jitter: attemptID(index))
        nodes[index].retries += 1
        if calls[index] != nil { nodes[index].flags.insert(.goesOn) }
        let until = turn.now.boot.advanced(milliseconds: delay)
        let at = Timestamp(milliseconds: turn.now.wall.milliseconds + delay)
        setPhase(
            index, .waiting(.retryDelay(until: until, at: at)), reason: outcome.words, &turn)
        turn.timers.append(Timer(due: until, node: ref(index)))
    }

    /// No retry is left: the node's policy says what that means for the rest. What may start now is
    /// not started.
    private mutating func fail(
        _ index: Int, _ cause: FailCause, reason: String, _ turn: inout Turn,
    ) {
        setPhase(index, .fail(cause), reason: reason, &turn)
        let words = words(ofFailure: cause, of: index)
        switch graph.nodes[index].failPolicy {
        case .fail:
            self.reason = words
            endPlan(.siblingFailed, reason: "another node failed", &turn)
        case .ignore: break
        case .suspend:
            self.reason = "suspended: \(words)"
            holdReady(&turn)
        case .failChild: self.reason = words
        }
    }

    /// Ends the present execution plan: what runs is stopped, and what could start by itself now or
    /// after a pause will not. What waits for others still waits: an operation may let it run.
    mutating func endPlan(_ intent: StopIntent, reason: String, _ turn: inout Turn) {
        for index in nodes.indices {
            switch nodes[index].phase {
            case .running: stop(index, intent, &turn)
            case .waiting where nodes[index].isAtFront:
                setPhase(index, .manualStop, reason: reason, &turn)
            case .waiting, .success, .fail, .skip, .manualStop: break
            }
        }
    }

    /// Policy SUSPEND: what is ready and has not started waits until the failure is resolved.
    private mutating func holdReady(_ turn: inout Turn) {
        for index in nodes.indices where nodes[index].phase == .waiting(.slot) {
            guard !nodes[index].flags.contains(.startsForced) else { continue }
            setPhase(index, .waiting(.upstream), &turn)
        }
    }

    /// Asks for the end of an attempt; the node keeps running until it is gone. An intent that was
    /// there before stays, but for that of a forced rerun, which any other cancels.
    mutating func stop(_ index: Int, _ intent: StopIntent, _ turn: inout Turn) {
        guard case .running(var running) = nodes[index].phase else { return }
        let isNew = running.stopping == nil
        guard isNew || running.stopping == .forceRerun else { return }
        running.stopping = intent
        setPhase(index, .running(running), reason: "stopping", &turn)
        guard isNew else { return }
        guard running.incarnation != nil else { return turn.callStops.append(ref(index)) }
        turn.actions.append(
            .stop(attemptID(index), graceMilliseconds: turn.stopGraceMilliseconds))
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
