import SluiceModel

/// Durations of job files: a whole number and `ms`, `s`, `m` or `h`; `0s` to `24h`.
enum DurationText {
    enum Reading: Hashable {
        case milliseconds(Int64)
        /// A number without a unit; with `s` it would be this.
        case bare(String)
        case tooLong
        case wrong
    }

    static let units: [(name: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000),
    ]

    static func read(_ text: String) -> Reading {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text[digits.endIndex...]
        guard !digits.isEmpty else { return .wrong }
        if unit.isEmpty { return .bare("\(text)s") }
        guard let factor = units.first(where: { $0.name == unit })?.milliseconds else {
            return .wrong
        }
        guard let number = Int64(digits) else { return .tooLong }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow, product <= Limits.durationMilliseconds else { return .tooLong }
        return .milliseconds(product)
    }
}
