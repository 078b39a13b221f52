internal import HeapModule
internal import SluiceModel

/// Instances that wait for longer than their job lets them (`cleanOverdueDays`, reference 2.8).
extension Engine {
    /// Sees to it that a new instance does not wait for ever.
    mutating func watchWait(of id: InstanceID) {
        guard let instance = instances[id], let end = instance.endOfWait else { return }
        // One alarm a job, for the first of its instances: most wait for a moment only.
        if let first = endsOfWaits[instance.job], first <= end { return }
        endsOfWaits[instance.job] = end
        alarms.insert(Alarm(due: end, subject: .endOfWait(instance.job)))
    }

    /// Stops the instances of a job that have waited too long by now.
    mutating func endWaits(
        of job: JobID, dueAt due: Timestamp, _ now: Now, _ effects: inout Effects,
    ) {
        // An earlier one was set meanwhile, and set this anew.
        guard endsOfWaits[job] == due else { return }
        endsOfWaits[job] = nil
        for id in (liveByJob[job] ?? []).sorted() {
            guard let instance = instances[id], let end = instance.endOfWait else { continue }
            if end <= now.wall {
                _ = operate(.stop, on: id, .waitedTooLong(instance), now, &effects)
                notify(.failure, of: id, now, &effects)
            } else {
                watchWait(of: id)
            }
        }
    }
}

extension Instance {
    /// When it has waited too long, paused or not; nil: it never has, or it has begun. A retry was
    /// asked for by somebody, and waits as long as it has to.
    fileprivate var endOfWait: Timestamp? {
        guard run.number == 1, run.start == nil, stage == .held || stage == .queued,
            type == .scheduled || type == .backfill,
            let wait = graph.definition.schedule?.cancelWaitingMilliseconds, wait > 0
        else { return nil }
        return Timestamp(
            milliseconds: max(planTime.milliseconds, submitTime.milliseconds) + wait)
    }
}

extension Author {
    /// The job lets no instance wait for longer.
    fileprivate static func waitedTooLong(_ instance: Instance) -> Author {
        let wait = instance.graph.definition.schedule?.cancelWaitingMilliseconds ?? 0
        let day: Int64 = 86_400_000
        let words = wait % day == 0 ? "\(wait / day) d" : "\(wait / 1_000) s"
        return Author(
            user: "schedule", reason: "it had waited for \(words) (cancelWaitingAfter)",
            isAutomatic: true)
    }
}
