internal import DequeModule
internal import SluiceModel

/// Operations on nodes (reference, 2.4 and 2.5).
extension Engine {
    mutating func operateNodes(
        _ command: OperateNodes, by caller: Caller, because reason: String, _ now: Now,
        _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        // Everything is checked before anything changes.
        try checkScope(command.scope)
        let targets = try resolve(command)
        let refused = try admit(targets, to: command)
        let included = try dependentsToRerun(command, caller)
        let left = Set(refused.map { NodeTarget($0.instance, $0.node ?? "") })
        let author = Author(user: caller.user, reason: reason)
        var changes: [InstanceChange] = []
        for (id, indices) in targets.byInstance(without: left) {
            changes.append(operate(command, on: id, indices, author, now, &effects))
        }
        // All are reset before any is looked at: one may depend on another.
        for id in included { changes.append(resetDependent(id, author, now, &effects)) }
        for id in included { refreshDependencies(of: id, now, &effects) }
        dispatch(now, &effects)
        let dependents =
            command.operation == .rerunDownstream ? dependents(of: command, seenBy: caller) : []
        return Reply(
            .instances, changes: changes, refused: refused, dependents: dependents)
    }

    /// The nodes that the targets name, each once.
    private func resolve(_ command: OperateNodes) throws(SluiceError) -> [ResolvedNode] {
        let operation = command.operation
        guard operation.isBatch || command.nodes.count == 1 else {
            throw SluiceError(
                .invalidArgument, reason: "ONE_NODE_ONLY",
                "\(operation.name) takes one node, and \(command.nodes.count) are given",
                subject: "node", domain: .parameterInvalid)
        }
        var resolved: [ResolvedNode] = []
        for target in command.nodes.uniqued() {
            let instance = try instance(target.instance, in: command.scope)
            guard let index = instance.graph.index(of: target.name) else {
                throw .noSuchNode(target, jobName: instance.jobName)
            }
            try instance.checkUpstreams(command.upstreams, of: index)
            resolved.append(ResolvedNode(target: target, index: index))
        }
        // Instances that were called back count among the live ones already.
        try checkRoom(for: 0)
        return resolved
    }

    private func admit(
        _ targets: [ResolvedNode], to command: OperateNodes,
    ) throws(SluiceError) -> [RefusedTarget] {
        var refused: [RefusedTarget] = []
        for node in targets {
            let instance = try instance(node.target.instance, in: command.scope)
            guard let message = instance.refusal(of: command.operation, on: node.index) else {
                continue
            }
            refused.append(
                RefusedTarget(
                    instance: instance.id, node: node.target.name, message: message))
        }
        let mayGoOn = command.skipsRefused && refused.count < targets.count
        guard !refused.isEmpty, !mayGoOn else { return refused }
        throw .refused(refused, reason: "NODE_STATUS")
    }

    /// Changes the named nodes of one instance, then lets start what can. An ended instance in
    /// which something can start begins a new run.
    private mutating func operate(
        _ command: OperateNodes, on id: InstanceID, _ indices: [Int], _ author: Author,
        _ now: Now, _ effects: inout Effects,
    ) -> InstanceChange {
        var change: InstanceChange?
        var marks: [NodeMark] = []
        withInstance(id, now, &effects) { instance, turn in
            let before = instance.statuses
            marks = instance.marks
            let words = indices.map {
                instance.mark(
                    command.operation, $0, upstreams: command.upstreams, author, &turn)
            }
            change = instance.change(
                from: before, by: command.operation, naming: indices, words)
            change?.to = instance.goOn(after: command, indices, &turn)
        }
        guard var change, let job = instances[id]?.job else {
            preconditionFailure("a resolved instance is held")
        }
        lineUp(id, now, &effects)
        openQueued(of: job, now, &effects)
        hungryCalls += instances[id]?.callsAtWork ?? []
        guard let instance = instances[id] else { preconditionFailure("it is still held") }
        change.starts = instance.starts(since: marks)
        return change
    }

    /// Puts an instance that began a new run into its job's line, ahead of new cycles.
    mutating func lineUp(_ id: InstanceID, _ now: Now, _ effects: inout Effects) {
        guard let instance = instances[id], instance.stage == .queued, instance.run.number > 1,
            queuedByJob[instance.job]?.contains(id) != true
        else { return }
        let place = instance.isPreferred ? 0 : placeOfReopened(in: instance.job)
        queuedByJob[instance.job, default: []].insert(id, at: place)
    }

    /// After the reopened and the preferred instances at the head of a job's line.
    private func placeOfReopened(in job: JobID) -> Int {
        queuedByJob[job]?.prefix {
            (instances[$0]?.run.number ?? 1) > 1 || instances[$0]?.isPreferred == true
        }.count ?? 0
    }
}

struct ResolvedNode {
    var target: NodeTarget
    var index: Int
}

extension [ResolvedNode] {
    /// The indices by instance, in the order in which the instances are named.
    fileprivate func byInstance(
        without left: Set<NodeTarget>,
    ) -> [(id: InstanceID, indices: [Int])] {
        let wanted = filter { !left.contains($0.target) }
        return wanted.map(\.target.instance).uniqued().map { id in
            (id, wanted.filter { $0.target.instance == id }.map(\.index).sorted())
        }
    }
}

/// What tells whether a node started since.
struct NodeMark {
    var isReady: Bool
    var attempt: Int
}

extension Instance {
    var marks: [NodeMark] {
        nodes.indices.map { NodeMark(isReady: isReady($0), attempt: nodes[$0].attempt) }
    }

    /// Names of the nodes that were queued for a slot, or have run, since; without marks: ever.
    func starts(since marks: [NodeMark]) -> [String] {
        nodes.indices.filter { index in
            let mark = marks.isEmpty ? NodeMark(isReady: false, attempt: 0) : marks[index]
            return nodes[index].attempt > mark.attempt || (isReady(index) && !mark.isReady)
        }.map { graph.nodes[$0].name }
    }

    private func isReady(_ index: Int) -> Bool {
        nodes[index].phase == .waiting(.slot) && !isHeldByPause(index)
    }

    /// What the operation changed, the named nodes always among it.
    fileprivate func change(
        from before: (status: InstanceStatus, nodes: [NodeStatus]),
        by operation: NodeOperation, naming named: [Int], _ words: [String],
    ) -> InstanceChange {
        var change = change(from: before)
        change.nodes = nodes.indices.compactMap { index in
            let word = named.firstIndex(of: index).map { words[$0] }
            let from = before.nodes[index]
            var to = nodes[index].shownStatus
            guard word != nil || from != to else { return nil }
            // Its attempt is being ended: the change names what it will be then.
            if operation == .terminate, word != nil { to = endOfStopping(index) ?? to }
            return NodeChange(
                name: graph.nodes[index].name, from: from, to: to, effect: word ?? "")
        }
        return change
    }

    /// What the operation changed takes effect. Returns the status that it leads to by itself.
    fileprivate mutating func goOn(
        after command: OperateNodes, _ indices: [Int], _ turn: inout Turn,
    ) -> InstanceStatus {
        refreshReason()
        if stage == .ended {
            guard nodes.contains(where: \.isAtFront) else {
                deriveAnew(&turn)
                return status
            }
            let name = graph.nodes[indices[0]].name
            beginRun(cause: "\(command.operation.name) \(name)", &turn)
        }
        let planned = plannedStatus
        startWhatCan(&turn)
        startReady(indices, &turn)
        settle(&turn)
        return planned
    }

    /// Brings an ended instance back: it waits for its turn.
    mutating func beginRun(cause: String, _ turn: inout Turn) {
        keepRun(&turn)
        run = Run(number: run.number + 1, cause: cause)
        stage = .queued
        reason = ""
        forceSuccess = false
        ignoreSuccess = false
        needsConfirmation = false
        alertsTold.remove(.longRun)
        overParallel = []
        settle(&turn)
    }

    /// Writes the present run as it is: the image of the instance has the last run only.
    mutating func keepRun(_ turn: inout Turn) {
        guard let run = unwrittenRun else { return }
        turn.records.append(.run(run))
        writtenRun = (self.run, status)
    }

    /// The names that a removal of upstream gives are those of upstream nodes.
    fileprivate func checkUpstreams(
        _ names: [String], of index: Int,
    ) throws(SluiceError) {
        let upstream = graph.predecessors[index].map { graph.nodes[$0].name }
        guard let unknown = names.first(where: { !upstream.contains($0) }) else { return }
        let known = upstream.isEmpty ? "it has none" : upstream.joined(separator: ", ")
        throw SluiceError(
            .invalidArgument, reason: "UPSTREAM_UNKNOWN",
            "'\(unknown)' is not right before node "
                + "\(NodeTarget(id, graph.nodes[index].name)); its upstream nodes: \(known)",
            subject: "upstreams", domain: .parameterInvalid)
    }
}

extension SluiceError {
    static func noSuchNode(_ target: NodeTarget, jobName: String) -> SluiceError {
        SluiceError(
            .notFound, reason: "NODE_NOT_FOUND",
            "instance \(target.instance) of job '\(jobName)' has no node '\(target.name)'",
            subject: "node \(target)", domain: .nodeNotInJob)
    }
}
