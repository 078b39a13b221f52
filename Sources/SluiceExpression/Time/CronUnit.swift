/// What a field counts: its numbers and names.
enum CronUnit: Hashable {
    case minute, hour, day, month
    /// Six fields: Sunday is 1, up to 7. Five: Sunday is 0 and 7.
    case week(sundayIs: Int)

    var range: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .day: 1...31
        case .month: 1...12
        case .week(let sunday): sunday...7
        }
    }

    /// How many numbers there are before they begin again.
    var cycle: Int {
        switch self {
        case .minute: 60
        case .hour: 24
        case .day: 31
        case .month: 12
        case .week: 7
        }
    }

    /// What a value may be, for people.
    var allowed: String {
        let numbers = "\(range.lowerBound) to \(range.upperBound)"
        return switch self {
        case .minute: "a minute is \(numbers)"
        case .hour: "an hour is \(numbers)"
        case .day: "a day is \(numbers), or has L or W, as in L, L-3, 15W and LW"
        case .month: "a month is \(numbers) or JAN to DEC"
        case .week(let sunday):
            "a day of the week is \(numbers) (Sunday is \(sunday == 0 ? "0 and 7" : "1")) "
                + "or MON to SUN"
        }
    }

    /// The number of a name in upper case.
    func number(of name: String) -> Int? {
        switch self {
        case .minute, .hour, .day: nil
        case .month: Month.names.firstIndex { $0.prefix(3).uppercased() == name }.map { $0 + 1 }
        case .week(let sunday): Weekday.allCases.firstIndex { $0.code == name }.map { $0 + sunday }
        }
    }
}

extension Month {
    static let names = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
}

extension CronParser {
    /// The numbers of a field or a part of it.
    struct NumberSet {
        var bits: UInt64 = 0
        var hasStarOrStep = false
    }

    func set(_ piece: Piece, _ unit: CronUnit) throws(CronError) -> NumberSet {
        var all = NumberSet()
        for part in piece.split(at: ",") {
            let set = try item(part, unit)
            all.bits |= set.bits
            all.hasStarOrStep = all.hasStarOrStep || set.hasStarOrStep
        }
        return all
    }

    /// `*`, `5`, `1-5`, each with `/2` or without.
    func item(_ piece: Piece, _ unit: CronUnit) throws(CronError) -> NumberSet {
        guard !piece.isEmpty else { throw error(piece, "a value is missing; \(unit.allowed)") }
        let parts = piece.split(at: "/")
        guard parts.count <= 2 else { throw error(piece, "one '/' is possible, as in */5") }
        let isStepped = parts.count == 2
        let span = try span(parts[0], unit, isStepped: isStepped)
        let step = isStepped ? try self.step(parts[1], unit) : 1
        var set = NumberSet(hasStarOrStep: isStepped || parts[0].string == "*")
        for number in stride(from: span.first, through: span.last, by: step) {
            set.bits |= 1 << UInt64(number > unit.range.upperBound ? number - unit.cycle : number)
        }
        return set
    }

    /// First and last number; the last one goes past the end of the unit where the range does.
    private func span(
        _ piece: Piece, _ unit: CronUnit, isStepped: Bool,
    ) throws(CronError) -> (first: Int, last: Int) {
        // The five-field form has Sunday twice; once is enough.
        let end = unit == .week(sundayIs: 0) ? 6 : unit.range.upperBound
        if piece.string == "*" { return (unit.range.lowerBound, end) }
        let ends = piece.split(at: "-")
        guard ends.count <= 2 else { throw error(piece, "a range has two ends, as in 1-5") }
        let first = try value(ends[0], unit)
        guard ends.count == 2 else { return (first, isStepped ? max(first, end) : first) }
        let last = try value(ends[1], unit)
        if first <= last { return (first, last) }
        if unit == .week(sundayIs: 0), last == 0 { return (first, 7) }
        guard form == .sixFields, unit != .day else {
            throw error(piece, "the range ends before it begins; write two, as in 22-23,0-2")
        }
        return (first, last + unit.cycle)
    }

    private func step(_ piece: Piece, _ unit: CronUnit) throws(CronError) -> Int {
        guard let step = number(piece), 1..<unit.cycle ~= step else {
            throw error(piece, "a step is 1 to \(unit.cycle - 1) here")
        }
        return step
    }

    /// A number or name within its range.
    func value(_ piece: Piece, _ unit: CronUnit) throws(CronError) -> Int {
        guard let value = number(piece) ?? unit.number(of: piece.string.uppercased()) else {
            let isWrong = piece.isEmpty ? "a value is missing; " : ""
            throw error(piece, isWrong + unit.allowed)
        }
        guard unit.range ~= value else { throw error(piece, unit.allowed) }
        return value
    }

    /// Digits only: no sign, at most four.
    func number(_ piece: Piece) -> Int? {
        let text = piece.string
        guard 1...4 ~= text.utf8.count, text.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int(text)
    }
}
