/// When a job runs by itself (reference, 4.3).
package struct ScheduleDefinition: Hashable, Sendable {
    /// Six fields with seconds first, as the sources write it, or five.
    package var cron: String
    /// IANA name or an offset like `GMT+8`; empty: the machine's.
    package var timeZone: String
    /// The first instant at which it may fire; nil: ever since.
    package var start: Timestamp?
    /// The last instant at which it may fire; nil: for ever.
    package var end: Timestamp?
    /// Name of a calendar of working days; empty: every day is one.
    package var calendar: String
    package var calendarRule: CalendarRule
    package var catchup: Catchup
    /// Missed cycles that `Catchup.all` runs at most, the newest; 1 to `Limits.catchupCycles`.
    package var catchupLimit: Int
    package var overlap: Overlap
    /// A cycle waits for the success of the one before (`dependPrePeriod`).
    package var dependsOnPrevious: Bool
    /// Whether a first version starts enabled; later ones leave it as it is.
    package var isEnabled: Bool
    /// An instance that has not begun so long after its plan time is told of, milliseconds; 0:
    /// never.
    package var startWithinMilliseconds: Int64
    /// A run that takes longer is told of, milliseconds; 0: never (`instanceTimeout`).
    package var endWithinMilliseconds: Int64
    /// An instance that has not begun so long after its plan time, or after it was made if that was
    /// later, is stopped, milliseconds; 0: never (`cleanOverdueDays`).
    package var cancelWaitingMilliseconds: Int64
    /// A run that takes so much longer than usual is told of: percent of the median of the last
    /// successful ones, `Limits.slowPercent`; 0: never.
    package var slowPercent: Int
    /// An instance waits for a file once its plan time has come; nil: for none.
    package var file: FileListening?

    package init(
        cron: String, timeZone: String = "", start: Timestamp? = nil, end: Timestamp? = nil,
        calendar: String = "", calendarRule: CalendarRule = .onlyWorkingDays,
        catchup: Catchup = .latest, catchupLimit: Int = Limits.catchupCycles,
        overlap: Overlap = .wait, dependsOnPrevious: Bool = false, isEnabled: Bool = true,
        startWithinMilliseconds: Int64 = 0, endWithinMilliseconds: Int64 = 0,
        cancelWaitingMilliseconds: Int64 = 0, slowPercent: Int = 0, file: FileListening? = nil,
    ) {
        self.cron = cron
        self.timeZone = timeZone
        self.start = start
        self.end = end
        self.calendar = calendar
        self.calendarRule = calendarRule
        self.catchup = catchup
        self.catchupLimit = catchupLimit
        self.overlap = overlap
        self.dependsOnPrevious = dependsOnPrevious
        self.isEnabled = isEnabled
        self.startWithinMilliseconds = startWithinMilliseconds
        self.endWithinMilliseconds = endWithinMilliseconds
        self.cancelWaitingMilliseconds = cancelWaitingMilliseconds
        self.slowPercent = slowPercent
        self.file = file
    }

    /// What becomes of cycles whose time went by while nothing could create them.
    package enum Catchup: String, Hashable, Sendable, CaseIterable {
        /// They are skipped.
        case none
        /// The newest of them runs.
        case latest
        /// They run, oldest first, as many as `catchupLimit`.
        case all
    }

    /// What a cycle does while an earlier one of the job has not ended.
    package enum Overlap: String, Hashable, Sendable, CaseIterable {
        /// It waits for its turn, as `maxParallelInstances` allows.
        case wait
        /// It is skipped.
        case skip
        /// It stops the earlier ones.
        case stopOld = "stop-old"
    }
}

/// What a calendar means for the days of an expression. The raw value is what job files have.
package enum CalendarRule: String, Hashable, Sendable, CaseIterable {
    /// It does not fire on other days.
    case onlyWorkingDays = "only"
    /// What falls on another day moves to the next working day, at the same time; once, where
    /// several days do so.
    case nextWorkingDay = "next"
    /// What falls on another day moves to the last working day before it.
    case previousWorkingDay = "previous"
    /// The field of days counts working days: 1 is the first of the month, `L` the last.
    case countWorkingDays = "count"
}
