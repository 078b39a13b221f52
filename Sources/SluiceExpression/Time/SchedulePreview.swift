package import SluiceModel

/// A fire time with what clocks of the schedule's zone show then.
package struct ShownFire: Hashable, Sendable {
    package let time: Timestamp
    package let shown: ZonedTime
    /// Where a change of clocks has a part in it.
    package let clockChange: ClockChange?
}

/// What a change of clocks does to a fire time.
package enum ClockChange: Hashable, Sendable, CustomStringConvertible {
    /// Clocks are put forward: what was asked for lies between the two times, and fires when they
    /// have been.
    case leftOut(from: LocalTime, to: LocalTime)
    /// Clocks are put back: they show this time twice, and now for the first time.
    case firstOfTwo
    case secondOfTwo

    /// `clocks go forward: 02:00 to 03:00 is left out`
    package var description: String {
        switch self {
        case .leftOut(let start, let end):
            "clocks go forward: \(start.clock) to \(end.clock) is left out"
        case .firstOfTwo: "clocks go back: the first of two"
        case .secondOfTwo: "clocks go back: the second of two"
        }
    }
}

extension Schedule {
    /// The fire times to come, as people look at them; whoever shows them asks here.
    ///
    /// - Returns: up to `count` of those later than `time`, in order.
    package func preview(after time: Timestamp, count: Int) -> [ShownFire] {
        upcoming(after: time, count: count).map { time in
            let shown = zone.local(at: time)
            return ShownFire(
                time: time, shown: shown, clockChange: clockChange(at: time, shown.local))
        }
    }

    /// In words: `at 02:00, Europe/Berlin, on working days only, from 2026-11-20T00:00:00+01:00`.
    package var words: String {
        var parts = [expression.words, zone.name]
        if calendar != nil { parts.append(calendarRule.words) }
        if let start { parts.append("from \(zone.local(at: start))") }
        if let end { parts.append("until \(zone.local(at: end))") }
        return parts.joined(separator: ", ")
    }

    private func clockChange(at time: Timestamp, _ local: LocalTime) -> ClockChange? {
        let shownAt = zone.instants(of: local)
        if shownAt.count > 1 { return shownAt.first == time ? .firstOfTwo : .secondOfTwo }
        // What is asked for by itself has not moved out of a gap.
        guard !expression.fields.asks(for: local) else { return nil }
        let stretch = zone.stretch(at: time.wholeSeconds)
        let before = zone.stretch(at: stretch.start - 1)
        guard stretch.start == time.wholeSeconds, before.localEnd < stretch.localStart else {
            return nil
        }
        return .leftOut(from: LocalTime(localSeconds: before.localEnd), to: local)
    }
}

extension CalendarRule {
    fileprivate var words: String {
        switch self {
        case .onlyWorkingDays: "on working days only"
        case .nextWorkingDay: "moved to the next working day"
        case .previousWorkingDay: "moved to the working day before"
        case .countWorkingDays: "counting working days"
        }
    }
}

extension CronFields {
    fileprivate func asks(for time: LocalTime) -> Bool {
        minutes >> UInt64(time.minute) & 1 == 1 && hours >> UInt64(time.hour) & 1 == 1
    }
}

extension LocalTime {
    /// `02:30`
    fileprivate var clock: String { "\(hour.padded(to: 2)):\(minute.padded(to: 2))" }
}
