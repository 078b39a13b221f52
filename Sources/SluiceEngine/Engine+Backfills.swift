internal import SluiceExpression
internal import SluiceModel

/// Backfills and retries of several jobs: what they consist of.
extension Engine {
    mutating func createBackfill(
        _ command: CreateBackfill, by caller: Caller, because reason: String, _ now: Now,
        _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        let head = try job(command.scope, command.jobName)
        try checkRange(command.range, now)
        try checkParallel(command.parallel, field: "parallel")
        guard !command.isReversed || head.schedule?.dependsOnPrevious != true else {
            throw SluiceError(
                .invalidArgument, reason: "REVERSE_NOT_POSSIBLE",
                "job '\(head.name)' depends on its own cycle before (dependPrePeriod), so its "
                    + "cycles run oldest first; leave out the reverse order",
                subject: "reverse", domain: .parameterInvalid)
        }
        let items = try itemsToMake(command, head, caller)
        let backfill = Backfill(
            id: BackfillID(counters.backfill), kind: .backfill, scope: command.scope,
            jobName: head.name, user: caller.user, reason: reason, createTime: now.wall,
            parallel: command.parallel, stopsOnFailure: command.stopsOnFailure,
            params: command.params, items: items)
        return add(backfill, now, &effects)
    }

    mutating func retryJobs(
        _ command: RetryJobs, by caller: Caller, because reason: String, _ now: Now,
        _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        // Everything is checked before anything changes, in the order of the reference, 3.8.
        let head = try jobToRetry(command.scope, command.jobName)
        try checkParallel(command.parallel, field: "concurrent")
        let heads = try relatedJobs(command, head, caller)
        try checkParams(command.params, of: heads)
        let items = try itemsToRetry(command, heads)
        let backfill = Backfill(
            id: BackfillID(counters.backfill), kind: .retry, scope: command.scope,
            jobName: head.name, user: caller.user, reason: reason, createTime: now.wall,
            parallel: command.parallel, stopsOnFailure: false, params: command.params,
            location: command.location, version: command.version, listens: command.listens,
            items: items)
        return add(backfill, now, &effects)
    }

    private mutating func add(
        _ backfill: Backfill, _ now: Now, _ effects: inout Effects,
    ) -> Reply {
        counters.backfill += 1
        effects.records.append(.backfill(BackfillRecord(backfill.replacing([]))))
        for (position, item) in backfill.items.enumerated() {
            record(item, at: position, of: backfill.id, &effects)
        }
        take(backfill)
        // One of which everything is left out has ended already.
        return Reply(.backfill(settle(backfill.id, now, &effects) ?? backfill))
    }

    /// Holds a backfill, and remembers which instances are its own.
    mutating func take(_ backfill: Backfill) {
        backfills[backfill.id] = backfill
        for (position, item) in backfill.items.enumerated() {
            guard let instance = item.instance, item.state != .leftOut else { continue }
            backfillPlaces[instance] = BackfillPlace(backfill: backfill.id, position: position)
        }
        hungry.append(backfill.id)
    }

    // MARK: - Checks

    private func checkRange(
        _ range: ClosedRange<Timestamp>, _ now: Now,
    ) throws(SluiceError) {
        guard range.lowerBound <= now.wall else {
            throw SluiceError(
                .invalidArgument, reason: "RANGE_IN_THE_FUTURE",
                "the range begins in the future: only cycles up to now can be made up for",
                subject: "from", domain: .parameterInvalid)
        }
    }

    private func checkParallel(_ parallel: Int, field: String) throws(SluiceError) {
        guard (1...Limits.backfillParallel).contains(parallel) else {
            throw SluiceError(
                .invalidArgument, reason: "CONCURRENT_OUT_OF_RANGE",
                "\(field) is \(parallel); 1 to \(Limits.backfillParallel) are allowed",
                subject: field, domain: .parameterInvalid)
        }
    }

    /// Each job takes the parameters that it has; one that none of them has is a mistake.
    private func checkParams(_ params: [Pair], of heads: [JobHead]) throws(SluiceError) {
        let known = heads.flatMap { latestGraph(of: $0)?.definition.params.map(\.name) ?? [] }
        guard let unknown = params.first(where: { !known.contains($0.name) }) else { return }
        let names = known.isEmpty ? "none" : known.uniqued().joined(separator: ", ")
        let jobs = heads.map { "'\($0.name)'" }.joined(separator: ", ")
        let none = heads.count == 1 ? "job \(jobs) has no" : "none of the jobs \(jobs) has a"
        throw SluiceError(
            .invalidArgument, reason: "UNKNOWN_PARAMETER",
            "\(none) parameter '\(unknown.name)'; known: \(names)".shortened,
            subject: "params.\(unknown.name)", domain: .parameterInvalid)
    }

    func latestGraph(of head: JobHead) -> JobGraph? {
        catalog.graph(VersionKey(job: head.id, version: head.latestVersion))
    }

    private func checkCount(_ count: Int) throws(SluiceError) {
        guard count <= Limits.backfillCycles else {
            throw SluiceError(
                .invalidArgument, reason: "TOO_MANY_CYCLES",
                "the range has more than \(Limits.backfillCycles) cycles; take a shorter one",
                subject: "limit backfill.cycles", domain: .parameterInvalid)
        }
    }

    // MARK: - Cycles to make

    private func itemsToMake(
        _ command: CreateBackfill, _ head: JobHead, _ caller: Caller,
    ) throws(SluiceError) -> [BackfillItem] {
        var heads = [head]
        if command.includesDownstream { heads += try downstream(of: head, for: caller) }
        try checkParams(command.params, of: heads)
        let range = command.range.lowerBound...min(command.range.upperBound, seen.wall)
        var cycles: [(head: JobHead, planTime: Timestamp)] = []
        for head in heads {
            let times = try self.cycles(of: head, in: range)
            cycles += times.map { (head, $0) }
            try checkCount(cycles.count)
        }
        guard cycles.contains(where: { $0.head.id == head.id }) else {
            throw SluiceError(
                .failedPrecondition, reason: "NO_CYCLES",
                "job '\(head.name)' has no cycle in that range",
                subject: "job \(head.name)", domain: .parameterInvalid)
        }
        cycles.sort { left, right in
            command.isReversed
                ? left.planTime > right.planTime : left.planTime < right.planTime
        }
        var items = cycles.map { item(for: $0.head, $0.planTime, command) }
        try link(&items)
        return items
    }

    private func item(
        for head: JobHead, _ planTime: Timestamp, _ command: CreateBackfill,
    ) -> BackfillItem {
        var item = BackfillItem(
            job: head.id, scope: head.scope, jobName: head.name, planTime: planTime)
        guard let existing = newest(of: Cycle(job: head.id, planTime: planTime)) else {
            return item
        }
        item.instance = existing.instance
        if command.rerunsExisting, InstanceOperation.retry.admitted.contains(existing.status) {
            item.isRetry = true
        } else {
            item.state = .leftOut
            item.reason = "instance \(existing.instance) is there, in \(existing.status)"
        }
        return item
    }

    func cycles(
        of head: JobHead, in range: ClosedRange<Timestamp>,
    ) throws(SluiceError) -> [Timestamp] {
        guard let definition = head.schedule, let known = schedules[definition] else {
            throw SluiceError(
                .failedPrecondition, reason: "JOB_NOT_SCHEDULED",
                "job '\(head.name)' has no schedule, so it has no cycles; run it by hand: sluice "
                    + "run \(head.name) --planned TIME",
                subject: "job \(head.name)", domain: .parameterInvalid)
        }
        let schedule = try known.get()
        var times: [Timestamp] = []
        var after = Timestamp(milliseconds: range.lowerBound.milliseconds - 1)
        while times.count <= Limits.backfillCycles, let fire = schedule.next(after: after),
            fire <= range.upperBound
        {
            times.append(fire)
            after = fire
        }
        return times
    }

    // MARK: - Instances to run again

    private func itemsToRetry(
        _ command: RetryJobs, _ heads: [JobHead],
    ) throws(SluiceError) -> [BackfillItem] {
        var items: [BackfillItem] = []
        for head in heads {
            let known = windows[.window(job: head.id, range: command.range)] ?? []
            let fitting = known.filter { InstanceOperation.retry.admitted.contains($0.status) }
            guard !fitting.isEmpty else {
                throw SluiceError(
                    .failedPrecondition, reason: "NO_INSTANCES",
                    "Job [\(head.name)] have no instances to rerun", subject: "job \(head.name)",
                    domain: .parameterInvalid)
            }
            items += fitting.map { entry in
                BackfillItem(
                    job: head.id, scope: head.scope, jobName: head.name,
                    planTime: entry.planTime, instance: entry.instance, isRetry: true)
            }
            try checkCount(items.count)
        }
        items.sort { left, right in
            (left.planTime, left.instance?.rawValue ?? 0)
                < (right.planTime, right.instance?.rawValue ?? 0)
        }
        try link(&items)
        return items
    }

    /// The job and those named beside it, each once; refused unless each comes before or after it.
    private func relatedJobs(
        _ command: RetryJobs, _ head: JobHead, _ caller: Caller,
    ) throws(SluiceError) -> [JobHead] {
        let related = Set((upstream(of: head) + downstream(of: head)).map(\.id))
        var heads = [head]
        for (index, wanted) in command.jobs.enumerated() {
            let scope = Scope(
                workspace: wanted.workspace, environment: command.scope.environment)
            guard mayName(scope, caller, from: command.scope) else { throw .noWorkspace(scope) }
            let other = try jobToRetry(scope, wanted.name)
            try checkOperates(on: other, caller, from: command.scope)
            guard other.id == head.id || related.contains(other.id) else {
                throw SluiceError(
                    .invalidArgument, reason: "JOB_NOT_RELATED",
                    "jobs[\(index)]: job '\(other.name)' comes neither before nor after job "
                        + "'\(head.name)'",
                    subject: "jobs[\(index)]", domain: .parameterInvalid)
            }
            if !heads.contains(where: { $0.id == other.id }) { heads.append(other) }
        }
        return heads
    }

    /// The same as far as the caller sees it; refused where some of it is not theirs to operate
    /// on.
    private func downstream(
        of head: JobHead, for caller: Caller,
    ) throws(SluiceError) -> [JobHead] {
        let heads = closure(of: head) { one in
            catalog.dependents(of: one).filter { mayName($0.scope, caller, from: head.scope) }
        }
        for other in heads { try checkOperates(on: other, caller, from: head.scope) }
        return heads
    }

    private func checkOperates(
        on head: JobHead, _ caller: Caller, from own: Scope,
    ) throws(SluiceError) {
        guard head.scope.workspace != own.workspace else { return }
        try caller.check(.operator, in: head.scope.workspace, for: "job '\(head.name)'")
    }

    /// All that depend on a job, on those, and so on; in the order in which they are found.
    func downstream(of head: JobHead) -> [JobHead] {
        closure(of: head) { catalog.dependents(of: $0) }
    }

    func upstream(of head: JobHead) -> [JobHead] {
        closure(of: head) { head in
            head.dependJobs.compactMap { name in
                let (scope, name) = head.resolve(name)
                return catalog.head(scope, name)
            }
        }
    }

    private func closure(of head: JobHead, _ next: (JobHead) -> [JobHead]) -> [JobHead] {
        var found: [JobHead] = []
        var seen: Set<JobID> = [head.id]
        var left = [head]
        while let one = left.popLast() {
            for other in next(one) where seen.insert(other.id).inserted {
                found.append(other)
                left.append(other)
            }
        }
        return found
    }

    /// Lets each item wait for those among them that it depends on. For what is left out the new
    /// instance itself waits.
    private func link(_ items: inout [BackfillItem]) throws(SluiceError) {
        var places: [Cycle: [Int]] = [:]
        for (position, item) in items.enumerated() where item.state != .leftOut {
            places[Cycle(job: item.job, planTime: item.planTime), default: []].append(position)
        }
        for position in items.indices {
            let item = items[position]
            guard let head = catalog.head(item.job), let graph = latestGraph(of: head) else {
                continue
            }
            items[position].after = waitedFor(by: graph, of: head, item.planTime).flatMap {
                waited in
                (places[waited.cycle] ?? []).filter { $0 != position }.map {
                    BackfillItem.Link(position: $0, failPolicy: waited.failPolicy)
                }
            }
        }
    }
}
