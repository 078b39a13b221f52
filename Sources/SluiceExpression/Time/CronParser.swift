/// Cuts a cron expression into fields and reads each; what is wrong first is thrown.
struct CronParser {
    /// A field or a part of it, and the column where it begins, from 1.
    struct Piece {
        var text: Substring.UnicodeScalarView
        var column: Int

        var string: String { String(text) }
        var isEmpty: Bool { text.isEmpty }

        func split(at separator: Unicode.Scalar) -> [Piece] {
            var pieces: [Piece] = []
            var column = column
            for part in text.split(separator: separator, omittingEmptySubsequences: false) {
                pieces.append(Piece(text: part, column: column))
                column += part.count + 1
            }
            return pieces
        }

        func dropFirst(_ count: Int) -> Piece {
            Piece(text: text.dropFirst(count), column: column + Swift.min(count, text.count))
        }

        func dropLast(_ count: Int) -> Piece {
            Piece(text: text.dropLast(count), column: column)
        }
    }

    let form: CronExpression.Form
    /// The expression with one space between fields.
    let normalized: String
    /// Without the seconds: minute, hour, day, month, week.
    private let pieces: [Piece]
    private let expression: String

    private static let macros = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *",
        "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *",
        "@annually": "0 0 1 1 *",
    ]

    init(_ text: String) throws(CronError) {
        let kept = text.unicodeScalars.prefix(CronExpression.textLength)
        expression = String(String.UnicodeScalarView(kept))
        guard text.unicodeScalars.count <= CronExpression.textLength else {
            throw CronError(
                expression: expression, column: CronExpression.textLength + 1, value: "…",
                reason: "an expression has at most \(CronExpression.textLength) characters")
        }
        var fields = Self.words(text)
        normalized = fields.map(\.string).joined(separator: " ")
        if let first = fields.first, first.text.first == "@" {
            fields = try Self.macro(fields, in: expression)
        }
        form = fields.count == 6 ? .sixFields : .fiveFields
        if form == .sixFields { try Self.requireZero(fields.removeFirst(), in: expression) }
        guard fields.count == 5 else {
            throw CronError(
                expression: expression, column: 1, value: normalized,
                reason: "it has \(fields.count) fields; write six, "
                    + "<sec> <min> <hour> <day> <month> <week>, or five, without <sec>")
        }
        pieces = fields
    }

    private static func requireZero(
        _ seconds: Piece, in expression: String,
    ) throws(CronError) {
        guard ["0", "00"].contains(seconds.string) else {
            throw CronError(
                expression: expression, column: seconds.column, value: seconds.string,
                reason: "seconds can only be 0")
        }
    }

    private static func words(_ text: String) -> [Piece] {
        let line = Piece(text: text[...].unicodeScalars, column: 1)
        let isBlank: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" }
        var pieces: [Piece] = []
        var rest = line
        while true {
            rest = rest.dropFirst(rest.text.prefix(while: isBlank).count)
            let word = rest.text.prefix { !isBlank($0) }
            guard !word.isEmpty else { return pieces }
            pieces.append(Piece(text: word, column: rest.column))
            rest = rest.dropFirst(word.count)
        }
    }

    private static func macro(
        _ fields: [Piece], in expression: String,
    ) throws(CronError) -> [Piece] {
        let name = fields[0].string
        guard fields.count == 1, let meaning = macros[name.lowercased()] else {
            let reason =
                name.lowercased() == "@reboot"
                ? "a restart has no plan time; write when to fire"
                : "write @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually alone"
            throw CronError(
                expression: expression, column: fields[0].column, value: name, reason: reason)
        }
        return words(meaning)
    }

    func parse() throws(CronError) -> CronFields {
        let sundayIs = form == .sixFields ? 1 : 0
        var fields = CronFields()
        let minute = try set(pieces[0], .minute)
        let hour = try set(pieces[1], .hour)
        fields.minutes = minute.bits
        fields.hours = hour.bits
        fields.isFixedTime = !minute.hasStarOrStep && !hour.hasStarOrStep
        fields.days = try days(pieces[2])
        fields.months = try set(pieces[3], .month).bits
        fields.week = try week(pieces[4], sundayIs: sundayIs)
        fields.eitherDayIsEnough = try joinsDays(fields)
        guard fields.canFire else {
            let isByWeek = fields.days.isAny
            throw error(
                pieces[isByWeek ? 4 : 2],
                "it would never fire: no month of the expression has such a day")
        }
        return fields
    }

    /// Whether either of day and week is enough.
    private func joinsDays(_ fields: CronFields) throws(CronError) -> Bool {
        let (day, week) = (pieces[2], pieces[4])
        switch form {
        case .fiveFields: return day.text.first != "*" && week.text.first != "*"
        case .sixFields:
            if day.string == "?", week.string == "?" {
                throw error(week, "only one of day and week may be '?'; the other one may be '*'")
            }
            guard fields.days.isAny || fields.week.isAny else {
                throw error(week, "one of day and week has to be '?' or '*' in six fields")
            }
            return false
        }
    }

    func error(_ piece: Piece, _ reason: String) -> CronError {
        CronError(
            expression: expression, column: piece.column, value: piece.string, reason: reason)
    }
}

extension CronParser {
    private func days(_ piece: Piece) throws(CronError) -> DayField {
        var field = DayField()
        if try isQuestion(piece) {
            field.isAny = true
            return field
        }
        for item in piece.split(at: ",") { try add(day: item, to: &field) }
        field.isAny = piece.string == "*"
        return field
    }

    private func add(day item: Piece, to field: inout DayField) throws(CronError) {
        let text = item.string.uppercased()
        try refuseC(item, text)
        if text == "LW" || text == "WL" {
            field.hasLastWeekday = true
        } else if text == "L" {
            field.beforeLast |= 1
        } else if text.hasPrefix("L-") {
            guard let before = number(item.dropFirst(2)), 1...30 ~= before else {
                throw error(item, "write L-1 to L-30, days before the last of the month")
            }
            field.beforeLast |= 1 << UInt32(before)
        } else if text.hasSuffix("W") {
            guard let day = number(item.dropLast(1)), 1...31 ~= day else {
                throw error(item, "'W' comes behind one day, as in 15W, or in LW")
            }
            field.nearestWeekdays |= 1 << UInt32(day)
        } else {
            field.numbers |= UInt32(truncatingIfNeeded: try self.item(item, .day).bits)
        }
    }

    private func week(_ piece: Piece, sundayIs sunday: Int) throws(CronError) -> WeekField {
        var field = WeekField()
        if try isQuestion(piece) {
            field.isAny = true
            return field
        }
        for item in piece.split(at: ",") { try add(weekday: item, sunday, to: &field) }
        field.isAny = piece.string == "*"
        return field
    }

    private func add(
        weekday item: Piece, _ sunday: Int, to field: inout WeekField,
    ) throws(CronError) {
        let unit = CronUnit.week(sundayIs: sunday)
        let text = item.string.uppercased()
        try refuseC(item, text)
        if text == "L" {
            guard sunday == 1 else {
                throw error(
                    item, "write SAT for Saturdays, or a day before it, as in 5L or FRIL")
            }
            field.weekdays |= 1 << 6
        } else if text.contains("#") {
            let parts = item.split(at: "#")
            guard parts.count == 2, let number = number(parts[1]), 1...5 ~= number else {
                throw error(item, "write the day, '#' and 1 to 5, as in FRI#3 for the third Friday")
            }
            let weekday = (try value(parts[0], unit) - sunday) % 7
            field.numbered |= WeekField.bit(ofWeekday: weekday, week: number)
        } else if text.hasSuffix("L") {
            let weekday = (try value(item.dropLast(1), unit) - sunday) % 7
            field.lasts |= 1 << UInt64(weekday)
        } else {
            for number in bits(of: try self.item(item, unit).bits) {
                field.weekdays |= 1 << UInt64((number - sunday) % 7)
            }
        }
    }

    private func isQuestion(_ piece: Piece) throws(CronError) -> Bool {
        guard piece.text.contains("?") else { return false }
        guard piece.string == "?" else { throw error(piece, "'?' stands alone") }
        guard form == .sixFields else {
            throw error(piece, "'?' belongs to six fields; write '*' in five")
        }
        return true
    }

    /// `C`, `5C`, but not `DEC`, which is a month.
    private func refuseC(_ item: Piece, _ text: String) throws(CronError) {
        guard text.hasSuffix("C"), text.dropLast().utf8.allSatisfy(\.isDigit) else { return }
        throw error(
            item,
            "'C' has no defined meaning: it would refer to a calendar that nothing defines; "
                + "use numbers, and a calendar of working days")
    }
}
