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
    /// Writes a batch in one transaction; when it returns, the batch is on the disk.
    func commit(_ records: [Record]) throws(JournalError)
}
