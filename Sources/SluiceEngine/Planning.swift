package import SluiceModel

/// How far the schedule of a job has come.
package struct Planning: Hashable, Sendable {
    /// Cycles are made.
    package var isEnabled: Bool
    /// What waits for its turn waits on; cycles are still made.
    package var isPaused: Bool
    /// Every cycle up to here is accounted for: it ran, or a record says that it was skipped.
    package var plannedUntil: Timestamp

    package init(
        isEnabled: Bool = true, isPaused: Bool = false, plannedUntil: Timestamp = .zero,
    ) {
        self.isEnabled = isEnabled
        self.isPaused = isPaused
        self.plannedUntil = plannedUntil
    }
}

/// Image of how far the schedule of a job has come.
package struct PlanningRecord: Hashable, Sendable {
    package var job: JobID
    package var planning: Planning

    package init(job: JobID, planning: Planning) {
        self.job = job
        self.planning = planning
    }
}

/// Cycles of a job that did not run, one after the other, and why.
package struct SkippedRecord: Hashable, Sendable {
    package enum Cause: String, Hashable, Sendable, CaseIterable {
        /// The daemon was down, or asleep, and the job's catchup rule says so.
        case missed
        /// The schedule was disabled.
        case disabled
        /// An earlier cycle had not ended, and the job's overlap rule says so.
        case overlap
        /// The instance could not be made.
        case failed
    }

    package var job: JobID
    /// Plan time of the first and of the last of them.
    package var first: Timestamp
    package var last: Timestamp
    /// How many they are; nil: more than `Engine.countedCycles`.
    package var count: Int?
    package var cause: Cause
    /// In words.
    package var reason: String
    package var time: Timestamp

    package init(
        job: JobID, first: Timestamp, last: Timestamp, count: Int?, cause: Cause,
        reason: String, time: Timestamp,
    ) {
        self.job = job
        self.first = first
        self.last = last
        self.count = count
        self.cause = cause
        self.reason = reason
        self.time = time
    }
}

/// A moment on the wall clock at which something is due; stale where it no longer fits.
struct Alarm: Comparable, Sendable {
    enum Subject: Comparable, Sendable {
        /// The next cycle of a job.
        case cycle(JobID)
        /// A job whose zone or calendar could not be read.
        case unreadable(JobID)
        /// A job with files for which there was no room.
        case files(JobID)
        /// A held instance whose file was to have come.
        case fileWait(InstanceID)
        /// A held instance whose plan time comes.
        case planTime(InstanceID)
        /// An instance that was to have begun.
        case startWithin(InstanceID)
        /// A backfill for which there was no room.
        case backfill(BackfillID)
        /// A node that had no room for an instance of another job.
        case call(NodeRef)
        /// A run that was to have ended.
        case endWithin(InstanceID, run: Int)
        /// An instance of a job that has waited too long.
        case endOfWait(JobID)
        /// A run that takes much longer than usual.
        case slow(InstanceID)
    }

    var due: Timestamp
    var subject: Subject

    static func < (left: Alarm, right: Alarm) -> Bool {
        (left.due, left.subject) < (right.due, right.subject)
    }
}

extension JobDefinition {
    /// Instances that may run at once; 0: no limit. A job that runs by itself runs one after the
    /// other unless it says otherwise: a cycle waits for the one before.
    package var turns: Int {
        let runsByItself = schedule != nil || trigger != nil
        return maxParallelInstances == 0 && runsByItself ? 1 : maxParallelInstances
    }
}
