internal import SluiceModel

/// Walks from what was asked to its first causes, and gathers what would put them right.
struct Explainer {
    let engine: Engine
    let now: Now
    private var causes: [Explanation.Cause] = []
    private var remedies: [Explanation.Remedy] = []
    private var seenNodes: Set<NodeRef> = []
    private var seenInstances: Set<InstanceID> = []
    private var seenSuspensions: Set<InstanceID> = []

    init(engine: Engine, now: Now) {
        self.engine = engine
        self.now = now
    }

    var explanation: Explanation {
        Explanation(summary: summary, causes: causes, remedies: sortedRemedies)
    }

    /// The way down to the first cause, then what is true beside it.
    private var summary: String {
        var words: [String] = []
        var depth = -1
        for cause in causes where cause.depth > depth || cause.depth == 0 {
            if !words.contains(cause.text) { words.append(cause.text) }
            depth = max(depth, cause.depth)
        }
        return words.prefix(Self.summaryParts).joined(separator: "; ")
    }

    private static let summaryParts = 8

    // MARK: - An instance

    mutating func explain(_ instance: Instance, depth: Int) {
        guard seenInstances.insert(instance.id).inserted else { return }
        switch instance.stage {
        case .held, .queued: explainWaiting(instance, depth)
        case .open: explainOpen(instance, depth)
        case .stopping:
            add(.stopping, "instance \(instance.id) is being stopped", instance, depth: depth)
        case .ended: explainEnded(instance, depth)
        }
    }

    private mutating func explainWaiting(_ instance: Instance, _ depth: Int) {
        explainPause(of: instance, depth)
        switch instance.firstObstacle(at: now) {
        case .confirm:
            add(
                .confirm, "instance \(instance.id) waits for a confirmation by hand", instance,
                depth: depth)
            offer(.confirm, instance, "lets it run")
        case .crossJob: explainDependencies(of: instance, depth)
        case .planTime:
            add(
                .planTime, "instance \(instance.id) waits for its plan time", instance,
                depth: depth, until: instance.planTime)
        case .file, .upstream, .retryDelay, .slot, nil: explainTurn(of: instance, depth)
        }
    }

    private mutating func explainPause(of instance: Instance, _ depth: Int) {
        guard instance.isPaused else { return }
        add(.instancePaused, "instance \(instance.id) is paused", instance, depth: depth)
        offer(.resume, instance, "lets it go on")
    }

    private mutating func explainDependencies(of instance: Instance, _ depth: Int) {
        for dependency in instance.dependencies where dependency.isOpen {
            let job = "job '\(dependency.jobName)'"
            guard let upstream = dependency.upstream else {
                add(
                    .crossJob,
                    "instance \(instance.id) waits for \(job), which has no instance for its "
                        + "plan time yet", instance, depth: depth)
                continue
            }
            add(
                .crossJob,
                "instance \(instance.id) waits for instance \(upstream.instance) of \(job), "
                    + "which is \(upstream.status)", instance, depth: depth)
            if let other = engine.instances[upstream.instance] { explain(other, depth: depth + 1) }
        }
        offer(.runWithoutDependencies, instance, "no longer waits for other jobs")
    }

    private mutating func explainTurn(of instance: Instance, _ depth: Int) {
        guard !instance.isPaused else { return }
        let limit = instance.graph.definition.maxParallelInstances
        add(
            .turn,
            "instance \(instance.id) waits for its turn: \(limit) of job '\(instance.jobName)' "
                + "may run at once", instance, depth: depth)
        for other in engine.instances.values.filter({ $0.job == instance.job && $0.holdsTurn })
            .sorted(by: { $0.id < $1.id })
        {
            explain(other, depth: depth + 1)
        }
        offer(.runPreferentially, instance, "takes the next turn")
    }

    private mutating func explainOpen(_ instance: Instance, _ depth: Int) {
        explainPause(of: instance, depth)
        explainSuspension(of: instance, depth)
        var running: [String] = []
        for index in instance.nodes.indices {
            switch instance.nodes[index].phase {
            case .running: running.append(instance.graph.nodes[index].name)
            case .waiting(.retryDelay), .waiting(.slot): explain(index, of: instance, depth)
            case .fail(let cause) where !instance.isPassedOver(index, cause):
                explain(index, of: instance, depth)
            case .waiting(.upstream), .success, .fail, .skip, .manualStop:
                if instance.nodes[index].isPaused { explain(index, of: instance, depth) }
            }
        }
        guard !running.isEmpty else { return }
        let names = running.prefix(10).joined(separator: ", ")
        add(.running, "instance \(instance.id) runs \(names)", instance, depth: depth)
    }

    private mutating func explainSuspension(of instance: Instance, _ depth: Int) {
        guard instance.suspends > 0, seenSuspensions.insert(instance.id).inserted else { return }
        add(
            .suspended, "instance \(instance.id) is suspended", instance, depth: depth)
        offer(.continue, instance, "goes on as if the failed node had succeeded")
        for index in instance.nodes.indices where instance.suspendsItsInstance(index) {
            explain(index, of: instance, depth + 1)
        }
    }

    private mutating func explainEnded(_ instance: Instance, _ depth: Int) {
        if instance.status == .success {
            let how = instance.forceSuccess ? ": set to success by hand" : ""
            add(
                .done, "instance \(instance.id) is a success\(how)", instance, depth: depth,
                since: instance.run.end)
            return
        }
        let reason = instance.reason.isEmpty ? "" : ": \(instance.reason)"
        add(
            .ended, "instance \(instance.id) ended \(instance.status)\(reason)", instance,
            depth: depth, since: instance.run.end)
        offer(.retry, instance, "runs again what failed, was stopped or has not run")
        for index in instance.nodes.indices {
            switch instance.nodes[index].phase {
            case .fail(let cause) where !instance.isPassedOver(index, cause):
                explain(index, of: instance, depth + 1)
            case .manualStop: explain(index, of: instance, depth + 1)
            case .waiting, .running, .success, .fail, .skip: break
            }
        }
        offer(.forceSuccess, instance, "counts as a success; what waits for it goes on")
    }
}

// MARK: - A node

extension Explainer {
    /// What was asked about is a node: what holds its instance is part of the answer.
    mutating func explain(_ index: Int, of instance: Instance) {
        explain(index, of: instance, 0)
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
        offer(.forceRerun, instance, node, "starts it at once, whatever its upstream has come to")
    }

    private mutating func explain(_ index: Int, of instance: Instance, _ depth: Int) {
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
                    : fact(.stopping, "\(name) is being stopped"))
        case .success:
            let how =
                node.flags.contains(.forcedSuccess) ? "was set to success by hand" : "succeeded"
            add(fact(.done, "\(name) \(how)"))
            explainPause(of: index, instance, depth)
        case .skip:
            add(fact(.done, "\(name) was skipped"))
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
        case .held, .queued: explain(instance, depth: depth)
        case .open: explainPause(of: instance, depth)
        case .stopping, .ended: break
        }
        switch wait {
        case .upstream:
            let holding = instance.holding(index)
            for before in holding {
                let other = instance.graph.nodes[before].name
                add(fact(.upstream, "\(name) waits for \(other)"))
                explain(before, of: instance, depth + 1)
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

// MARK: - Gathering

extension Explainer {
    private mutating func add(_ cause: Explanation.Cause) {
        if causes.count < Limits.listedChanges { causes.append(cause) }
    }

    private mutating func add(
        _ kind: Explanation.CauseKind, _ text: String, _ instance: Instance, depth: Int,
        since: Timestamp? = nil, until: Timestamp? = nil,
    ) {
        add(
            Explanation.Cause(
                depth: depth, instance: instance.id, jobName: instance.jobName, node: nil,
                kind: kind, text: text, since: since, until: until))
    }

    /// Offers what is admitted now.
    private mutating func offer(
        _ operation: NodeOperation, _ instance: Instance, _ node: String, _ text: String,
    ) {
        guard let index = instance.graph.index(of: node),
            instance.refusal(of: operation, on: index) == nil
        else { return }
        offer(operation.name, instance, node, text)
    }

    private mutating func offer(
        _ operation: InstanceOperation, _ instance: Instance, _ text: String,
    ) {
        guard instance.refusal(of: operation) == nil else { return }
        offer(operation.name, instance, nil, text)
    }

    private mutating func offer(
        _ operation: String, _ instance: Instance, _ node: String?, _ text: String,
    ) {
        let isKnown = remedies.contains {
            $0.operation == operation && $0.instance == instance.id && $0.node == node
        }
        guard !isKnown, remedies.count < Limits.listedChanges else { return }
        remedies.append(
            Explanation.Remedy(
                operation: operation, instance: instance.id, node: node, text: text))
    }

    /// The mildest first, in the order in which they were found.
    private var sortedRemedies: [Explanation.Remedy] {
        Self.mildness.flatMap { name in remedies.filter { $0.operation == name } }
    }

    private static let mildness: [String] =
        [
            InstanceOperation.resume.name, InstanceOperation.confirm.name,
            InstanceOperation.retry.name, NodeOperation.rerun.name,
            InstanceOperation.continue.name, NodeOperation.setSuccess.name,
            InstanceOperation.runPreferentially.name,
            InstanceOperation.runWithoutDependencies.name, NodeOperation.removeUpstream.name,
            NodeOperation.skip.name, NodeOperation.forceRerun.name,
            InstanceOperation.forceSuccess.name,
        ]
}

extension Instance {
    /// The predecessors that hold a node.
    fileprivate func holding(_ index: Int) -> [Int] {
        graph.predecessors[index].filter { counts($0, for: index) && bearing($0) != .lets }
    }

    /// A failed node of policy SUSPEND that nobody has resolved.
    fileprivate func suspendsItsInstance(_ index: Int) -> Bool {
        guard case .fail(let cause) = nodes[index].phase, cause != .terminated else { return false }
        return graph.nodes[index].failPolicy == .suspend && !isPassedOver(index, cause)
    }
}

extension Int {
    fileprivate var retryWords: String { self == 1 ? "1 retry" : "\(self) retries" }
}
