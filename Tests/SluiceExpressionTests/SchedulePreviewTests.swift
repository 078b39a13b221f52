import SluiceExpression
import SluiceModel
import Testing

@Suite struct SchedulePreviewTests {
    private struct Machine: Almanac {
        func zone(named name: String) throws(SluiceError) -> TimeZoneRules {
            do {
                return try Zone.named(name)
            } catch {
                throw SluiceError(.invalidArgument, reason: "TIME_ZONE_UNKNOWN", "unknown")
            }
        }

        func calendar(named name: String) throws(SluiceError) -> WorkCalendar { .mondayToFriday }
    }

    private func schedule(
        _ cron: String, _ zone: String = "Europe/Berlin", calendar: String = "",
        end: Timestamp? = nil,
    ) throws -> Schedule {
        try Schedule(
            ScheduleDefinition(cron: cron, timeZone: zone, end: end, calendar: calendar),
            from: Machine())
    }

    private func lines(_ cron: String, after: String, _ count: Int) throws -> [String] {
        try schedule(cron).preview(after: try Timestamp(utc: after), count: count).map {
            "\($0.shown) \($0.shown.abbreviation) \($0.clockChange?.description ?? "-")"
        }
    }

    @Test func `a time in a gap has the note that it was left out`() throws {
        #expect(
            try lines("0 30 2 * * ?", after: "2027-03-27T12:00", 2) == [
                "2027-03-28T03:00:00+02:00 CEST clocks go forward: 02:00 to 03:00 is left out",
                "2027-03-29T02:30:00+02:00 CEST -",
            ])
    }

    @Test func `a time at the end of a gap that is asked for has none`() throws {
        #expect(
            try lines("0 0 3 * * ?", after: "2027-03-27T12:00", 1) == [
                "2027-03-28T03:00:00+02:00 CEST -"
            ])
    }

    @Test func `of a doubled time the notes tell the first and the second`() throws {
        #expect(
            try lines("0 0/30 2 * * ?", after: "2026-10-24T12:00", 5) == [
                "2026-10-25T02:00:00+02:00 CEST clocks go back: the first of two",
                "2026-10-25T02:30:00+02:00 CEST clocks go back: the first of two",
                "2026-10-25T02:00:00+01:00 CET clocks go back: the second of two",
                "2026-10-25T02:30:00+01:00 CET clocks go back: the second of two",
                "2026-10-26T02:00:00+01:00 CET -",
            ])
        #expect(
            try lines("0 30 2 * * ?", after: "2026-10-24T12:00", 2) == [
                "2026-10-25T02:30:00+02:00 CEST clocks go back: the first of two",
                "2026-10-26T02:30:00+01:00 CET -",
            ])
    }

    @Test func `the words have zone, calendar and bounds`() throws {
        let end = try Timestamp(utc: "2026-12-31T23:00")
        let words = try schedule("0 0 2 * * ?", calendar: "de", end: end).words
        #expect(
            words.hasSuffix(
                "Europe/Berlin, on working days only, until 2027-01-01T00:00:00+01:00"))
        #expect(words.hasPrefix("at 02:00"))
    }

    @Test(arguments: [
        ("0 61 * * * ?", "UTC", "CRON_INVALID"), ("0 0 2 * * ?", "No/Where", "TIME_ZONE_UNKNOWN"),
    ])
    func `a definition that cannot be meant is refused with its reason`(
        _ cron: String, _ zone: String, _ reason: String,
    ) throws {
        let error = try #require(throws: SluiceError.self) { _ = try schedule(cron, zone) }
        #expect(error.code == .invalidArgument)
        #expect(error.reason == reason)
    }

    @Test func `a definition that never fires is refused with its expression`() throws {
        let past = try Timestamp(utc: "1971-01-01T00:00")
        var definition = ScheduleDefinition(cron: "0 0 2 * * ?", timeZone: "UTC", end: past)
        definition.start = past
        let error = try #require(throws: SluiceError.self) {
            _ = try Schedule(definition, from: Machine())
        }
        #expect(error.reason == "SCHEDULE_INVALID")
        #expect(error.message.contains("0 0 2 * * ?"))
    }
}
