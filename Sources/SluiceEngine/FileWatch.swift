package import SluiceModel

/// Files that somebody wants to know of. The engine says which; what looks for them reports.
package struct FileWatch: Hashable, Sendable {
    /// Who wants to know.
    package enum Owner: Hashable, Sendable {
        /// A job whose trigger they are.
        case job(JobID)
        /// An instance that waits for one.
        case instance(InstanceID)
    }

    package var owner: Owner
    /// A pattern of glob(7), absolute.
    package var pattern: String
    /// Milliseconds between two looks at all of them; what appears in between is told of at once
    /// where the machine can.
    package var intervalMilliseconds: Int64
    /// Another number than before: all of them are to be looked at anew at once.
    package var round: Int

    package init(
        owner: Owner, pattern: String, intervalMilliseconds: Int64, round: Int = 0,
    ) {
        self.owner = owner
        self.pattern = pattern
        self.intervalMilliseconds = intervalMilliseconds
        self.round = round
    }
}

/// A file or folder as it was found.
package struct FoundFile: Hashable, Sendable {
    package var path: String
    /// Tells it from another one at the same path and from itself once it is written anew.
    package var mark: String
    /// It is complete, as far as one can tell from outside.
    package var isSettled: Bool

    package init(path: String, mark: String, isSettled: Bool = true) {
        self.path = path
        self.mark = mark
        self.isSettled = isSettled
    }

    /// What an event is known by that was used.
    package var key: String { "file:\(mark):\(path)" }
}

/// Files that were found. A report that is lost is made up for by the next complete one.
package struct FileReport: Hashable, Sendable {
    package var owner: FileWatch.Owner
    /// What was looked for.
    package var pattern: String
    package var files: [FoundFile]
    /// These are all that there are; else some that have just appeared.
    package var isComplete: Bool
    /// More match than `Limits.matchingFiles`; then it is not complete.
    package var isCut: Bool

    package init(
        owner: FileWatch.Owner, pattern: String, files: [FoundFile], isComplete: Bool,
        isCut: Bool = false,
    ) {
        self.owner = owner
        self.pattern = pattern
        self.files = files
        self.isComplete = isComplete
        self.isCut = isCut
    }
}

/// An event of a job that led to an instance and leads to no other.
package struct UsedEventRecord: Hashable, Sendable {
    package var job: JobID
    package var key: String
    /// Nil: the instance could not be made.
    package var instance: InstanceID?
    package var time: Timestamp

    package init(job: JobID, key: String, instance: InstanceID?, time: Timestamp) {
        self.job = job
        self.key = key
        self.instance = instance
        self.time = time
    }
}

/// What an instance does about the file that it waits for.
package enum FileWait: Hashable, Sendable {
    /// It waits once nothing else holds it.
    case due
    /// It waits for what matches the path, with its expressions filled in.
    case listening(path: String, since: Timestamp)
}
