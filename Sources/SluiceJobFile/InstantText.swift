import SluiceExpression
import SluiceModel

/// Instants of job files, as ISO 8601 has them: `2026-01-01T00:00:00+08:00`, `2026-01-01T00:00Z`;
/// the sources' `+08` and `+0800` too.
enum InstantText {
    enum Reading: Hashable {
        case instant(Timestamp)
        /// A date and a time of day that need a zone to be an instant.
        case local(LocalTime)
        /// A date without a time of day.
        case date
        case wrong
    }

    static func read(_ text: String) -> Reading {
        let parts = text.split(
            maxSplits: 1, omittingEmptySubsequences: false,
            whereSeparator: { $0 == "T" || $0 == "t" || $0 == " " })
        guard let date = CivilDate(parts[0]) else { return .wrong }
        guard parts.count == 2 else { return .date }
        let clock = parts[1].prefix { !"+-Zz".contains($0) }
        guard let (local, milliseconds) = time(clock, on: date) else { return .wrong }
        if clock.endIndex == text.endIndex {
            return milliseconds == 0 ? .local(local) : .wrong
        }
        guard let zone = zone(parts[1][clock.endIndex...]) else { return .wrong }
        let second = zone.instant(of: local).milliseconds
        return .instant(Timestamp(milliseconds: second + milliseconds))
    }

    /// `02:30`, `02:30:00` or `02:30:00.250`.
    private static func time(
        _ text: Substring, on date: CivilDate,
    ) -> (local: LocalTime, milliseconds: Int64)? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let fields = parts[0].split(separator: ":", omittingEmptySubsequences: false)
        guard 2...3 ~= fields.count, fields.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
        let numbers = fields.compactMap(number)
        guard numbers.count == fields.count,
            let local = LocalTime(
                date, hour: numbers[0], minute: numbers[1],
                second: numbers.count == 3 ? numbers[2] : 0)
        else { return nil }
        guard parts.count > 1 else { return (local, 0) }
        guard parts.count == 2, fields.count == 3, 1...3 ~= parts[1].utf8.count,
            let fraction = number(parts[1] + String(repeating: "0", count: 3 - parts[1].count))
        else { return nil }
        return (local, Int64(fraction))
    }

    /// Of ASCII digits alone; `Int` takes a sign too.
    private static func number(_ text: some StringProtocol) -> Int? {
        text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(text) : nil
    }

    /// `Z`, `+08`, `+0800` or `+08:00`.
    private static func zone(_ text: Substring) -> TimeZoneRules? {
        var offset = text.uppercased()
        if offset == "Z" { return .utc }
        let digits = offset.dropFirst().utf8
        guard digits.count != 1 else { return nil }
        if digits.count == 4, digits.allSatisfy({ 0x30...0x39 ~= $0 }) {
            offset.insert(":", at: offset.index(offset.startIndex, offsetBy: 3))
        }
        // What is no offset gives nil or an error; neither is one, and the caller says so.
        return try? TimeZoneRules.fixed(offset)
    }
}
