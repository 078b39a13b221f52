internal import HeapModule
package import SluiceModel

/// Sends failed notifications again, all or none.
package struct RetryNotifications: Hashable, Sendable {
    package var scope: Scope
    package var notifications: [NotificationID]

    package init(scope: Scope, notifications: [NotificationID]) {
        self.scope = scope
        self.notifications = notifications
    }
}

/// When a notification is tried again; stale where it no longer waits.
struct Delivery: Comparable, Sendable {
    var due: BootTime
    var notification: NotificationID

    static func < (left: Delivery, right: Delivery) -> Bool {
        (left.due, left.notification) < (right.due, right.notification)
    }
}

/// Tells whom the job wants told: at least once each, or it says that it could not.
extension Engine {
    /// Milliseconds before the first retry; each delay is twice the one before.
    private static let firstDelayMilliseconds: Int64 = 10_000
    private static let longestDelayMilliseconds: Int64 = 3_600_000

    /// An instance has another status.
    mutating func statusChanged(of id: InstanceID, _ now: Now, _ effects: inout Effects) {
        changedStatuses.append(id)
        guard let instance = instances[id] else { return }
        switch instance.status {
        case .fail, .runningException: notify(.failure, of: id, now, &effects)
        case .success:
            noteDuration(of: instance)
            notify(.success, of: id, now, &effects)
        case .waiting, .running, .pause, .manualStop: break
        }
    }

    /// Makes the notifications of an instance's version that are meant for the occasion.
    ///
    /// - Parameter words: what happened; nil: the reason of its status.
    mutating func notify(
        _ occasion: NotificationRule.Occasion, of id: InstanceID, because words: String? = nil,
        _ now: Now, _ effects: inout Effects,
    ) {
        guard let instance = instances[id] else { return }
        for rule in instance.graph.definition.notifications where rule.occasion == occasion {
            var subject = instance.notified
            if let words { subject.reason = words }
            let number = NotificationID(counters.notification)
            counters.notification += 1
            var notification = Notification(
                id: number, rule: rule, scope: instance.scope, jobName: instance.jobName,
                subject: subject, createTime: now.wall,
                state: .pending(tries: 0, next: now.wall, error: ""))
            do throws(NotEvaluated) {
                notification.rule.target = try instance.filled(rule.target, at: now.wall)
                try checkRoomForNotification()
                send(notification, &effects)
            } catch {
                giveUp(notification, tries: 0, error.why, now, &effects)
            }
        }
    }

    private func checkRoomForNotification() throws(NotEvaluated) {
        guard pendingNotifications.count >= Limits.pendingNotifications else { return }
        throw NotEvaluated(why: "\(pendingNotifications.count) notifications wait already")
    }

    private mutating func send(_ notification: Notification, _ effects: inout Effects) {
        pendingNotifications[notification.id] = notification
        effects.records.append(.notification(notification))
        effects.actions.append(.notify(notification))
    }

    /// What waited when the daemon ended goes on; what was on its way then is sent again.
    mutating func resume(_ notification: Notification, at now: Now) {
        guard case .pending(let tries, let next, _) = notification.state else { return }
        pendingNotifications[notification.id] = notification
        // A wall clock that went back meanwhile makes no delay longer.
        let left = min(
            max(0, next.milliseconds - now.wall.milliseconds), Self.delay(after: tries))
        deliveries.insert(
            Delivery(due: now.boot.advanced(milliseconds: left), notification: notification.id))
    }

    mutating func deliverWhatIsDue(_ now: Now, _ effects: inout Effects) {
        while let delivery = deliveries.min, delivery.due <= now.boot {
            deliveries.removeMin()
            guard let notification = pendingNotifications[delivery.notification] else { continue }
            effects.actions.append(.notify(notification))
        }
    }

    /// Takes note of what became of a try. One about a notification that no longer waits is stale.
    package mutating func observe(
        _ report: DeliveryReport, at now: Now, into effects: inout Effects,
    ) {
        guard var notification = pendingNotifications[report.notification],
            case .pending(let before, _, _) = notification.state
        else { return }
        let tries = before + 1
        guard let error = report.error?.shortened else {
            notification.state = .delivered(at: now.wall, tries: tries)
            pendingNotifications[notification.id] = nil
            effects.records.append(.notification(notification))
            return
        }
        guard tries <= notification.rule.retryTimes else {
            return giveUp(notification, tries: tries, error, now, &effects)
        }
        let delay = Self.delay(after: tries)
        let next = Timestamp(milliseconds: now.wall.milliseconds + delay)
        notification.state = .pending(tries: tries, next: next, error: error)
        pendingNotifications[notification.id] = notification
        effects.records.append(.notification(notification))
        deliveries.insert(
            Delivery(due: now.boot.advanced(milliseconds: delay), notification: notification.id))
    }

    private mutating func giveUp(
        _ notification: Notification, tries: Int, _ error: String, _ now: Now,
        _ effects: inout Effects,
    ) {
        var notification = notification
        notification.state = .failed(at: now.wall, tries: tries, error: error)
        pendingNotifications[notification.id] = nil
        effects.records.append(.notification(notification))
        tell(
            .alert(notification.subject.instance),
            reason: "notification \(notification.id) was not delivered: \(error)".shortened, now,
            &effects)
    }

    /// Milliseconds before the next try.
    private static func delay(after tries: Int) -> Int64 {
        guard tries > 0 else { return 0 }
        return min(firstDelayMilliseconds << Int64(min(tries - 1, 20)), longestDelayMilliseconds)
    }
}

// MARK: - Sent again by hand

extension Engine {
    /// Pending, or supplied for a command of this batch.
    func notification(_ id: NotificationID) -> Notification? {
        pendingNotifications[id] ?? endedNotifications[id]
    }

    mutating func retryNotifications(
        _ command: RetryNotifications, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        let ids = command.notifications.uniqued()
        var found: [Notification] = []
        var offenders: [SluiceError.Offender] = []
        for id in ids {
            let notification = try notification(id, in: command.scope)
            found.append(notification)
            guard let refusal = notification.refusalOfRetry else { continue }
            offenders.append(.init(subject: "notification \(id)", message: refusal))
        }
        if !offenders.isEmpty {
            throw .refused(offenders, reason: "NOTIFICATION_NOT_FAILED")
        }
        guard pendingNotifications.count + found.count <= Limits.pendingNotifications else {
            throw SluiceError(
                .resourceExhausted, reason: "TOO_MANY_NOTIFICATIONS",
                "\(pendingNotifications.count) notifications wait already; at most "
                    + "\(Limits.pendingNotifications) may",
                subject: "limit notifications.pending")
        }
        for index in found.indices {
            found[index].state = .pending(tries: 0, next: now.wall, error: "")
            send(found[index], &effects)
        }
        return Reply(.notifications(found))
    }

    private func notification(
        _ id: NotificationID, in scope: Scope,
    ) throws(SluiceError) -> Notification {
        if let notification = notification(id), notification.scope == scope { return notification }
        throw SluiceError(
            .notFound, reason: "NOTIFICATION_NOT_FOUND",
            "there is no notification \(id) in workspace '\(scope.workspace)'",
            subject: "notification \(id)", domain: .instanceDoesNotExist)
    }
}

extension Notification {
    /// Why it cannot be sent again; nil: it can.
    fileprivate var refusalOfRetry: String? {
        switch state {
        case .failed: nil
        case .pending: "notification \(id) waits to be delivered already"
        case .delivered: "notification \(id) was delivered"
        }
    }
}

// MARK: - What is told

extension Instance {
    /// Itself as it is now, for those who are told of it.
    fileprivate var notified: Notification.Subject {
        let failed = nodes.indices.filter { nodes[$0].phase.status == .fail }
        return Notification.Subject(
            instance: id, version: graph.version, run: run.number, status: status,
            planTime: planTime, startTime: run.start, endTime: run.end,
            milliseconds: run.milliseconds, reason: reason,
            failedNodes: failed.prefix(Limits.notifiedNodes).map {
                Pair(graph.nodes[$0].name, nodes[$0].reason)
            }, failedTotal: failed.count)
    }

    /// A target with its expressions filled in. Throws where one does not evaluate, or where what
    /// comes of it is no target.
    fileprivate func filled(
        _ target: NotificationRule.Target, at time: Timestamp,
    ) throws(NotEvaluated) -> NotificationRule.Target {
        var fill = Filling(for: self, at: time)
        let filled: NotificationRule.Target
        switch target {
        case .command(let words): filled = .command(try fill(words, of: "command"))
        case .webhook(let url, let headers):
            filled = .webhook(
                url: try fill(url, of: "webhook"), headers: try fill(headers, of: "headers"))
        }
        if let problem = filled.problem { throw NotEvaluated(why: problem) }
        return filled
    }
}
