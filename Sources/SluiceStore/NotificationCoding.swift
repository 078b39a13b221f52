internal import GRDB
internal import SluiceEngine
package import SluiceModel
internal import SluiceRuntime
package import SluiceWire

// Notifications as their rows have them, and back.

extension RecordWriter {
    func write(_ notification: SluiceModel.Notification) throws {
        let row = try statement(.notification)
        let (subject, rule) = (notification.subject, notification.rule)
        row.bind(notification.id.rawValue)
        row.bind(try workspaceID(notification.scope.workspace))
        row.bind(notification.scope.environment.rawValue)
        row.bind(notification.jobName)
        row.bind(subject.instance.rawValue)
        row.bind(subject.version)
        row.bind(subject.run)
        row.bind(rule.occasion.rawValue)
        row.bind(subject.status.rawValue)
        row.bind(subject.planTime.milliseconds)
        row.bind(subject.startTime)
        row.bind(subject.endTime)
        row.bind(subject.milliseconds)
        row.bind(subject.reason)
        row.bind(subject.failedNodes.stored)
        row.bind(subject.failedTotal)
        bind(rule.target, to: row)
        row.bind(rule.timeoutMilliseconds)
        row.bind(rule.retryTimes)
        row.bind(notification.createTime.milliseconds)
        bind(notification.state, to: row)
        try row.run()
    }

    private func bind(_ target: SluiceModel.NotificationRule.Target, to row: SQLStatement) {
        switch target {
        case .command(let words):
            row.bind(false)
            row.bind(words.storedTexts)
            row.bind("")
            row.bind([UInt8]())
        case .webhook(let url, let headers):
            row.bind(true)
            row.bind([UInt8]())
            row.bind(url)
            row.bind(headers.stored)
        }
    }

    private func bind(_ state: SluiceModel.Notification.State, to row: SQLStatement) {
        switch state {
        case .pending(let tries, let next, let error):
            bind(.pending, tries, error, next: next, end: nil, to: row)
        case .delivered(let time, let tries):
            bind(.delivered, tries, "", next: nil, end: time, to: row)
        case .failed(let time, let tries, let error):
            bind(.failed, tries, error, next: nil, end: time, to: row)
        }
    }

    private func bind(
        _ state: NotificationState, _ tries: Int, _ error: String, next: Timestamp?,
        end: Timestamp?, to row: SQLStatement,
    ) {
        row.bind(Int64(state.rawValue))
        row.bind(tries)
        row.bind(error)
        row.bind(next)
        row.bind(end)
    }
}

extension WorldReader {
    /// Those that have not been delivered and not been given up.
    func pendingNotifications() throws -> [SluiceModel.Notification] {
        let row = try SQLStatement(
            db,
            """
            SELECT \(Self.notificationColumns)
            FROM notification JOIN workspace ON workspace.id = workspace_id
            WHERE state = 1
            ORDER BY notification.id
            """)
        var found: [SluiceModel.Notification] = []
        while try row.step() { found.append(try notification(row)) }
        return found
    }

    func notification(_ id: NotificationID) throws -> SluiceModel.Notification? {
        let row = try SQLStatement(
            db,
            """
            SELECT \(Self.notificationColumns)
            FROM notification JOIN workspace ON workspace.id = workspace_id
            WHERE notification.id = ?
            """)
        row.bind(id.rawValue)
        return try row.step() ? try notification(row) : nil
    }

    private static let notificationColumns = """
        notification.id, workspace.name, environment, job_name, instance_id, version, run,
        occasion, status, plan_time, start_time, run_end_time, milliseconds, reason, failed_nodes,
        failed_total, is_webhook, command, url, headers, timeout, retry_times,
        notification.create_time, state, tries, error, next_time, end_time
        """

    private func notification(_ row: SQLStatement) throws -> SluiceModel.Notification {
        let id = NotificationID(row.integer())
        let words = { "notification \(id)" }
        let (scope, jobName) = (try row.scope(words), row.text())
        let (instance, version, run) = (InstanceID(row.integer()), row.int(), row.int())
        let occasion = try row.value(
            SluiceModel.NotificationRule.Occasion.init(rawValue:), "occasion", words)
        let subject = SluiceModel.Notification.Subject(
            instance: instance, version: version, run: run,
            status: try row.value(SluiceModel.InstanceStatus.init(rawValue:), "status", words),
            planTime: row.timestamp(), startTime: row.optionalTimestamp(),
            endTime: row.optionalTimestamp(), milliseconds: row.optionalInteger(),
            reason: row.text(), failedNodes: try row.pairs("failed_nodes", words),
            failedTotal: row.int())
        let rule = SluiceModel.NotificationRule(
            occasion: occasion, target: try target(row, words), timeoutMilliseconds: row.integer(),
            retryTimes: row.int())
        return SluiceModel.Notification(
            id: id, rule: rule, scope: scope, jobName: jobName, subject: subject,
            createTime: row.timestamp(), state: try state(row, words))
    }

    private func target(
        _ row: SQLStatement, _ words: () -> String,
    ) throws -> SluiceModel.NotificationRule.Target {
        let isWebhook = row.bool()
        let command = try row.texts("command", words)
        let (url, headers) = (row.text(), try row.pairs("headers", words))
        return isWebhook ? .webhook(url: url, headers: headers) : .command(command)
    }

    private func state(
        _ row: SQLStatement, _ words: () -> String,
    ) throws -> SluiceModel.Notification.State {
        let state = NotificationState(rawValue: row.int32())
        let (tries, error) = (row.int(), row.text())
        let (next, end) = (row.optionalTimestamp(), row.optionalTimestamp())
        switch state {
        case .pending: return .pending(tries: tries, next: next ?? .zero, error: error)
        case .delivered: return .delivered(at: end ?? .zero, tries: tries)
        case .failed: return .failed(at: end ?? .zero, tries: tries, error: error)
        case .unspecified, .unrecognized:
            throw JournalError.corrupt("\(words()): state \(state.rawValue)")
        }
    }

    /// Milliseconds of the last first runs of a job that succeeded, oldest first.
    func durations(of job: JobID) throws -> [Int64] {
        let row = try SQLStatement(
            db,
            """
            SELECT run.milliseconds
            FROM instance JOIN run ON run.instance_id = instance.id AND run.number = 1
            WHERE instance.job_id = ? AND instance.force_success = 0 AND run.status = ?
                AND run.milliseconds IS NOT NULL
            ORDER BY instance.plan_time DESC
            LIMIT ?
            """)
        row.bind(job.rawValue)
        row.bind(SluiceModel.InstanceStatus.success.rawValue)
        row.bind(Engine.usualRuns)
        var found: [Int64] = []
        while try row.step() { found.append(row.integer()) }
        return found.reversed()
    }
}

extension SluiceWire.NotificationRule {
    init(_ rule: SluiceModel.NotificationRule) {
        self.init(
            occasion: NotificationOccasion(rule.occasion), timeoutMs: rule.timeoutMilliseconds,
            retryTimes: Int32(clamping: rule.retryTimes))
        switch rule.target {
        case .command(let words): command = words
        case .webhook(let url, let headers):
            webhook = url
            self.headers = headers.messages
        }
    }
}

extension SluiceModel.NotificationRule {
    /// Nil where the occasion is one that this program does not know.
    init?(_ message: SluiceWire.NotificationRule) {
        guard let occasion = Occasion(rawValue: Int(message.occasion.rawValue)) else { return nil }
        self.init(
            occasion: occasion,
            target: message.webhook.isEmpty
                ? .command(message.command)
                : .webhook(url: message.webhook, headers: message.headers.pairs),
            timeoutMilliseconds: message.timeoutMs, retryTimes: Int(message.retryTimes))
    }
}

extension NotificationOccasion {
    package init(_ occasion: SluiceModel.NotificationRule.Occasion) {
        self.init(rawValue: Int32(occasion.rawValue))
    }
}
