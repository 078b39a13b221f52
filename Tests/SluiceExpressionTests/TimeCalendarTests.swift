import SluiceExpression
import SluiceModel
import Testing

/// Shanghai's October of 2026, as people there keep it: a week of holidays, two Saturdays made up.
let golden = """
    # Days off by order, and the Saturdays that make up for them.
    weekdays: MON-FRI
    holidays:
      - 2026-10-01 National Day
      - 2026-10-02
      - 2026-10-05
      - 2026-10-06   # a Tuesday
      - 2026-10-07 Golden Week's end
    workdays:
      - 2026-09-26 instead of 6 October
      - 2026-10-10 instead of 7 October

    """

@Suite struct TimeCalendarTests {
    @Test func `a date works as it is listed, else as its day of the week`() throws {
        let calendar = try WorkCalendar(golden)
        let working = (1...12).filter { day in
            CivilDate(year: 2026, month: 10, day: day).map(calendar.isWorkingDay) == true
        }
        #expect(working == [8, 9, 10, 12])
        #expect(calendar.entries.count == 7)
        #expect(calendar.listedYears == 2026...2026)
    }

    @Test func `listed dates have names`() throws {
        let calendar = try WorkCalendar(golden)
        let names = ["2026-10-01", "2026-10-02", "2026-10-06", "2026-10-07", "2026-10-08"].map {
            CivilDate($0).flatMap(calendar.name)
        }
        #expect(names == ["National Day", nil, nil, "Golden Week's end", nil])
    }

    @Test(arguments: [
        ("", [1, 2, 3, 4, 5]), ("weekdays: SUN-THU", [0, 1, 2, 3, 4]),
        ("weekdays: [mon, wed , FRI]\n", [1, 3, 5]), ("weekdays: FRI-MON", [5, 6, 0, 1]),
        ("---\nholidays: []\nweekdays: SAT # only", [6]),
    ])
    func `days of the week may be chosen`(text: String, weekdays: [Int]) throws {
        let calendar = try WorkCalendar(text)
        let days = (1...7).compactMap { CivilDate(year: 2026, month: 11, day: $0) }
        let working = days.filter(calendar.isWorkingDay).map(\.weekday.rawValue)
        #expect(Set(working) == Set(weekdays))
    }

    @Test(
        arguments: [
            (1, "2026-10-08"), (2, "2026-10-09"), (3, "2026-10-10"), (-1, "2026-10-30"),
            (18, "2026-10-30"), (19, nil), (0, nil), (-18, "2026-10-08"), (-19, nil),
        ] as [(Int, String?)])
    func `the n-th working day of a month counts from either end`(
        number: Int, date: String?,
    ) throws {
        let calendar = try WorkCalendar(golden)
        let found = calendar.workingDay(number, ofMonth: 10, year: 2026)
        #expect(found?.description == date)
    }

    @Test func `a date has a working day on both sides`() throws {
        let calendar = try WorkCalendar(golden)
        let date = try #require(CivilDate("2026-10-03"))
        #expect(calendar.workingDay(from: date).description == "2026-10-08")
        #expect(calendar.workingDay(upTo: date).description == "2026-09-30")
        let working = try #require(CivilDate("2026-10-10"))
        #expect(calendar.workingDay(from: working) == working)
        #expect(calendar.workingDay(upTo: working) == working)
    }

    @Test(arguments: [
        ("weekdays: MON-FRY", 1, "'MON-FRY' is no day of the week; write MON-FRI or MON,WED"),
        ("weekdays: []", 1, "'' is no day of the week; write MON-FRI or MON,WED"),
        ("weekdays: MON\nweekdays: MON", 2, "'weekdays' comes twice"),
        ("holidays:\nholidays:", 2, "'holidays' comes twice"),
        ("weekdays", 1, "'weekdays' is not 'weekdays:', 'holidays:' or 'workdays:'"),
        ("\nholiday:", 2, "'holiday:' is not 'weekdays:', 'holidays:' or 'workdays:'"),
        (
            "holidays: 2026-01-01", 1,
            "dates come on lines of their own, as in '- 2026-12-25 Christmas'"
        ),
        ("- 2026-01-01", 1, "a date comes below 'holidays:' or 'workdays:'"),
        ("holidays:\n- 2026-02-29", 2, "'2026-02-29' is no date; write it as 2026-12-25"),
        ("holidays:\n- 1.1.2026", 2, "'1.1.2026' is no date; write it as 2026-12-25"),
        ("holidays:\n-", 2, "'' is no date; write it as 2026-12-25"),
        (
            "holidays:\n- 2026-01-01\nworkdays:\n- 2026-01-01", 4,
            "2026-01-01 is on line 2 already"
        ),
    ])
    func `a line that is wrong is named`(text: String, line: Int, reason: String) {
        #expect(throws: CalendarError(line: line, reason: reason)) { try WorkCalendar(text) }
    }

    @Test func `a rest is at most four weeks long`() throws {
        let june = try #require(CivilDate("2026-06-01"))
        let days = (0..<40).map { CivilDate(dayNumber: june.dayNumber + $0) }
        let text = { "holidays:\n" + days.prefix($0).map { "- \($0)\n" }.joined() }
        #expect(throws: Never.self) { try WorkCalendar(text(25)) }
        let reason = "nobody works for more than 28 days around 2026-06-01"
        #expect(throws: CalendarError(line: 2, reason: reason)) { try WorkCalendar(text(26)) }
    }

    @Test func `no text crashes the parser`() {
        var dice = SeededDice(seed: 8134)
        let alphabet = Array("0129-:#, \n[]MONü")
        for _ in 0..<2000 {
            var text = Array(golden)
            for _ in 0..<3 {
                text[Int.random(in: text.indices, using: &dice)] =
                    alphabet.randomElement(using: &dice) ?? "-"
            }
            _ = try? WorkCalendar(String(text))
        }
    }
}
