internal import DequeModule
internal import HeapModule
internal import SluiceExpression
package import SluiceModel

/// Jobs that run by themselves: which cycles are due, and what becomes of each.
extension Engine {
    /// Missed cycles that a record counts one by one.
    package static let countedCycles = 1_000
    /// A cycle that is made so much later than planned was missed, milliseconds.
    static let onTimeMilliseconds: Int64 = 60_000
    /// Jobs whose cycles are made in one batch.
    static let jobsPerBatch = 512
    /// Milliseconds before a zone or a calendar is looked for again that could not be read.
    static let unreadableMilliseconds: Int64 = 60_000
    /// Milliseconds before cycles are tried again for which there was no room.
    static let noRoomMilliseconds: Int64 = 10_000

    /// Notes what is due by the wall clock. What it needs is supplied before `advance`.
    package mutating func notice(_ now: Now) {
        seen = now
        while let alarm = alarms.min, alarm.due <= now.wall {
            alarms.removeMin()
            switch alarm.subject {
            case .cycle(let job):
                if nextCycles[job] == alarm.due { dueJobs.append(job) }
            case .unreadable(let job): unplanned.append(job)
            case .files(let job): lookAgain(for: job)
            case .planTime, .fileWait, .startWithin, .endWithin, .slow, .endOfWait, .backfill,
                .call:
                dueAlarms.append(alarm)
            }
        }
    }

    /// What has to be supplied before `advance` can make the cycles that are due; ask again after
    /// each `supply`.
    package func needsToAdvance() -> [Need] {
        var needs: [Need] = []
        for job in unplanned.prefix(Self.jobsPerBatch) {
            guard let head = catalog.head(job) else { continue }
            needs += self.needs(ofSchedulesOf: head)
        }
        for job in dueJobs.prefix(Self.jobsPerBatch) { needs += self.needs(ofCyclesOf: job) }
        needs += wantedSchedules.filter { schedules[$0] == nil }.map { .schedule($0) }
        needs += wantedDurations.map { .durations($0) }
        return needs + needsOfBackfills() + needsOfCalls() + needsOfEnds()
    }

    /// Makes the cycles that are due of a job whose schedule is about to become another.
    mutating func makeDueCycles(of head: JobHead?, _ now: Now, _ effects: inout Effects) {
        guard let head, head.makesCycles else { return }
        makeCycles(of: head.id, now, &effects)
    }

    /// Makes the cycles that are due.
    mutating func makeCycles(_ now: Now, _ effects: inout Effects) {
        for _ in 0..<min(unplanned.count, Self.jobsPerBatch) {
            if let job = unplanned.popFirst() { plan(job, now) }
        }
        for _ in 0..<min(dueJobs.count, Self.jobsPerBatch) {
            guard let job = dueJobs.popFirst() else { break }
            makeCycles(of: job, now, &effects)
        }
        feedBackfills(now, &effects)
        refreshed.removeAll()
        while let alarm = dueAlarms.popFirst() { alarmIsDue(alarm, now, &effects) }
    }

    private mutating func alarmIsDue(_ alarm: Alarm, _ now: Now, _ effects: inout Effects) {
        switch alarm.subject {
        case .cycle, .unreadable, .files: break
        case .fileWait(let id): fileWaitIsDue(id, now, &effects)
        case .planTime(let id): reconsider(id, now, &effects)
        case .backfill(let id): hungry.append(id)
        case .call(let node): hungryCalls.append(node)
        case .startWithin(let id): tellOfLateStart(id, now, &effects)
        case .endWithin(let id, let run): tellOfLongRun(id, run, now, &effects)
        case .endOfWait(let job): endWaits(of: job, dueAt: alarm.due, now, &effects)
        case .slow(let id): tellOfSlowRun(id, now, &effects)
        }
    }

    /// When there is something to do by the wall clock.
    var nextAlarm: BootTime? {
        let isBusy =
            !dueJobs.isEmpty || !unplanned.isEmpty || !dueAlarms.isEmpty || !hungry.isEmpty
            || !hungryCalls.isEmpty || !wantedDurations.isEmpty || !ends.isEmpty
        if isBusy { return seen.boot }
        return alarms.min.map { alarm in
            seen.boot.advanced(
                milliseconds: max(0, alarm.due.milliseconds - seen.wall.milliseconds))
        }
    }

    // MARK: - What is needed

    /// The schedules of a job and of those that it depends on.
    func needs(ofSchedulesOf head: JobHead) -> [Need] {
        let others = head.dependJobs.compactMap { name in
            let (scope, name) = head.resolve(name)
            return catalog.head(scope, name)?.schedule
        }
        return ([head.schedule].compactMap(\.self) + others).uniqued()
            .filter { !isReadable($0) }.map { .schedule($0) }
    }

    /// False: it was never supplied, or its zone or calendar could not be read; that may change.
    private func isReadable(_ definition: ScheduleDefinition) -> Bool {
        if case .success = schedules[definition] { true } else { false }
    }

    func needs(ofCyclesOf job: JobID) -> [Need] {
        guard let head = catalog.head(job), head.makesCycles else { return [] }
        let key = VersionKey(job: job, version: head.latestVersion)
        var missing = needs(ofSchedulesOf: head)
        // A calendar is looked at anew for each cycle: its file may have changed.
        if let schedule = head.schedule, !schedule.calendar.isEmpty, !refreshed.contains(schedule) {
            missing.append(.schedule(schedule))
        }
        guard let graph = catalog.graph(key) else { return missing + [.graph(key)] }
        guard missing.isEmpty, let plan = cyclePlan(of: head, seen) else { return missing }
        return plan.runs.flatMap { needs(ofCycle: $0, of: head, graph, isLate: plan.isLate) }
    }

    private func needs(
        ofCycle planTime: Timestamp, of head: JobHead, _ graph: JobGraph, isLate: Bool,
    ) -> [Need] {
        var cycles = waitedFor(by: graph, of: head, planTime).map(\.cycle)
        if isLate { cycles.append(Cycle(job: head.id, planTime: planTime)) }
        return cycles.map { Need.cycle(job: $0.job, planTime: $0.planTime) }
            .filter { stored[$0] == nil }
    }
}

// MARK: - Planning

extension Engine {
    /// Has the alarm of a job's next cycle set as soon as its schedule is known.
    mutating func planAnew(_ job: JobID) {
        nextCycles[job] = nil
        if catalog.head(job)?.makesCycles == true { unplanned.append(job) }
    }

    /// Sets the alarm of the next cycle behind those that are accounted for.
    private mutating func plan(_ job: JobID, _ now: Now) {
        nextCycles[job] = nil
        guard let head = catalog.head(job), head.makesCycles else { return }
        guard let schedule = schedule(of: head) else {
            let later = Timestamp(milliseconds: now.wall.milliseconds + Self.unreadableMilliseconds)
            alarms.insert(Alarm(due: later, subject: .unreadable(job)))
            return
        }
        setAlarm(ofCycle: schedule.next(after: head.planning.plannedUntil), of: job)
    }

    private mutating func setAlarm(ofCycle due: Timestamp?, of job: JobID) {
        nextCycles[job] = due
        if let due { alarms.insert(Alarm(due: due, subject: .cycle(job))) }
    }

    /// Nil: the job has none, or its zone or calendar cannot be read.
    func schedule(of head: JobHead) -> Schedule? {
        guard let definition = head.schedule,
            case .success(let schedule) = schedules[definition]
        else { return nil }
        return schedule
    }

    /// The schedule of a version; nil where it has none, or it cannot be read.
    func schedule(of graph: JobGraph) -> Schedule? {
        guard let definition = graph.definition.schedule,
            case .success(let schedule) = schedules[definition]
        else { return nil }
        return schedule
    }

    func cyclePlan(of head: JobHead, _ now: Now) -> CyclePlan? {
        guard let definition = head.schedule, let schedule = schedule(of: head) else { return nil }
        return CyclePlan(
            schedule, definition, after: head.planning.plannedUntil, at: now.wall)
    }

    private mutating func makeCycles(of job: JobID, _ now: Now, _ effects: inout Effects) {
        guard let head = catalog.head(job), head.makesCycles else { return }
        let key = VersionKey(job: job, version: head.latestVersion)
        guard let graph = catalog.graph(key), let plan = cyclePlan(of: head, now) else {
            // Supplied too late, or not at all: it is planned anew.
            return planAnew(job)
        }
        for span in plan.skipped { skip(span, of: head, now, &effects) }
        var until = head.planning.plannedUntil
        for planTime in plan.runs {
            guard makeCycle(planTime, of: head, graph, isLate: plan.isLate, now, &effects) else {
                // Nothing is skipped for want of room: the rest comes once there is some.
                account(for: job, until: until, &effects)
                let later = Timestamp(milliseconds: now.wall.milliseconds + Self.noRoomMilliseconds)
                return setAlarm(ofCycle: later, of: job)
            }
            until = planTime
        }
        account(for: job, until: max(until, plan.until), &effects)
        setAlarm(ofCycle: plan.next, of: job)
    }

    private mutating func account(
        for job: JobID, until: Timestamp, _ effects: inout Effects,
    ) {
        changePlanning(of: job, &effects) { $0.plannedUntil = max($0.plannedUntil, until) }
    }

    mutating func changePlanning(
        of job: JobID, _ effects: inout Effects, _ change: (inout Planning) -> Void,
    ) {
        guard var head = catalog.head(job) else { return }
        let before = head.planning
        change(&head.planning)
        guard head.planning != before else { return }
        catalog.insert(head)
        effects.records.append(
            .planning(PlanningRecord(job: job, planning: head.planning)))
    }
}

// MARK: - One cycle

extension Engine {
    /// False: there is no room for it now.
    private mutating func makeCycle(
        _ planTime: Timestamp, of head: JobHead, _ graph: JobGraph, isLate: Bool, _ now: Now,
        _ effects: inout Effects,
    ) -> Bool {
        let cycle = Cycle(job: head.id, planTime: planTime)
        // Somebody ran the missed cycle by hand meanwhile.
        if isLate, newest(of: cycle) != nil { return true }
        guard liveNodes + graph.nodes.count <= Limits.liveNodeInstances else { return false }
        guard let definition = head.schedule else { return true }
        let earlier = liveCycles(of: head.id)
        switch definition.overlap {
        case .skip where !earlier.isEmpty:
            let ids = earlier.prefix(3).map(\.description).joined(separator: ", ")
            skip(
                CyclePlan.Span(
                    planTime, cause: .overlap, reason: "instance \(ids) had not ended"),
                of: head, now, &effects)
            return true
        case .stopOld: stop(earlier, now, &effects)
        case .skip, .wait: break
        }
        do throws(SluiceError) {
            try create(graph, of: head, planTime, now, &effects)
        } catch {
            skip(
                CyclePlan.Span(planTime, cause: .failed, reason: error.message.shortened),
                of: head, now, &effects)
        }
        return true
    }

    private mutating func create(
        _ graph: JobGraph, of head: JobHead, _ planTime: Timestamp, _ now: Now,
        _ effects: inout Effects,
    ) throws(SluiceError) {
        let id = InstanceID(counters.instance)
        let params = try parameters(of: graph, overrides: [], instance: id, planTime: planTime)
        counters.instance += 1
        var instance = Instance(
            newest: id, of: head, graph, type: .scheduled, planTime: planTime, user: "schedule",
            params: params, cause: "schedule", at: now)
        instance.dependencies = dependencies(of: graph, head, planTime)
        instance.expectFile()
        admit(instance, now, &effects)
        if let alarm = instances[id]?.alarmOfLateStart { alarms.insert(alarm) }
    }

    /// Scheduled instances of a job that have not ended, oldest first.
    private func liveCycles(of job: JobID) -> [InstanceID] {
        (liveByJob[job] ?? []).filter { id in
            guard let instance = instances[id] else { return false }
            return instance.type == .scheduled && instance.stage != .ended
        }.sorted()
    }

    private mutating func stop(
        _ earlier: [InstanceID], _ now: Now, _ effects: inout Effects,
    ) {
        for id in earlier where instances[id]?.refusal(of: .stop) == nil {
            _ = operate(.stop, on: id, .nextCycle, now, &effects)
        }
    }

    // MARK: - Skipped cycles

    mutating func skip(
        _ span: CyclePlan.Span, of head: JobHead, _ now: Now, _ effects: inout Effects,
    ) {
        effects.records.append(
            .skipped(
                SkippedRecord(
                    job: head.id, first: span.first, last: span.last, count: span.count,
                    cause: span.cause, reason: span.reason, time: now.wall)))
        tell(
            .jobSchedule(head.scope, head.id, name: head.name),
            reason: span.words, now, &effects)
        freeDependents(of: head.id, span.first...span.last, now, &effects)
    }

    /// What will never come holds nobody.
    private mutating func freeDependents(
        of job: JobID, _ span: ClosedRange<Timestamp>, _ now: Now, _ effects: inout Effects,
    ) {
        let waiting = dependents.filter { $0.key.job == job && span.contains($0.key.planTime) }
            .values.joined()
        for id in Set(waiting).sorted() {
            withInstance(id, now, &effects) { instance, turn in
                instance.forgetSkipped(of: job, span, &turn)
            }
            reconsider(id, now, &effects)
        }
    }

    /// Accounts for the cycles that a disabled schedule did not make.
    mutating func skipDisabled(
        of head: JobHead, _ now: Now, _ effects: inout Effects,
    ) {
        guard let schedule = schedule(of: head),
            let first = schedule.next(after: head.planning.plannedUntil), first <= now.wall,
            let last = schedule.latest(upTo: now.wall)
        else { return }
        let span = CyclePlan.Span(
            first: first, last: last, count: schedule.count(from: first, to: last),
            cause: .disabled, reason: "the schedule was disabled")
        skip(span, of: head, now, &effects)
    }
}

extension Instance {
    mutating func forgetSkipped(
        of job: JobID, _ span: ClosedRange<Timestamp>, _ turn: inout Turn,
    ) {
        for index in dependencies.indices {
            let dependency = dependencies[index]
            guard dependency.job == job, dependency.upstream == nil, !dependency.isDropped,
                span.contains(dependency.planTime)
            else { continue }
            dependencies[index].isDropped = true
            turn.records.append(.dependency(dependencyRecord(index)))
        }
    }
}
