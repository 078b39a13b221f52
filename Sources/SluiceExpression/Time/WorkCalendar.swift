/// On which days people work: days of the week, holidays, and days made up for.
///
///     weekdays: MON-FRI            # what is left out is free; this is the default
///     holidays:
///       - 2026-10-01 National Day
///       - 2026-10-02
///     workdays:
///       - 2026-10-10 instead of 2 October
///
/// Each date comes once. YAML reads the text the same way.
package struct WorkCalendar: Hashable, Sendable {
    /// A date that is not as its day of the week says.
    package struct Entry: Hashable, Sendable {
        package let date: CivilDate
        package let isWorkingDay: Bool
        /// `National Day`; empty where it has no name.
        package let name: String
    }

    /// Days in a row on which nobody works, at most; a date that moves to the next working day
    /// moves no further.
    package static let longestRest = 28
    /// Bytes of the text of a calendar.
    package static let textBytes = 1024 * 1024
    /// Dates in a calendar.
    package static let dates = 10_000

    /// The dates listed, in order.
    package let entries: [Entry]
    /// Bits of the weekdays that work; Sunday is bit 0.
    private let weekdays: UInt64
    /// For each month with entries, its days that are listed.
    private let marks: [Int: Marks]

    private struct Marks: Hashable {
        var working: UInt32 = 0
        var free: UInt32 = 0
    }

    /// Monday to Friday, and no holidays.
    package static let mondayToFriday = WorkCalendar(
        weekdays: WeekField.mondayToFriday, entries: [])

    /// - Parameter entries: each date once, in order.
    init(weekdays: UInt64, entries: [Entry]) {
        self.weekdays = weekdays
        self.entries = entries
        var marks: [Int: Marks] = [:]
        for entry in entries {
            let key = Self.key(entry.date.year, entry.date.month)
            let bit = UInt32(1) << UInt32(entry.date.day)
            if entry.isWorkingDay {
                marks[key, default: Marks()].working |= bit
            } else {
                marks[key, default: Marks()].free |= bit
            }
        }
        self.marks = marks
    }

    private static func key(_ year: Int, _ month: Int) -> Int { year * 12 + month }

    /// The years for which dates are listed; outside them only days of the week count.
    package var listedYears: ClosedRange<Int>? {
        guard let first = entries.first, let last = entries.last else { return nil }
        return first.date.year...last.date.year
    }

    package func isWorkingDay(_ date: CivilDate) -> Bool {
        let month = Month(year: date.year, month: date.month)
        return workingDays(of: month) >> UInt32(date.day) & 1 == 1
    }

    /// The name of a listed date; nil where it has none.
    package func name(of date: CivilDate) -> String? {
        entries.first { $0.date == date && !$0.name.isEmpty }?.name
    }

    /// The n-th working day of a month: 1 is the first, -1 the last; nil where it has none.
    package func workingDay(_ number: Int, ofMonth month: Int, year: Int) -> CivilDate? {
        guard 1...12 ~= month, CivilDate.years ~= year else { return nil }
        let days = Array(bits(of: workingDays(of: Month(year: year, month: month))))
        let index = number > 0 ? number - 1 : days.count + number
        guard number != 0, days.indices ~= index else { return nil }
        return CivilDate(unchecked: year, month, days[index])
    }

    /// The first working day at or behind `date`.
    package func workingDay(from date: CivilDate) -> CivilDate {
        workingDay(from: date, by: 1)
    }

    /// The last working day at or before `date`.
    package func workingDay(upTo date: CivilDate) -> CivilDate {
        workingDay(from: date, by: -1)
    }

    /// Ends, since at most `longestRest` days in a row are free.
    private func workingDay(from date: CivilDate, by step: Int) -> CivilDate {
        var date = date
        while !isWorkingDay(date) { date = CivilDate(dayNumber: date.dayNumber + step) }
        return date
    }

    /// A bit for each working day of a month, day 1 in bit 1.
    func workingDays(of month: Month) -> UInt32 {
        let byWeekday = WeekField(weekdays: weekdays).days(of: month)
        guard let marks = marks[Self.key(month.year, month.month)] else { return byWeekday }
        return byWeekday & ~marks.free | marks.working
    }
}
