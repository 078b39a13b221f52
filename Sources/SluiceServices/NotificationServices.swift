internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.NotificationService`.
package struct NotificationServices: NotificationServiceHandler {
    private let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func listNotifications(
        _ request: ListNotificationsRequest, _ context: CallContext,
    ) async throws(Status) -> ListNotificationsResponse {
        try answering { () throws(SluiceError) in try shell.queries.listNotifications(request) }
    }

    package func retryNotifications(
        _ request: RetryNotificationsRequest, _ context: CallContext,
    ) async throws(Status) -> RetryNotificationsResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        return try await shell.change(command, request, context) { done in
            RetryNotificationsResponse(
                notifications: done.notifications, result: ChangeResult(done))
        }
    }
}

extension RetryNotificationsRequest: ChangeRequest {
    fileprivate var command: Command {
        get throws(SluiceError) {
            try checkCount(notificationIds.count, field: "notification_ids")
            if let wrong = notificationIds.first(where: { $0 <= 0 }) {
                throw .field(
                    "notification_ids",
                    "\(wrong) is not the number of a notification; they are above 0")
            }
            return .retryNotifications(
                RetryNotifications(
                    scope: try scope, notifications: notificationIds.map { NotificationID($0) }))
        }
    }
}

extension RetryNotificationsResponse: ChangeResponse {}

extension Done {
    /// What is sent again.
    fileprivate var notifications: [SluiceWire.Notification] {
        guard case .notifications(let all) = reply.subject else { return [] }
        return all.map { SluiceWire.Notification($0) }
    }
}

extension SluiceWire.Notification {
    fileprivate init(_ notification: SluiceModel.Notification) {
        let subject = notification.subject
        self.init(
            notificationId: notification.id.rawValue,
            occasion: NotificationOccasion(notification.rule.occasion),
            jobName: notification.jobName, instanceId: subject.instance.rawValue,
            run: Int32(clamping: subject.run),
            status: SluiceWire.InstanceStatus(rawValue: Int32(subject.status.rawValue)),
            reason: subject.reason, createTime: notification.createTime.milliseconds)
        switch notification.rule.target {
        case .command(let words): command = words
        case .webhook(let url, _): webhook = url
        }
        switch notification.state {
        case .pending(let tries, let next, let error):
            (state, self.tries, nextTime) = (.pending, Int32(clamping: tries), next.milliseconds)
            self.error = error
        case .delivered(let time, let tries):
            (state, self.tries, endTime) = (.delivered, Int32(clamping: tries), time.milliseconds)
        case .failed(let time, let tries, let error):
            (state, self.tries, endTime) = (.failed, Int32(clamping: tries), time.milliseconds)
            self.error = error
        }
    }
}
