/// What a cron expression asks for, as sets of bits.
struct CronFields: Hashable, Sendable {
    /// Minutes 0 to 59, a bit each.
    var minutes: UInt64 = 0
    /// Hours 0 to 23.
    var hours: UInt64 = 0
    var days = DayField()
    /// Months 1 to 12.
    var months: UInt64 = 0
    var week = WeekField()
    /// A day that is in one of `days` and `week` is enough; else it has to be in both.
    var eitherDayIsEnough = false
    /// Minute and hour are lists of numbers: a doubled time fires once.
    var isFixedTime = false

    func has(_ month: Month) -> Bool { months >> UInt64(month.month) & 1 == 1 }

    /// The days of a month on which to fire, day 1 in bit 1.
    func days(of month: Month) -> UInt32 {
        guard has(month) else { return 0 }
        let ofMonth = days.days(of: month)
        let ofWeek = week.days(of: month)
        return eitherDayIsEnough ? ofMonth | ofWeek : ofMonth & ofWeek
    }

    /// Whether there is a day on which to fire. Years come in 14 kinds, by the weekday of 1 January
    /// and the leap day; 28 years in a row without a skipped leap day have them all.
    var canFire: Bool {
        (2001...2028).contains { year in
            (1...12).contains { days(of: Month(year: year, month: $0)) != 0 }
        }
    }
}

/// The field of days of the month.
struct DayField: Hashable, Sendable {
    /// Days 1 to 31.
    var numbers: UInt32 = 0
    /// `15W`: the days 1 to 31 that move to the nearest Monday to Friday.
    var nearestWeekdays: UInt32 = 0
    /// `L-3`: bit 3; `L`: bit 0.
    var beforeLast: UInt32 = 0
    /// `LW`
    var hasLastWeekday = false
    /// `*` or `?`
    var isAny = false

    func days(of month: Month) -> UInt32 {
        if isAny { return month.allDays }
        var days = numbers & month.allDays
        for before in bits(of: beforeLast) where before < month.length {
            days |= 1 << UInt32(month.length - before)
        }
        for day in bits(of: nearestWeekdays) where day <= month.length {
            days |= 1 << UInt32(nearestWeekday(to: day, in: month))
        }
        if hasLastWeekday { days |= 1 << UInt32(nearestWeekday(to: month.length, in: month)) }
        return days
    }

    /// A Saturday moves to Friday and a Sunday to Monday, unless that is another month.
    private func nearestWeekday(to day: Int, in month: Month) -> Int {
        switch month.weekday(of: day) {
        case Weekday.saturday.rawValue: day == 1 ? 3 : day - 1
        case Weekday.sunday.rawValue: day == month.length ? day - 2 : day + 1
        default: day
        }
    }
}

/// The field of days of the week; Sunday is 0.
struct WeekField: Hashable, Sendable {
    /// Days 0 to 6.
    var weekdays: UInt64 = 0
    /// `FRI#3`: for each week 1 to 5 of the month, its days 0 to 6, eight bits a week.
    var numbered: UInt64 = 0
    /// `FRIL`: days 0 to 6.
    var lasts: UInt64 = 0
    /// `*` or `?`
    var isAny = false

    static let mondayToFriday: UInt64 = 0b0111110
    static let weekend: UInt64 = 0b1000001

    static func bit(ofWeekday weekday: Int, week: Int) -> UInt64 {
        1 << UInt64(week * 8 + weekday)
    }

    func days(of month: Month) -> UInt32 {
        if isAny { return month.allDays }
        var days: UInt32 = 0
        for weekday in 0..<7 {
            let all = Self.days(weekday, of: month)
            if weekdays >> UInt64(weekday) & 1 == 1 { days |= all }
            if lasts >> UInt64(weekday) & 1 == 1 { days |= 1 << UInt32(highestBit(of: all)) }
            guard numbered != 0 else { continue }
            for (index, day) in bits(of: all).enumerated()
            where numbered & Self.bit(ofWeekday: weekday, week: index + 1) != 0 {
                days |= 1 << UInt32(day)
            }
        }
        return days
    }

    /// The days of a month that are a certain weekday.
    static func days(_ weekday: Int, of month: Month) -> UInt32 {
        let first = 1 + (weekday - month.weekday(of: 1)).remainderUp(by: 7)
        let everySeventh: UInt32 = 1 | 1 << 7 | 1 << 14 | 1 << 21 | 1 << 28
        return everySeventh << UInt32(first) & month.allDays
    }
}

/// The numbers of the bits that are set, ascending.
struct Bits: Sequence, IteratorProtocol {
    var rest: UInt64

    mutating func next() -> Int? {
        guard rest != 0 else { return nil }
        defer { rest &= rest - 1 }
        return rest.trailingZeroBitCount
    }
}

func bits(of set: some FixedWidthInteger & UnsignedInteger) -> Bits { Bits(rest: UInt64(set)) }

/// The number of the highest bit of a set that is not empty.
func highestBit(of set: some FixedWidthInteger) -> Int {
    type(of: set).bitWidth - 1 - set.leadingZeroBitCount
}
