internal import SluiceExpression
internal import SluiceModel

/// Which instances of other jobs, and which earlier one of its own job, an instance waits for
/// (reference, 2.8).
extension Engine {
    /// A cycle that is waited for, and what a failure of it means.
    struct Waited {
        var cycle: Cycle
        var jobName: String
        var failPolicy: FailPolicy
        /// The cycle is sure to come or to be accounted for.
        var isAwaited: Bool
    }

    func waitedFor(
        by graph: JobGraph, of head: JobHead, _ planTime: Timestamp,
    ) -> [Waited] {
        var waited: [Waited] = []
        for dependency in graph.definition.dependJobs {
            let (scope, name) = head.resolve(dependency.qualifiedName)
            guard let upstream = catalog.head(scope, name) else { continue }
            for time in cycles(of: upstream, for: dependency, of: head, planTime) {
                waited.append(
                    Waited(
                        cycle: Cycle(job: upstream.id, planTime: time), jobName: name,
                        failPolicy: dependency.failPolicy,
                        isAwaited: upstream.schedule == nil
                            || time > upstream.planning.plannedUntil))
            }
        }
        if let previous = previousCycle(of: head, planTime) {
            waited.append(
                Waited(
                    cycle: previous, jobName: head.name, failPolicy: .suspend, isAwaited: false))
        }
        return waited
    }

    /// Without those that never came.
    func dependencies(
        of graph: JobGraph, _ head: JobHead, _ planTime: Timestamp,
    ) -> [Dependency] {
        waitedFor(by: graph, of: head, planTime).compactMap { waited in
            let upstream = newest(of: waited.cycle)
            guard upstream != nil || waited.isAwaited else { return nil }
            return Dependency(
                job: waited.cycle.job, jobName: waited.jobName,
                planTime: waited.cycle.planTime, failPolicy: waited.failPolicy,
                upstream: upstream)
        }
    }

    private func previousCycle(of head: JobHead, _ planTime: Timestamp) -> Cycle? {
        guard head.schedule?.dependsOnPrevious == true,
            let previous = schedule(of: head)?.previous(before: planTime)
        else { return nil }
        return Cycle(job: head.id, planTime: previous)
    }

    /// The plan times of `upstream` in the window of a cycle. Where one of the two has no schedule
    /// it is the same plan time.
    private func cycles(
        of upstream: JobHead, for dependency: JobDependency, of head: JobHead,
        _ planTime: Timestamp,
    ) -> [Timestamp] {
        guard let own = schedule(of: head), let other = schedule(of: upstream) else {
            return [planTime]
        }
        guard let window = own.window(over: other, dependency.period, at: planTime) else {
            return []
        }
        var cycles: [Timestamp] = []
        var after = Timestamp(milliseconds: window.lowerBound.milliseconds - 1)
        while cycles.count < Limits.dependencyCycles, let fire = other.next(after: after),
            fire < window.upperBound
        {
            cycles.append(fire)
            after = fire
        }
        return cycles
    }
}

extension JobDependency {
    /// `workspace/name`, or the name where it is of the same workspace.
    package var qualifiedName: String {
        workspace.isEmpty ? jobName : "\(workspace)/\(jobName)"
    }
}

extension Schedule {
    /// The window of another schedule that a cycle of this one depends on. Of the same level: from
    /// behind the cycle before up to this one. Of a finer level: the natural period before, the day
    /// before for a daily job.
    func window(
        over other: Schedule, _ period: JobDependency.Period, at planTime: Timestamp,
    ) -> Range<Timestamp>? {
        let level = level(around: planTime)
        if level == other.level(around: planTime) {
            return windowOfCycles(period, at: planTime)
        }
        guard let level else { return nil }
        let end = zone.start(of: level, at: planTime)
        let last = zone.start(of: level, at: Timestamp(milliseconds: end.milliseconds - 1))
        guard period == .previous else { return last..<end }
        let first = zone.start(of: level, at: Timestamp(milliseconds: last.milliseconds - 1))
        return first..<last
    }

    /// How often it fires at that time; nil: it fires once at most.
    func level(around time: Timestamp) -> SchedulePeriod? {
        if let period = period(after: Timestamp(milliseconds: time.milliseconds - 1)) {
            return period
        }
        guard let last = latest(upTo: time), let before = previous(before: last) else { return nil }
        return SchedulePeriod(gap: Int((last.milliseconds - before.milliseconds) / 1_000))
    }

    private func windowOfCycles(
        _ period: JobDependency.Period, at planTime: Timestamp,
    ) -> Range<Timestamp>? {
        guard let before = previous(before: planTime) else {
            // The very first cycle: what is of its own time.
            return period == .same ? planTime..<planTime.following : nil
        }
        guard period == .previous else { return before.following..<planTime.following }
        guard let earlier = previous(before: before) else { return before..<before.following }
        return earlier.following..<before.following
    }
}

extension Timestamp {
    fileprivate var following: Timestamp { Timestamp(milliseconds: milliseconds + 1) }
}
