/// A date and time pattern, as `yyyy-MM-dd HH:mm:ss`: Java's letters and their meaning, names of
/// months and days in English, weeks from Sunday with 1 January in the first.
struct DatePattern: Hashable {
    enum Field: Hashable {
        case text(String)
        /// A letter and how often it comes.
        case letter(Unicode.Scalar, Int)
    }

    let source: String
    let fields: [Field]

    private static let letters = "G y Y M L w W D d F E u a H k K h m s S z Z X"
    private static let known = Set(letters.unicodeScalars).subtracting([" "])

    init(_ source: String) throws(Refusal) {
        self.source = source
        fields = try Self.fields(Letters(source.unicodeScalars))
    }

    private static func fields(_ source: Letters) throws(Refusal) -> [Field] {
        var fields: [Field] = []
        var plain = String.UnicodeScalarView()
        var index = 0
        while index < source.count {
            let scalar = source[index]
            if scalar == "'" {
                plain.append(contentsOf: try quoted(source, &index))
            } else if isLetter(scalar) {
                if !plain.isEmpty { fields.append(.text(String(plain))) }
                plain = String.UnicodeScalarView()
                fields.append(try letter(source, &index))
            } else {
                plain.append(scalar)
                index += 1
            }
        }
        if !plain.isEmpty { fields.append(.text(String(plain))) }
        return fields
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z": true
        default: false
        }
    }

    private static func letter(
        _ source: Letters, _ index: inout Int,
    ) throws(Refusal) -> Field {
        let scalar = source[index]
        let count = source[index...].prefix { $0 == scalar }.count
        guard known.contains(scalar) else {
            throw Refusal(
                "the pattern's letter '\(scalar)' is unknown; letters are \(letters), and text "
                    + "stands in single quotes")
        }
        guard scalar != "X" || count <= 3 else {
            throw Refusal("the pattern has \(count) times 'X'; 'XXX' gives '+08:00'")
        }
        index += count
        return .letter(scalar, count)
    }

    /// Text from one `'` to the next; `''` is one, inside as outside.
    private static func quoted(_ source: Letters, _ index: inout Int) throws(Refusal) -> Letters {
        var text: Letters = []
        index += 1
        if index < source.count, source[index] == "'" {
            index += 1
            return ["'"]
        }
        while index < source.count {
            let isQuote = source[index] == "'"
            let isDouble = isQuote && index + 1 < source.count && source[index + 1] == "'"
            if isQuote, !isDouble {
                index += 1
                return text
            }
            text.append(source[index])
            index += isDouble ? 2 : 1
        }
        throw Refusal("the text in the pattern's single quotes never ends")
    }
}

// MARK: - Writing

extension DatePattern {
    func text(of clock: LocalClock) -> String {
        fields.map { field in
            switch field {
            case .text(let text): text
            case .letter(let letter, let count): Self.text(letter, count, clock)
            }
        }.joined()
    }

    private static func text(
        _ letter: Unicode.Scalar, _ count: Int, _ clock: LocalClock,
    ) -> String {
        let date = clock.local.date
        switch letter {
        case "y": return year(date.year, count)
        case "Y": return year(date.weekYear, count)
        case "M" where count >= 3, "L" where count >= 3:
            return name(monthNames[date.month - 1], isShort: count == 3)
        case "E": return name(date.weekday.name, isShort: count < 4)
        case "G": return "AD"
        case "a": return clock.local.hour < 12 ? "AM" : "PM"
        case "z": return clock.zoneName
        case "Z": return offset(clock.offset, colon: false, minutes: true)
        case "X":
            guard clock.offset != 0 else { return "Z" }
            return offset(clock.offset, colon: count == 3, minutes: count > 1)
        default: return number(letter, clock).padded(to: count)
        }
    }

    private static func number(_ letter: Unicode.Scalar, _ clock: LocalClock) -> Int {
        let (date, hour) = (clock.local.date, clock.local.hour)
        switch letter {
        case "M", "L": return date.month
        case "w": return date.weekOfYear
        case "W": return date.weekOfMonth
        case "D": return date.dayOfYear
        case "d": return date.day
        case "F": return (date.day - 1) / 7 + 1
        case "u": return date.weekday == .sunday ? 7 : date.weekday.rawValue
        case "H": return hour
        case "k": return hour == 0 ? 24 : hour
        case "K": return hour % 12
        case "h": return hour % 12 == 0 ? 12 : hour % 12
        case "m": return clock.local.minute
        case "s": return clock.local.second
        default: return clock.millisecond
        }
    }

    private static func year(_ year: Int, _ count: Int) -> String {
        count == 2 ? (year % 100).padded(to: 2) : year.padded(to: count)
    }

    private static func name(_ name: String, isShort: Bool) -> String {
        isShort ? String(name.prefix(3)) : name
    }

    static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    private static func offset(_ seconds: Int, colon: Bool, minutes: Bool) -> String {
        let distance = abs(seconds)
        return (seconds < 0 ? "-" : "+") + (distance / 3600).padded(to: 2)
            + (colon ? ":" : "") + (minutes ? (distance / 60 % 60).padded(to: 2) : "")
    }
}

extension CivilDate {
    /// From 1.
    var dayOfYear: Int { dayNumber - Month(year: year, month: 1).firstDay + 1 }

    /// Weeks begin on Sunday; the first is the one with the first day of the month.
    var weekOfMonth: Int {
        (day - 1 + Month(year: year, month: month).weekday(of: 1)) / 7 + 1
    }

    /// Weeks begin on Sunday; the first is the one with 1 January, which begins before it.
    var weekOfYear: Int {
        guard weekYear == year else { return 1 }
        return (dayOfYear - 1 + Month(year: year, month: 1).weekday(of: 1)) / 7 + 1
    }

    /// The year that the week belongs to: that of its Saturday.
    var weekYear: Int { CivilDate(dayNumber: dayNumber + 6 - weekday.rawValue).year }
}
