internal import DequeModule
internal import HeapModule
package import SluiceModel

/// What the store holds of a world that went on before.
package struct Restored: Sendable {
    package var counters = Counters()
    package var workspaces: [WorkspaceRecord]
    package var environments: [EnvironmentRecord]
    package var jobs: [JobHead]
    /// Live instances. Boot times in them need not be right: they are computed anew.
    package var instances: [Instance]
    /// Those that have not ended, and those that still have instances at work.
    package var backfills: [Backfill]
    package var pools: [PoolRecord]
    /// Those that have not been delivered and not been given up.
    package var notifications: [Notification]
    package var grants: [GrantRecord]
    package var files: [FileHead]
    package var pendingItems: [PendingItem]

    package init(
        counters: Counters = Counters(), workspaces: [WorkspaceRecord] = [Self.standard],
        jobs: [JobHead] = [], instances: [Instance] = [], backfills: [Backfill] = [],
        pools: [PoolRecord] = [], notifications: [Notification] = [],
        environments: [EnvironmentRecord] = [], grants: [GrantRecord] = [], files: [FileHead] = [],
        pendingItems: [PendingItem] = [],
    ) {
        self.environments = environments
        self.grants = grants
        self.files = files
        self.pendingItems = pendingItems
        self.counters = counters
        self.workspaces = workspaces
        self.jobs = jobs
        self.instances = instances
        self.backfills = backfills
        self.pools = pools
        self.notifications = notifications
    }

    /// The workspace that every daemon has (`S95`).
    package static let standard = WorkspaceRecord(
        name: "default", description: "", createTime: .zero)
}

extension Engine {
    /// Takes live instances over as they were committed. Attempts that were dispatched stay so
    /// until `take(_:)` says what became of them.
    mutating func restore(_ restored: [Instance], at now: Now) {
        // In its job's line a preferred instance comes first, then a reopened one, then new cycles.
        func place(_ instance: Instance) -> Int {
            instance.isPreferred ? 0 : instance.run.number > 1 ? 1 : 2
        }
        defer { wantedSchedules = wantedSchedules.uniqued() }
        let inOrder = restored.sorted { (place($0), $0.id) < (place($1), $1.id) }
        for var instance in inOrder {
            instance.recount()
            if let start = instance.run.start {
                let age = max(0, now.wall.milliseconds - start.milliseconds)
                instance.run.startBoot = now.boot.advanced(milliseconds: -age)
            }
            for index in instance.nodes.indices { restore(index, of: &instance, at: now) }
            instance.obstacle =
                instance.stage == .held ? instance.firstObstacle(at: now) : nil
            liveNodes += instance.nodes.count
            if let schedule = instance.graph.definition.schedule {
                wantedSchedules.append(schedule)
            }
            instances[instance.id] = instance
            // What was due meanwhile is told of now.
            for alarm in [instance.alarmOfLateStart, instance.alarmOfLongRun].compactMap(\.self) {
                alarms.insert(alarm)
            }
            takePlace(of: instance)
            watchWait(of: instance.id)
            restoreCalls(of: instance)
            wantDurations(for: instance.id)
        }
    }

    private mutating func takePlace(of instance: Instance) {
        liveByJob[instance.job, default: []].insert(instance.id)
        let cycle = Cycle(job: instance.job, planTime: instance.planTime)
        newestByCycle[cycle] = max(newestByCycle[cycle] ?? instance.id, instance.id)
        switch instance.stage {
        case .held:
            register(instance)
            watchFile(of: instance.id)
            // Looked at as soon as the engine goes on.
            dueAlarms.append(Alarm(due: .zero, subject: .planTime(instance.id)))
            if instance.comes(after: seen.wall) {
                alarms.insert(Alarm(due: instance.planTime, subject: .planTime(instance.id)))
            }
        case .queued: queuedByJob[instance.job, default: []].append(instance.id)
        case .open, .stopping: openByJob[instance.job, default: 0] += 1
        case .ended: break
        }
    }

    private mutating func restore(_ index: Int, of instance: inout Instance, at now: Now) {
        switch instance.nodes[index].phase {
        case .running(let running) where running.incarnation == nil:
            instance.restoreDeadline(ofCall: index, running, at: now)
        case .running:
            let node = instance.graph.nodes[index]
            take(1, in: instance.scope.workspace)
            take(node.poolSlots, of: node.pool)
        case .waiting(.slot): lineUp([instance.ref(index)], of: instance, now)
        case .waiting(.retryDelay(_, let at)):
            // A wall clock that went back meanwhile makes no delay longer than its rule says.
            let node = instance.nodes[index]
            let longest = instance.graph.nodes[index].retry.delayMilliseconds(
                retry: max(1, node.retries), jitter: instance.attemptID(index))
            let left = min(max(0, at.milliseconds - now.wall.milliseconds), longest)
            let until = now.boot.advanced(milliseconds: left)
            instance.nodes[index].phase = .waiting(.retryDelay(until: until, at: at))
            timers.insert(Timer(due: until, node: instance.ref(index)))
        case .waiting(.upstream), .success, .fail, .skip, .manualStop: break
        }
    }

    /// Compares what was dispatched with what the keeper knows: what runs is adopted, what ended is
    /// observed, what never arrived is started, what went to another keeper is lost.
    package mutating func take(
        _ census: AttemptCensus, at now: Now, into effects: inout Effects,
    ) {
        incarnation = census.incarnation
        let running = Set(census.running)
        // Listed before anything changes: what ends here makes room, and what starts in that room
        // is of now, not of the census.
        let dispatched = instances.keys.sorted().flatMap { instances[$0]?.dispatched ?? [] }
        for (attempt, state) in dispatched {
            if let result = census.ended[attempt] {
                observe(.ended(attempt, result), at: now, into: &effects)
            } else if state.incarnation != census.incarnation {
                observe(.ended(attempt, .lost(since: state.start, now)), at: now, into: &effects)
            } else if !running.contains(attempt) {
                startAgain(attempt, now, &effects)
            } else if state.stopping != nil {
                let grace = settings.stopGraceMilliseconds
                effects.actions.append(.stop(attempt, graceMilliseconds: grace))
            }
        }
        let known = Set(dispatched.map(\.0))
        for attempt in census.ended.keys.sorted() where !known.contains(attempt) {
            effects.actions.append(.acknowledge(attempt))
        }
        for attempt in census.running.sorted() where !known.contains(attempt) {
            effects.actions.append(.stop(attempt, graceMilliseconds: 0))
        }
        for job in queuedByJob.keys.sorted() { openQueued(of: job, now, &effects) }
        dispatch(now, &effects)
    }

    /// Committed as dispatched and unknown to the keeper of that time: it never started.
    private mutating func startAgain(
        _ attempt: AttemptID, _ now: Now, _ effects: inout Effects,
    ) {
        guard let instance = instances[attempt.node.instance],
            let index = instance.index(ofOrdinal: attempt.node.ordinal),
            case .running(let running) = instance.nodes[index].phase
        else { return }
        if running.stopping != nil {
            let result = AttemptResult(outcome: .stopped, endTime: now.wall, milliseconds: 0)
            observe(.ended(attempt, result), at: now, into: &effects)
            return
        }
        do throws(NotEvaluated) {
            effects.actions.append(.start(try instance.start(of: index)))
        } catch {
            let result = AttemptResult(
                outcome: .couldNotStart(error.why), endTime: now.wall, milliseconds: 0)
            observe(.ended(attempt, result), at: now, into: &effects)
        }
    }
}

extension Instance {
    /// Attempts that were dispatched to a keeper and have not ended, in order.
    package var dispatched: [(AttemptID, Running)] {
        nodes.indices.compactMap { index in
            guard case .running(let running) = nodes[index].phase, running.incarnation != nil else {
                return nil
            }
            return (attemptID(index), running)
        }
    }
}

extension AttemptResult {
    /// What an attempt is given whose keeper is gone. When it ended nobody knows: by now.
    fileprivate static func lost(since start: Timestamp, _ now: Now) -> AttemptResult {
        AttemptResult(
            outcome: .lost, endTime: now.wall,
            milliseconds: max(0, now.wall.milliseconds - start.milliseconds))
    }
}
