internal import DequeModule
internal import HeapModule
internal import SluiceExpression
package import SluiceModel

/// The state machine: commands, events and time in, effects out. Pure, synchronous, a value: a copy
/// is a world of its own, which is how previews are made.
///
/// A batch is any number of `handle`, `observe` and `advance`, then one `seal`. Only then are the
/// effects complete: records to commit in one transaction, actions to carry out afterwards.
package struct Engine: Sendable {
    package let settings: EngineSettings
    package internal(set) var counters: Counters
    var workspaces: [String: WorkspaceRecord]
    /// Those that set something for their jobs, or did.
    var environments: [Scope: EnvironmentSettings]
    var catalog = Catalog()
    var files: FileCatalog
    /// What waits for its publish, and which item each object has.
    var pendingItems: [ItemID: PendingItem] = [:]
    var pendingByObject: [DevelopedObject: ItemID] = [:]
    /// Items that commands of this batch name and that are no longer pending.
    var pastItems: [ItemID: PendingItem] = [:]
    /// Versions of file objects that commands of this batch publish.
    var suppliedFiles: [FileVersionKey: FileHead] = [:]
    /// Live instances, and ended ones that a command has called back for this batch.
    package internal(set) var instances: [InstanceID: Instance] = [:]
    /// Instances of each job that have had their turn and are not final.
    var openByJob: [JobID: Int] = [:]
    /// Instances that wait for their turn, per job, in order.
    var queuedByJob: [JobID: Deque<InstanceID>] = [:]
    /// Nodes that wait for a slot; an entry is stale where the node has gone on.
    var line = SlotLine()
    /// Slots of the named pools.
    package internal(set) var pools: [String: Int]
    /// Roles that were given by calls.
    var grants: [GrantKey: GrantRecord]
    /// Grows as they change.
    package internal(set) var grantRevision = 0
    /// Slots that attempts have taken of each pool, and attempts of each workspace.
    package internal(set) var takenByPool: [String: Int] = [:]
    package internal(set) var takenByWorkspace: [String: Int] = [:]
    var timers: Heap<Timer> = []
    /// What is due by the wall clock.
    var alarms: Heap<Alarm> = []
    /// Both clocks as they were seen last.
    var seen: Now
    /// The schedules of jobs by what their files say; a failure where a zone or a calendar cannot
    /// be read any more.
    var schedules: [ScheduleDefinition: Result<Schedule, SluiceError>] = [:]
    /// Schedules that were supplied since the last cycles were made.
    var refreshed: Set<ScheduleDefinition> = []
    /// Schedules of versions that live instances were restored with.
    var wantedSchedules: [ScheduleDefinition] = []
    /// The next cycle of each job that makes them.
    var nextCycles: [JobID: Timestamp] = [:]
    /// Jobs whose next cycle is to be found.
    var unplanned: Deque<JobID> = []
    /// Jobs that have cycles due.
    var dueJobs: Deque<JobID> = []
    var dueAlarms: Deque<Alarm> = []
    /// When the first instance of each job has waited too long.
    var endsOfWaits: [JobID: Timestamp] = [:]
    /// Jobs whose instances wait until the job is resumed.
    var pausedJobs: Set<JobID> = []
    /// Backfills that have not ended.
    package internal(set) var backfills: [BackfillID: Backfill] = [:]
    /// Instances that are items of those.
    var backfillPlaces: [InstanceID: BackfillPlace] = [:]
    /// Backfills that may have items to begin.
    var hungry: [BackfillID] = []
    /// What the store said of ranges of instances in this batch.
    var windows: [Need: [WindowEntry]] = [:]
    /// Nodes that may have instances of another job to begin, and those whose instances are to end.
    var hungryCalls: [NodeRef] = []
    var callStops: [NodeRef] = []
    /// Instances that nodes at work have made.
    var callPlaces: [InstanceID: CallPlace] = [:]
    /// Files that are to be watched.
    package internal(set) var fileWatches: [FileWatch.Owner: FileWatch] = [:]
    /// Grows as they change.
    package internal(set) var fileWatchRevision = 0
    /// What the store said of used events in this batch, and those used in it, by key.
    var usedEvents: [JobID: [String: UsedEventRecord]] = [:]
    /// What of it was asked for.
    var suppliedEvents: Set<Need> = []
    /// Ends of instances that trigger jobs and have not been told of.
    var ends: Deque<EndOfInstance> = []
    /// Versions that the store did not have in this batch.
    var absentVersions: Set<VersionKey> = []
    /// Live instances of each job.
    var liveByJob: [JobID: Set<InstanceID>] = [:]
    /// Held instances by what they wait for in other jobs.
    var dependents: [Cycle: [InstanceID]] = [:]
    /// The newest live instance of each cycle that has one.
    var newestByCycle: [Cycle: InstanceID] = [:]
    /// Notifications that have not been delivered and not been given up.
    package internal(set) var pendingNotifications: [NotificationID: Notification] = [:]
    /// When those of them are tried again that are not on their way.
    var deliveries: Heap<Delivery> = []
    /// Ended notifications that a command of this batch names.
    var endedNotifications: [NotificationID: Notification] = [:]
    /// Milliseconds of the last successful runs of jobs that tell of slow ones, oldest first.
    var durations: [JobID: [Int64]] = [:]
    /// Jobs whose durations are to be read.
    var wantedDurations: [JobID] = []
    /// Instances whose status changed and whose dependents have not been told.
    var changedStatuses: [InstanceID] = []
    package internal(set) var slotsTaken = 0
    package internal(set) var liveNodes = 0
    var incarnation = Incarnation("")
    /// The daemon ends, and what runs with it.
    var isDraining = false

    var touchedNodes: [NodeRef] = []
    var touchedInstances: [InstanceID] = []
    /// What the store said of the triples and dependents that commands of this batch ask for.
    var found: [Need: [InstanceID]] = [:]
    /// The newest instance of a cycle, as the store said in this batch; nil: there is none.
    var stored: [Need: Dependency.Upstream?] = [:]
    /// Ended instances that a command needed; they leave when the batch is sealed.
    var calledBack: [InstanceID] = []
    var sealedCounters: Counters

    package init(
        settings: EngineSettings = EngineSettings(), restored: Restored = Restored(),
        at now: Now = Now(wall: .zero, boot: BootTime(nanoseconds: 0)),
    ) {
        self.settings = settings
        counters = restored.counters
        sealedCounters = restored.counters
        workspaces = Dictionary(
            uniqueKeysWithValues: restored.workspaces.map { ($0.name, $0) })
        environments = Dictionary(
            uniqueKeysWithValues: restored.environments.map { ($0.scope, $0.settings) })
        pools = Dictionary(uniqueKeysWithValues: restored.pools.map { ($0.name, $0.slots) })
        grants = Dictionary(uniqueKeysWithValues: restored.grants.map { ($0.key, $0) })
        catalog = Catalog(restored.jobs)
        files = FileCatalog(restored.files)
        seen = now
        for job in restored.jobs {
            if job.makesCycles { unplanned.append(job.id) }
            if job.planning.isPaused { pausedJobs.insert(job.id) }
            watchFiles(of: job.id)
        }
        restore(restored.instances, at: now)
        for backfill in restored.backfills { take(backfill) }
        for notification in restored.notifications { resume(notification, at: now) }
        for item in restored.pendingItems { take(item) }
    }

    /// Carries out a command, or refuses it and changes nothing.
    package mutating func handle(
        _ command: Command, by caller: Caller, because reason: String = "", at now: Now,
        into effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        switch command {
        case .createWorkspace(let command): try createWorkspace(command, now, &effects)
        case .operateJobs(let command): try operateJobs(command, now, &effects)
        case .submitJob(let command): try submitJob(command, by: caller, now, &effects)
        case .deleteJob(let command): try deleteJob(command, by: caller, now, &effects)
        case .runJob(let command): try runJob(command, by: caller, now, &effects)
        case .triggerJob(let command): try triggerJob(command, now, &effects)
        case .operateInstances(let command):
            try operateInstances(command, by: caller, because: reason, now, &effects)
        case .operateNodes(let command):
            try operateNodes(command, by: caller, because: reason, now, &effects)
        case .retryInstances(let command):
            try retryInstances(command, by: caller, because: reason, now, &effects)
        case .retryJobs(let command):
            try retryJobs(command, by: caller, because: reason, now, &effects)
        case .createBackfill(let command):
            try createBackfill(command, by: caller, because: reason, now, &effects)
        case .setPool(let command): try setPool(command, now, &effects)
        case .setWorkspaceSlots(let command): try setWorkspaceSlots(command, now, &effects)
        case .updateWorkspace(let command): try updateWorkspace(command, now, &effects)
        case .setEnvironment(let command): try setEnvironment(command, now, &effects)
        case .operateBackfills(let command): try operateBackfills(command, now, &effects)
        case .retryNotifications(let command): try retryNotifications(command, now, &effects)
        case .grantRole(let command): try grantRole(command, by: caller, now, &effects)
        case .revokeRole(let command): try revokeRole(command, &effects)
        case .putObject(let command): try putObject(command, by: caller, now, &effects)
        case .deleteObject(let command): try deleteObject(command, by: caller, now, &effects)
        case .publishItems(let command):
            try publishItems(command, by: caller, now, &effects)
        case .removeItems(let command): try removeItems(command, by: caller, &effects)
        case .proposeVersion(let command):
            try proposeVersion(command, by: caller, now, &effects)
        }
    }

    /// Takes note of a fact. What no longer fits the state is stale and is only acknowledged.
    package mutating func observe(
        _ report: AttemptReport, at now: Now, into effects: inout Effects,
    ) {
        switch report {
        case .ended(let attempt, let result): attemptEnded(attempt, result, now, &effects)
        case .deferred(let attempt, let why): attemptDeferred(attempt, why, now, &effects)
        case .started: break
        }
        dispatch(now, &effects)
    }

    /// Lets everything happen that is due by now.
    package mutating func advance(to now: Now, into effects: inout Effects) {
        notice(now)
        makeCycles(now, &effects)
        while let timer = timers.min, timer.due <= now.boot {
            timers.removeMin()
            timerIsDue(timer, now, &effects)
        }
        deliverWhatIsDue(now, &effects)
        feedCalls(now, &effects)
        tellTriggers(now, &effects)
        dispatch(now, &effects)
    }

    /// When `advance` has something to do next; nil: only after another call.
    package var nextDeadline: BootTime? {
        [timers.min?.due, nextAlarm, deliveries.min?.due].compactMap(\.self).min()
    }

    /// Completes a batch: adds the final images of all that was touched, and forgets what ended.
    package mutating func seal(into effects: inout Effects) {
        sealNodes(&effects)
        sealInstances(&effects)
        // The number of the next event follows from the latest one and need not be written.
        var lasting = counters
        lasting.event = sealedCounters.event
        if lasting != sealedCounters {
            effects.records.append(.counters(counters))
            sealedCounters = counters
        }
    }
}

// MARK: - One instance at a time

extension Engine {
    /// Lets `change` work on an instance that the engine holds, and takes over what it leaves.
    mutating func withInstance<Result>(
        _ id: InstanceID, _ now: Now, _ effects: inout Effects,
        _ change: (inout Instance, inout Turn) -> Result,
    ) -> Result? {
        // Taken out while it is changed, so that its nodes are changed in place and never copied.
        guard var instance = instances.removeValue(forKey: id) else { return nil }
        var turn = Turn(
            now: now, incarnation: incarnation,
            stopGraceMilliseconds: settings.stopGraceMilliseconds, nextEvent: counters.event)
        swap(&turn.records, &effects.records)
        swap(&turn.actions, &effects.actions)
        let (wasOpen, status, run) = (instance.holdsTurn, instance.status, instance.run.number)
        let result = change(&instance, &turn)
        swap(&turn.records, &effects.records)
        swap(&turn.actions, &effects.actions)
        counters.event = turn.nextEvent
        if turn.slotsTaken != 0 { take(turn.slotsTaken, in: instance.scope.workspace) }
        for taken in turn.poolSlots { take(taken.slots, of: taken.pool) }
        if !turn.ready.isEmpty { lineUp(turn.ready, of: instance, now) }
        for timer in turn.timers { timers.insert(timer) }
        for alarm in turn.alarms { alarms.insert(alarm) }
        hungryCalls.append(contentsOf: turn.calls)
        callStops.append(contentsOf: turn.callStops)
        touchedNodes.append(contentsOf: turn.touched)
        if !instance.isTouched {
            instance.isTouched = true
            touchedInstances.append(id)
        }
        let job = instance.job
        let isOpen = instance.holdsTurn
        let isAnother = status != instance.status
        note(instance, before: (status, run))
        instances[id] = instance
        if isAnother { statusChanged(of: id, now, &effects) }
        if wasOpen != isOpen { turnChanged(of: job, by: isOpen ? 1 : -1, now, &effects) }
        return result
    }

    /// An instance of the job took or gave back its turn: the next in line may have theirs.
    private mutating func turnChanged(
        of job: JobID, by delta: Int, _ now: Now, _ effects: inout Effects,
    ) {
        openByJob[job, default: 0] += delta
        if openByJob[job] == 0 { openByJob[job] = nil }
        if delta < 0 { openQueued(of: job, now, &effects) }
    }

    /// Opens as many waiting instances of a job as its `maxParallelInstances` allows.
    mutating func openQueued(of job: JobID, _ now: Now, _ effects: inout Effects) {
        guard !pausedJobs.contains(job) else { return }
        var place = 0
        while let count = queuedByJob[job]?.count, place < count,
            let id = queuedByJob[job]?[place]
        {
            guard instances[id]?.stage == .queued else {
                queuedByJob[job]?.remove(at: place)
                continue
            }
            // A paused instance keeps its place and stops nobody behind it.
            guard instances[id]?.isPaused == false else {
                place += 1
                continue
            }
            let limit = instances[id]?.graph.definition.turns ?? 0
            guard limit == 0 || openByJob[job, default: 0] < limit else { return }
            queuedByJob[job]?.remove(at: place)
            withInstance(id, now, &effects) { instance, turn in instance.open(&turn) }
        }
        if place == 0 { queuedByJob[job] = nil }
    }
}

extension Instance {
    /// Counts among the instances of its job that run at once.
    var holdsTurn: Bool {
        switch stage {
        case .held, .queued, .ended: false
        case .open, .stopping: true
        }
    }
}

// MARK: - Attempts and time

extension Engine {
    private mutating func attemptEnded(
        _ attempt: AttemptID, _ result: AttemptResult, _ now: Now, _ effects: inout Effects,
    ) {
        effects.actions.append(.acknowledge(attempt))
        withInstance(ifRunning: attempt, now, &effects) {
            instance, index, running, turn in
            instance.attemptEnded(index, running, result, &turn)
        }
    }

    private mutating func attemptDeferred(
        _ attempt: AttemptID, _ why: String, _ now: Now, _ effects: inout Effects,
    ) {
        let until = now.boot.advanced(milliseconds: settings.deferralMilliseconds)
        withInstance(ifRunning: attempt, now, &effects) {
            instance, index, _, turn in
            instance.attemptDeferred(index, why: why, until: until, &turn)
        }
    }

    /// A report about an attempt that is not the running one of its node is stale: dropped.
    private mutating func withInstance(
        ifRunning attempt: AttemptID, _ now: Now, _ effects: inout Effects,
        _ change: (inout Instance, Int, Running, inout Turn) -> Void,
    ) {
        guard let node = standing(of: attempt.node), node.attempt == attempt.number,
            case .running(let running) = node.phase
        else { return }
        withInstance(attempt.node.instance, now, &effects) { instance, turn in
            change(&instance, node.index, running, &turn)
        }
    }

    private mutating func timerIsDue(_ timer: Timer, _ now: Now, _ effects: inout Effects) {
        let ordinal = timer.ordinal
        let ref = NodeRef(instance: timer.instance, ordinal: ordinal)
        guard let node = standing(of: ref) else { return }
        switch node.phase {
        case .waiting(.retryDelay(let until, _)) where until <= now.boot:
            withInstance(timer.instance, now, &effects) { instance, turn in
                instance.retryIsDue(node.index, &turn)
            }
        case .waiting(.slot):
            if let instance = instances[ref.instance] { lineUp([ref], of: instance, now) }
        case .running(let running) where running.incarnation == nil: callIsDue(ref, now, &effects)
        case .waiting, .running, .success, .fail, .skip, .manualStop: break
        }
    }
}

extension Engine {
    /// Where a node stands. Its instance is not held on to: what holds it while it is changed makes
    /// a copy of all its nodes.
    func standing(of ref: NodeRef) -> (index: Int, attempt: Int, phase: Phase)? {
        guard let instance = instances[ref.instance],
            let index = instance.index(ofOrdinal: ref.ordinal)
        else { return nil }
        return (index, instance.nodes[index].attempt, instance.nodes[index].phase)
    }
}
