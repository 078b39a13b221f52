import SluiceExpression
import SluiceModel
import Testing

@Suite struct CronParsingTests {
    @Test(arguments: [
        ("0 61 * * * ?", 3, "61", "a minute is 0 to 59"),
        ("0 0 24 * * ?", 5, "24", "an hour is 0 to 23"),
        ("5 0 2 * * ?", 1, "5", "seconds can only be 0"),
        (
            "0 0 2 0 * ?", 7, "0",
            "a day is 1 to 31, or has L or W, as in L, L-3, 15W and LW"
        ),
        ("0 0 2 * 13 ?", 9, "13", "a month is 1 to 12 or JAN to DEC"),
        (
            "0 0 2 ? * 0", 11, "0", "a day of the week is 1 to 7 (Sunday is 1) or MON to SUN"
        ),
        (
            "0 2 * * 8", 9, "8", "a day of the week is 0 to 7 (Sunday is 0 and 7) or MON to SUN"
        ),
        (
            "0 2 * * MOM", 9, "MOM",
            "a day of the week is 0 to 7 (Sunday is 0 and 7) or MON to SUN"
        ),
        ("0  2,,3 * * *", 6, "", "a value is missing; an hour is 0 to 23"),
        ("1- 2 * * *", 3, "", "a value is missing; a minute is 0 to 59"),
        ("1-2-3 2 * * *", 1, "1-2-3", "a range has two ends, as in 1-5"),
        ("*/2/3 2 * * *", 1, "*/2/3", "one '/' is possible, as in */5"),
        ("*/60 * * * *", 3, "60", "a step is 1 to 59 here"),
        ("*/0 * * * *", 3, "0", "a step is 1 to 59 here"),
        ("0 */x * * *", 5, "x", "a step is 1 to 23 here"),
        ("-5 * * * *", 1, "", "a value is missing; a minute is 0 to 59"),
        ("+5 * * * *", 1, "+5", "a minute is 0 to 59"),
        ("5٣ * * * *", 1, "5٣", "a minute is 0 to 59"),
        ("99999999999999999999 * * * *", 1, "99999999999999999999", "a minute is 0 to 59"),
        ("0 22-2 * * *", 3, "22-2", "the range ends before it begins; write two, as in 22-23,0-2"),
        (
            "0 0 2 28-3 * ?", 7, "28-3",
            "the range ends before it begins; write two, as in 22-23,0-2"
        ),
        ("0 2 ? * *", 5, "?", "'?' belongs to six fields; write '*' in five"),
        ("0 0 2 ?,5 * *", 7, "?,5", "'?' stands alone"),
        (
            "0 0 2 ? * ?", 11, "?", "only one of day and week may be '?'; the other one may be '*'"
        ),
        ("0 0 2 5 * MON", 11, "MON", "one of day and week has to be '?' or '*' in six fields"),
        ("0 0 2 */2 * MON", 13, "MON", "one of day and week has to be '?' or '*' in six fields"),
        ("0 0 2 L-31 * ?", 7, "L-31", "write L-1 to L-30, days before the last of the month"),
        ("0 0 2 1-5W * ?", 7, "1-5W", "'W' comes behind one day, as in 15W, or in LW"),
        (
            "0 0 2 ? * 6#6", 11, "6#6",
            "write the day, '#' and 1 to 5, as in FRI#3 for the third Friday"
        ),
        (
            "0 2 * * L", 9, "L", "write SAT for Saturdays, or a day before it, as in 5L or FRIL"
        ),
        (
            "2 * *", 1, "2 * *",
            "it has 3 fields; write six, <sec> <min> <hour> <day> <month> <week>, or five, without <sec>"
        ),
        (
            "", 1, "",
            "it has 0 fields; write six, <sec> <min> <hour> <day> <month> <week>, or five, without <sec>"
        ),
        ("@reboot", 1, "@reboot", "a restart has no plan time; write when to fire"),
        (
            "@hourly *", 1, "@hourly",
            "write @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually alone"
        ),
    ])
    func `an error names the place, the value and what would be right`(
        text: String, column: Int, value: String, reason: String,
    ) {
        let expected = CronError(expression: text, column: column, value: value, reason: reason)
        #expect(throws: expected) { try CronExpression(text) }
    }

    @Test(arguments: ["0 0 2 C * ?", "0 0 2 5C * ?", "0 0 2 ? * C", "0 2 * * 1C"])
    func `C is refused, since nothing says what it means`(text: String) {
        let error = #expect(throws: CronError.self) { try CronExpression(text) }
        #expect(error?.reason.hasPrefix("'C' has no defined meaning") == true)
    }

    @Test(arguments: [
        ("0 2 31 2 *", 5, "31"), ("0 2 31 2,4,6,9,11 *", 5, "31"), ("0 0 2 30W 2 ?", 7, "30W"),
        ("0 0 2 31 FEB ?", 7, "31"), ("0 0 2 L-30 2 ?", 7, "L-30"), ("0 2 30 2 */2", 5, "30"),
    ])
    func `an expression that never fires is refused`(text: String, column: Int, value: String) {
        let reason = "it would never fire: no month of the expression has such a day"
        let expected = CronError(expression: text, column: column, value: value, reason: reason)
        #expect(throws: expected) { try CronExpression(text) }
    }

    @Test func `an expression is refused beyond its length`() {
        let text = String(repeating: "0,", count: 300) + "0 * * * *"
        let error = #expect(throws: CronError.self) { try CronExpression(text) }
        #expect(error?.reason == "an expression has at most 512 characters")
        #expect(error?.expression.count == 512)
    }

    @Test(arguments: [
        ("0 0 2 * * ?", CronExpression.Form.sixFields, "0 0 2 * * ?"),
        ("  0\t2  * * *  ", .fiveFields, "0 2 * * *"),
        ("@Daily", .fiveFields, "@Daily"),
        ("00 0 2 * * *", .sixFields, "00 0 2 * * *"),
    ])
    func `an expression is kept as it was written`(
        text: String, form: CronExpression.Form, kept: String,
    ) throws {
        let cron = try CronExpression(text)
        #expect(cron.form == form)
        #expect(cron.description == kept)
    }

    @Test(arguments: [
        ("0 0 2 ? * 2-6", "0 2 * * 1-5"), ("0 0 2 ? * MON-FRI", "0 2 * * mon-fri"),
        ("0 0 2 ? * 1", "0 2 * * 7"), ("0 0 2 ? * L", "0 2 * * SAT"),
        ("0 0 2 ? * 6L", "0 2 * * 5L"), ("0 0 2 ? * 1#2", "0 2 * * SUN#2"),
        ("0 0 22-2 * * ?", "0 22,23,0,1,2 * * *"), ("0 0 2 ? * FRI-MON", "0 2 * * 5-7,1"),
        ("0 0 2 1 NOV-FEB ?", "0 2 1 1,2,11,12 *"), ("0 0 5/6 * * ?", "0 5,11,17,23 * * *"),
        ("0 5/20 2 * * *", "5,25,45 2 * * *"), ("0 0 2 WL * ?", "0 2 LW * *"),
        ("@hourly", "0 * * * *"), ("@midnight", "@daily"), ("@annually", "@yearly"),
        ("0 2 1 1 *", "0 2 1 JAN *"), ("0 2 * * 0-7", "0 2 * * *"),
    ])
    func `two ways to write the same fire at the same times`(one: String, other: String) throws {
        let zone = TimeZoneRules.utc
        let (one, other) = try (CronExpression(one), CronExpression(other))
        var time = try Timestamp(utc: "2026-01-01T00:00")
        for _ in 0..<200 {
            let next = try #require(one.next(after: time, in: zone))
            #expect(other.next(after: time, in: zone) == next)
            time = next
        }
    }

    @Test func `no text crashes the parser`() throws {
        var dice = SeededDice(seed: 8134)
        let alphabet = Array("0123456789*/-,?LW#C MONFRISUNJAN@\tü")
        for _ in 0..<20_000 {
            var text =
                ["0 2 * * *", "0 0 2 ? * 6#3", "0 0 2 LW 1-5 ?"].randomElement(using: &dice)
                .map { Array($0) } ?? []
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                let index = Int.random(in: text.indices, using: &dice)
                text[index] = alphabet.randomElement(using: &dice) ?? "*"
            }
            guard let cron = try? CronExpression(String(text)) else { continue }
            #expect(cron.next(after: .zero, in: .utc) != nil, "\(cron)")
            #expect(!cron.words.isEmpty)
        }
    }
}

@Suite struct CronWordsTests {
    @Test(arguments: [
        ("30 2 * * 1-5", "at 02:30 on weekdays"),
        ("0 30 2 ? * MON-FRI", "at 02:30 on weekdays"),
        ("30 2 * * *", "at 02:30 every day"),
        ("0,30 8,20 * * *", "at 08:00, 08:30, 20:00 and 20:30 every day"),
        ("* * * * *", "every minute"),
        ("*/15 * * * *", "every 15 minutes"),
        ("5/15 * * * *", "every 15 minutes from minute 5"),
        ("*/15 9-17 * * 1-5", "every 15 minutes from 09:00 to 17:59 on weekdays"),
        ("* 2 * * *", "every minute from 02:00 to 02:59"),
        ("7,20 * * * *", "at minutes 7 and 20 of every hour"),
        ("0 * * * *", "every hour"),
        ("@hourly", "every hour"),
        ("20 * * * *", "at minute 20 of every hour"),
        ("0 9-17 * * 6,0", "every hour from 09:00 to 17:00 on weekends"),
        ("30 */2 * * *", "every 2 hours from 00:30"),
        ("0 */2 * * *", "every 2 hours"),
        ("0 0-3,12-15 * * *", "at minute 0 of hours 0 to 3 and 12 to 15"),
        ("0 2 1 * *", "at 02:00 on day 1 of the month"),
        ("0 2 1,15,20-25 * *", "at 02:00 on days 1, 15 and 20 to 25 of the month"),
        ("0 2 L * *", "at 02:00 on the last day of the month"),
        ("0 2 LW * *", "at 02:00 on the last weekday of the month"),
        ("0 2 15W * *", "at 02:00 on the weekday nearest to day 15 of the month"),
        (
            "0 2 L-1,L-3 * *",
            "at 02:00 on the day before the last day and 3 days before the last day of the month"
        ),
        ("0 0 2 ? * 6#3", "at 02:00 on the third Friday of the month"),
        ("0 0 2 ? * FRIL", "at 02:00 on the last Friday of the month"),
        ("0 2 * * 0,3", "at 02:00 on Wednesdays and Sundays"),
        ("0 2 13 * FRI", "at 02:00 on day 13 of the month and on Fridays"),
        (
            "0 2 */10 * MON",
            "at 02:00 on days 1, 11, 21 and 31 of the month, of those only on Mondays"
        ),
        ("@yearly", "at 00:00 on day 1 of the month in January"),
        ("0 2 * 3-5 *", "at 02:00 every day from March to May"),
        ("0 2 * 1,2,7 *", "at 02:00 every day in January, February and July"),
    ])
    func `an expression is said in words`(text: String, words: String) throws {
        #expect(try CronExpression(text).words == words)
    }
}
