/// What repeats every year: the TZ string of POSIX that ends a TZif file, as in
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
struct RecurringRule: Hashable {
    /// A day of every year and a time on its clock.
    struct Moment: Hashable {
        enum Day: Hashable {
            /// `J60`: 1 to 365; 29 February has no number.
            case julian(Int)
            /// `59`: 0 to 365; 29 February is counted.
            case zeroBased(Int)
            /// `M3.5.0`: the last (5) Sunday of March.
            case weekday(month: Int, week: Int, weekday: Int)
        }

        var day: Day
        /// Seconds since midnight, up to 167 hours either way.
        var time: Int
    }

    /// When the second kind of time begins and ends; either may come first in a year.
    struct Daylight: Hashable {
        var kind: TimeZoneRules.Kind
        var start: Moment
        var end: Moment
    }

    var standard: TimeZoneRules.Kind
    var daylight: Daylight?

    /// A change of clocks.
    struct Change {
        /// Seconds since 1970 in UTC.
        var instant: Int
        var isToDaylight: Bool
    }

    /// The changes of some years, in order. Where daylight saving ends as it begins again, as it
    /// does where it lasts all year, the two are no change.
    func changes(in years: ClosedRange<Int>) -> [Change] {
        guard let daylight else { return [] }
        var changes: [Change] = []
        changes.reserveCapacity(years.count * 2)
        for year in years {
            let start = daylight.start.localSeconds(in: year) - standard.offset
            let end = daylight.end.localSeconds(in: year) - daylight.kind.offset
            let pair = [
                Change(instant: start, isToDaylight: true),
                Change(instant: end, isToDaylight: false),
            ]
            for change in start <= end ? pair : pair.reversed() {
                // All year round: the end of a year is, or lies behind, the start of the next.
                while let last = changes.last, last.instant >= change.instant {
                    changes.removeLast()
                }
                changes.append(change)
            }
        }
        return changes
    }
}

extension RecurringRule.Moment {
    /// Seconds since 1970-01-01 00:00 on the wall.
    func localSeconds(in year: Int) -> Int { dayNumber(in: year) * 86_400 + time }

    private func dayNumber(in year: Int) -> Int {
        let firstDay = Month(year: year, month: 1).firstDay
        switch day {
        case .zeroBased(let day): return firstDay + day
        case .julian(let day):
            let isBehindLeapDay = day >= 60 && Month.isLeap(year)
            return firstDay + day - 1 + (isBehindLeapDay ? 1 : 0)
        case .weekday(let number, let week, let weekday):
            let month = Month(year: year, month: number)
            let first = 1 + (weekday - month.weekday(of: 1)).remainderUp(by: 7)
            var day = first + (week - 1) * 7
            if day > month.length { day -= 7 }
            return month.firstDay + day - 1
        }
    }
}
