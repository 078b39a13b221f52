/// Durations for people.
enum DurationText {
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// Two units at most: `3m 12s`, `4.2s`, `120ms`.
    static func write(_ milliseconds: Int64) -> String {
        switch max(0, milliseconds) {
        case let short where short < 1_000: return "\(short)ms"
        case let seconds where seconds < 10_000:
            return "\(seconds / 1_000).\(seconds % 1_000 / 100)s"
        case let minute where minute < 60_000: return "\(minute / 1_000)s"
        case let hour where hour < 3_600_000:
            return "\(hour / 60_000)m \(hour % 60_000 / 1_000)s"
        case let day where day < 86_400_000:
            return "\(day / 3_600_000)h \(day % 3_600_000 / 60_000)m"
        case let long: return "\(long / 86_400_000)d \(long % 86_400_000 / 3_600_000)h"
        }
    }

    /// One unit: `3m`, `4s`.
    static func writeShort(_ milliseconds: Int64) -> String {
        let unit = units.first { milliseconds >= $0.milliseconds && $0.milliseconds >= 1_000 }
        guard let unit else { return "0s" }
        return "\(milliseconds / unit.milliseconds)\(unit.suffix)"
    }

    /// Milliseconds of `90s`, `10m`, `1h30m`, `2d`, `500ms`; nil where it is none of these.
    static func read(_ text: some StringProtocol) -> Int64? {
        var rest = text[...]
        var total: Int64 = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(letters.count)
            guard let count = Int64(digits), let unit = units.first(where: { $0.suffix == letters })
            else { return nil }
            let (part, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
            let (sum, overflowed) = total.addingReportingOverflow(part)
            guard !overflow, !overflowed else { return nil }
            total = sum
        }
        return total
    }
}
