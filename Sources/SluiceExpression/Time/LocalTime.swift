/// What clock and calendar on the wall show, without the zone that they hang in.
package struct LocalTime: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let date: CivilDate
    /// Seconds since midnight on the clock, 0 to 86,399.
    package let secondOfDay: Int

    /// Nil where no clock shows such a time.
    package init?(_ date: CivilDate, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard 0...23 ~= hour, 0...59 ~= minute, 0...59 ~= second else { return nil }
        self.date = date
        secondOfDay = hour * 3600 + minute * 60 + second
    }

    /// - Parameter localSeconds: seconds since 1970-01-01 00:00 on the same wall.
    init(localSeconds: Int) {
        let day = localSeconds.dividedDown(by: 86_400)
        date = CivilDate(dayNumber: day)
        secondOfDay = localSeconds - day * 86_400
    }

    package var hour: Int { secondOfDay / 3600 }
    package var minute: Int { secondOfDay / 60 % 60 }
    package var second: Int { secondOfDay % 60 }

    /// Seconds since 1970-01-01 00:00 on the same wall.
    var localSeconds: Int { date.dayNumber * 86_400 + secondOfDay }

    package static func < (left: LocalTime, right: LocalTime) -> Bool {
        (left.date, left.secondOfDay) < (right.date, right.secondOfDay)
    }

    /// `2026-11-20T02:30:00`
    package var description: String {
        let clock = [hour, minute, second].map { $0.padded(to: 2) }.joined(separator: ":")
        return "\(date)T\(clock)"
    }
}

/// An instant as people in a zone write it.
package struct ZonedTime: Hashable, Sendable, CustomStringConvertible {
    package let local: LocalTime
    /// Seconds that the zone is ahead of UTC, negative west of it.
    package let offset: Int
    /// `CET`, `EDT`, or `+0545` where the zone has no letters.
    package let abbreviation: String
    package let isDaylightSaving: Bool

    /// RFC 3339: `2026-11-20T02:30:00+01:00`; the offset has seconds only where it needs them.
    package var description: String { "\(local)\(OffsetText(offset))" }
}

/// `+01:00`, `-03:30`, `Z`.
struct OffsetText: CustomStringConvertible {
    let description: String

    init(_ seconds: Int) {
        guard seconds != 0 else {
            description = "Z"
            return
        }
        let distance = abs(seconds)
        var parts = [distance / 3600, distance / 60 % 60]
        if distance % 60 != 0 { parts.append(distance % 60) }
        let text = parts.map { $0.padded(to: 2) }.joined(separator: ":")
        description = (seconds < 0 ? "-" : "+") + text
    }
}
