import SluiceExpression
import SluiceModel
import Testing

private func schedule(
    _ text: String, zone: String = "UTC", start: String? = nil, end: String? = nil,
    calendar: WorkCalendar? = nil, rule: CalendarRule = .onlyWorkingDays,
) throws -> Schedule {
    try Schedule(
        CronExpression(text), zone: Zone.named(zone), start: start.map { try Timestamp(utc: $0) },
        end: end.map { try Timestamp(utc: $0) }, calendar: calendar, calendarRule: rule)
}

extension Schedule {
    /// Days of October 2026 on which it fires.
    fileprivate func daysOfOctober() throws -> [Int] {
        var days: [Int] = []
        var time = try Timestamp(utc: "2026-09-30T23:59:59")
        while let fire = next(after: time) {
            let date = zone.local(at: fire).local.date
            guard date.year == 2026, date.month == 10 else { return days }
            days.append(date.day)
            time = fire
        }
        return days
    }
}

@Suite struct TimeScheduleTests {
    @Test func `it fires from its start to its end, both included`() throws {
        let nightly = try schedule(
            "0 2 * * *", start: "2026-01-02T02:00", end: "2026-01-04T02:00")
        let all = nightly.upcoming(after: .zero, count: 10)
        let expected = try ["02", "03", "04"].map { try Timestamp(utc: "2026-01-\($0)T02:00") }
        #expect(all == expected)
        #expect(nightly.next(after: expected[2]) == nil)
        #expect(nightly.previous(before: expected[0]) == nil)
        #expect(nightly.previous(before: Timestamp(milliseconds: .max)) == expected[2])
        #expect(nightly.upcoming(after: .zero, count: 2).count == 2)
    }

    @Test func `an end before the start is refused`() throws {
        let error = ScheduleError.endBeforeStart(
            start: try Timestamp(utc: "2026-01-02T00:00"),
            end: try Timestamp(utc: "2026-01-01T00:00"))
        #expect(throws: error) {
            try schedule("0 2 * * *", start: "2026-01-02T00:00", end: "2026-01-01T00:00")
        }
    }

    @Test(
        arguments: [
            ("0 2 29 2 *", "2026-01-01T00:00", "2027-12-31T00:00"),
            ("0 2 * * *", "2026-01-01T02:01", "2026-01-02T01:59"),
            ("0 2 * * *", "9999-12-31T02:01", nil),
            ("0 2 * * *", nil, "0001-01-01T01:59"),
        ] as [(String, String?, String?)])
    func `what never fires between start and end is refused`(
        text: String, start: String?, end: String?,
    ) {
        #expect(throws: ScheduleError.neverFires) { try schedule(text, start: start, end: end) }
    }

    @Test(
        arguments: [
            (CalendarRule.onlyWorkingDays, "0 9 * * *", [8, 9, 10, 12, 13, 14, 15, 16]),
            (.onlyWorkingDays, "0 9 1,10 * *", [10]),
            (.onlyWorkingDays, "0 9 * * SAT", [10]),
            (.nextWorkingDay, "0 9 1,3,7,11 * *", [8, 12]),
            (.nextWorkingDay, "0 9 31 * *", []),
            (.previousWorkingDay, "0 9 7,11 * *", [10]),
            (.previousWorkingDay, "0 9 L * *", [30]),
            (.countWorkingDays, "0 9 1,3 * *", [8, 10]),
            (.countWorkingDays, "0 9 L,L-2 * *", [28, 30]),
            (.countWorkingDays, "0 9 */9 10 *", [8, 20]),
        ] as [(CalendarRule, String, [Int])])
    func `a calendar says what days are worth`(
        rule: CalendarRule, text: String, days: [Int],
    ) throws {
        let calendar = try WorkCalendar(golden)
        let found = try schedule(text, zone: "Asia/Shanghai", calendar: calendar, rule: rule)
            .daysOfOctober()
        #expect(Array(found.prefix(8)) == days)
    }

    @Test func `what moves goes over the end of a month and comes back the same way`() throws {
        let calendar = try WorkCalendar(golden)
        let forward = try schedule("0 9 31 * *", calendar: calendar, rule: .nextWorkingDay)
        let november = try Timestamp(utc: "2026-11-02T09:00")
        #expect(try forward.next(after: Timestamp(utc: "2026-10-01T00:00")) == november)
        #expect(try forward.previous(before: Timestamp(utc: "2026-12-01T00:00")) == november)
        let back = try schedule("0 9 1 * *", calendar: calendar, rule: .previousWorkingDay)
        let september = try Timestamp(utc: "2026-09-30T09:00")
        #expect(try back.next(after: Timestamp(utc: "2026-09-10T00:00")) == september)
        #expect(try back.previous(before: Timestamp(utc: "2026-10-20T00:00")) == september)
    }

    @Test(arguments: CalendarRule.allCases)
    func `with a calendar, days are those that a walk from day to day finds`(
        _ rule: CalendarRule,
    ) throws {
        let calendar = try WorkCalendar(golden)
        for text in ["0 9 1,10,L * *", "0 9 5-8 * *", "0 9 3/4 9-11 *"] {
            let found = try schedule(text, calendar: calendar, rule: rule)
                .upcoming(after: Timestamp(utc: "2026-06-01T00:00"), count: 40)
                .map { TimeZoneRules.utc.local(at: $0).local.date }
            let first = try #require(CivilDate("2026-05-01"))
            let plain = try Set(
                schedule(text).upcoming(after: Timestamp(utc: "2026-05-01T00:00"), count: 300)
                    .map { TimeZoneRules.utc.local(at: $0).local.date })
            let days = (0..<1200).map { CivilDate(dayNumber: first.dayNumber + $0) }
            let walked = walk(days, plain, rule, calendar).filter { $0.month > 5 || $0.year > 2026 }
            #expect(found.count == 40)
            let isSame = rule == .countWorkingDays || walked.prefix(40) == found[...]
            #expect(isSame, "\(text)")
            #expect(found.allSatisfy(calendar.isWorkingDay))
        }
    }

    /// Where the days asked for go, in order, each once.
    private func walk(
        _ days: [CivilDate], _ asked: Set<CivilDate>, _ rule: CalendarRule,
        _ calendar: WorkCalendar,
    ) -> [CivilDate] {
        let moved = days.filter(asked.contains).compactMap { date -> CivilDate? in
            switch rule {
            case .onlyWorkingDays, .countWorkingDays: calendar.isWorkingDay(date) ? date : nil
            case .nextWorkingDay: calendar.workingDay(from: date)
            case .previousWorkingDay: calendar.workingDay(upTo: date)
            }
        }
        return Set(moved).sorted()
    }

    @Test(arguments: ["0 9 * * *", "0 9 15W * *", "0 9 LW * *", "0 9 1 * MON"])
    func `days that are no numbers cannot be counted`(text: String) {
        #expect(throws: ScheduleError.daysCannotBeCounted) {
            try schedule(text, calendar: .mondayToFriday, rule: .countWorkingDays)
        }
    }

    @Test func `counting more working days than months have never fires`() {
        #expect(throws: ScheduleError.neverFires) {
            try schedule("0 9 24 * *", calendar: .mondayToFriday, rule: .countWorkingDays)
        }
    }

    @Test(arguments: [
        ("* * * * *", 60, SchedulePeriod.minute), ("*/15 9-17 * * 1-5", 900, .minute),
        ("0 * * * *", 3600, .hour), ("0 9-17 * * 1-5", 3600, .hour), ("0 */6 * * *", 21_600, .hour),
        ("30 2 * * *", 86_400, .day), ("30 2 * * 1-5", 86_400, .day),
        ("30 2 * * 1", 604_800, .week), ("0 0 1 * *", 2_678_400, .month),
        ("0 0 1 1,4,7,10 *", 7_948_800, .month), ("@yearly", 31_536_000, .year),
    ])
    func `the period is the median gap between fires`(
        text: String, gap: Int, period: SchedulePeriod,
    ) throws {
        let schedule = try schedule(text, zone: "Europe/Berlin")
        let time = try Timestamp(utc: "2026-03-20T12:00")
        #expect(schedule.medianGap(after: time) == gap)
        #expect(schedule.period(after: time) == period)
    }

    @Test func `what fires once more has no period`() throws {
        let once = try schedule("0 2 * * *", start: "2026-01-01T00:00", end: "2026-01-01T12:00")
        #expect(once.period(after: .zero) == nil)
    }
}
