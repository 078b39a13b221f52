internal import GRDB
internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime
internal import SluiceWire

// What makes instances by events, and the files that instances wait for, as messages and rows and
// back.

extension Trigger {
    init(_ trigger: TriggerDefinition) {
        self.init(enabled: trigger.isEnabled)
        switch trigger.source {
        case .file(let pattern): (source, file) = (.file, pattern)
        case .job(let name, let workspace, let end):
            (source, jobName, self.workspace) = (.job, name, workspace)
            on = TriggerEnd(end)
        case .call: source = .call
        }
    }
}

extension TriggerDefinition {
    /// Nil where the source is one that this program does not know.
    init?(_ message: Trigger) {
        let source: Source
        switch message.source {
        case .file: source = .file(pattern: message.file)
        case .job:
            source = .job(
                name: message.jobName, workspace: message.workspace, end: End(message.on))
        case .call: source = .call
        case .unspecified, .unrecognized: return nil
        }
        self.init(source, isEnabled: message.enabled ?? true)
    }
}

extension TriggerEnd {
    fileprivate init(_ end: TriggerDefinition.End) {
        switch end {
        case .success: self = .success
        case .fail: self = .fail
        case .end: self = .any
        }
    }
}

extension TriggerDefinition.End {
    fileprivate init(_ message: TriggerEnd) {
        switch message {
        case .unspecified, .success, .unrecognized: self = .success
        case .fail: self = .fail
        case .any: self = .end
        }
    }
}

extension TriggerDefinition {
    /// As the column `event_source` has it: the message, encoded.
    var stored: [UInt8] {
        get throws(JournalError) {
            do {
                return try Trigger(self).encoded()
            } catch {
                throw .refused("the trigger '\(words)' cannot be stored: \(error)")
            }
        }
    }

    /// Nil where the column is NULL; throws where the bytes are no trigger. `words` name the row.
    init?(stored bytes: [UInt8], _ words: @autoclosure () -> String) throws(JournalError) {
        guard !bytes.isEmpty else { return nil }
        let message: Trigger
        do {
            message = try Trigger(decoding: bytes)
        } catch {
            throw .corrupt("the trigger of \(words()): \(error)")
        }
        guard let definition = TriggerDefinition(message) else {
            throw .corrupt("the trigger of \(words()): its source \(message.source) is unknown")
        }
        self = definition
    }
}

extension SluiceWire.FileListening {
    init(_ file: SluiceModel.FileListening) {
        self.init(
            path: file.path, scanIntervalMs: file.scanIntervalMilliseconds,
            scanDurationMs: file.scanDurationMilliseconds)
    }
}

extension SluiceModel.FileListening {
    init(_ message: SluiceWire.FileListening) {
        self.init(
            path: message.path, scanIntervalMilliseconds: message.scanIntervalMs,
            scanDurationMilliseconds: message.scanDurationMs)
    }
}

// MARK: - Rows

extension FileWait {
    /// As the columns `awaited_file` and `awaited_since`; nil where the first is NULL.
    init?(path: String?, since: Timestamp?) {
        guard let path else { return nil }
        if let since { self = .listening(path: path, since: since) } else { self = .due }
    }

    var storedPath: String {
        switch self {
        case .due: ""
        case .listening(let path, _): path
        }
    }

    var storedSince: Timestamp? {
        if case .listening(_, let since) = self { since } else { nil }
    }
}

extension RecordWriter {
    func write(_ event: UsedEventRecord) throws {
        let row = try statement(.usedEvent)
        row.bind(event.job.rawValue)
        row.bind(event.key)
        row.bind(event.instance?.rawValue)
        row.bind(event.time.milliseconds)
        try row.run()
    }

    func forgetEvent(of job: JobID, _ key: String) throws {
        let row = try statement(.forgottenEvent)
        row.bind(job.rawValue)
        row.bind(key)
        try row.run()
    }
}

extension WorldReader {
    /// Those with these keys, or nil: all.
    func usedEvents(of job: JobID, _ keys: [String]?) throws -> [UsedEventRecord] {
        guard let keys else { return try usedEvents(of: job) }
        let row = try SQLStatement(
            db,
            """
            SELECT key, instance_id, time FROM used_event WHERE job_id = ? AND key = ?
            """)
        var events: [UsedEventRecord] = []
        for key in keys {
            row.bind(job.rawValue)
            row.bind(key)
            if try row.step() { events.append(usedEvent(of: job, row)) }
            row.reset()
        }
        return events
    }

    private func usedEvents(of job: JobID) throws -> [UsedEventRecord] {
        let row = try SQLStatement(
            db,
            """
            SELECT key, instance_id, time FROM used_event WHERE job_id = ? ORDER BY key
            """)
        row.bind(job.rawValue)
        var events: [UsedEventRecord] = []
        while try row.step() { events.append(usedEvent(of: job, row)) }
        return events
    }

    private func usedEvent(of job: JobID, _ row: SQLStatement) -> UsedEventRecord {
        UsedEventRecord(
            job: job, key: row.text(), instance: row.optionalInteger().map { InstanceID($0) },
            time: row.timestamp())
    }
}
