import SluiceExpression
import SluiceModel
import Testing

/// The answers to clocks that are put forward and back, by hand; `CronOracleTests` has many more.
@Suite struct CronFireTests {
    @Test(arguments: [
        // In a gap: once, at its end.
        ("30 2 * * *", "2026-03-29T00:00", ["2026-03-29T01:00", "2026-03-30T00:30"]),
        ("*/20 2 * * *", "2026-03-29T00:00", ["2026-03-29T01:00", "2026-03-30T00:00"]),
        (
            "30 * * * *", "2026-03-29T00:00",
            ["2026-03-29T00:30", "2026-03-29T01:00", "2026-03-29T01:30"]
        ),
        // At its end: no second time.
        ("0 2,3 * * *", "2026-03-29T00:00", ["2026-03-29T01:00", "2026-03-30T00:00"]),
        // Twice on the clock: lists of numbers fire the first time.
        ("30 2 * * *", "2026-10-24T22:00", ["2026-10-25T00:30", "2026-10-26T01:30"]),
        (
            "0,30 2-3 25 * *", "2026-10-24T22:00",
            ["2026-10-25T00:00", "2026-10-25T00:30", "2026-10-25T02:00"]
        ),
        ("30 2 * * *", "2026-10-25T01:10", ["2026-10-26T01:30"]),
        // Stars and steps fire both times.
        (
            "30 * * * *", "2026-10-25T00:00",
            ["2026-10-25T00:30", "2026-10-25T01:30", "2026-10-25T02:30"]
        ),
        (
            "*/30 2 * * *", "2026-10-25T00:15",
            ["2026-10-25T00:30", "2026-10-25T01:00", "2026-10-25T01:30"]
        ),
        ("0 */2 * * *", "2026-10-25T00:00", ["2026-10-25T01:00", "2026-10-25T03:00"]),
    ])
    func `clocks are put forward and back in Berlin`(
        text: String, after: String, fires: [String],
    ) throws {
        let zone = try Zone.named("Europe/Berlin")
        let cron = try CronExpression(text)
        var time = try Timestamp(utc: after)
        for fire in fires {
            time = try #require(cron.next(after: time, in: zone))
            #expect(try time == Timestamp(utc: fire))
        }
        for fire in fires.dropLast().reversed() {
            time = try #require(cron.previous(before: time, in: zone))
            #expect(try time == Timestamp(utc: fire))
        }
    }

    @Test func `a day that a zone left out fires once, at its end`() throws {
        let zone = try Zone.named("Pacific/Apia")
        let cron = try CronExpression("0 6,18 * * *")
        let time = try #require(cron.next(after: Timestamp(utc: "2011-12-30T04:30"), in: zone))
        #expect(zone.local(at: time).description == "2011-12-31T00:00:00+14:00")
        let next = try #require(cron.next(after: time, in: zone))
        #expect(zone.local(at: next).description == "2011-12-31T06:00:00+14:00")
    }

    @Test func `next is later and previous is earlier, to the millisecond`() throws {
        let cron = try CronExpression("30 2 * * *")
        let fire = try Timestamp(utc: "2026-01-05T02:30")
        let (before, after) = (
            Timestamp(milliseconds: fire.milliseconds - 1),
            Timestamp(milliseconds: fire.milliseconds + 1)
        )
        #expect(cron.next(after: before, in: .utc) == fire)
        #expect(try cron.next(after: fire, in: .utc) == Timestamp(utc: "2026-01-06T02:30"))
        #expect(cron.previous(before: after, in: .utc) == fire)
        #expect(try cron.previous(before: fire, in: .utc) == Timestamp(utc: "2026-01-04T02:30"))
    }

    @Test func `the longest wait is forty years, for a leap day on a certain weekday`() throws {
        let cron = try CronExpression("0 0 0 ? 2 2#5")
        var time = try Timestamp(utc: "1900-01-01T00:00")
        var years: Set<Int> = []
        while let next = cron.next(after: time, in: .utc), years.count < 60 {
            let date = TimeZoneRules.utc.local(at: next).local.date
            #expect(date.month == 2 && date.day == 29 && date.weekday == .monday)
            years.insert(date.year)
            time = next
        }
        #expect(years.count == 60)
        let sorted = years.sorted()
        #expect(zip(sorted.dropFirst(), sorted).map { $0 - $1 }.max() == 40)
    }

    @Test func `beyond the years that are reckoned nothing fires`() throws {
        let cron = try CronExpression("0 0 1 1 *")
        let zone = try Zone.named("Europe/Berlin")
        for time in [Int64.min, .min + 999, .max, .max - 999].map(Timestamp.init(milliseconds:)) {
            let isEarly = time < .zero
            #expect((cron.next(after: time, in: zone) != nil) == isEarly)
            #expect((cron.previous(before: time, in: zone) != nil) == !isEarly)
        }
        #expect(try cron.next(after: Timestamp(utc: "9999-01-02T00:00"), in: .utc) == nil)
    }

    @Test func `far ahead, a rule repeats as it is`() throws {
        let zone = try Zone.named("Europe/Berlin")
        let cron = try CronExpression("30 2 * 3 *")
        let fires = Schedule.all(cron, in: zone, from: "9000-03-01T00:00", to: "9000-04-01T00:00")
        #expect(fires.count == 31)
        let odd = fires.filter { zone.local(at: $0).local.minute != 30 }
        #expect(try odd == [Timestamp(utc: "9000-03-30T01:00")])
    }

    @Test(arguments: [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC",
    ])
    func `back and forth from any instant comes to the same fire times`(name: String) throws {
        var dice = SeededDice(seed: 8134)
        let zone = try Zone.named(name)
        let texts = [
            "30 2 * * *", "*/7 1-3 * * *", "0 0 2 LW * ?", "15 */3 13 * FRI", "0 0 29 2 *",
        ]
        for cron in try texts.map({ try CronExpression($0) }) {
            for _ in 0..<300 {
                let second = Int64.random(in: -3_000_000_000...9_000_000_000, using: &dice)
                let time = Timestamp(milliseconds: second * 1000)
                let next = try #require(cron.next(after: time, in: zone))
                let previous = try #require(cron.previous(before: time, in: zone))
                #expect(previous < time && time < next)
                let isFire = cron.next(after: previous, in: zone) == time
                #expect(isFire || cron.next(after: previous, in: zone) == next)
                #expect(cron.previous(before: next, in: zone) == (isFire ? time : previous))
            }
        }
    }
}

extension Schedule {
    /// Every fire time of an expression from one time to another, in UTC.
    static func all(
        _ cron: CronExpression, in zone: TimeZoneRules, from start: String, to end: String,
    ) -> [Timestamp] {
        guard let start = try? Timestamp(utc: start), let end = try? Timestamp(utc: end),
            let schedule = try? Schedule(cron, zone: zone, start: start, end: end)
        else { return [] }
        return schedule.upcoming(after: .zero, count: 1000)
    }
}
