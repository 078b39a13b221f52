package import SluiceModel

/// When a job runs by itself: an expression in a zone, from a start to an end, with a calendar.
package struct Schedule: Hashable, Sendable {
    package let expression: CronExpression
    package let zone: TimeZoneRules
    /// The first instant at which it may fire; nil: ever since.
    package let start: Timestamp?
    /// The last instant at which it may fire; nil: for ever.
    package let end: Timestamp?
    package let calendar: WorkCalendar?
    /// What the calendar means; without one it says nothing.
    package let calendarRule: CalendarRule

    /// - Throws: an end before the start, an expression whose days cannot be counted in working
    ///   days, and what never fires between start and end.
    package init(
        _ expression: CronExpression, zone: TimeZoneRules, start: Timestamp? = nil,
        end: Timestamp? = nil, calendar: WorkCalendar? = nil,
        calendarRule: CalendarRule = .onlyWorkingDays,
    ) throws(ScheduleError) {
        self.expression = expression
        self.zone = zone
        self.start = start
        self.end = end
        self.calendar = calendar
        self.calendarRule = calendarRule
        if let start, let end, end < start { throw .endBeforeStart(start: start, end: end) }
        if calendar != nil, calendarRule == .countWorkingDays, !expression.fields.canCount {
            throw .daysCannotBeCounted
        }
        guard fires else { throw .neverFires }
    }

    /// The first fire time later than `time`, and from the start on; nil behind the end.
    package func next(after time: Timestamp) -> Timestamp? {
        let after = start.map { max(time, $0.preceding) } ?? time
        guard let fire = plan.next(after: after, in: zone) else { return nil }
        if let end, fire > end { return nil }
        return fire
    }

    /// The last fire time earlier than `time`, and up to the end; nil before the start.
    package func previous(before time: Timestamp) -> Timestamp? {
        let before = end.map { min(time, $0.following) } ?? time
        guard let fire = plan.previous(before: before, in: zone) else { return nil }
        if let start, fire < start { return nil }
        return fire
    }

    /// Up to `count` fire times later than `time`, in order.
    package func upcoming(after time: Timestamp, count: Int) -> [Timestamp] {
        var fires: [Timestamp] = []
        var last = time
        while fires.count < count, let fire = next(after: last) {
            fires.append(fire)
            last = fire
        }
        return fires
    }

    private var plan: FirePlan {
        FirePlan(fields: expression.fields, calendar: calendar, rule: calendarRule)
    }

    private var fires: Bool {
        if let start { return next(after: start.preceding) != nil }
        if let end { return previous(before: end.following) != nil }
        // Days of the week go on for ever, so any time will do but for days made up for.
        if next(after: .zero) != nil { return true }
        guard let listed = calendar?.entries.first else { return false }
        return next(after: Timestamp(seconds: (listed.date.dayNumber - 1) * 86_400)) != nil
    }
}

/// Why an expression, a zone and the rest make no schedule.
package enum ScheduleError: Error, Hashable, Sendable, CustomStringConvertible {
    case endBeforeStart(start: Timestamp, end: Timestamp)
    case neverFires
    case daysCannotBeCounted

    package var description: String {
        switch self {
        case .endBeforeStart: "the schedule ends before it starts"
        case .neverFires:
            "the schedule never fires: nothing of the expression lies between its start and its "
                + "end, on days that the calendar leaves, within \(FirePlan.searchYears) years"
        case .daysCannotBeCounted:
            "working days are counted where the days are numbers, L or L-3, and the days of the "
                + "week are all"
        }
    }
}

extension CronFields {
    /// Whether its days can be read as numbers of working days.
    fileprivate var canCount: Bool {
        week.isAny && !days.isAny && days.nearestWeekdays == 0 && !days.hasLastWeekday
    }
}

extension Timestamp {
    /// The millisecond before it, or itself where there is none.
    fileprivate var preceding: Timestamp {
        Timestamp(milliseconds: milliseconds == .min ? .min : milliseconds - 1)
    }

    /// The next millisecond, or itself where there is none.
    fileprivate var following: Timestamp {
        Timestamp(milliseconds: milliseconds == .max ? .max : milliseconds + 1)
    }
}
