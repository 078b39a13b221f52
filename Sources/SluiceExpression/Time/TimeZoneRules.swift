package import SluiceModel

/// What the clocks of a zone show at every instant, and when they are put forward or back.
///
/// - Between transitions a *stretch* of time has one offset; searches go from stretch to stretch.
/// - Behind the last transition of its file a zone follows the file's rule, which repeats every
///   400 years, as the Gregorian calendar does; so 400 years of it are kept.
package struct TimeZoneRules: Hashable, Sendable {
    /// What clocks show for a time.
    struct Kind: Hashable, Sendable {
        /// Seconds ahead of UTC.
        var offset: Int
        var isDaylightSaving: Bool
        var abbreviation: String
    }

    /// As it was asked for: `Europe/Berlin`, `GMT+8`.
    package let name: String
    private let kinds: [Kind]
    /// Seconds since 1970 in UTC, ascending.
    private let transitions: [Int]
    /// For each transition, the index of the kind that it begins.
    private let kindsBegun: [UInt16]
    /// Index of the kind before the first transition.
    private let firstKind: UInt16
    /// From here on everything is as it was 400 years earlier; `distantFuture` without a rule.
    private let horizon: Int

    static let cycle = 146_097 * 86_400
    static let distantPast = -(1 << 59)
    static let distantFuture = 1 << 59
    /// No zone is further from UTC, seconds.
    static let farthestOffset = 26 * 3600

    /// A zone that is always the same distance from UTC.
    init(name: String, fixedOffset: Int, abbreviation: String) {
        self.name = name
        kinds = [
            Kind(offset: fixedOffset, isDaylightSaving: false, abbreviation: abbreviation)
        ]
        transitions = []
        kindsBegun = []
        firstKind = 0
        horizon = Self.distantFuture
    }

    /// UTC, for which no file is needed.
    package static let utc = TimeZoneRules(name: "UTC", fixedOffset: 0, abbreviation: "UTC")

    /// - Parameter data: at least one kind; indices within its kinds; ascending transitions.
    init(name: String, data: TZifData) {
        self.name = name
        var kinds = data.kinds
        var transitions = data.transitions
        var begun = data.kindsBegun
        var first: UInt16 = 0
        var horizon = Self.distantFuture
        if let rule = data.rule {
            let standard = UInt16(kinds.count)
            kinds.append(rule.standard)
            if transitions.isEmpty { first = standard }
            if let daylight = rule.daylight {
                kinds.append(daylight.kind)
                let last = transitions.last ?? Self.distantPast
                let year = transitions.last.map(Self.year) ?? CivilDate.years.lowerBound
                for change in rule.changes(in: year...(year + 402)) where change.instant > last {
                    transitions.append(change.instant)
                    begun.append(change.isToDaylight ? standard + 1 : standard)
                }
                // A year of the rule lies on either side, so that stretches are whole.
                horizon = Month(year: year + 402, month: 1).firstDay * 86_400
            }
        }
        self.kinds = kinds
        self.transitions = transitions
        kindsBegun = begun
        firstKind = first
        self.horizon = horizon
    }

    private static func year(_ instant: Int) -> Int {
        let year = CivilDate(dayNumber: instant.dividedDown(by: 86_400)).year
        return max(CivilDate.years.lowerBound, year)
    }
}

extension TimeZoneRules {
    /// A time in which the clocks run on; seconds in UTC.
    struct Stretch: Hashable {
        var start: Int
        /// The first instant that no longer belongs to it.
        var end: Int
        /// Seconds ahead of UTC.
        var offset: Int

        var localStart: Int { start + offset }
        var localEnd: Int { end + offset }
    }

    /// The stretch that `instant` lies in.
    func stretch(at instant: Int) -> Stretch {
        let shift = shift(of: instant)
        let index = behindLastTransition(upTo: instant - shift)
        return Stretch(
            start: index == 0 ? Self.distantPast : transitions[index - 1] + shift,
            end: index == transitions.count ? Self.distantFuture : transitions[index] + shift,
            offset: kind(before: index).offset)
    }

    /// What clocks show at `time`, to the second.
    package func local(at time: Timestamp) -> ZonedTime {
        let instant = time.wholeSeconds
        let kind = kind(before: behindLastTransition(upTo: instant - shift(of: instant)))
        return ZonedTime(
            local: LocalTime(localSeconds: instant + kind.offset), offset: kind.offset,
            abbreviation: kind.abbreviation, isDaylightSaving: kind.isDaylightSaving)
    }

    /// When clocks show `local`: never in a gap, twice in a fold, else once; in order.
    package func instants(of local: LocalTime) -> [Timestamp] {
        let wanted = local.localSeconds
        var found: [Timestamp] = []
        var stretch = stretch(at: wanted - Self.farthestOffset)
        while true {
            let instant = wanted - stretch.offset
            if stretch.start <= instant, instant < stretch.end {
                found.append(Timestamp(seconds: instant))
            }
            guard stretch.end <= wanted + Self.farthestOffset else { return found }
            stretch = self.stretch(at: stretch.end)
        }
    }

    /// The instant at which clocks show `local`: the first one in a fold, the end of the gap in a
    /// gap.
    package func instant(of local: LocalTime) -> Timestamp {
        if let first = instants(of: local).first { return first }
        var stretch = stretch(at: local.localSeconds - Self.farthestOffset)
        while stretch.localEnd <= local.localSeconds { stretch = self.stretch(at: stretch.end) }
        return Timestamp(seconds: stretch.start)
    }

    /// How many seconds to go back by whole cycles, to where transitions are known.
    private func shift(of instant: Int) -> Int {
        instant < horizon ? 0 : ((instant - horizon) / Self.cycle + 1) * Self.cycle
    }

    /// Number of transitions at or before `instant`.
    private func behindLastTransition(upTo instant: Int) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= instant { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func kind(before index: Int) -> Kind {
        kinds[Int(index == 0 ? firstKind : kindsBegun[index - 1])]
    }
}

extension Timestamp {
    /// Seconds since 1970, rounded down.
    var wholeSeconds: Int { Int(milliseconds).dividedDown(by: 1000) }

    /// - Parameter seconds: within the years of `CivilDate`, or near them.
    init(seconds: Int) {
        self.init(milliseconds: Int64(seconds) * 1000)
    }
}
