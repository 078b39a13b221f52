extension WorkCalendar {
    /// - Throws: the first line that is wrong; also where nobody would ever work, or not for more
    ///   than `longestRest` days.
    package init(_ text: String) throws(CalendarError) {
        var parser = WorkCalendarParser()
        guard text.utf8.count <= Self.textBytes else {
            throw CalendarError(line: 1, reason: "a calendar has at most \(Self.textBytes) bytes")
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for line in lines { try parser.read(line) }
        self = try parser.finish()
    }
}

/// Reads a calendar line by line.
struct WorkCalendarParser {
    private enum Section {
        case none, holidays, workdays
    }

    private var line = 0
    private var section = Section.none
    private var keys: Set<String> = []
    private var weekdays = WeekField.mondayToFriday
    /// Line on which each date is listed, by day number.
    private var lines: [Int: Int] = [:]
    private var entries: [WorkCalendar.Entry] = []

    mutating func read(_ text: Substring) throws(CalendarError) {
        line += 1
        let content = Self.trimmed(Self.withoutComment(text))
        if content.isEmpty || content == "---" { return }
        if content.first == "-" {
            try entry(Self.trimmed(content.dropFirst()))
        } else {
            try key(content)
        }
    }

    /// A `#` begins a comment where YAML has it so: at the start and behind a space.
    private static func withoutComment(_ text: Substring) -> Substring {
        var previous: Character = " "
        for index in text.indices {
            if text[index] == "#", previous == " " || previous == "\t" { return text[..<index] }
            previous = text[index]
        }
        return text
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    private mutating func key(_ content: Substring) throws(CalendarError) {
        let parts = content.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count == 2 ? Self.trimmed(parts[1]) : ""
        guard keys.insert(String(parts[0])).inserted else {
            throw error("'\(parts[0].prefix(40))' comes twice")
        }
        switch (parts[0], parts.count) {
        case ("weekdays", 2):
            section = .none
            weekdays = try weekdays(value)
        case ("holidays", 2), ("workdays", 2):
            guard value.isEmpty || value == "[]" else {
                throw error("dates come on lines of their own, as in '- 2026-12-25 Christmas'")
            }
            section = parts[0] == "holidays" ? .holidays : .workdays
        default:
            throw error("'\(content.prefix(40))' is not 'weekdays:', 'holidays:' or 'workdays:'")
        }
    }

    /// `MON-FRI`, `SUN-THU`, `MON,WED,FRI`, with brackets or without.
    private func weekdays(_ value: Substring) throws(CalendarError) -> UInt64 {
        let isBracketed = value.first == "[" && value.last == "]"
        let list = isBracketed ? value.dropFirst().dropLast() : value
        var days: UInt64 = 0
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count <= 2, let first = weekday(ends[0]),
                let last = weekday(ends[ends.count - 1])
            else {
                throw error("'\(part.prefix(40))' is no day of the week; write MON-FRI or MON,WED")
            }
            for day in first...(last < first ? last + 7 : last) { days |= 1 << UInt64(day % 7) }
        }
        return days
    }

    private func weekday(_ text: Substring) -> Int? {
        let code = Self.trimmed(text).uppercased()
        return Weekday.allCases.first { $0.code == code }?.rawValue
    }

    private mutating func entry(_ content: Substring) throws(CalendarError) {
        guard section != .none else {
            throw error("a date comes below 'holidays:' or 'workdays:'")
        }
        let end = content.firstIndex(where: \.isWhitespace) ?? content.endIndex
        guard let date = CivilDate(content[..<end]) else {
            throw error("'\(content[..<end].prefix(40))' is no date; write it as 2026-12-25")
        }
        if let other = lines.updateValue(line, forKey: date.dayNumber) {
            throw error("\(date) is on line \(other) already")
        }
        guard entries.count < WorkCalendar.dates else {
            throw error("a calendar has at most \(WorkCalendar.dates) dates")
        }
        entries.append(
            WorkCalendar.Entry(
                date: date, isWorkingDay: section == .workdays,
                name: String(Self.trimmed(content[end...]))))
    }

    func finish() throws(CalendarError) -> WorkCalendar {
        let calendar = WorkCalendar(
            weekdays: weekdays, entries: entries.sorted { $0.date < $1.date })
        // Without holidays a week has a working day; so only they can make a long rest.
        var free = 0
        var day = Int.min
        for entry in calendar.entries where !entry.isWorkingDay {
            if entry.date.dayNumber <= day { continue }
            (free, day) = rest(around: entry.date.dayNumber, in: calendar)
            guard free <= WorkCalendar.longestRest else {
                throw CalendarError(
                    line: lines[entry.date.dayNumber] ?? line,
                    reason: "nobody works for more than \(WorkCalendar.longestRest) days around "
                        + "\(entry.date)")
            }
        }
        return calendar
    }

    /// The free days around a free day, counted no further than is needed, and the last of them.
    private func rest(around day: Int, in calendar: WorkCalendar) -> (count: Int, last: Int) {
        let isFree = { calendar.isWorkingDay(CivilDate(dayNumber: $0)) == false }
        var (first, last) = (day, day)
        while last - first <= WorkCalendar.longestRest, isFree(first - 1) { first -= 1 }
        while last - first <= WorkCalendar.longestRest, isFree(last + 1) { last += 1 }
        return (last - first + 1, last)
    }

    private func error(_ reason: String) -> CalendarError {
        CalendarError(line: line, reason: reason)
    }
}
