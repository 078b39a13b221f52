/// Reads a TZif file from front to back.
struct TZifReader {
    private let bytes: [UInt8]
    private let zone: String
    private var position = 0

    init(bytes: [UInt8], zone: String) {
        self.bytes = bytes
        self.zone = zone
    }

    mutating func read() throws(TimeZoneError) -> TZifData {
        guard bytes.count <= TimeZoneRules.fileBytes else {
            throw error(
                "the file is larger than \(TimeZoneRules.fileBytes) bytes",
                at: TimeZoneRules.fileBytes)
        }
        let first = try header()
        guard first.version >= UInt8(ascii: "2") else {
            return try block(first, widthOfTime: 4)
        }
        // The first block repeats with 32 bits what the second says with 64.
        try skip(first.bytesOfBlock(widthOfTime: 4), "32-bit block")
        let second = try header()
        var data = try block(second, widthOfTime: 8)
        data.rule = try footer()
        return data
    }

    /// The counts of a block.
    private struct Header {
        var version: UInt8
        var utIndicators: Int
        var standardIndicators: Int
        var leapSeconds: Int
        var transitions: Int
        var kinds: Int
        var characters: Int

        func bytesOfBlock(widthOfTime: Int) -> Int {
            transitions * (widthOfTime + 1) + kinds * 6 + characters
                + leapSeconds * (widthOfTime + 4) + standardIndicators + utIndicators
        }
    }

    private mutating func header() throws(TimeZoneError) -> Header {
        let start = position
        guard try take(4, "header").elementsEqual("TZif".utf8) else {
            throw error("this is no TZif file: it has no 'TZif' here", at: start)
        }
        let version = try take(16, "header").first ?? 0
        guard version == 0 || UInt8(ascii: "2")...UInt8(ascii: "9") ~= version else {
            throw error("the version is none that is known; 0, '2', '3' and '4' are", at: start + 4)
        }
        let header = Header(
            version: version, utIndicators: try unsigned("header"),
            standardIndicators: try unsigned("header"), leapSeconds: try unsigned("header"),
            transitions: try unsigned("header"), kinds: try unsigned("header"),
            characters: try unsigned("header"))
        guard header.leapSeconds == 0 else {
            throw error(
                "the file counts leap seconds; take the zone that is not below 'right/'",
                at: start + 28)
        }
        guard 1...256 ~= header.kinds else {
            throw error(
                "the file has \(header.kinds) kinds of local time; 1 to 256 are possible",
                at: start + 36)
        }
        guard header.transitions <= TimeZoneRules.transitionsRead else {
            throw error(
                "the file has \(header.transitions) transitions; at most "
                    + "\(TimeZoneRules.transitionsRead) are read", at: start + 32)
        }
        return header
    }

    private mutating func block(
        _ header: Header, widthOfTime: Int,
    ) throws(TimeZoneError) -> TZifData {
        var data = TZifData()
        try requireBytes(header.bytesOfBlock(widthOfTime: widthOfTime), "block of times")
        data.transitions = try transitions(header.transitions, width: widthOfTime)
        data.kindsBegun = try kindsBegun(header)
        data.kinds = try kinds(header)
        try skip(header.standardIndicators + header.utIndicators, "indicators")
        return data
    }

    private mutating func transitions(
        _ count: Int, width: Int,
    ) throws(TimeZoneError) -> [Int] {
        var times: [Int] = []
        times.reserveCapacity(count)
        let latest = Month(year: CivilDate.years.upperBound + 1, month: 1).firstDay * 86_400
        for _ in 0..<count {
            let start = position
            let time = try signed(width, "transitions")
            guard TimeZoneRules.distantPast..<latest ~= time else {
                throw error("a transition lies outside the years up to 9999", at: start)
            }
            guard times.last.map({ $0 < time }) ?? true else {
                throw error("a transition is not later than the one before it", at: start)
            }
            times.append(time)
        }
        return times
    }

    private mutating func kindsBegun(_ header: Header) throws(TimeZoneError) -> [UInt16] {
        var indices: [UInt16] = []
        indices.reserveCapacity(header.transitions)
        for index in try take(header.transitions, "kinds of transitions") {
            guard index < header.kinds else {
                throw error(
                    "a transition begins kind \(index); there are \(header.kinds)",
                    at: position - header.transitions + indices.count)
            }
            indices.append(UInt16(index))
        }
        return indices
    }

    private mutating func kinds(_ header: Header) throws(TimeZoneError) -> [TimeZoneRules.Kind] {
        let names = position + header.kinds * 6
        var kinds: [TimeZoneRules.Kind] = []
        for _ in 0..<header.kinds {
            let start = position
            let offset = try signed(4, "kinds")
            let rest = Array(try take(2, "kinds"))
            guard abs(offset) <= TimeZoneRules.farthestOffset else {
                throw error("the offset of \(offset) s is farther than 26 hours", at: start)
            }
            guard rest[0] <= 1 else {
                throw error("daylight saving is \(rest[0]); 0 and 1 are possible", at: start + 4)
            }
            guard rest[1] < header.characters else {
                throw error("the abbreviation lies behind the last one", at: start + 5)
            }
            let name = try abbreviation(
                from: names + Int(rest[1]), before: names + header.characters)
            kinds.append(
                TimeZoneRules.Kind(
                    offset: offset, isDaylightSaving: rest[0] == 1, abbreviation: name))
        }
        try skip(header.characters, "abbreviations")
        return kinds
    }

    private func abbreviation(from start: Int, before end: Int) throws(TimeZoneError) -> String {
        guard let stop = bytes[start..<end].firstIndex(of: 0) else {
            throw error("the abbreviation has no end", at: start)
        }
        guard bytes[start..<stop].allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw error("the abbreviation is no plain text", at: start)
        }
        return String(decoding: bytes[start..<stop], as: UTF8.self)
    }

    /// A line with the rule, as in `\nCET-1CEST,M3.5.0,M10.5.0/3\n`, or an empty one.
    private mutating func footer() throws(TimeZoneError) -> RecurringRule? {
        let newline = UInt8(ascii: "\n")
        guard try take(1, "footer").first == newline else {
            throw error("the footer does not begin with a line break", at: position - 1)
        }
        guard let end = bytes[position...].firstIndex(of: newline) else {
            throw error("the footer does not end with a line break", at: bytes.count)
        }
        guard end > position else { return nil }
        var parser = RecurringRuleParser(bytes: bytes[position..<end], zone: zone)
        return try parser.parse()
    }
}

extension TZifReader {
    private func error(_ reason: String, at offset: Int) -> TimeZoneError {
        TimeZoneError(zone: zone, offset: offset, reason: reason)
    }

    /// Counts come from the file; nothing is reserved for them before it is sure to be there.
    private func requireBytes(_ count: Int, _ part: String) throws(TimeZoneError) {
        guard count <= bytes.count - position else {
            throw error(
                "the file ends in its \(part): \(count) bytes are needed from byte \(position) on",
                at: bytes.count)
        }
    }

    private mutating func take(
        _ count: Int, _ part: String,
    ) throws(TimeZoneError) -> ArraySlice<UInt8> {
        try requireBytes(count, part)
        position += count
        return bytes[(position - count)..<position]
    }

    private mutating func skip(_ count: Int, _ part: String) throws(TimeZoneError) {
        _ = try take(count, part)
    }

    private mutating func unsigned(_ part: String) throws(TimeZoneError) -> Int {
        try take(4, part).reduce(0) { $0 << 8 | Int($1) }
    }

    /// A big-endian number of 4 or 8 bytes.
    private mutating func signed(_ width: Int, _ part: String) throws(TimeZoneError) -> Int {
        let bits = try take(width, part).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return width == 4
            ? Int(Int32(truncatingIfNeeded: bits)) : Int(Int64(truncatingIfNeeded: bits))
    }
}
