package import SluiceModel

/// How often a schedule fires, roughly: what windows of dependencies are measured in.
package enum SchedulePeriod: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// More often than every hour.
    case minute
    case hour
    case day
    case week
    case month
    case year

    /// - Parameter seconds: between two fires. An hour less is a day still: clocks are put forward.
    package init(gap seconds: Int) {
        let (hour, day) = (3600, 86_400)
        switch seconds {
        case ..<hour: self = .minute
        case ..<(day - hour): self = .hour
        case ..<(7 * day - hour): self = .day
        case ..<(28 * day - hour): self = .week
        case ..<(365 * day - hour): self = .month
        default: self = .year
        }
    }

    package static func < (left: SchedulePeriod, right: SchedulePeriod) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Schedule {
    /// Gaps that the period is estimated from.
    package static let gapsOfPeriod = 31

    /// Seconds between most fires: the median of the gaps that come behind `time`; nil where fewer
    /// than two fires are left. Weekdays at nine have a gap of a day.
    package func medianGap(after time: Timestamp) -> Int? {
        let fires = upcoming(after: time, count: Self.gapsOfPeriod + 1)
        let gaps = zip(fires.dropFirst(), fires).map { ($0.milliseconds - $1.milliseconds) / 1000 }
        guard !gaps.isEmpty else { return nil }
        return Int(gaps.sorted()[gaps.count / 2])
    }

    /// Nil where fewer than two fires are left behind `time`.
    package func period(after time: Timestamp) -> SchedulePeriod? {
        medianGap(after: time).map { SchedulePeriod(gap: $0) }
    }
}
