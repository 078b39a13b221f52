import SluiceModel

/// Durations of job files: a whole number and a unit.
enum DurationText {
    enum Reading: Hashable {
        case milliseconds(Int64)
        /// A number without a unit; with `s` it would be this.
        case bare(String)
        case tooLong
        case wrong
    }

    /// How long one may be, and the units that it may have.
    struct Bound {
        let milliseconds: Int64
        /// The same as people write it.
        let text: String
        let units: [(name: String, milliseconds: Int64)]
        /// Durations as an example.
        let examples: String

        /// What happens within a day.
        static let day = Bound(
            milliseconds: Limits.durationMilliseconds, text: "24h",
            units: [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)],
            examples: "90s or 10m")
        /// What happens within an hour.
        static let hour = Bound(
            milliseconds: 3_600_000, text: "1h", units: day.units, examples: "90s or 10m")
        /// What takes days.
        static let year = Bound(
            milliseconds: Limits.waitingMilliseconds, text: "366d",
            units: day.units + [("d", 86_400_000)], examples: "12h or 60d")
    }

    static func read(_ text: String, upTo bound: Bound = .day) -> Reading {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text[digits.endIndex...]
        guard !digits.isEmpty else { return .wrong }
        if unit.isEmpty { return .bare("\(text)s") }
        guard let factor = bound.units.first(where: { $0.name == unit })?.milliseconds else {
            return .wrong
        }
        guard let number = Int64(digits) else { return .tooLong }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow, product <= bound.milliseconds else { return .tooLong }
        return .milliseconds(product)
    }
}
