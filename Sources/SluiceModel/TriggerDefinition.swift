/// What makes instances of a job that runs by events, not by the clock (reference, 4.3, `EVENT`).
package struct TriggerDefinition: Hashable, Sendable {
    /// Where its events come from.
    package enum Source: Hashable, Sendable {
        /// Files and folders that match a pattern of glob(7), absolute. One counts once it is
        /// closed after writing or moved in.
        case file(pattern: String)
        /// Instances of another job that end, whatever started them; `workspace` empty: the same.
        case job(name: String, workspace: String, end: End)
        /// Somebody calls.
        case call
    }

    /// Which ends of the other job's instances count.
    package enum End: String, Hashable, Sendable, CaseIterable {
        case success
        /// `fail` and `manual-stop`.
        case fail
        /// All of them.
        case end
    }

    package var source: Source
    /// Whether a first version starts enabled; later ones leave it as it is.
    package var isEnabled: Bool

    package init(_ source: Source, isEnabled: Bool = true) {
        self.source = source
        self.isEnabled = isEnabled
    }

    /// `workspace/name` of the job whose ends count, or the name where it is of the same workspace;
    /// nil: other events do.
    package var jobName: String? {
        guard case .job(let name, let workspace, _) = source else { return nil }
        return workspace.isEmpty ? name : "\(workspace)/\(name)"
    }

    /// The pattern of the files that count; nil: other events do.
    package var pattern: String? {
        if case .file(let pattern) = source { pattern } else { nil }
    }

    /// `/srv/in/*.csv`, `success of etl`, `call`.
    package var words: String {
        switch source {
        case .file(let pattern): pattern
        case .job(_, _, let end): "\(end) of \(jobName ?? "")"
        case .call: "call"
        }
    }
}

extension TriggerDefinition.End {
    package func counts(_ status: InstanceStatus) -> Bool {
        switch self {
        case .success: status == .success
        case .fail: status == .fail || status == .manualStop
        case .end: status.isFinal
        }
    }
}

/// What an instance waits for before it begins: a file (reference, 3.6, `monitorObsPath`).
package struct FileListening: Hashable, Sendable {
    /// A pattern of glob(7), absolute once its expressions are filled in.
    package var path: String
    /// Milliseconds between two looks, 1 to 60 minutes; a new file is found sooner.
    package var scanIntervalMilliseconds: Int64
    /// Milliseconds after which the instance fails, 1 minute to 24 hours.
    package var scanDurationMilliseconds: Int64

    package static let scanIntervals: ClosedRange<Int64> = 60_000...3_600_000
    package static let scanDurations: ClosedRange<Int64> = 60_000...86_400_000

    package init(
        path: String, scanIntervalMilliseconds: Int64 = Self.scanIntervals.lowerBound,
        scanDurationMilliseconds: Int64 = Self.scanDurations.upperBound,
    ) {
        self.path = path
        self.scanIntervalMilliseconds = scanIntervalMilliseconds
        self.scanDurationMilliseconds = scanDurationMilliseconds
    }
}

/// What is wrong with a pattern of files.
package enum FilePattern {
    /// Nil: nothing.
    package static func problem(with pattern: String) -> String? {
        guard pattern.hasPrefix("/") else {
            return "'\(pattern.shortened)' is no absolute path; it has to begin with '/'"
        }
        guard pattern.utf8.count <= Limits.pathBytes else {
            return "the path has \(pattern.utf8.count) bytes; at most \(Limits.pathBytes) are "
                + "allowed"
        }
        if pattern.hasSuffix("/") { return "'\(pattern)' names no file: it ends with '/'" }
        if pattern.contains("**") {
            return "'\(pattern)' has '**'; a '*' stands for part of one name, and each folder on "
                + "the way needs a pattern of its own"
        }
        let isText = pattern.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
        return isText ? nil : "the path has a control character"
    }
}
