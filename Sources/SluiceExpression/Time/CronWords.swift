/// Says in words what the fields of a cron expression ask for.
struct CronWords {
    let fields: CronFields

    /// Times of day that are listed one by one.
    private static let timesListed = 6

    var text: String {
        [time, day, month].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private var isListOfTimes: Bool {
        fields.minutes.nonzeroBitCount * fields.hours.nonzeroBitCount <= Self.timesListed
    }

    private var time: String {
        let minutes = Array(bits(of: fields.minutes))
        let hours = Array(bits(of: fields.hours))
        if isListOfTimes {
            let times = hours.flatMap { hour in minutes.map { Self.clock(hour, $0) } }
            return "at " + Self.list(times)
        }
        if minutes.count == 1 { return hourly(hours, at: minutes[0]) }
        let inHours = hours.count == 24 ? "" : " " + Self.spans(hours)
        if let step = Self.step(of: minutes, in: 60) {
            let each = step == 1 ? "every minute" : "every \(step) minutes"
            return each + (minutes[0] == 0 ? "" : " from minute \(minutes[0])") + inHours
        }
        let list = "at minutes \(Self.numbers(minutes))"
        return list + (hours.count == 24 ? " of every hour" : inHours)
    }

    private func hourly(_ hours: [Int], at minute: Int) -> String {
        if let step = Self.step(of: hours, in: 24) {
            let isFromMidnight = hours[0] == 0 && minute == 0
            if step == 1 { return minute == 0 ? "every hour" : "at minute \(minute) of every hour" }
            return "every \(step) hours"
                + (isFromMidnight ? "" : " from \(Self.clock(hours[0], minute))")
        }
        if let first = hours.first, let last = hours.last, last - first + 1 == hours.count {
            return "every hour from \(Self.clock(first, minute)) to \(Self.clock(last, minute))"
        }
        return "at minute \(minute) of hours \(Self.numbers(hours))"
    }

    private var day: String {
        switch (fields.days.isAny, fields.week.isAny) {
        case (true, true): return isListOfTimes ? "every day" : ""
        case (true, false): return weekdays
        case (false, true): return daysOfMonth
        case (false, false):
            return daysOfMonth + (fields.eitherDayIsEnough ? " and " : ", of those only ")
                + weekdays
        }
    }

    private var daysOfMonth: String {
        var parts: [String] = []
        let numbers = Array(bits(of: fields.days.numbers))
        if !numbers.isEmpty {
            parts.append("day\(numbers.count == 1 ? "" : "s") \(Self.numbers(numbers))")
        }
        for day in bits(of: fields.days.nearestWeekdays) {
            parts.append("the weekday nearest to day \(day)")
        }
        if fields.days.hasLastWeekday { parts.append("the last weekday") }
        for before in bits(of: fields.days.beforeLast) {
            let days = before == 1 ? "the day before" : "\(before) days before"
            parts.append(before == 0 ? "the last day" : "\(days) the last day")
        }
        return "on \(Self.list(parts)) of the month"
    }

    private var weekdays: String {
        var parts: [String] = []
        let plain = fields.week.weekdays
        switch plain {
        case WeekField.mondayToFriday: parts.append("weekdays")
        case WeekField.weekend: parts.append("weekends")
        default: parts += Self.weekdays(plain).map { $0.name + "s" }
        }
        for (index, ordinal) in ["first", "second", "third", "fourth", "fifth"].enumerated() {
            let days = Self.weekdays(fields.week.numbered >> UInt64((index + 1) * 8) & 0x7F)
            parts += days.map { "the \(ordinal) \($0.name) of the month" }
        }
        parts += Self.weekdays(fields.week.lasts).map { "the last \($0.name) of the month" }
        return "on \(Self.list(parts))"
    }

    private var month: String {
        let months = Array(bits(of: fields.months))
        if months.count == 12 { return "" }
        if let first = months.first, let last = months.last, last - first + 1 == months.count,
            months.count > 2
        {
            return "from \(Month.names[first - 1]) to \(Month.names[last - 1])"
        }
        return "in " + Self.list(months.map { Month.names[$0 - 1] })
    }
}

extension CronWords {
    /// Monday first, as people list them.
    private static func weekdays(_ set: UInt64) -> [Weekday] {
        let ofWeek = Weekday.allCases.dropFirst() + [.sunday]
        return ofWeek.filter { set >> UInt64($0.rawValue) & 1 == 1 }
    }

    /// `02:30`
    private static func clock(_ hour: Int, _ minute: Int) -> String {
        "\(hour.padded(to: 2)):\(minute.padded(to: 2))"
    }

    /// `a, b and c`
    private static func list(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }

    /// `1 to 5, 8 and 9`
    private static func numbers(_ numbers: [Int]) -> String {
        list(
            runs(numbers).flatMap { run in
                run.count > 2 ? ["\(run.lowerBound) to \(run.upperBound)"] : run.map(String.init)
            })
    }

    /// `from 09:00 to 17:59 and from 20:00 to 20:59`
    private static func spans(_ hours: [Int]) -> String {
        guard runs(hours).count <= 3 else { return "of hours \(numbers(hours))" }
        return list(
            runs(hours).map { "from \(clock($0.lowerBound, 0)) to \(clock($0.upperBound, 59))" })
    }

    /// Numbers that follow each other, together.
    private static func runs(_ numbers: [Int]) -> [ClosedRange<Int>] {
        numbers.reduce(into: []) { runs, number in
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
    }

    /// The step of numbers that are equally far apart all around the clock.
    private static func step(of numbers: [Int], in cycle: Int) -> Int? {
        guard numbers.count > 1, cycle % numbers.count == 0 else { return nil }
        let step = cycle / numbers.count
        let isEven = zip(numbers.dropFirst(), numbers).allSatisfy { $0 - $1 == step }
        return isEven ? step : nil
    }
}
