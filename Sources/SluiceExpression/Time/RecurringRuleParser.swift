/// Reads the TZ string at the end of a TZif file.
struct RecurringRuleParser {
    private let bytes: ArraySlice<UInt8>
    private let zone: String
    private var position: Int

    init(bytes: ArraySlice<UInt8>, zone: String) {
        self.bytes = bytes
        self.zone = zone
        position = bytes.startIndex
    }

    mutating func parse() throws(TimeZoneError) -> RecurringRule {
        let name = try abbreviation()
        // POSIX counts offsets westward.
        let standard = -(try offset())
        var rule = RecurringRule(
            standard: TimeZoneRules.Kind(
                offset: standard, isDaylightSaving: false, abbreviation: name))
        if next != nil { rule.daylight = try daylight(standardOffset: standard) }
        guard next == nil else { throw error("the end") }
        return rule
    }

    private mutating func daylight(
        standardOffset: Int,
    ) throws(TimeZoneError) -> RecurringRule.Daylight {
        let name = try abbreviation()
        let comma = UInt8(ascii: ",")
        let offset = next == comma || next == nil ? standardOffset + 3600 : -(try offset())
        let kind = TimeZoneRules.Kind(offset: offset, isDaylightSaving: true, abbreviation: name)
        guard take(comma) else { throw error("',' and the date on which '\(name)' begins") }
        let start = try moment()
        guard take(comma) else { throw error("',' and the date on which '\(name)' ends") }
        return RecurringRule.Daylight(kind: kind, start: start, end: try moment())
    }

    /// `CET` or `<+0545>`
    private mutating func abbreviation() throws(TimeZoneError) -> String {
        let isQuoted = take(UInt8(ascii: "<"))
        let start = position
        while let byte = next, byte.isLetter || isQuoted && byte.isDigitOrSign { position += 1 }
        let name = String(decoding: bytes[start..<position], as: UTF8.self)
        guard name.utf8.count >= 3 else { throw error("an abbreviation of three characters") }
        if isQuoted, !take(UInt8(ascii: ">")) { throw error("'>'") }
        return name
    }

    /// Seconds of `[+-]hh[:mm[:ss]]`, up to 24 hours.
    private mutating func offset() throws(TimeZoneError) -> Int { try time(hours: 24) }

    private mutating func time(hours limit: Int) throws(TimeZoneError) -> Int {
        let isNegative = take(UInt8(ascii: "-"))
        if !isNegative { _ = take(UInt8(ascii: "+")) }
        var seconds = try number(0...limit, "hours") * 3600
        if take(UInt8(ascii: ":")) {
            seconds += try number(0...59, "minutes") * 60
            if take(UInt8(ascii: ":")) { seconds += try number(0...59, "seconds") }
        }
        return isNegative ? -seconds : seconds
    }

    private mutating func moment() throws(TimeZoneError) -> RecurringRule.Moment {
        let day = try day()
        let time = take(UInt8(ascii: "/")) ? try time(hours: 167) : 2 * 3600
        return RecurringRule.Moment(day: day, time: time)
    }

    private mutating func day() throws(TimeZoneError) -> RecurringRule.Moment.Day {
        if take(UInt8(ascii: "J")) { return .julian(try number(1...365, "day of the year")) }
        guard take(UInt8(ascii: "M")) else {
            return .zeroBased(try number(0...365, "day of the year"))
        }
        let month = try number(1...12, "month")
        guard take(UInt8(ascii: ".")) else { throw error("'.' and a week") }
        let week = try number(1...5, "week")
        guard take(UInt8(ascii: ".")) else { throw error("'.' and a day of the week") }
        return .weekday(month: month, week: week, weekday: try number(0...6, "day of the week"))
    }

    private mutating func number(
        _ range: ClosedRange<Int>, _ what: String,
    ) throws(TimeZoneError) -> Int {
        let start = position
        var value = 0
        while let byte = next, byte.isDigit, position - start < 3 {
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            position += 1
        }
        guard position > start, range ~= value else {
            position = start
            throw error("\(what), \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private func error(_ expected: String) -> TimeZoneError {
        let text = String(decoding: bytes, as: UTF8.self)
        return TimeZoneError(
            zone: zone, offset: position,
            reason: "the rule '\(text)' cannot be read here; needed: \(expected)")
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20
    }

    fileprivate var isDigitOrSign: Bool {
        isDigit || self == UInt8(ascii: "+") || self == UInt8(ascii: "-")
    }
}
