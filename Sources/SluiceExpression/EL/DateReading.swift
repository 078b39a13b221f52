import SluiceModel

extension DatePattern {
    /// Reads a text strictly: all of it, and only what there is in the calendar. What the pattern
    /// leaves out is that of 1970-01-01 00:00; without a zone the text is on the job's clocks.
    func time(
        in text: String, _ context: any ExpressionContext,
    ) throws(Refusal) -> Timestamp {
        var reading = DateReading(text, pattern: self)
        for (index, field) in fields.enumerated() {
            let isAdjacent = index + 1 < fields.count && fields[index + 1].isNumeric
            try reading.read(field, isAdjacent: isAdjacent)
        }
        try reading.finish()
        return try reading.time(in: context)
    }
}

extension DatePattern.Field {
    fileprivate var isNumeric: Bool {
        switch self {
        case .text: false
        case .letter("M", let count), .letter("L", let count): count < 3
        case .letter(let letter, _): "ydHkKhmsS".unicodeScalars.contains(letter)
        }
    }
}

/// A text that is being read along a pattern.
private struct DateReading {
    private let text: String
    private let pattern: String
    private var rest: Substring.UnicodeScalarView
    private var values: [Unicode.Scalar: Int] = [:]
    private var isAfternoon: Bool?
    /// Seconds ahead of UTC, where the text says.
    private var offset: Int?
    private var isShortYear = false

    init(_ text: String, pattern: DatePattern) {
        self.text = text
        self.pattern = pattern.source
        rest = text.unicodeScalars[...]
    }

    private func mismatch(_ missing: String) -> Refusal {
        let shown = text.unicodeScalars.count <= 60 ? "'\(text)'" : "the text"
        return Refusal("\(shown) does not read as '\(pattern)': \(missing)")
    }

    mutating func read(_ field: DatePattern.Field, isAdjacent: Bool) throws(Refusal) {
        switch field {
        case .text(let text):
            guard take(text) else { throw mismatch("'\(text)' is missing") }
        case .letter(let letter, let count):
            try read(letter, count, isAdjacent: isAdjacent, isNumeric: field.isNumeric)
        }
    }

    func finish() throws(Refusal) {
        if !rest.isEmpty { throw mismatch("'\(String(rest.prefix(20)))' is left over") }
    }

    private mutating func take(_ expected: String, anyCase: Bool = false) -> Bool {
        let count = expected.unicodeScalars.count
        let head = String(rest.prefix(count))
        guard anyCase ? head.lowercased() == expected.lowercased() : head == expected else {
            return false
        }
        rest = rest.dropFirst(count)
        return true
    }

    private mutating func read(
        _ letter: Unicode.Scalar, _ count: Int, isAdjacent: Bool, isNumeric: Bool,
    ) throws(Refusal) {
        switch letter {
        case "M", "L":
            values["M"] =
                isNumeric
                ? try number(letter, isAdjacent ? count : 9)
                : try index(in: DatePattern.monthNames, "a month") + 1
        case "E": _ = try index(in: Weekday.allCases.map(\.name), "a day of the week")
        case "a": isAfternoon = try index(in: ["AM", "PM"], "AM or PM") == 1
        case "z", "Z", "X": offset = try zone()
        case "y":
            let before = rest.count
            values["y"] = try number(letter, isAdjacent ? count : 9)
            isShortYear = count <= 2 && before - rest.count == 2
        case _ where isNumeric: values[letter] = try number(letter, isAdjacent ? count : 9)
        default: throw Refusal("the pattern's letter '\(letter)' can be written and not be read")
        }
    }

    private mutating func number(_ letter: Unicode.Scalar, _ length: Int) throws(Refusal) -> Int {
        let digits = rest.prefix(length).prefix(while: Lexer.isDigit)
        guard let number = Int(String(digits)) else {
            throw mismatch("a number is missing for '\(letter)'")
        }
        rest = rest.dropFirst(digits.count)
        return number
    }

    /// Position of the name that comes next, whole or in its first three letters.
    private mutating func index(in names: [String], _ what: String) throws(Refusal) -> Int {
        for (index, name) in names.enumerated() where take(name, anyCase: true) { return index }
        for (index, name) in names.enumerated()
        where take(String(name.prefix(3)), anyCase: true) { return index }
        throw mismatch("\(what) is missing")
    }

    /// `Z`, `UTC`, `+08`, `+0800`, `+08:00`, `GMT+8`
    private mutating func zone() throws(Refusal) -> Int {
        let isNamed = take("GMT") || take("UTC")
        guard let sign = rest.first, sign == "+" || sign == "-" else {
            guard isNamed || take("Z") else { throw mismatch("a zone as in '+08:00' is missing") }
            return 0
        }
        rest = rest.dropFirst()
        let hours = try number("Z", isNamed && rest.dropFirst().first == ":" ? 1 : 2)
        let hasColon = take(":")
        let minutes = rest.first.map(Lexer.isDigit) == true || hasColon ? try number("Z", 2) : 0
        guard hours <= 18, minutes < 60 else { throw mismatch("no zone is that far from UTC") }
        return (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
    }

    func time(in context: any ExpressionContext) throws(Refusal) -> Timestamp {
        let year = try year(in: context)
        let (month, day) = (values["M"] ?? 1, values["d"] ?? 1)
        guard let date = CivilDate(year: year, month: month, day: day) else {
            throw mismatch("there is no such day")
        }
        let millisecond = values["S"] ?? 0
        let clock = LocalTime(
            date, hour: try hour(), minute: values["m"] ?? 0, second: values["s"] ?? 0)
        guard let local = clock, millisecond < 1000 else {
            throw mismatch("no clock shows such a time")
        }
        guard let offset else {
            return LocalClock.time(localSeconds: local.localSeconds, millisecond, in: context)
        }
        return Timestamp(
            milliseconds: Int64(local.localSeconds - offset) * 1000 + Int64(millisecond))
    }

    /// A year of two digits is the one from 80 years before the plan time to 19 years behind it.
    private func year(in context: any ExpressionContext) throws(Refusal) -> Int {
        let year = values["y"] ?? 1970
        guard isShortYear else { return year }
        let present = try LocalClock(context.planTime, in: context).local.date.year
        let first = present - 80
        return first + (year - first).remainderUp(by: 100)
    }

    private func hour() throws(Refusal) -> Int {
        if let hour = values["H"] { return hour }
        if let hour = values["k"], 1...24 ~= hour { return hour % 24 }
        let half = isAfternoon == true ? 12 : 0
        if let hour = values["K"], hour < 12 { return hour + half }
        if let hour = values["h"], 1...12 ~= hour { return hour % 12 + half }
        let isWrong = ["k", "K", "h"].contains { values[$0] != nil }
        return isWrong ? 99 : half
    }
}
