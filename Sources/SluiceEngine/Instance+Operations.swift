internal import SluiceModel

/// Who operates, and why.
struct Author {
    let user: String
    let reason: String
    /// The engine operates, and nobody's hand.
    var isAutomatic = false

    static let nextCycle = Author(
        user: "schedule", reason: "the next cycle is due", isAutomatic: true)
}

/// Operations on nodes: first all that the operation itself changes, then what starts next.
extension Instance {
    /// Changes what the operation itself changes; starts nothing. Returns what happened to the
    /// nodes that it names, in words, where their status does not say it.
    mutating func mark(
        _ operation: NodeOperation, _ index: Int, upstreams: [String], _ author: Author,
        _ turn: inout Turn,
    ) -> String {
        turn.tell(.operation(id, ordinal: firstOrdinal + index), reason: operation.name)
        switch operation {
        case .rerun:
            note(.rerun, index, author, &turn)
            reset(index, &turn)
        case .rerunDownstream: return resetDownstream(of: index, author, &turn)
        case .forceRerun: return markForceRerun(index, author, &turn)
        case .setSuccess:
            note(.forcedSuccess, index, author, &turn)
            let words = "set to success by hand"
            change(index, reason: words, &turn) { node in
                node.phase = .success
                node.reason = words
                node.flags.insert(.forcedSuccess)
                node.flags.remove(.passedOver)
            }
        case .terminate:
            note(.terminated, index, author, &turn)
            return markTerminated(index, &turn)
        case .removeUpstream: return removeUpstreams(upstreams, of: index, author, &turn)
        case .pause:
            change(index, &turn) { $0.flags.insert(.paused) }
            return "paused"
        case .resume:
            change(index, &turn) { $0.flags.remove(.paused) }
            return "no longer paused"
        case .skip:
            note(.skipped, index, author, &turn)
            setPhase(index, .skip(.manual), reason: "skipped by hand", &turn)
        }
        return ""
    }

    /// As if it had not run; its attempts, its pause and its removed upstreams stay.
    mutating func reset(_ index: Int, _ turn: inout Turn) {
        change(index, &turn) { node in
            node.phase = .waiting(.upstream)
            node.reason = ""
            node.retries = 0
            node.outputs = []
            node.ranInThisRun = false
            node.flags.subtract([.forcedSuccess, .passedOver, .startsForced, .goesOn])
        }
    }

    /// Everything after a node that is final runs again; what runs or waits is left (`S22`).
    private mutating func resetDownstream(
        of index: Int, _ author: Author, _ turn: inout Turn,
    ) -> String {
        let isAfter = graph.closure(of: graph.successors[index])
        for after in nodes.indices where isAfter[after] {
            switch nodes[after].phase {
            case .waiting, .running: continue
            case .success, .fail, .skip, .manualStop: break
            }
            note(.rerun, after, author, &turn)
            reset(after, &turn)
        }
        return "its downstream runs again"
    }

    private mutating func markForceRerun(
        _ index: Int, _ author: Author, _ turn: inout Turn,
    ) -> String {
        note(.forceRerun, index, author, &turn)
        if case .running = nodes[index].phase {
            stop(index, .forceRerun, &turn)
            return "its attempt is ended, then it starts anew"
        }
        reset(index, &turn)
        change(index, &turn) { node in
            node.flags.insert(.startsForced)
            node.phase = .waiting(.slot)
        }
        return isHeldByPause(index)
            ? "starts once its pause is off, whatever its upstream has come to"
            : "starts whatever its upstream has come to"
    }

    private mutating func markTerminated(_ index: Int, _ turn: inout Turn) -> String {
        if case .running = nodes[index].phase {
            stop(index, .terminated, &turn)
            return "its attempt is ended"
        }
        terminate(index, "it had not started", &turn)
        return ""
    }

    private mutating func removeUpstreams(
        _ names: [String], of index: Int, _ author: Author, _ turn: inout Turn,
    ) -> String {
        let upstream = graph.predecessors[index].filter {
            counts($0, for: index) && (names.isEmpty || names.contains(graph.nodes[$0].name))
        }
        for predecessor in upstream {
            let name = graph.nodes[predecessor].name
            note(.upstreamRemoved, index, detail: name, author, &turn)
            bear(bearing(predecessor, on: index), on: index, from: predecessor, by: -1)
            change(index, &turn) { $0.removedUpstreams.append(name) }
        }
        let removed = upstream.map { graph.nodes[$0].name }
        return removed.isEmpty ? "" : "no longer waits for \(removed.joined(separator: ", "))"
    }

    /// Writes down for good what was done by hand.
    mutating func note(
        _ kind: AttributeRecord.Kind, _ index: Int?, detail: String = "", _ author: Author,
        _ turn: inout Turn,
    ) {
        turn.records.append(
            .attribute(
                AttributeRecord(
                    instance: id, ordinal: index.map { firstOrdinal + $0 }, kind: kind,
                    detail: detail, time: turn.now.wall, user: author.user,
                    reason: author.reason)))
    }
}

// MARK: - Operations on the instance

extension Instance {
    /// Changes what the operation itself changes, and lets go on what it frees inside the instance.
    mutating func operate(
        _ operation: InstanceOperation, _ author: Author, _ turn: inout Turn,
    ) -> InstanceChange {
        let before = statuses
        let effect = effect(of: operation)
        let intents = nodes.indices.map { stopIntent($0) }
        turn.tell(.operation(id, ordinal: nil), reason: operation.name)
        switch operation {
        case .stop: stop(author, &turn)
        case .continue: continueAfterFailures(author, &turn)
        case .forceSuccess: forceSuccess(author, &turn)
        case .pause: isPaused = true
        case .resume: isPaused = false
        case .confirm:
            needsConfirmation = false
            note(.confirmed, nil, author, &turn)
        case .runWithoutDependencies: dropDependencies(author, &turn)
        case .runPreferentially:
            isPreferred = true
            note(.preferred, nil, author, &turn)
        case .retry: preconditionFailure("a retry has a plan of its own")
        }
        var change = change(from: before)
        change.effect = effect
        if operation == .continue { change.nodes += passedOver }
        change.to = plannedStatus
        switch operation {
        case .continue, .resume:
            startWhatCan(&turn)
            startReady(Array(nodes.indices), &turn)
        case .stop, .forceSuccess, .pause, .confirm, .runWithoutDependencies, .runPreferentially,
            .retry:
            break
        }
        settle(&turn)
        switch operation {
        case .stop, .forceSuccess: return willHaveStopped(change, since: intents)
        case .retry, .continue, .pause, .resume, .confirm, .runWithoutDependencies,
            .runPreferentially:
            return change
        }
    }

    private mutating func stop(_ author: Author, _ turn: inout Turn) {
        stage = .stopping
        forceSuccess = false
        reason = author.isAutomatic ? "stopped: \(author.reason)" : "stopped by hand"
        for index in nodes.indices {
            switch nodes[index].phase {
            case .waiting: setPhase(index, .manualStop, &turn)
            case .running: stop(index, .instanceStopped, &turn)
            case .success, .fail, .skip, .manualStop: break
            }
        }
    }

    private mutating func continueAfterFailures(_ author: Author, _ turn: inout Turn) {
        for index in nodes.indices where graph.nodes[index].failPolicy == .suspend {
            guard case .fail(let cause) = nodes[index].phase, !isPassedOver(index, cause),
                !cause.overridesPolicy
            else { continue }
            note(.continued, index, author, &turn)
            change(index, &turn) { $0.flags.insert(.passedOver) }
        }
        reason = ""
    }

    /// The nodes that continue regards as resolved; their status stays.
    private var passedOver: [NodeChange] {
        nodes.indices.filter { nodes[$0].flags.contains(.passedOver) }.map { index in
            NodeChange(
                name: graph.nodes[index].name, from: .fail, to: .fail,
                effect: "regarded as resolved")
        }
    }

    private mutating func forceSuccess(_ author: Author, _ turn: inout Turn) {
        note(.forcedSuccess, nil, author, &turn)
        forceSuccess = true
        reason = "set to success by hand"
        guard stage != .ended else {
            ignoreSuccess = false
            turn.tell(.instance(id, from: status, to: .success), reason: reason)
            status = .success
            return
        }
        stage = .stopping
        endPlan(.instanceForced, reason: "the instance was set to success", &turn)
    }

    /// The first of the two that holds it.
    private mutating func dropDependencies(_ author: Author, _ turn: inout Turn) {
        if !hasOpenDependencies { return dropFileWait(author, &turn) }
        for index in dependencies.indices where dependencies[index].isOpen {
            dependencies[index].isDropped = true
            note(
                .dependenciesDropped, nil, detail: dependencies[index].jobName, author, &turn)
            turn.records.append(.dependency(dependencyRecord(index)))
        }
    }

    /// What the operation has begun to stop will be `manual-stop` once it is gone; the change names
    /// that end.
    private func willHaveStopped(
        _ change: InstanceChange, since intents: [StopIntent?],
    ) -> InstanceChange {
        guard stage == .stopping else { return change }
        var change = change
        change.to = forceSuccess ? .success : .manualStop
        for index in nodes.indices where stopIntent(index) != intents[index] {
            guard let end = endOfStopping(index) else { continue }
            change.nodes.append(
                NodeChange(name: graph.nodes[index].name, from: .running, to: end))
        }
        return change
    }

    /// What a node that is being stopped becomes; nil: it is not, or it starts anew.
    func endOfStopping(_ index: Int) -> NodeStatus? {
        switch stopIntent(index) {
        case .instanceStopped, .siblingFailed, .instanceForced: .manualStop
        case .terminated, .timedOut: .fail
        case .forceRerun, nil: nil
        }
    }
}

extension Instance {
    private func effect(of operation: InstanceOperation) -> String {
        operation == .runWithoutDependencies && !hasOpenDependencies
            ? "no longer waits for a file" : operation.effect
    }
}

extension InstanceOperation {
    /// What it changes beside the status, in words.
    fileprivate var effect: String {
        switch self {
        case .pause: "paused"
        case .resume: "no longer paused"
        case .confirm: "confirmed"
        case .runWithoutDependencies: "no longer waits for other jobs"
        case .runPreferentially: "preferred"
        case .continue: "goes on as if its failed nodes had been resolved"
        case .stop, .retry, .forceSuccess: ""
        }
    }
}
