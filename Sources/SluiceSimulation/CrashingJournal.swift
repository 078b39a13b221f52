package import SluiceEngine
package import SluiceModel
package import SluiceRuntime

/// Stands before another journal and crashes the daemon at a commit: before it, or just after.
package final class CrashingJournal: Journal {
    package enum Crash: Sendable {
        case beforeCommit
        case afterCommit
    }

    private let journal: MemoryJournal
    /// The next commit crashes so.
    package var next: Crash?
    /// Called at the moment of the crash.
    package var crashed: () -> Void = {}

    package init(_ journal: MemoryJournal) {
        self.journal = journal
    }

    package func load() throws(JournalError) -> Restored { try journal.load() }

    package func supply(for need: Need) throws(JournalError) -> Supply {
        try journal.supply(for: need)
    }

    package func answer(
        uid: UInt32, requestID: String, at now: Timestamp,
    ) throws(JournalError) -> AnswerRecord? {
        try journal.answer(uid: uid, requestID: requestID, at: now)
    }

    package func prune(_ expired: Expired, limit: Int) throws(JournalError) -> [InstanceID] {
        try journal.prune(expired, limit: limit)
    }

    package func commit(_ records: [Record]) throws(JournalError) {
        defer { next = nil }
        switch next {
        case .beforeCommit:
            crashed()
            throw .refused("crashed")
        case .afterCommit:
            try journal.commit(records)
            crashed()
        case nil:
            try journal.commit(records)
        }
    }
}
