internal import DequeModule
internal import HeapModule
internal import SluiceModel

/// Instances that have not begun follow to a new version, where their workspace has it so.
extension Engine {
    /// What has to be supplied before `moveWaiting`, once the head of the job is as it will be.
    func needs(ofWaitingOf head: JobHead, toTake definition: JobDefinition) -> [Need] {
        let ids = waiting(of: head.id)
        guard !ids.isEmpty else { return [] }
        var head = head
        head.dependJobs = definition.dependJobs.map(\.qualifiedName)
        head.schedule = definition.schedule
        let missing = needs(ofSchedulesOf: head)
        guard missing.isEmpty else { return missing }
        let graph = JobGraph(job: head.id, version: 0, definition: definition)
        return ids.compactMap { instances[$0] }.filter(\.isPlanned).flatMap { instance in
            waitedFor(by: graph, of: head, instance.planTime)
        }.map { Need.cycle(job: $0.cycle.job, planTime: $0.cycle.planTime) }.uniqued()
            .filter { stored[$0] == nil }
    }

    /// Moves the instances of a job that have not begun to the version that has become effective,
    /// which the head of the job names already. What was given by hand holds on; one that cannot
    /// take the version stays with its own, and somebody is told.
    mutating func moveWaiting(
        of job: JobID, to graph: JobGraph, _ now: Now, _ effects: inout Effects,
    ) -> [InstanceChange] {
        let ids = waiting(of: job)
        guard !ids.isEmpty else { return [] }
        // Fresh node instances take the place of old ones: what those became is written first.
        sealNodes(&effects)
        var changes: [InstanceChange] = []
        for id in ids {
            guard let instance = instances[id], let head = catalog.head(job) else { continue }
            do throws(SluiceError) {
                changes.append(apply(try plan(instance, graph, head), to: id, now, &effects))
            } catch {
                tell(
                    .alert(id),
                    reason: "stays with version \(instance.graph.version): \(error.message)"
                        .shortened, now, &effects)
            }
        }
        openQueued(of: job, now, &effects)
        return changes
    }

    /// The instances that would follow to a new version, oldest first.
    private func waiting(of job: JobID) -> [InstanceID] {
        guard let workspace = catalog.head(job)?.scope.workspace,
            workspaces[workspace]?.settings.waitingFollowsLatest == true
        else { return [] }
        return (liveByJob[job] ?? []).filter { instances[$0]?.hasNotBegun == true }.sorted()
    }

    private func plan(
        _ instance: Instance, _ graph: JobGraph, _ head: JobHead,
    ) throws(SluiceError) -> Move {
        try checkRoom(for: graph.nodes.count - instance.nodes.count)
        // What was given for a parameter that the version no longer has is let go.
        let overrides = instance.overrides.filter { pair in
            graph.definition.params.contains { $0.name == pair.name }
        }
        let params = try parameters(
            of: graph, overrides: overrides, instance: instance.id, planTime: instance.planTime,
            eventData: instance.eventData)
        var dependencies: [Dependency] = []
        if instance.isPlanned {
            dependencies = self.dependencies(of: graph, head, instance.planTime)
        }
        // Of a backfill only what is there is waited for, as when it made the instance.
        if instance.type == .backfill { dependencies.removeAll { $0.upstream == nil } }
        return Move(
            graph: graph, overrides: overrides, params: params,
            environment: environment(for: graph), dependencies: dependencies,
            pins: files.pins(of: graph.definition.resources, in: instance.scope))
    }

    private mutating func apply(
        _ move: Move, to id: InstanceID, _ now: Now, _ effects: inout Effects,
    ) -> InstanceChange {
        if let old = instances[id] { liveNodes += move.graph.nodes.count - old.nodes.count }
        if instances[id]?.stage == .held { unregister(id) }
        let schedule = schedule(of: move.graph)
        let change = withInstance(id, now, &effects) { instance, turn in
            instance.schedule = schedule
            return instance.take(move, &turn)
        }
        guard let change, let instance = instances[id] else {
            preconditionFailure("a planned instance is held")
        }
        holdAgain(instance, now, &effects)
        if let alarm = instance.alarmOfLateStart { alarms.insert(alarm) }
        watchWait(of: id)
        wantDurations(for: id)
        return change
    }

    /// What the version waits for may be something else; who waits in line for nothing but a turn
    /// keeps the place.
    private mutating func holdAgain(
        _ instance: Instance, _ now: Now, _ effects: inout Effects,
    ) {
        if instance.stage == .queued {
            guard instance.firstObstacle(at: now) != nil else { return }
            queuedByJob[instance.job]?.removeAll { $0 == instance.id }
        }
        register(instance)
        instances[instance.id]?.stage = .held
        instances[instance.id]?.obstacle = nil
        reconsider(instance.id, now, &effects)
    }
}

/// What an instance takes over with another version.
private struct Move {
    var graph: JobGraph
    var overrides: [Pair]
    var params: [Pair]
    var environment: EnvironmentSettings
    var dependencies: [Dependency]
    /// The versions of file objects.
    var pins: [FilePin]
}

extension Instance {
    /// It waits in its first run, and nothing of it has started or was decided by hand.
    fileprivate var hasNotBegun: Bool {
        switch stage {
        case .held, .queued:
            run.number == 1 && nodes.allSatisfy { $0.phase == .waiting(.upstream) }
        case .open, .stopping, .ended: false
        }
    }

    /// It waits for its plan time, and for what its version names besides: that of an event, of a
    /// call or of a run by hand for now does not.
    fileprivate var isPlanned: Bool {
        switch type {
        case .scheduled: eventData == nil
        case .backfill: true
        case .manual: planTime != submitTime
        case .subJob, .once: false
        }
    }

    fileprivate mutating func take(_ move: Move, _ turn: inout Turn) -> InstanceChange {
        let old = graph
        let words = "version \(old.version) → \(move.graph.version)"
        turn.tell(.operation(id, ordinal: nil), reason: words)
        let hasSameNodes = move.graph.hasSameNodes(as: old)
        take(move.graph, hasSameNodes: hasSameNodes, at: turn.now.wall)
        recount()
        if !hasSameNodes { for index in nodes.indices { touch(index, &turn) } }
        overrides = move.overrides
        params = move.params
        fromEnvironment = move.environment
        pin(move.pins, &turn)
        take(move.dependencies, &turn)
        takeHolds(after: old)
        // Its run is of the new version, too.
        writtenRun = nil
        return InstanceChange(
            instance: id, jobName: jobName, from: status, to: status, nodes: [], effect: words)
    }

    /// Those that it waited for and waits for still are as they were, dropped ones too.
    private mutating func take(_ wanted: [Dependency], _ turn: inout Turn) {
        let known = dependencies
        dependencies = wanted.map { dependency in
            var dependency = dependency
            dependency.isDropped = known.contains { $0.cycle == dependency.cycle && $0.isDropped }
            return dependency
        }
        guard dependencies != known else { return }
        turn.records.append(.dependenciesForgotten(id))
        for position in dependencies.indices {
            turn.records.append(.dependency(dependencyRecord(position)))
        }
    }

    /// A confirmation that was given holds; a file that came needs not come again.
    private mutating func takeHolds(after old: JobGraph) {
        let confirms = graph.definition.confirmBeforeRun
        needsConfirmation = confirms && (needsConfirmation || !old.definition.confirmBeforeRun)
        let rule = old.definition.schedule?.file
        guard fileRule != rule else { return }
        if fileRule == nil {
            fileWait = nil
        } else if fileWait != nil || (rule == nil && isPlanned) {
            fileWait = .due
        }
    }
}
