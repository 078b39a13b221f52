package import SluiceModel

extension Timestamp {
    /// RFC 3339 in UTC: `2026-11-20T02:00:00Z`, with milliseconds only where there are some.
    package var utcText: String {
        let rest = Int(milliseconds).remainderUp(by: 1000)
        let fraction = rest == 0 ? "" : "." + rest.padded(to: 3)
        return "\(LocalTime(localSeconds: wholeSeconds))\(fraction)Z"
    }
}
