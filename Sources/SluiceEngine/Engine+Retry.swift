internal import DequeModule
package import SluiceModel

/// Retry of ended instances, mode A (reference, 3.3 to 3.5).
extension Engine {
    mutating func retryInstances(
        _ command: RetryInstances, by caller: Caller, because reason: String, _ now: Now,
        _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        // Everything is checked before anything changes, in the order of the reference, 3.8.
        let head = try jobToRetry(command.scope, command.jobName)
        let targets = try resolve(command.targets, of: head, in: command.scope)
        for id in targets {
            let instance = try instance(id, in: command.scope)
            try check(command.location, isIn: try graph(for: instance, command, head))
        }
        _ = try admit(targets, to: .retry, in: command.scope)
        var plans: [RetryPlan] = []
        for id in targets {
            plans.append(try plan(instance(id, in: command.scope), command, head))
        }
        try checkRoom(for: plans)
        // Fresh node instances take the place of old ones: what those became is written first.
        sealNodes(&effects)
        var changes: [InstanceChange] = []
        var marks: [[NodeMark]] = []
        for plan in plans {
            marks.append(plan.hasSameNodes ? instances[plan.instance]?.marks ?? [] : [])
            changes.append(
                apply(
                    plan, cause: "retry \(command.location.name)", listens: command.listens, now,
                    &effects))
        }
        openQueued(of: head.id, now, &effects)
        for index in changes.indices {
            let instance = instances[changes[index].instance]
            changes[index].starts = instance?.starts(since: marks[index]) ?? []
        }
        dispatch(now, &effects)
        return Reply(.instances, changes: changes)
    }

    /// The job that a retry names: the first that is checked of one.
    package func jobToRetry(_ scope: Scope, _ name: String) throws(SluiceError) -> JobHead {
        try checkScope(scope)
        return try job(scope, name, missing: .retryJobNotFound)
    }

    private func graph(
        for instance: Instance, _ command: RetryInstances, _ head: JobHead,
    ) throws(SluiceError) -> JobGraph {
        switch command.version {
        case .original: instance.graph
        case .current: try graph(of: head, version: nil)
        }
    }

    private func check(
        _ location: RetryInstances.Location, isIn graph: JobGraph,
    ) throws(SluiceError) {
        guard case .specifiedNode(let name) = location, graph.index(of: name) == nil else {
            return
        }
        let job = graph.definition.name
        throw SluiceError(
            .invalidArgument, reason: "NODE_NOT_IN_JOB",
            "job '\(job)' version \(graph.version) has no node '\(name)'",
            subject: "node \(name)", domain: .nodeNotInJob)
    }

    /// The instances were called back, so their present nodes count among the live ones already.
    private func checkRoom(for plans: [RetryPlan]) throws(SluiceError) {
        try checkRoom(
            for: plans.reduce(0) { sum, plan in
                sum + plan.graph.nodes.count - (instances[plan.instance]?.nodes.count ?? 0)
            })
    }

    /// The instances that the targets name (`S215`–`S217`).
    private func resolve(
        _ targets: [RetryInstances.Target], of head: JobHead, in scope: Scope,
    ) throws(SluiceError) -> [InstanceID] {
        var ids: [InstanceID] = []
        for target in targets {
            let id: InstanceID
            switch target {
            case .instance(let named): id = named
            case .triple(let job, let planTime, let submitTime):
                id = try only(
                    found[.triple(job: job, planTime: planTime, submitTime: submitTime)] ?? [],
                    "job \(job), plan time \(planTime.milliseconds), "
                        + "submit time \(submitTime.milliseconds)")
            }
            guard try instance(id, in: scope).job == head.id else {
                throw SluiceError(
                    .notFound, reason: "INSTANCE_OF_ANOTHER_JOB",
                    "instance \(id) is not an instance of job '\(head.name)'",
                    subject: "instance \(id)", domain: .instanceDoesNotExist)
            }
            ids.append(id)
        }
        return ids.uniqued()
    }

    private func only(
        _ found: [InstanceID], _ words: String,
    ) throws(SluiceError) -> InstanceID {
        guard let first = found.first else {
            throw SluiceError(
                .notFound, reason: "INSTANCE_NOT_FOUND", "no instance has \(words)",
                subject: words, domain: .instanceDoesNotExist)
        }
        guard found.count == 1 else {
            let ids = found.map(\.description).joined(separator: ", ")
            throw SluiceError(
                .invalidArgument, reason: "INSTANCE_AMBIGUOUS",
                "\(found.count) instances have \(words): \(ids); name one by its id",
                subject: words, domain: .parameterInvalid)
        }
        return first
    }

    private func plan(
        _ instance: Instance, _ command: RetryInstances, _ head: JobHead,
    ) throws(SluiceError) -> RetryPlan {
        let graph = try graph(for: instance, command, head)
        let overrides = instance.overrides.merged(with: command.params).filter { pair in
            // What was given for a parameter that the version no longer has is let go.
            command.params.contains(pair)
                || graph.definition.params.contains { $0.name == pair.name }
        }
        let environment =
            command.version == .original ? instance.fromEnvironment : environment(for: graph)
        let params = try parameters(
            of: graph, overrides: overrides, instance: instance.id, planTime: instance.planTime,
            from: environment)
        let hasSameNodes = graph.hasSameNodes(as: instance.graph)
        let extent = try extent(of: command.location, instance, hasSameNodes)
        return RetryPlan(
            instance: instance.id, graph: graph, overrides: overrides, params: params,
            environment: environment, hasSameNodes: hasSameNodes, extent: extent,
            pins: command.version == .current
                ? files.pins(of: graph.definition.resources, in: instance.scope)
                : instance.resources)
    }

    /// Which nodes run again (reference, 3.4).
    private func extent(
        of location: RetryInstances.Location, _ instance: Instance, _ hasSameNodes: Bool,
    ) throws(SluiceError) -> RetryPlan.Extent {
        // Two fallbacks to the first node: the instance was successful, or the nodes are others.
        if instance.status == .success || !hasSameNodes { return .all }
        let names: [String]
        switch location {
        case .firstNode: return .all
        case .errorNode:
            names = instance.namesOfErrorNodes
            guard !names.isEmpty else {
                throw SluiceError(
                    .failedPrecondition, reason: "NOTHING_TO_RETRY",
                    "instance \(instance.id) has no node that failed or did not run",
                    subject: "instance \(instance.id)", domain: .parameterInvalid)
            }
            return .from(names, skipsRest: false)
        case .specifiedNode(let name): return .from([name], skipsRest: true)
        }
    }

    private mutating func apply(
        _ plan: RetryPlan, cause: String, listens: Bool, _ now: Now, _ effects: inout Effects,
    ) -> InstanceChange {
        if let old = instances[plan.instance], !plan.hasSameNodes {
            liveNodes += plan.graph.nodes.count - old.nodes.count
        }
        let change = withInstance(plan.instance, now, &effects) { instance, turn in
            turn.tell(.operation(plan.instance, ordinal: nil), reason: cause)
            let change = instance.reopen(plan, cause: cause, &turn)
            if listens { instance.listenAgain(&turn) }
            return change
        }
        reconsider(plan.instance, now, &effects)
        // A reopened instance is ahead of the new cycles that wait.
        lineUp(plan.instance, now, &effects)
        guard let change else { preconditionFailure("a planned instance is held") }
        return change
    }
}

/// What a retry does with one instance, decided before anything is changed.
struct RetryPlan {
    enum Extent {
        case all
        /// These nodes and all that come after; the rest that is not a success is skipped or kept.
        case from([String], skipsRest: Bool)
    }

    var instance: InstanceID
    var graph: JobGraph
    var overrides: [Pair]
    var params: [Pair]
    var environment: EnvironmentSettings
    var hasSameNodes: Bool
    var extent: Extent
    /// The versions of file objects that it uses.
    var pins: [FilePin]
}

extension Instance {
    /// Where a retry from the failed nodes starts: what failed and was not passed over, what was
    /// stopped, what never ran, what was left out of a range.
    fileprivate var namesOfErrorNodes: [String] {
        errorNodes.map { graph.nodes[$0].name }
    }

    var hasErrorNodes: Bool { !errorNodes.isEmpty }

    private var errorNodes: [Int] {
        nodes.indices.filter { index in
            switch nodes[index].phase {
            case .success, .running: false
            case .fail(let cause): !isPassedOver(index, cause)
            case .waiting, .manualStop, .skip(.retryRange): true
            case .skip(.manual), .skip(.condition), .skip(.withUpstream): false
            }
        }
    }

    fileprivate mutating func reopen(
        _ plan: RetryPlan, cause: String, _ turn: inout Turn,
    ) -> InstanceChange {
        let before = statuses
        keepRun(&turn)
        take(plan.graph, hasSameNodes: plan.hasSameNodes, at: turn.now.wall)
        overrides = plan.overrides
        params = plan.params
        fromEnvironment = plan.environment
        pin(plan.pins, &turn)
        reset(plan.extent, &turn)
        recount()
        beginRun(cause: cause, &turn)
        return change(from: plan.hasSameNodes ? before : nil, was: before.status)
    }

    private func change(
        from before: (status: InstanceStatus, nodes: [NodeStatus])?, was: InstanceStatus,
    ) -> InstanceChange {
        var change = change(from: before)
        change.from = was
        return change
    }

    /// Goes over to another version, or stays with its own.
    mutating func take(_ other: JobGraph, hasSameNodes: Bool, at time: Timestamp) {
        guard hasSameNodes else { return takeFreshNodes(of: other, at: time) }
        if other !== graph { graph = other.reordered(like: graph) }
    }

    /// The old node instances stay as history: the new ones have ordinals of their own. What holds
    /// until it is taken back goes over to the node of the same name.
    private mutating func takeFreshNodes(of graph: JobGraph, at time: Timestamp) {
        let old = Dictionary(
            uniqueKeysWithValues: zip(self.graph.nodes.map(\.name), nodes))
        firstOrdinal += nodes.count
        nodes = graph.nodes.indices.map { index in
            var node = Node()
            node.isNew = true
            node.since = time
            guard let before = old[graph.nodes[index].name] else { return node }
            if before.flags.contains(.paused) { node.flags.insert(.paused) }
            let upstream = graph.predecessors[index].map { graph.nodes[$0].name }
            node.removedUpstreams = before.removedUpstreams.filter(upstream.contains)
            return node
        }
        self.graph = graph
        calls = [:]
        recount()
    }

    private mutating func reset(_ extent: RetryPlan.Extent, _ turn: inout Turn) {
        let isIn: [Bool]
        var skipsRest = false
        switch extent {
        case .all: isIn = Array(repeating: true, count: nodes.count)
        case .from(let names, let skips):
            isIn = graph.closure(of: names.compactMap { graph.index(of: $0) })
            skipsRest = skips
        }
        for index in nodes.indices {
            if isIn[index] {
                let goesOn = goesOn(index, extent)
                reset(index, &turn)
                if goesOn { nodes[index].flags.insert(.goesOn) }
            } else if skipsRest, nodes[index].phase != .success {
                setPhase(
                    index, .skip(.retryRange), reason: "outside the range of the retry", &turn)
            } else {
                touch(index, &turn)
            }
        }
    }
}

extension Instance {
    /// A retry from what failed goes on with the instances of other jobs that a node had made.
    private func goesOn(_ index: Int, _ extent: RetryPlan.Extent) -> Bool {
        guard calls[index] != nil, case .from(let names, skipsRest: false) = extent else {
            return false
        }
        return names.contains(graph.nodes[index].name)
    }
}

extension JobGraph {
    func hasSameNodes(as other: JobGraph) -> Bool {
        Set(nodes.map(\.name)) == Set(other.nodes.map(\.name))
    }

    /// The same version with its nodes in the order that an instance already has them in.
    fileprivate func reordered(like other: JobGraph) -> JobGraph {
        let order = other.nodes.map(\.name)
        guard nodes.map(\.name) != order else { return self }
        return JobGraph(job: job, version: version, definition: definition, order: order)
    }
}
