import SluiceExpression
import SluiceModel
import Testing

@Suite struct TimeZoneTests {
    @Test(arguments: [
        ("UTC", 0), ("Z", 0), ("GMT", 0), ("GMT+8", 28_800), ("GMT+08", 28_800),
        ("GMT+08:30", 30_600), ("GMT-3", -10_800), ("UTC+1", 3600), ("+05:45", 20_700),
        ("-18:00", -64_800), ("GMT+0", 0),
    ])
    func `a fixed offset needs no file, and plus is east`(name: String, offset: Int) throws {
        let zone = try #require(try TimeZoneRules.fixed(name))
        #expect(zone.name == name)
        #expect(zone.local(at: .zero).offset == offset)
    }

    @Test(arguments: ["GMT+19", "GMT+8:5", "GMT+", "UTC-18:01", "+1:99", "GMT+008", "GMT+8:00:00"])
    func `an offset that no zone has is refused`(name: String) {
        #expect(throws: TimeZoneError.self) { try TimeZoneRules.fixed(name) }
    }

    @Test(arguments: ["Europe/Berlin", "Etc/GMT+8", "GMT0", "EST5EDT", "utc", ""])
    func `other names are names of files`(name: String) throws {
        #expect(try TimeZoneRules.fixed(name) == nil)
    }

    @Test(arguments: [
        ("", "the name of a time zone is empty"),
        ("../passwd", "'../passwd' is no time zone: names have no '.'"),
        ("/etc/passwd", "'/etc/passwd' is no time zone: write Area/City, as in Europe/Berlin"),
        (
            "Europe//Berlin",
            "'Europe//Berlin' is no time zone: write Area/City, as in Europe/Berlin"
        ),
        ("zone.tab", "'zone.tab' is no time zone: names have no '.'"),
        ("Europe/B\u{0}", "'Europe/B\u{0}' is no time zone: names have no '\u{0}'"),
        (
            String(repeating: "a", count: 65),
            "the name of a time zone has more than 64 characters"
        ),
    ])
    func `a name is no way out of the folder of zones`(name: String, problem: String) {
        #expect(TimeZoneRules.problem(withName: name) == problem)
        #expect(throws: TimeZoneError(zone: name, reason: problem)) {
            try TimeZoneRules(name: name, tzif: TZif().bytes)
        }
    }

    @Test(arguments: ["America/Argentina/Buenos_Aires", "Etc/GMT+8", "EST5EDT", "NZ-CHAT"])
    func `names of zones are right`(name: String) {
        #expect(TimeZoneRules.problem(withName: name) == nil)
    }

    @Test(arguments: [
        ("2026-03-29T00:59:59", "2026-03-29T01:59:59+01:00", "CET", false),
        ("2026-03-29T01:00:00", "2026-03-29T03:00:00+02:00", "CEST", true),
        ("2026-10-25T00:59:59", "2026-10-25T02:59:59+02:00", "CEST", true),
        ("2026-10-25T01:00:00", "2026-10-25T02:00:00+01:00", "CET", false),
        ("1890-01-01T00:00:00", "1890-01-01T00:53:28+00:53:28", "LMT", false),
        ("2500-07-01T12:00:00", "2500-07-01T14:00:00+02:00", "CEST", true),
        ("9999-07-01T12:00:00", "9999-07-01T14:00:00+02:00", "CEST", true),
    ])
    func `clocks in Berlin show`(
        utc: String, local: String, abbreviation: String, isDaylightSaving: Bool,
    ) throws {
        let shown = try Zone.named("Europe/Berlin").local(at: Timestamp(utc: utc))
        #expect(shown.description == local)
        #expect(shown.abbreviation == abbreviation)
        #expect(shown.isDaylightSaving == isDaylightSaving)
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29T02:30", [], "2026-03-29T01:00"),
        (
            "Europe/Berlin", "2026-10-25T02:30", ["2026-10-25T00:30", "2026-10-25T01:30"],
            "2026-10-25T00:30"
        ),
        ("Europe/Berlin", "2026-10-25T03:00", ["2026-10-25T02:00"], "2026-10-25T02:00"),
        (
            "Australia/Lord_Howe", "2024-04-07T01:45", ["2024-04-06T14:45", "2024-04-06T15:15"],
            "2024-04-06T14:45"
        ),
        ("Pacific/Apia", "2011-12-30T12:00", [], "2011-12-30T10:00"),
        ("Asia/Kathmandu", "1986-01-01T00:14", [], "1985-12-31T18:30"),
        ("UTC", "2026-10-25T02:30", ["2026-10-25T02:30"], "2026-10-25T02:30"),
    ])
    func `a local time is no instant in a gap and two in a fold`(
        name: String, local: String, instants: [String], first: String,
    ) throws {
        let zone = try Zone.named(name)
        let expected = try instants.map { try Timestamp(utc: $0) }
        #expect(try zone.instants(of: LocalTime(local)) == expected)
        #expect(try zone.instant(of: LocalTime(local)) == Timestamp(utc: first))
    }

    @Test(arguments: [
        ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00", "EDT", "2026-11-01T06:00", "EST"),
        ("XST-1XDT,J60,J300/3", "2028-03-01T01:00", "XDT", "2028-10-27T01:00", "XST"),
        ("XST-1XDT,59,299/3", "2028-02-29T01:00", "XDT", "2028-10-26T01:00", "XST"),
        ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2026-03-29T01:00", "-02", "2026-10-25T01:00", "-03"),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00", "IDT", "2026-10-24T23:00", "IST"),
        (
            "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-10-03T15:30", "+11",
            "2026-04-04T15:00", "+1030"
        ),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-10-25T01:00", "GMT", "2026-03-29T01:00", "IST"),
    ])
    func `a rule says when clocks change`(
        rule: String, start: String, during: String, end: String, after: String,
    ) throws {
        let zone = try Zone.following(rule)
        for (text, expected, before) in [(start, during, after), (end, after, during)] {
            let change = try Timestamp(utc: text)
            #expect(zone.local(at: change).abbreviation == expected)
            let earlier = Timestamp(milliseconds: change.milliseconds - 1)
            #expect(zone.local(at: earlier).abbreviation == before)
        }
    }

    @Test func `daylight saving may last all year`() throws {
        let zone = try Zone.following("XST3XDT4,0/0,J365/23")
        for text in ["2026-01-01T03:59:59", "2026-01-01T04:00", "2026-07-01T00:00"] {
            #expect(zone.local(at: try Timestamp(utc: text)).abbreviation == "XDT")
        }
    }

    @Test(arguments: [
        ("CET-1CEST", 9, "',' and the date on which 'CEST' begins"),
        ("CET-1CEST,M3.5.0", 16, "',' and the date on which 'CEST' ends"),
        ("CET-1CEST,M13.5.0,M10.5.0", 11, "month, 1 to 12"),
        ("CET-1CEST,M3.6.0,M10.5.0", 13, "week, 1 to 5"),
        ("CET-1CEST,M3.5.7,M10.5.0", 15, "day of the week, 0 to 6"),
        ("CET-1CEST,J0,J300", 11, "day of the year, 1 to 365"),
        ("CET-1CEST,366,J300", 10, "day of the year, 0 to 365"),
        ("CET-1CEST,59/168,J300", 13, "hours, 0 to 167"),
        ("CET-25", 4, "hours, 0 to 24"),
        ("CET", 3, "hours, 0 to 24"),
        ("C-1", 1, "an abbreviation of three characters"),
        ("<+0545-5:45", 8, "'>'"),
        ("CET-1:60", 6, "minutes, 0 to 59"),
        ("CET-1CEST,M3.5.0,M10.5.0/3;", 26, "the end"),
    ])
    func `a rule that cannot be read is refused with its place`(
        rule: String, offset: Int, needed: String,
    ) {
        let start = TZif().bytes.count - 1
        let error = TimeZoneError(
            zone: "Test/Rule", offset: start + offset,
            reason: "the rule '\(rule)' cannot be read here; needed: \(needed)")
        #expect(throws: error) { try Zone.following(rule) }
    }

    @Test func `a file of version 1 has no rule`() throws {
        let zone = try TimeZoneRules(
            name: "Old", tzif: TZif(version: 0, transitions: [-5, 9]).bytes)
        #expect(zone.local(at: .zero).description == "1970-01-01T00:00:00Z")
    }

    @Test func `versions to come are read, as far as they are known`() throws {
        for version in "234".utf8 {
            let bytes = TZif(version: version, footer: "CET-1").bytes
            let zone = try TimeZoneRules(name: "New", tzif: bytes)
            #expect(zone.local(at: .zero).offset == 3600)
        }
    }

    @Test(
        arguments: [
            ([], 0, "the file ends in its header: 4 bytes are needed from byte 0 on"),
            (Array("GIF89a..".utf8), 0, "this is no TZif file: it has no 'TZif' here"),
            (
                TZif(version: 7).bytes, 4,
                "the version is none that is known; 0, '2', '3' and '4' are"
            ),
            (
                TZif(transitions: [5, 5]).bytes, 106,
                "a transition is not later than the one before it"
            ),
            (
                TZif(transitions: [1 << 60]).bytes, 98,
                "a transition lies outside the years up to 9999"
            ),
            (
                Array(TZif(footer: "CET-1").bytes.dropLast()), 114,
                "the footer does not end with a line break"
            ),
            (
                TZif(transitions: Array(0...2000)).bytes, 86,
                "the file has 2001 transitions; at most 2000 are read"
            ),
        ] as [([UInt8], Int, String)])
    func `bytes that are no zone are refused with their place`(
        bytes: [UInt8], offset: Int, reason: String,
    ) {
        #expect(throws: TimeZoneError(zone: "X", offset: offset, reason: reason)) {
            try TimeZoneRules(name: "X", tzif: bytes)
        }
    }

    @Test func `a zone that counts leap seconds is refused`() throws {
        let bytes = try Zone.bytes("right/Europe/Berlin")
        let error = #expect(throws: TimeZoneError.self) {
            try TimeZoneRules(name: "right/Europe/Berlin", tzif: bytes)
        }
        #expect(
            error?.description
                == "time zone 'right/Europe/Berlin', byte 28: the file counts leap seconds; "
                + "take the zone that is not below 'right/'")
    }

    @Test(arguments: ["Europe/Berlin", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Kathmandu"])
    func `no bytes crash the parser, nor what it makes of them`(name: String) throws {
        let sound = try Zone.bytes(name)
        var dice = SeededDice(seed: 8134)
        let cron = try CronExpression("30 2 * * *")
        for _ in 0..<3000 {
            // What is not refused has to be usable.
            guard let zone = try? TimeZoneRules(name: name, tzif: dice.damaged(sound)) else {
                continue
            }
            let time = Timestamp(milliseconds: .random(in: .min ... .max, using: &dice))
            _ = zone.local(at: time)
            let year = Int.random(in: 1...9999, using: &dice)
            let date = try #require(CivilDate(year: year, month: 3, day: 29))
            _ = zone.instant(of: try #require(LocalTime(date, hour: 2)))
            _ = cron.next(after: time, in: zone)
            _ = cron.previous(before: Timestamp(milliseconds: 1_800_000_000_000), in: zone)
        }
    }
}

@Suite struct TimeZoneOracleTests {
    @Test(.enabled(if: Oracle.hasPython))
    func `every zone shows what Python's zoneinfo shows, at any time and around changes`() throws {
        var zone = TimeZoneRules.utc
        let lines = try Oracle.run("offsets.py").split(separator: "\n")
        #expect(lines.count > 20_000)
        let wrong = try lines.filter { line in
            let cells = line.split(separator: " ")
            let (name, instant) = (String(cells[0]), try #require(Int64(cells[1])))
            if zone.name != name { zone = try TimeZoneRules(name: name, tzif: Zone.bytes(name)) }
            let time = Timestamp(milliseconds: instant * 1000)
            let shown = zone.local(at: time)
            let isSame = shown.offset == Int(cells[2]) && shown.abbreviation == cells[3]
            return !isSame || !zone.instants(of: shown.local).contains(time)
        }
        #expect(wrong.isEmpty, "\(wrong.count) lines, as \(wrong.prefix(3))")
    }
}

extension SeededDice {
    /// Some bytes changed, half of them near the start, and at times the end cut off.
    fileprivate mutating func damaged(_ sound: [UInt8]) -> [UInt8] {
        var bytes = sound
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let range = Bool.random(using: &self) ? 0..<min(120, bytes.count) : bytes.indices
            bytes[Int.random(in: range, using: &self)] = UInt8.random(in: 0...255, using: &self)
        }
        if Int.random(in: 0..<4, using: &self) == 0 {
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &self))
        }
        return bytes
    }
}
