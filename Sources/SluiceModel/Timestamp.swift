/// A point of wall-clock time in Unix milliseconds, UTC. For plan times and for people.
package struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// What the wire shows for "never" (`S109`).
    package static let zero = Timestamp(milliseconds: 0)

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }
    package var description: String { "\(milliseconds) ms" }
}

/// A point of the boot-time clock in nanoseconds: it goes on in sleep and never steps, and means
/// nothing after a boot. For durations and deadlines.
package struct BootTime: Hashable, Sendable, Comparable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    package static func < (left: BootTime, right: BootTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    package func advanced(milliseconds: Int64) -> BootTime {
        let (delta, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, overflowed) = nanoseconds.addingReportingOverflow(delta)
        return BootTime(nanoseconds: overflow || overflowed ? .max : sum)
    }

    /// Whole milliseconds since `earlier`; never negative.
    package func milliseconds(since earlier: BootTime) -> Int64 {
        max(0, (nanoseconds - earlier.nanoseconds) / 1_000_000)
    }
}

/// Both clocks at one moment, handed into the core with every call.
package struct Now: Hashable, Sendable {
    package var wall: Timestamp
    package var boot: BootTime

    package init(wall: Timestamp, boot: BootTime) {
        self.wall = wall
        self.boot = boot
    }
}
