internal import SluiceModel

/// Why a node is not running.
extension Explainer {
    mutating func look(at index: Int, _ instance: Instance, _ depth: Int) {
        found.append(.node(index, instance.id, depth: depth))
    }

    mutating func explainRest(_ index: Int, of instance: Instance) {
        guard instance.nodes[index].isWaiting else { return }
        let node = instance.graph.nodes[index].name
        if instance.stage == .ended {
            add(
                .ended,
                "instance \(instance.id) ended \(instance.status): nothing starts without an "
                    + "operation", instance, depth: 0, since: instance.run.end)
            offer(.retry, instance, "runs again what failed, was stopped or has not run")
        }
        if !instance.nodes[index].isFree, instance.suspends == 0 {
            offer(.removeUpstream, instance, node, "runs it without waiting for its upstream")
            offer(.skip, instance, node, "passes over it; what comes after it goes on")
        }
        // Forced, it would still wait for the end of its pause, and for slots.
        let waits = instance.nodes[index].phase
        guard !instance.isHeldByPause(index), waits != .waiting(.slot) else { return }
        offer(.forceRerun, instance, node, "starts it at once, whatever its upstream has come to")
    }

    mutating func explain(_ index: Int, of instance: Instance, _ depth: Int) {
        guard seenNodes.insert(instance.ref(index)).inserted else { return }
        let node = instance.nodes[index]
        let name = instance.graph.nodes[index].name
        let fact = { (kind: Explanation.CauseKind, text: String) in
            Explanation.Cause(
                depth: depth, instance: instance.id, jobName: instance.jobName, node: name,
                kind: kind, text: text, since: node.since == .zero ? nil : node.since)
        }
        switch node.phase {
        case .running(let running):
            add(
                running.stopping == nil
                    ? fact(.running, "\(name) runs, attempt \(node.attempt)")
                    : fact(
                        .stopping,
                        running.stopping == .forceRerun
                            ? "\(name) is being stopped and then starts anew"
                            : "\(name) is being stopped"))
            lookBelow(index, instance, depth)
        case .success:
            let how =
                node.flags.contains(.forcedSuccess) ? "was set to success by hand" : "succeeded"
            add(fact(.done, "\(name) \(how)"))
            explainPause(of: index, instance, depth)
        case .skip(let cause):
            add(fact(.done, "\(name) \(node.words(of: cause))"))
            if cause == .condition {
                offer(.forceRerun, instance, name, "runs it whatever its conditions say")
            }
            explainPause(of: index, instance, depth)
        case .fail(let cause): explainFailure(index, cause, instance, fact)
        case .manualStop:
            let why = node.reason.isEmpty ? "" : ": \(node.reason)"
            add(fact(.stopped, "\(name) was stopped\(why)"))
            offerRestart(index, instance)
        case .waiting(let wait): explainWaiting(index, wait, instance, depth, fact)
        }
    }

    private mutating func explainFailure(
        _ index: Int, _ cause: FailCause, _ instance: Instance,
        _ fact: (Explanation.CauseKind, String) -> Explanation.Cause,
    ) {
        let node = instance.nodes[index]
        let name = instance.graph.nodes[index].name
        if cause == .terminated {
            add(fact(.terminated, "\(name) was terminated by hand"))
        } else {
            let retries = node.retries == 0 ? "" : ", after \(node.retries.retryWords)"
            let passed = instance.isPassedOver(index, cause) ? ", and was passed over" : ""
            add(fact(.failed, "\(name) failed: \(node.reason)\(retries)\(passed)"))
            lookBelow(index, instance, 0)
        }
        offerRestart(index, instance)
        offer(.setSuccess, instance, name, "counts as a success; what comes after it goes on")
        explainPause(of: index, instance, 0)
    }

    private mutating func explainWaiting(
        _ index: Int, _ wait: Wait, _ instance: Instance, _ depth: Int,
        _ fact: (Explanation.CauseKind, String) -> Explanation.Cause,
    ) {
        let name = instance.graph.nodes[index].name
        explainPause(of: index, instance, depth)
        switch instance.stage {
        case .held, .queued: found.append(.instance(instance.id, depth: depth))
        case .open: explainPause(of: instance, depth)
        case .stopping, .ended: break
        }
        switch wait {
        case .upstream:
            let holding = instance.holding(index)
            for before in holding {
                let other = instance.graph.nodes[before].name
                add(fact(.upstream, "\(name) waits for \(other)"))
                look(at: before, instance, depth + 1)
            }
            if instance.stage == .open { explainSuspension(of: instance, depth) }
        case .retryDelay(_, let at):
            var cause = fact(
                .retryDelay, "\(name) failed: \(instance.nodes[index].reason); it is tried again")
            cause.until = at
            add(cause)
            offer(.forceRerun, instance, name, "tries it again at once")
        case .slot: explainSlot(index, instance, fact)
        }
    }

    private mutating func explainSlot(
        _ index: Int, _ instance: Instance,
        _ fact: (Explanation.CauseKind, String) -> Explanation.Cause,
    ) {
        guard !instance.isHeldByPause(index) else { return }
        let name = instance.graph.nodes[index].name
        let (limit, running) = (
            instance.graph.definition.maxParallelNodes, instance.counts[.running]
        )
        if let why = engine.startsNothing {
            add(fact(.daemon, "\(name) is ready: \(why)"))
        } else if limit > 0, running >= limit {
            add(
                fact(
                    .parallelNodes,
                    "\(name) is ready: \(running) nodes of the instance run, and its job allows "
                        + "\(limit)"))
        } else if let why = engine.wordsOfRoom(for: instance.graph.nodes[index], instance) {
            add(fact(.slot, "\(name) is ready: \(why)"))
            offer(.runPreferentially, instance, "takes the next slots")
        } else {
            let why = instance.nodes[index].reason
            let slots = "\(engine.slotsTaken) of \(engine.settings.slots) slots are taken"
            add(fact(.slot, "\(name) is ready: \(why.isEmpty ? slots : why)"))
            offer(.runPreferentially, instance, "takes the next slots")
        }
    }

    private mutating func explainPause(of index: Int, _ instance: Instance, _ depth: Int) {
        guard instance.nodes[index].isPaused else { return }
        let name = instance.graph.nodes[index].name
        var cause = Explanation.Cause(
            depth: depth, instance: instance.id, jobName: instance.jobName, node: name,
            kind: .nodePaused, text: "\(name) is paused")
        if !instance.nodes[index].isWaiting {
            cause.text += ": what comes after it is not started"
        }
        add(cause)
        offer(.resume, instance, name, "takes its pause off")
    }

    private mutating func offerRestart(_ index: Int, _ instance: Instance) {
        let name = instance.graph.nodes[index].name
        offer(.rerun, instance, name, "runs it again, then what comes after it and has not run")
        offer(.retry, instance, "runs again what failed, was stopped or has not run")
    }
}

extension Instance {
    /// The predecessors that hold a node.
    fileprivate func holding(_ index: Int) -> [Int] {
        graph.predecessors[index].filter {
            counts($0, for: index) && bearing($0, on: index) != .lets
        }
    }
}

extension Node {
    fileprivate func words(of cause: SkipCause) -> String {
        switch cause {
        case .condition: "was skipped: its condition is false"
        case .withUpstream: "was \(reason)"
        case .retryRange, .manual: "was skipped"
        }
    }
}

extension Engine {
    /// What has no room for the node, in words; nil: its workspace and its pool have.
    fileprivate func wordsOfRoom(for node: NodeDefinition, _ instance: Instance) -> String? {
        let workspace = instance.scope.workspace
        if room(in: workspace) <= 0 {
            return "\(takenByWorkspace[workspace, default: 0]) of "
                + "\(workspaces[workspace]?.slots ?? 0) slots of workspace '\(workspace)' are taken"
        }
        guard !node.pool.isEmpty, room(inPool: node.pool) < node.poolSlots else { return nil }
        guard let slots = pools[node.pool] else { return "there is no pool '\(node.pool)'" }
        return "it takes \(node.poolSlots) of pool '\(node.pool)', and "
            + "\(takenByPool[node.pool, default: 0]) of \(slots) are taken"
    }
}

extension Int {
    fileprivate var retryWords: String { self == 1 ? "1 retry" : "\(self) retries" }
}

// MARK: - Instances that a node has made

extension Explainer {
    /// What a node of type SubJob or ForEach waits for, or what made it fail.
    private mutating func lookBelow(_ index: Int, _ instance: Instance, _ depth: Int) {
        for id in instance.calledInTheWay(of: index) {
            found.append(.instance(id, depth: depth + 1))
        }
    }
}

extension Instance {
    /// The first of the instances that a node has made and that keep it from its success.
    func calledInTheWay(of index: Int) -> [InstanceID] {
        guard let items = calls[index]?.items else { return [] }
        let state: CallItem.State
        switch nodes[index].phase {
        case .running: state = .active
        case .fail: state = .fail
        case .waiting, .success, .skip, .manualStop: return []
        }
        return Array(items.lazy.filter { $0.state == state }.compactMap(\.instance).prefix(10))
    }
}
