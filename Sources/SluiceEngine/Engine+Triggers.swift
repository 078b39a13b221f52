internal import DequeModule
internal import HeapModule
package import SluiceModel

/// An event that makes an instance.
struct TriggerEvent {
    /// What it is known by once it was used; nil: it cannot come again.
    var key: String?
    var data: String
}

/// An instance that ended and that the trigger of another job waits for.
struct EndOfInstance {
    var instance: InstanceID
    var status: InstanceStatus
    /// It had ended before, with another status.
    var hadEnded: Bool
    /// The job that is triggered.
    var triggered: JobID
}

/// Jobs that run by events: each event makes one instance, once.
extension Engine {
    /// Milliseconds between two looks at all files of a trigger; others are told of at once.
    static let lookMilliseconds: Int64 = 3_600_000
    /// Definitions that are supplied at once for ends of instances.
    static let suppliedTriggers = 64

    // MARK: - Files

    /// What a report needs before `observe`.
    package func needs(of report: FileReport) -> [Need] {
        guard case .job(let job) = report.owner, isCurrent(report), let head = catalog.head(job)
        else { return [] }
        let keys = report.isComplete ? nil : report.files.map(\.key)
        return needs(ofLatest: head) + needs(ofEvents: keys, of: job)
    }

    /// Events with these keys, or nil: all.
    private func needs(ofEvents keys: [String]?, of job: JobID) -> [Need] {
        let need = Need.usedEvents(job: job, keys: keys)
        return suppliedEvents.contains(need) ? [] : [need]
    }

    /// Takes note of files. What nobody waits for any more is stale.
    package mutating func observe(
        _ report: FileReport, at now: Now, into effects: inout Effects,
    ) {
        guard isCurrent(report) else { return }
        switch report.owner {
        case .job(let job): take(report, for: job, now, &effects)
        case .instance(let id):
            if report.files.contains(where: \.isSettled) { fileIsThere(id, now, &effects) }
        }
        dispatch(now, &effects)
    }

    private func isCurrent(_ report: FileReport) -> Bool {
        fileWatches[report.owner]?.pattern == report.pattern
    }

    private mutating func take(
        _ report: FileReport, for job: JobID, _ now: Now, _ effects: inout Effects,
    ) {
        for file in report.files where file.isSettled && usedEvents[job]?[file.key] == nil {
            let event = TriggerEvent(key: file.key, data: file.path)
            guard take(event, of: job, now, &effects) else {
                // Nothing is left out for want of room: it is found again once there is some.
                let later = Timestamp(milliseconds: now.wall.milliseconds + Self.noRoomMilliseconds)
                alarms.insert(Alarm(due: later, subject: .files(job)))
                break
            }
        }
        if report.isComplete { forgetEvents(of: job, except: report.files, &effects) }
        guard report.isCut, let head = catalog.head(job) else { return }
        tell(
            .jobSchedule(head.scope, head.id, name: head.name),
            reason: "more than \(Limits.matchingFiles) files match \(report.pattern): the rest is "
                + "not looked at until some are gone", now, &effects)
    }

    /// A file that is gone may come again, and is another one then.
    private mutating func forgetEvents(
        of job: JobID, except files: [FoundFile], _ effects: inout Effects,
    ) {
        let present = Set(files.map(\.key))
        let gone = (usedEvents[job] ?? [:]).keys.filter { !present.contains($0) }.sorted()
        for key in gone {
            usedEvents[job]?.removeValue(forKey: key)
            effects.records.append(.forgottenEvent(job, key: key))
        }
    }

    // MARK: - Calls

    mutating func triggerJob(
        _ command: TriggerJob, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        let head = try job(command.scope, command.jobName)
        try checkCall(of: head)
        let event = TriggerEvent(key: command.key, data: command.data)
        if let key = event.key, let used = usedEvents[head.id]?[key] {
            let instance =
                used.instance.map { "instance \($0)" } ?? "no instance: it could not be made"
            throw SluiceError(
                .alreadyExists, reason: "EVENT_USED",
                "the event '\(command.eventID)' of job '\(head.name)' led to \(instance) already",
                subject: "event \(command.eventID)")
        }
        var change = try make(event, of: head, now, &effects)
        dispatch(now, &effects)
        change.starts = instances[change.instance]?.starts(since: []) ?? []
        return Reply(.instances, changes: [change])
    }

    private func checkCall(of head: JobHead) throws(SluiceError) {
        guard head.trigger?.source == .call else {
            throw SluiceError(
                .failedPrecondition, reason: "JOB_NOT_TRIGGERED",
                "The job [\(head.name)] should be cron job or http trigger or parent trigger: it "
                    + "takes no calls. Submit it with 'trigger: {call: true}', or run it by hand: "
                    + "sluice run \(head.name)",
                subject: "job \(head.name)", domain: .jobNotTriggered)
        }
        // In development no event comes by itself, and a call is one by hand.
        guard !head.takesEvents, head.scope.environment == .production else { return }
        throw SluiceError(
            .failedPrecondition, reason: "JOB_DISABLED",
            "job '\(head.name)' is disabled and takes no calls; first: sluice job enable "
                + head.name,
            subject: "job \(head.name)")
    }

    func needs(of command: TriggerJob) -> [Need] {
        guard let head = catalog.head(command.scope, command.jobName) else { return [] }
        return needs(ofLatest: head)
            + (command.key.map { needs(ofEvents: [$0], of: head.id) } ?? [])
    }

    // MARK: - Ends of other jobs

    /// Remembers an instance that came to an end and that other jobs wait for.
    mutating func note(
        _ instance: Instance, before: (status: InstanceStatus, run: Int),
    ) {
        guard instance.status.isFinal,
            (instance.status, instance.run.number) != (before.status, before.run)
        else { return }
        let hadEnded = before.status.isFinal && before.run == instance.run.number
        for job in catalog.jobs(triggeredBy: instance.scope, instance.jobName) {
            ends.append(
                EndOfInstance(
                    instance: instance.id, status: instance.status, hadEnded: hadEnded,
                    triggered: job))
        }
    }

    /// True: `advance` is needed once more in this batch, after what it needs then was supplied. An
    /// end and what it triggers are of one batch, so that none is lost and none comes twice.
    package var hasUntoldEnds: Bool { !ends.isEmpty }

    /// The first is supplied last: it is sure to be held then.
    func needsOfEnds() -> [Need] {
        ends.prefix(Self.suppliedTriggers).reversed().flatMap { end -> [Need] in
            guard let head = catalog.head(end.triggered) else { return [] }
            return needs(ofLatest: head)
        }
    }

    /// Lets ends of instances trigger what they trigger, as far as that is known.
    mutating func tellTriggers(_ now: Now, _ effects: inout Effects) {
        while let end = ends.first {
            guard let head = catalog.head(end.triggered), head.takesEvents,
                case .job(_, _, let counted) = head.trigger?.source, counted.counts(end)
            else {
                ends.removeFirst()
                continue
            }
            let version = VersionKey(job: head.id, version: head.latestVersion)
            guard catalog.graph(version) != nil || absentVersions.contains(version) else { return }
            ends.removeFirst()
            let event = TriggerEvent(key: nil, data: end.instance.description)
            if !take(event, of: head.id, now, &effects) {
                leaveOut(event, of: head, .noRoom, now, &effects)
            }
        }
    }

    // MARK: - Instances

    /// False: there is no room for its instance now.
    private mutating func take(
        _ event: TriggerEvent, of job: JobID, _ now: Now, _ effects: inout Effects,
    ) -> Bool {
        guard let head = catalog.head(job) else { return true }
        do throws(SluiceError) {
            _ = try make(event, of: head, now, &effects)
        } catch {
            if error.code == .resourceExhausted { return false }
            leaveOut(event, of: head, error, now, &effects)
        }
        return true
    }

    private mutating func make(
        _ event: TriggerEvent, of head: JobHead, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> InstanceChange {
        let graph = try graph(of: head, version: nil)
        try checkRoom(for: graph.nodes.count)
        let id = InstanceID(counters.instance)
        let planTime = head.planning.timeOfNextEvent(at: now)
        let params = try parameters(
            of: graph, overrides: [], instance: id, planTime: planTime, eventData: event.data)
        counters.instance += 1
        var instance = Instance(
            newest: id, of: head, graph, type: .scheduled, planTime: planTime, user: "event",
            params: params, cause: "event", at: now)
        instance.eventData = event.data
        let change = instance.change(from: nil)
        use(event, of: head.id, for: id, planTime, now, &effects)
        admit(instance, now, &effects)
        return change
    }

    /// The event passes without an instance.
    private mutating func leaveOut(
        _ event: TriggerEvent, of head: JobHead, _ error: SluiceError, _ now: Now,
        _ effects: inout Effects,
    ) {
        let planTime = head.planning.timeOfNextEvent(at: now)
        use(event, of: head.id, for: nil, planTime, now, &effects)
        let reason = "event \(event.data): \(error.message)".shortened
        skip(
            CyclePlan.Span(planTime, cause: .failed, reason: reason), of: head, now, &effects)
    }

    private mutating func use(
        _ event: TriggerEvent, of job: JobID, for instance: InstanceID?, _ planTime: Timestamp,
        _ now: Now, _ effects: inout Effects,
    ) {
        changePlanning(of: job, &effects) { $0.plannedUntil = planTime }
        guard let key = event.key else { return }
        let used = UsedEventRecord(job: job, key: key, instance: instance, time: now.wall)
        usedEvents[job, default: [:]][key] = used
        effects.records.append(.usedEvent(used))
    }
}

extension Planning {
    /// The time of an event, moved on where the newest one has it already: a plan time is of one
    /// instance of a job.
    fileprivate func timeOfNextEvent(at now: Now) -> Timestamp {
        max(now.wall, Timestamp(milliseconds: plannedUntil.milliseconds + 1))
    }
}

extension TriggerDefinition.End {
    /// Another final status of what had ended is no other end.
    fileprivate func counts(_ end: EndOfInstance) -> Bool {
        counts(end.status) && !(self == .end && end.hadEnded)
    }
}

extension TriggerJob {
    fileprivate var key: String? { eventID.isEmpty ? nil : "call:\(eventID)" }
}

extension SluiceError {
    fileprivate static let noRoom = SluiceError(
        .resourceExhausted, reason: "TOO_MANY_LIVE_NODES",
        "the daemon has as many live node instances as it may have")
}

// MARK: - What is watched

extension Engine {
    /// Files that are to be watched, and whether these are others than before.
    mutating func watchFiles(of job: JobID) {
        let head = catalog.head(job)
        let pattern = head?.takesEvents == true ? head?.trigger?.pattern : nil
        watch(pattern, for: .job(job), every: Self.lookMilliseconds)
    }

    /// Nil: no longer.
    mutating func watch(
        _ pattern: String?, for owner: FileWatch.Owner, every interval: Int64 = 0,
    ) {
        guard fileWatches[owner]?.pattern != pattern else { return }
        fileWatchRevision += 1
        fileWatches[owner] = pattern.map {
            FileWatch(owner: owner, pattern: $0, intervalMilliseconds: interval)
        }
    }

    /// There was no room for what a file leads to: it is looked for anew.
    mutating func lookAgain(for job: JobID) {
        guard fileWatches[.job(job)] != nil else { return }
        fileWatchRevision += 1
        fileWatches[.job(job)]?.round += 1
    }

    /// The job whose ends trigger this one exists.
    func checkTriggerExists(
        of command: SubmitJob, by caller: Caller,
    ) throws(SluiceError) {
        let start = command.startingHead
        guard let source = start.trigger?.jobName else { return }
        let (scope, name) = start.resolve(source)
        let isItself = scope == start.scope && name == start.name
        let isThere = mayName(scope, caller, from: start.scope) && catalog.head(scope, name) != nil
        guard !isItself, !isThere else { return }
        let absence = absence(of: "job '\(name)'", in: scope, from: start.scope, caller)
        throw SluiceError(
            .failedPrecondition, reason: "TRIGGER_JOB_MISSING", "trigger.job: \(absence)",
            subject: "trigger.job", domain: .parameterInvalid)
    }

    /// No job is started by itself, however long the way of triggers and calls.
    func checkStarts(of command: SubmitJob, by caller: Caller) throws(SluiceError) {
        guard let way = wayOfStarts(backTo: command.startingHead, caller) else { return }
        throw SluiceError(
            .invalidArgument, reason: "TRIGGER_CYCLE",
            "the jobs would start each other without end: \(way.joined(separator: " → "))",
            subject: "trigger.job", domain: .parameterInvalid)
    }

    /// The jobs that would start one another, from a new version back to its job; nil: none would.
    private func wayOfStarts(backTo start: JobHead, _ caller: Caller) -> [String]? {
        var seen: Set<JobID> = []
        var ways = [[start]]
        while let way = ways.popLast(), let last = way.last {
            if last.starts(start) { return caller.way(way) + [start.name] }
            let next =
                catalog.called(by: last)
                + catalog.jobs(triggeredBy: last.scope, last.name).compactMap { catalog.head($0) }
            // The version of the job that is there now is on its way out.
            for head in next where head.name != start.name || head.scope != start.scope {
                if seen.insert(head.id).inserted { ways.append(way + [head]) }
            }
        }
        return nil
    }
}

extension SubmitJob {
    /// The job with what starts it and what it starts.
    fileprivate var startingHead: JobHead {
        JobHead(
            id: JobID(0), scope: scope, name: definition.name, latestVersion: 0,
            calledJobs: definition.calledJobs, trigger: definition.trigger)
    }
}

extension JobHead {
    /// A node of it runs the other job, or its end triggers it.
    fileprivate func starts(_ other: JobHead) -> Bool {
        let isCalled = calledJobs.contains { resolve($0) == (other.scope, other.name) }
        let source = other.trigger?.jobName.map { other.resolve($0) }
        return isCalled || source.map { $0 == (scope, name) } ?? false
    }
}
