internal import SluiceExpression
internal import SluiceModel

/// What is to become of the cycles of a schedule that are due: which run, which are skipped.
struct CyclePlan {
    /// Cycles one after the other that do not run.
    struct Span {
        var first: Timestamp
        var last: Timestamp
        /// Nil: more than are counted.
        var count: Int?
        var cause: SkippedRecord.Cause
        var reason: String

        init(
            first: Timestamp, last: Timestamp, count: Int?, cause: SkippedRecord.Cause,
            reason: String,
        ) {
            self.first = first
            self.last = last
            self.count = count
            self.cause = cause
            self.reason = reason
        }

        init(_ planTime: Timestamp, cause: SkippedRecord.Cause, reason: String) {
            self.init(first: planTime, last: planTime, count: 1, cause: cause, reason: reason)
        }

        /// `3 cycles were skipped: the daemon did not run`.
        var words: String {
            switch count {
            case 1: "a cycle was skipped: \(reason)"
            case .some(let count): "\(count) cycles were skipped: \(reason)"
            case nil: "more than \(Engine.countedCycles) cycles were skipped: \(reason)"
            }
        }
    }

    /// Plan times, oldest first.
    private(set) var runs: [Timestamp] = []
    private(set) var skipped: [Span] = []
    /// All up to here are accounted for then.
    let until: Timestamp
    /// The next cycle behind them.
    let next: Timestamp?
    /// Some of them were missed.
    private(set) var isLate = false

    /// The cycles later than `after` and up to `now`.
    init(
        _ schedule: Schedule, _ definition: ScheduleDefinition, after: Timestamp,
        at now: Timestamp,
    ) {
        guard let first = schedule.next(after: after), first <= now,
            let newest = schedule.latest(upTo: now)
        else {
            until = after
            next = schedule.next(after: after)
            return
        }
        until = newest
        next = schedule.next(after: newest)
        let lateness = now.milliseconds - newest.milliseconds
        isLate = first != newest || lateness > Engine.onTimeMilliseconds
        runs = Self.runs(schedule, definition, first: first, newest: newest, lateness)
        let reason = "the daemon did not run, or was behind; catchup is \(definition.catchup)"
        if let span = schedule.span(from: first, before: runs.first, upTo: newest, reason) {
            skipped = [span]
        }
    }

    private static func runs(
        _ schedule: Schedule, _ definition: ScheduleDefinition, first: Timestamp,
        newest: Timestamp, _ lateness: Int64,
    ) -> [Timestamp] {
        switch definition.catchup {
        case .none: return lateness > Engine.onTimeMilliseconds ? [] : [newest]
        case .latest: return [newest]
        case .all:
            var runs: [Timestamp] = []
            var cycle: Timestamp? = newest
            while let found = cycle, found >= first, runs.count < definition.catchupLimit {
                runs.append(found)
                cycle = schedule.previous(before: found)
            }
            return runs.reversed()
        }
    }
}

extension Schedule {
    /// The last fire time up to a moment, itself included.
    func latest(upTo time: Timestamp) -> Timestamp? {
        previous(before: Timestamp(milliseconds: time.milliseconds + 1))
    }

    /// Fire times of a range, both ends included; nil: more than are counted.
    func count(from first: Timestamp, to last: Timestamp) -> Int? {
        var count = 1
        var time = first
        while let fire = next(after: time), fire <= last {
            count += 1
            time = fire
            if count > Engine.countedCycles { return nil }
        }
        return count
    }

    /// What is left out before the first that runs; nil: nothing is.
    fileprivate func span(
        from first: Timestamp, before run: Timestamp?, upTo newest: Timestamp, _ reason: String,
    ) -> CyclePlan.Span? {
        let last = run.map { previous(before: $0) } ?? newest
        guard let last, last >= first, run != first else { return nil }
        return CyclePlan.Span(
            first: first, last: last, count: count(from: first, to: last), cause: .missed,
            reason: reason)
    }
}
