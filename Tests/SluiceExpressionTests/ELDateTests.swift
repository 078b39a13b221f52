import SluiceExpression
import SluiceModel
import Testing

@Test(arguments: [
    ("DateUtil.format(Job.planTime, 'yyyy-MM-dd HH:mm:ss:SSS')", "2026-11-20 03:00:01:234"),
    ("DateUtil.format(DateUtil.addMonths(Job.planTime, -1), 'yyyy-MM')", "2026-10"),
    ("DateUtil.format(DateUtil.addDays(Job.planTime, -1), 'yyyy-MM-dd')", "2026-11-19"),
    ("DateUtil.format(DateUtil.addHours(Job.planTime, -4), 'yyyy-MM-dd HH')", "2026-11-19 23"),
    ("DateUtil.format(DateUtil.addMinutes(Job.planTime, '-1'), 'HH:mm')", "02:59"),
    ("DateUtil.getDay(Job.planTime)", "20"), ("DateUtil.getMonth(Job.planTime)", "11"),
    ("DateUtil.getQuarter(Job.planTime)", "4"), ("DateUtil.getYear(Job.planTime)", "2026"),
    ("DateUtil.getTime(Job.planTime)", "1795140001234"), ("DateUtil.now()", "2026-11-20T04:46:40Z"),
    ("DateUtil.parseDate('2026-11-20 03:00', 'yyyy-MM-dd HH:mm')", "2026-11-20T02:00:00Z"),
    (
        "'obs://test/' + DateUtil.format(DateUtil.addDays(Job.planTime,-1),\"yyyy-MM-dd\")",
        "obs://test/2026-11-19"
    ),
    // The last day of a shorter month; the leap day.
    (
        "DateUtil.format(DateUtil.addMonths(DateUtil.parseDate('20240131','yyyyMMdd'), 1), 'yyyyMMdd')",
        "20240229"
    ),
    (
        "DateUtil.format(DateUtil.addMonths(DateUtil.parseDate('20240229','yyyyMMdd'), -12), 'yyyyMMdd')",
        "20230228"
    ),
    // Weeks, as the vendor's own examples have them.
    (
        "DateUtil.format(DateUtil.addDays(DateUtil.parseDate('20240107','yyyyMMdd'),-1),'yyyyw')",
        "20241"
    ),
    (
        "DateUtil.format(DateUtil.addDays(DateUtil.parseDate('20240107','yyyyMMdd'),-1),'yyyyww')",
        "202401"
    ),
    (
        "DateUtil.format(DateUtil.addDays(DateUtil.parseDate('20240107','yyyyMMdd'),-7),'YYYYww')",
        "202401"
    ),
])
func `a time is written, moved and taken apart on the job's clocks`(
    expression: String, expected: String,
) throws {
    #expect(try World().text(expression) == expected)
}

/// What Java's `SimpleDateFormat` writes for 2026-11-20 15:04:05.006 in a zone an hour ahead.
@Test(arguments: [
    ("G y yy yyy yyyy yyyyy", "AD 2026 26 2026 2026 02026"), ("Y YY", "2026 26"),
    ("M MM MMM MMMM L", "11 11 Nov November 11"), ("w W D d F", "47 3 324 20 3"),
    ("E EEEE u", "Fri Friday 5"), ("a H HH k K KK h hh", "PM 15 15 15 3 03 3 03"),
    ("m mm s ss S SSS", "4 04 5 05 6 006"), ("Z X XX XXX z", "+0100 +01 +0100 +01:00 GMT+01:00"),
    ("yyyy-MM-dd'T'HH:mm:ss", "2026-11-20T15:04:05"), ("'it''s' ''H''", "it's '15'"),
    ("日 d", "日 20"), ("", ""),
])
func `a pattern means what it means in Java`(pattern: String, expected: String) throws {
    var world = World()
    world.planTime = Timestamp(milliseconds: 1_795_183_445_006)
    world.params["p"] = pattern
    #expect(try world.text("Job.getPlanTime(Job.getParam('p'))") == expected)
}

@Test(arguments: [
    ("2026-11-20", "yyyy-MM-dd", "2026-11-19T23:00:00Z"),
    ("20261120", "yyyyMMdd", "2026-11-19T23:00:00Z"),
    ("20 Nov 2026 3:04 PM", "dd MMM yyyy h:mm a", "2026-11-20T14:04:00Z"),
    ("november 5, 2026", "MMMM d, yyyy", "2026-11-04T23:00:00Z"),
    ("Friday 20.11.26", "EEEE dd.MM.yy", "2026-11-19T23:00:00Z"),
    ("20.11.99", "dd.MM.yy", "1999-11-19T23:00:00Z"), ("12 AM", "K a", "error"),
    ("12 AM", "h a", "1969-12-31T23:00:00Z"), ("24", "k", "1969-12-31T23:00:00Z"),
    ("2026-11-20T02:00:00.5Z", "yyyy-MM-dd'T'HH:mm:ss.SX", "2026-11-20T02:00:00.005Z"),
    ("02:00+0530", "HH:mmZ", "1969-12-31T20:30:00Z"),
    ("02:00 GMT+8", "HH:mm z", "1969-12-31T18:00:00Z"),
    ("02:00-03:30", "HH:mmXXX", "1970-01-01T05:30:00Z"), ("2026-13-01", "yyyy-MM-dd", "error"),
    ("2026-02-29", "yyyy-MM-dd", "error"), ("25:00", "HH:mm", "error"),
    ("2026-11-20x", "yyyy-MM-dd", "error"),
    ("2026-11", "yyyy-MM-dd", "error"), ("", "yyyy", "error"), ("47", "w", "error"),
    ("0000-01-01", "yyyy-MM-dd", "error"),
])
func `a time is read strictly`(text: String, pattern: String, expected: String) {
    let found = try? World().text("DateUtil.parseDate('\(text)', \"\(pattern)\")")
    #expect(found ?? "error" == expected)
}

@Test func `a text that is no time is refused with what does not fit`() {
    let error = World().error("DateUtil.parseDate('2026-11', 'yyyy-MM-dd')")
    #expect(error?.column == 20)
    #expect(error?.reason == "'2026-11' does not read as 'yyyy-MM-dd': '-' is missing")
}

@Test(arguments: [
    // Put forward at 2026-03-29 02:00: what is left out is as far behind it.
    ("2026-03-28 02:30", 1, "2026-03-29 03:30 +02:00"),
    ("2026-03-28 12:00", 1, "2026-03-29 12:00 +02:00"),
    // Put back at 2026-10-25 03:00: the first of the two.
    ("2026-10-24 02:30", 1, "2026-10-25 02:30 +02:00"),
    ("2026-10-24 12:00", 1, "2026-10-25 12:00 +01:00"),
])
func `a day later the clocks show the same`(from: String, days: Int, expected: String) throws {
    let later =
        "DateUtil.addDays(DateUtil.parseDate('\(from)', 'yyyy-MM-dd HH:mm'), \(days))"
    #expect(try World().text("DateUtil.format(\(later), 'yyyy-MM-dd HH:mm XXX')") == expected)
}

@Test func `hours pass whatever the clocks do`() throws {
    let start = "DateUtil.parseDate('2026-03-29 01:30', 'yyyy-MM-dd HH:mm')"
    #expect(try World().text("DateUtil.format(DateUtil.addHours(\(start), 1), 'HH:mm')") == "03:30")
}
