/// A day of the Gregorian calendar, wherever on earth it is lived.
package struct CivilDate: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let year: Int
    /// 1 to 12.
    package let month: Int
    /// 1 to 31.
    package let day: Int

    /// Nil where there is no such day, as 31 February, or the year is not within `years`.
    package init?(year: Int, month: Int, day: Int) {
        guard Self.years.contains(year), 1...12 ~= month, day >= 1,
            day <= Month(year: year, month: month).length
        else { return nil }
        self.init(unchecked: year, month, day)
    }

    init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The years that times are reckoned in; what is outside never fires.
    package static let years = 1...9999

    /// `2026-11-20`
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day of a number of days since 1970-01-01 (Howard Hinnant's `civil_from_days`).
    package init(dayNumber: Int) {
        let shifted = dayNumber + 719_468
        let era = shifted.dividedDown(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    }

    /// Days since 1970-01-01, negative before it.
    package var dayNumber: Int { Month(year: year, month: month).firstDay + day - 1 }

    package var weekday: Weekday { Weekday(dayNumber: dayNumber) }

    package static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    package var description: String {
        "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
    }
}

/// A day of the week; the raw value counts from Sunday, 0, as cron(5) does.
package enum Weekday: Int, Sendable, Hashable, CaseIterable {
    case sunday, monday, tuesday, wednesday, thursday, friday, saturday

    /// 1970-01-01 was a Thursday.
    init(dayNumber: Int) {
        self = Weekday.allCases[(dayNumber + 4).remainderUp(by: 7)]
    }

    /// `MON`
    package var code: String { String(name.prefix(3)).uppercased() }

    /// `Monday`
    package var name: String {
        switch self {
        case .sunday: "Sunday"
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        }
    }
}

/// A month of a year, with what searching through its days needs.
struct Month: Hashable {
    let year: Int
    /// 1 to 12.
    let month: Int
    /// Day number of its first day.
    let firstDay: Int
    /// Days that it has.
    let length: Int

    init(year: Int, month: Int) {
        self.init(
            year: year, month: month, firstDay: Self.dayNumber(ofFirstOf: month, year),
            length: Self.length(of: month, year))
    }

    private init(year: Int, month: Int, firstDay: Int, length: Int) {
        self.year = year
        self.month = month
        self.firstDay = firstDay
        self.length = length
    }

    var next: Month {
        let (year, month) = self.month == 12 ? (self.year + 1, 1) : (self.year, self.month + 1)
        return Month(
            year: year, month: month, firstDay: firstDay + length,
            length: Self.length(of: month, year))
    }

    var previous: Month {
        let (year, month) = self.month == 1 ? (self.year - 1, 12) : (self.year, self.month - 1)
        let length = Self.length(of: month, year)
        return Month(year: year, month: month, firstDay: firstDay - length, length: length)
    }

    /// A bit for each of its days, day 1 in bit 1.
    var allDays: UInt32 { ((UInt32(1) << UInt32(length)) - 1) << 1 }

    /// Weekday of a day of it, counted from Sunday, 0.
    func weekday(of day: Int) -> Int { (firstDay + day + 3).remainderUp(by: 7) }

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func length(of month: Int, _ year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Howard Hinnant's `days_from_civil` for the first of a month.
    private static func dayNumber(ofFirstOf month: Int, _ year: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.dividedDown(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension Int {
    /// Division that rounds towards negative infinity; `divisor` is positive.
    func dividedDown(by divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }

    /// Division that rounds towards positive infinity; `divisor` is positive.
    func dividedUp(by divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor > 0 ? quotient + 1 : quotient
    }

    /// What is left behind `dividedDown`: never negative.
    func remainderUp(by divisor: Int) -> Int {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }

    /// With zeros in front, at least `width` digits.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}

extension UInt8 {
    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
}
