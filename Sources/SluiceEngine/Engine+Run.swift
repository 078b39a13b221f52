internal import DequeModule
internal import SluiceExpression
package import SluiceModel

/// New instances, by hand.
extension Engine {
    mutating func runJob(
        _ command: RunJob, by caller: Caller, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        let head = try job(command.scope, command.jobName)
        let graph = try graph(of: head, version: command.version)
        try checkResources(of: graph.definition, in: command.scope, by: caller)
        try checkRoom(for: graph.nodes.count)
        let id = InstanceID(counters.instance)
        let planTime = command.planTime ?? now.wall
        let dependencies = try dependencies(of: graph, head, in: command)
        let params = try parameters(
            of: graph, overrides: command.params, instance: id, planTime: planTime)
        counters.instance += 1
        var instance = Instance(
            newest: id, of: head, graph, type: .manual, planTime: planTime, user: caller.user,
            labels: command.labels, overrides: command.params, params: params, cause: "run",
            at: now)
        instance.dependencies = dependencies
        if command.planTime != nil { instance.expectFile() }
        var change = instance.change(from: nil)
        admit(instance, now, &effects)
        dispatch(now, &effects)
        change.starts = instances[id]?.starts(since: []) ?? []
        return Reply(.instances, changes: [change])
    }

    /// What an instance that is run for a plan time waits for in other jobs.
    private func dependencies(
        of graph: JobGraph, _ head: JobHead, in command: RunJob,
    ) throws(SluiceError) -> [Dependency] {
        guard let planTime = command.planTime else { return [] }
        for before in graph.definition.dependJobs {
            let (scope, name) = head.resolve(before.qualifiedName)
            _ = try job(scope, name)
        }
        return dependencies(of: graph, head, planTime)
    }

    /// The newest instance of a cycle, live or in the store.
    func newest(of cycle: Cycle) -> Dependency.Upstream? {
        let need = Need.cycle(job: cycle.job, planTime: cycle.planTime)
        let known = stored[need] ?? nil
        guard let live = newestByCycle[cycle], live >= known?.instance ?? live,
            let instance = instances[live]
        else { return known }
        return Dependency.Upstream(instance: live, status: instance.status)
    }

    /// Takes in a new instance; it opens as soon as its job lets it.
    mutating func admit(
        _ instance: consuming Instance, _ now: Now, _ effects: inout Effects,
    ) {
        let (id, job) = (instance.id, instance.job)
        liveNodes += instance.nodes.count
        let schedule = schedule(of: instance.graph)
        let environment = environment(for: instance.graph)
        let pins = files.pins(of: instance.graph.definition.resources, in: instance.scope)
        liveByJob[job, default: []].insert(id)
        // Handed over: what still held it would make a copy of its nodes at their first change.
        instances[id] = instance
        instances[id]?.schedule = schedule
        instances[id]?.fromEnvironment = environment
        wantDurations(for: id)
        hold(id)
        withInstance(id, now, &effects) { instance, turn in
            turn.tell(.instanceCreated(id))
            instance.pin(pins, &turn)
            for index in instance.nodes.indices { instance.touch(index, &turn) }
            for position in instance.dependencies.indices {
                turn.records.append(.dependency(instance.dependencyRecord(position)))
            }
        }
        // Those that wait for this cycle wait for this instance now.
        changedStatuses.append(id)
        openQueued(of: job, now, &effects)
        reconsider(id, now, &effects)
        watchWait(of: id)
    }

    /// Lines a new instance up, or holds it where something outside stands in its way.
    private mutating func hold(_ id: InstanceID) {
        guard let instance = instances[id] else { return }
        newestByCycle[Cycle(job: instance.job, planTime: instance.planTime)] = id
        let isHeld =
            instance.needsConfirmation || !instance.dependencies.isEmpty
            || instance.fileWait != nil
        if isHeld || instance.comes(after: instance.submitTime) {
            register(instance)
            instances[id]?.stage = .held
        } else {
            enqueue(id, of: instance.job)
        }
    }

    /// Refuses once the engine holds as many nodes as it may, live and called back.
    package func checkRoom() throws(SluiceError) { try checkRoom(for: 0) }

    func checkRoom(for nodes: Int) throws(SluiceError) {
        guard liveNodes + nodes <= Limits.liveNodeInstances else {
            throw SluiceError(
                .resourceExhausted, reason: "TOO_MANY_LIVE_NODES",
                "with \(liveNodes + nodes) live node instances the daemon would be over its "
                    + "limit of \(Limits.liveNodeInstances)",
                subject: "limit instances.live-nodes")
        }
    }

    /// The values of all parameters of a version, with those that the environment sets and then
    /// those given by hand in place.
    ///
    /// - Parameter environment: nil: as it is now.
    func parameters(
        of graph: JobGraph, overrides: [Pair], instance: InstanceID, planTime: Timestamp,
        eventData: String? = nil, from environment: EnvironmentSettings? = nil,
    ) throws(SluiceError) -> [Pair] {
        let known = graph.definition.params.map(\.name)
        if let unknown = overrides.first(where: { !known.contains($0.name) }) {
            let names = known.isEmpty ? "it has none" : known.joined(separator: ", ")
            throw SluiceError(
                .invalidArgument, reason: "UNKNOWN_PARAMETER",
                "job '\(graph.definition.name)' has no parameter '\(unknown.name)'; "
                    + "its parameters: \(names)",
                subject: "params.\(unknown.name)", domain: .parameterInvalid)
        }
        let context = BeforeStart(
            jobName: graph.definition.name, planTime: planTime, instanceID: instance,
            schedule: schedule(of: graph),
            projectID: catalog.head(graph.job)?.scope.workspace, now: seen.wall,
            eventData: eventData)
        do throws(ExpressionError) {
            let set = (environment ?? self.environment(for: graph)).params
            return try Parameters.resolve(
                graph.definition.params.merged(with: set).merged(with: overrides), in: context)
        } catch {
            throw SluiceError(
                .invalidArgument, reason: "PARAMETER_NOT_EVALUATED", error.message,
                subject: "params", domain: .parameterInvalid)
        }
    }
}

/// What expressions in parameters can see: no node has run yet.
private struct BeforeStart: ZonedContext {
    let jobName: String
    let planTime: Timestamp
    let instanceID: InstanceID
    let schedule: Schedule?
    let projectID: String?
    /// When the parameters are filled in.
    let now: Timestamp?
    let eventData: String?

    var zone: TimeZoneRules { schedule?.zone ?? .utc }

    var workCalendar: WorkCalendar {
        get throws(NoWorkCalendar) {
            guard let calendar = schedule?.calendar else { throw NoWorkCalendar() }
            return calendar
        }
    }

    func param(_ name: String) -> String? { nil }
    func nodeStatus(_ name: String) -> String? { nil }
    func nodeOutput(_ name: String) -> [Pair]? { nil }
}

extension [Pair] {
    /// These pairs with the values of `others` in place; names that only those have come last.
    func merged(with others: [Pair]) -> [Pair] {
        guard !others.isEmpty else { return self }
        var merged = self
        for pair in others {
            if let index = merged.firstIndex(where: { $0.name == pair.name }) {
                merged[index] = pair
            } else {
                merged.append(pair)
            }
        }
        return merged
    }
}

extension Instance {
    /// A new instance with its nodes.
    init(
        newest id: InstanceID, of head: JobHead, _ graph: JobGraph, type: InstanceType,
        planTime: Timestamp, user: String, labels: [Pair] = [], overrides: [Pair] = [],
        params: [Pair], cause: String, at now: Now,
    ) {
        var node = Node()
        node.isNew = true
        node.since = now.wall
        self.init(
            id: id, scope: head.scope, jobName: head.name, type: type, planTime: planTime,
            submitTime: now.wall, user: user,
            labels: graph.definition.labels.merged(with: labels), graph: graph,
            overrides: overrides, params: params, run: Run(number: 1, cause: cause),
            nodes: Array(repeating: node, count: graph.nodes.count))
        isNew = true
        needsConfirmation = graph.definition.confirmBeforeRun
    }

    /// How the instance changed, given its node statuses before; nil: it is new.
    func change(from before: (status: InstanceStatus, nodes: [NodeStatus])?) -> InstanceChange {
        let changes = nodes.indices.compactMap { index -> NodeChange? in
            let from = before?.nodes[index]
            let to = nodes[index].shownStatus
            guard from != to else { return nil }
            return NodeChange(name: graph.nodes[index].name, from: from, to: to)
        }
        return InstanceChange(
            instance: id, jobName: jobName, from: before?.status, to: status, nodes: changes)
    }

    /// What `change(from:)` compares with.
    var statuses: (status: InstanceStatus, nodes: [NodeStatus]) {
        (status, nodes.map(\.shownStatus))
    }
}
