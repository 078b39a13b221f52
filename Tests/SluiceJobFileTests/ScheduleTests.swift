import SluiceJobFile
import SluiceModel
import Testing

/// A job with a schedule, in JSON's manner on line 2.
private func source(_ schedule: String) -> String {
    "name: j\nschedule: \(schedule)\nnodes: [{name: a, type: Dummy}]\n"
}

/// A schedule of a right expression and what a test puts behind it, from column 32 on.
private func daily(_ rest: String) -> String { source("{cron: \"0 0 2 * * ?\", \(rest)}") }

private func problems(_ source: String) -> [String] {
    JobFile.parse(source).problems.map(\.description)
}

private func schedule(_ source: String) throws -> ScheduleDefinition {
    let (definition, problems) = JobFile.parse(source)
    #expect(problems == [])
    return try #require(definition?.schedule)
}

@Test func `every field of a schedule comes into the definition`() throws {
    let source = """
        name: j
        schedule:
          cron: "0 0 2 * * ?"
          timeZone: Europe/Berlin
          start: 2026-01-01T00:00:00+08:00
          end: 2026-12-31T23:59:59Z
          calendar: germany
          calendarRule: previous
          catchup: all
          catchupLimit: 31
          overlap: stop-old
          dependPrePeriod: true
          enabled: false
          startWithin: 10m
          endWithin: 2h
          cancelWaitingAfter: 60d
        nodes: [{name: a, type: Dummy}]
        """
    let expected = ScheduleDefinition(
        cron: "0 0 2 * * ?", timeZone: "Europe/Berlin",
        start: Timestamp(milliseconds: 1_767_196_800_000),
        end: Timestamp(milliseconds: 1_798_761_599_000), calendar: "germany",
        calendarRule: .previousWorkingDay, catchup: .all, catchupLimit: 31, overlap: .stopOld,
        dependsOnPrevious: true, isEnabled: false, startWithinMilliseconds: 600_000,
        endWithinMilliseconds: 7_200_000, cancelWaitingMilliseconds: 60 * 86_400_000)
    #expect(try schedule(source) == expected)
}

@Test func `an expression alone makes a schedule of defaults`() throws {
    #expect(
        try schedule(source("{cron: '*/15 * * * *'}")) == ScheduleDefinition(cron: "*/15 * * * *"))
    #expect(try schedule(source("{cron: 0 0 2 * * ?}")).cron == "0 0 2 * * ?")
}

@Test(arguments: ["", "~"])
func `without a schedule a job runs only by hand`(value: String) {
    let (definition, problems) = JobFile.parse(source(value))
    #expect(problems == [])
    #expect(definition != nil)
    #expect(definition?.schedule == nil)
}

@Test(
    arguments: [
        ("catchup: none", .none, 1_000), ("catchup: all", .all, 1_000),
        ("catchup: Latest", .latest, 1_000), ("catchup: all, catchupLimit: 1", .all, 1),
    ] as [(String, ScheduleDefinition.Catchup, Int)])
func `missed cycles are caught up as the file says`(
    text: String, catchup: ScheduleDefinition.Catchup, limit: Int,
) throws {
    let schedule = try schedule(daily(text))
    #expect(schedule.catchup == catchup)
    #expect(schedule.catchupLimit == limit)
}

@Test(
    arguments: [
        ("only", .onlyWorkingDays), ("next", .nextWorkingDay), ("previous", .previousWorkingDay),
    ] as [(String, CalendarRule)])
func `a calendar has one of four meanings`(text: String, rule: CalendarRule) throws {
    #expect(try schedule(daily("calendar: c, calendarRule: \(text)")).calendarRule == rule)
    let counted = source("{cron: 0 0 2 L-1 * ?, calendar: c, calendarRule: count}")
    #expect(try schedule(counted).calendarRule == .countWorkingDays)
}

@Test(arguments: [
    "2026-01-01T00:00:00+08:00", "2025-12-31T16:00:00Z", "2025-12-31T16:00Z",
    "2025-12-31 16:00:00.000Z", "2026-01-01T00:00:00+08", "2026-01-01T00:00:00+0800",
    "2025-12-31T12:30:00-03:30", "2025-12-31t16:00:00z",
])
func `an instant is written with its offset`(text: String) throws {
    let start = try schedule(daily("start: \(text)")).start
    #expect(start == Timestamp(milliseconds: 1_767_196_800_000))
}

@Test func `milliseconds of an instant are kept, before 1970 too`() throws {
    #expect(
        try schedule(daily("start: 1969-12-31T23:59:59.25Z")).start
            == Timestamp(milliseconds: -750))
}

@Test func `an instant without an offset is meant in a zone that needs no rules`() throws {
    let schedule = try schedule(daily("timeZone: GMT+8, start: 2026-01-01T00:00:00"))
    #expect(schedule.start == Timestamp(milliseconds: 1_767_196_800_000))
}

@Test(arguments: [
    "2026-01-01T00:00:00+8", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T1:00:00Z",
    "2026-01-01T00:00:60Z", "2026-01-01T00:00:00+19:00", "2026-01-01T00:00:00.1234Z",
    "2026-01-01T00:00.5Z", "2026-01-01T+1:00Z", "2026-01-01TZ", "20260101T000000Z",
    "2026-01-01T00:00:00 Europe/Berlin", "tomorrow", "1767196800000", "''",
])
func `what is no instant is refused`(text: String) {
    let words = text == "''" ? text : "'\(text)'"
    let needed = "a time with its offset is needed (write 2026-01-01T00:00:00+08:00)"
    #expect(
        problems(daily("start: \(text)")) == ["2:40: schedule.start is \(words); \(needed)"])
}

@Test(arguments: [
    (
        "start: 2026-01-01T00:00",
        "2:40: schedule.start is '2026-01-01T00:00', a time without an offset (write 2026-01-01T00:00:00Z, or an offset like +08:00 in place of Z)"
    ),
    (
        "end: 2026-01-01",
        "2:38: schedule.end is '2026-01-01', a date without a time (write 2026-01-01T00:00:00Z, or an offset like +08:00 in place of Z)"
    ),
    (
        "start: 2026-01-02T00:00:00Z, end: 2026-01-01T00:00:00Z",
        "2:67: the schedule ends before it starts (write an end behind 2026-01-02T00:00:00Z)"
    ),
    (
        "timeZone: GMT+19",
        "2:43: 'GMT+19' is no time zone: the offset is hours, or hours and minutes up to 18:00, as in GMT+8 and GMT+08:30"
    ),
    (
        "timeZone: Europe Berlin",
        "2:43: 'Europe Berlin' is no time zone: names have no ' ' (as in Europe/Berlin or GMT+8)"
    ),
    (
        "calendarRule: only",
        "2:47: the schedule has a calendarRule and no calendar (write 'calendar: NAME' or remove it)"
    ),
    (
        "calendar: a/b",
        "2:43: the name 'a/b' has the character '/'; letters, digits, CJK and '-', '_', '.' are allowed"
    ),
    (
        "calendar: c, calendarRule: count",
        "2:18: working days are counted where the days are numbers, L or L-3, and the days of the week are all"
    ),
    (
        "catchupLimit: 5",
        "2:47: the schedule has a catchupLimit, and its catchup is 'latest' (write 'catchup: all' or remove it)"
    ),
    (
        "catchup: none, catchupLimit: 5",
        "2:62: the schedule has a catchupLimit, and its catchup is 'none' (write 'catchup: all' or remove it)"
    ),
    (
        "catchup: al, catchupLimit: 5",
        "2:42: schedule.catchup is 'al'; one of none, latest, all is needed (did you mean 'all'?)"
    ),
    (
        "catchup: all, catchupLimit: 1001",
        "2:61: schedule.catchupLimit is '1001'; a whole number from 1 to 1000 is needed"
    ),
    (
        "overlap: stop",
        "2:42: schedule.overlap is 'stop'; one of wait, skip, stop-old is needed"
    ),
    (
        "timeZone: UTC, start: 2026-01-01T03:00:00Z, end: 2026-01-01T04:00:00Z",
        "2:18: the schedule never fires: nothing of the expression lies between its start and its end, on days that the calendar leaves, within 40 years"
    ),
])
func `a wrong field of a schedule is refused with its place`(text: String, expected: String) {
    #expect(problems(daily(text)) == [expected])
}

@Test(arguments: [
    (
        "{timeZone: UTC}",
        "2:11: the schedule has no cron (write 'cron: \"0 0 2 * * ?\"')"
    ),
    (
        "\"0 0 2 * * ?\"",
        "2:11: schedule is '0 0 2 * * ?'; a map is needed (write 'cron: \"0 0 2 * * ?\"' below it)"
    ),
    (
        "{cron: @daily, timeZone: [UTC]}",
        "2:18: this is not YAML: this character cannot begin a value (indent with spaces, not tabs; quote a text that begins with '@', '`' or '%')"
    ),
    ("{cron: '@daily', timeZone: [UTC]}", "2:38: schedule.timeZone is a list; text is needed"),
    ("{cron: [0, 2]}", "2:18: schedule.cron is a list; text is needed"),
    ("{cron: '0 61 2 * * ?'}", "2:21: cron '61': a minute is 0 to 59"),
    (
        "\n  cron: |\n    0 61 2 * * ?",
        "4:7: cron '61': a minute is 0 to 59"
    ),
])
func `a wrong expression is refused at the very character`(value: String, expected: String) {
    #expect(problems(source(value)) == [expected])
}

@Test func `the letter C is refused with its reason`() {
    let found = problems(source("{cron: 0 0 2 15C * ?}"))
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("2:24: cron '15C': ") == true)
}

@Test func `an expression that needs quotes says so`() {
    #expect(
        problems(source("\n  cron: * * * * *")) == [
            "3:10: this is not YAML: a name is missing behind the '*' (quote a text that begins with '*')"
        ])
}
