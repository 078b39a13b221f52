package import SluiceModel

/// When something is to happen, again and again: a cron expression, read and checked.
///
/// | form | fields | week |
/// |---|---|---|
/// | six fields, the source's | `<sec> <min> <hour> <day> <month> <week>` | 1–7, Sunday is 1 |
/// | five fields, cron(5)'s | `<min> <hour> <day> <month> <week>` | 0–7, Sunday is 0 and 7 |
///
/// - Every field: `*`, `,`, `-`, `/`; names `MON`–`SUN` and `JAN`–`DEC` in any case.
/// - Day: `L` last day, `L-3` three days before it, `15W` the Monday to Friday nearest to the 15th
///   in its month, `LW` the last Monday to Friday. A month without that day has no such fire.
/// - Week: `6#3` the third, `6L` the last such day of the month; `L` alone is Saturday (six).
/// - Six fields, as Quartz has it: seconds are 0; one of day and week has to be `?` or `*`; ranges
///   may pass the end (`22-2`), except in days.
/// - Five fields, as cron(5) has it: where neither day nor week begins with `*`, either is enough;
///   `@hourly`, `@daily`, `@midnight`, `@weekly`, `@monthly`, `@yearly`, `@annually`.
package struct CronExpression: Hashable, Sendable, CustomStringConvertible {
    package enum Form: Hashable, Sendable {
        case fiveFields
        case sixFields
    }

    /// As it was written, with one space between fields.
    package let description: String
    package let form: Form
    let fields: CronFields

    /// Characters of an expression.
    package static let textLength = 512

    /// - Throws: what is wrong first, with its place; also where the expression would never fire.
    package init(_ text: String) throws(CronError) {
        let parser = try CronParser(text)
        fields = try parser.parse()
        form = parser.form
        description = parser.normalized
    }

    /// The first fire time later than `time`, in whole seconds; nil beyond the year 9999.
    ///
    /// Clocks that are put forward: what they leave out fires once, when they have been. Clocks
    /// that are put back: what they show twice fires the first time where minute and hour are
    /// lists of numbers; both times where one of them has a `*` or a step.
    package func next(after time: Timestamp, in zone: TimeZoneRules) -> Timestamp? {
        FirePlan(fields: fields).next(after: time, in: zone)
    }

    /// The last fire time earlier than `time`; nil before the year 1.
    package func previous(before time: Timestamp, in zone: TimeZoneRules) -> Timestamp? {
        FirePlan(fields: fields).previous(before: time, in: zone)
    }

    /// For people: `at 02:30 on weekdays`.
    package var words: String { CronWords(fields: fields).text }
}
