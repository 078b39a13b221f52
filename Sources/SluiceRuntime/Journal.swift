package import SluiceEngine
package import SluiceModel

/// Why the journal could not do what was asked. Nothing of a refused batch is kept.
package enum JournalError: Error, Hashable, Sendable {
    /// The volume is full; what was there stays.
    case full(String)
    /// The volume refuses: read-only, I/O error, locked by another program.
    case refused(String)
    /// What was read makes no sense: which row, and why. Nothing is repaired or destroyed.
    case corrupt(String)
}

/// What has had its time: everything from before these moments.
package struct Expired: Hashable, Sendable {
    /// Instances that ended before, with their nodes, attempts and operations.
    package var endedBefore: Timestamp
    package var eventsBefore: Timestamp
    /// Remembered answers of request ids.
    package var answersBefore: Timestamp

    package init(endedBefore: Timestamp, eventsBefore: Timestamp, answersBefore: Timestamp) {
        self.endedBefore = endedBefore
        self.eventsBefore = eventsBefore
        self.answersBefore = answersBefore
    }
}

/// The port to what lasts. Used by the conductor's thread alone.
package protocol Journal: AnyObject {
    /// The world as it was committed last.
    func load() throws(JournalError) -> Restored
    /// What the store has for a need of a command.
    func supply(for need: Need) throws(JournalError) -> Supply
    /// The remembered answer of a call, if it is younger than `Limits.requestMemoryMilliseconds`.
    func answer(
        uid: UInt32, requestID: String, at now: Timestamp,
    ) throws(JournalError) -> AnswerRecord?
    /// Removes what has had its time, at most `limit` instances of it, and returns those.
    func prune(_ expired: Expired, limit: Int) throws(JournalError) -> [InstanceID]
    /// Writes a batch in one transaction; when it returns, the batch is on the disk. An empty batch
    /// writes too, to see whether the volume takes it, and changes nothing.
    func commit(_ records: [Record]) throws(JournalError)
}
