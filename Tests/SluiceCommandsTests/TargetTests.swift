import Testing

@testable import SluiceCommands

@Suite struct TargetTests {
    @Test func `a number is an instance`() throws {
        #expect(try Target("12").instance == .id(12))
        #expect(try Target("12").node == nil)
    }

    @Test func `a node and an attempt follow the instance`() throws {
        let target = try Target("12/load#2")
        #expect(target.instance == .id(12))
        #expect(target.node == "load")
        #expect(target.attempt == 2)
    }

    @Test func `a job names its latest instance or that of a cycle`() throws {
        #expect(try Target("etl@latest/load").instance == .latest(job: "etl"))
        #expect(
            try Target("清洗@2026-11-20T02:00").instance
                == .planned(job: "清洗", time: "2026-11-20T02:00"))
    }

    @Test(arguments: ["", "/load", "12/", "12/load#0", "12/load#x", "@latest", "etl@", "-3", "0"])
    func `what is no target is refused as wrong usage`(_ text: String) {
        #expect(throws: Failure.self) { try Target(text) }
    }

    @Test func `a bare job is refused with what to type`() {
        #expect(
            throws: Failure.usage("'etl' is no instance", hint: "the latest of a job: etl@latest")
        ) {
            try Target("etl")
        }
    }
}

@Suite struct TimeArgumentTests {
    let reader = TimeReader(now: noon, zone: Zone { _ in 3_600 })

    @Test(arguments: [
        ("2026-11-20T02:00", "2026-11-20T01:00:00Z", 60_000),
        ("2026-11-20 02:00:30", "2026-11-20T01:00:30Z", 1_000),
        ("2026-11-20T02:00Z", "2026-11-20T02:00:00Z", 60_000),
        ("2026-11-20T02:00-05:30", "2026-11-20T07:30:00Z", 60_000),
        ("2026-11-20", "2026-11-19T23:00:00Z", 86_400_000),
        ("yesterday", "2026-11-18T23:00:00Z", 86_400_000),
        ("2h", "2026-11-20T10:00:00Z", 1),
        ("1795176000000", "2026-11-20T12:00:00Z", 1),
    ])
    func `a time is read in the local zone`(_ text: String, _ expected: String, _ span: Int64)
        throws
    {
        let reading = try reader.read(text)
        #expect(TimeText.rfc3339(reading.start, .utc) == expected)
        #expect(reading.span == span)
    }

    @Test(arguments: ["tomorrowish", "2026-02-30", "2026-11-20T25:00", "12:00", "20261120", ""])
    func `what is no time is refused`(_ text: String) {
        #expect(throws: Failure.self) { try reader.read(text) }
    }

    @Test func `a range includes the whole of its last day`() throws {
        let range = try reader.readRange("2026-11-19..2026-11-20")
        #expect(range.before - range.from == 2 * 86_400_000)
        #expect(try reader.readRange("..now").from == 0)
        #expect(try reader.readRange("1h..").before == 0)
        #expect(throws: Failure.self) { try reader.readRange("now..yesterday") }
    }

    @Test(arguments: [("90s", 90_000), ("1h30m", 5_400_000), ("500ms", 500), ("2d", 172_800_000)])
    func `a duration has units`(_ text: String, _ expected: Int64) {
        #expect(DurationText.read(text) == expected)
    }

    @Test(arguments: ["", "90", "m", "1x", "99999999999999999999d"])
    func `a number without a unit is no duration`(_ text: String) {
        #expect(DurationText.read(text) == nil)
    }

    @Test(arguments: [
        (0, "0ms"), (999, "999ms"), (4_250, "4.2s"), (59_999, "59s"), (192_000, "3m 12s"),
        (3_720_000, "1h 2m"), (90_000_000, "1d 1h"),
    ])
    func `a duration is written with two units at most`(_ milliseconds: Int64, _ expected: String) {
        #expect(DurationText.write(milliseconds) == expected)
    }

    @Test func `dates come out as they went in, far back and far on`() {
        for day in stride(from: Int64(-800_000), to: 2_000_000, by: 997) {
            #expect(CivilTime(secondsSinceEpoch: day * 86_400).secondsSinceEpoch == day * 86_400)
        }
    }

    @Test func `a moment is relative on a terminal`() {
        let moment = Moment(now: noon, zone: .utc, isTerminal: true)
        #expect(moment.cell(noon - 180_000).text == "3m ago")
        #expect(moment.cell(noon + 7_300_000).text == "in 2h")
        #expect(moment.text(noon - 180_000) == "2026-11-20 11:57:00 (3m ago)")
        #expect(moment.cell(0).text.isEmpty)
    }
}
