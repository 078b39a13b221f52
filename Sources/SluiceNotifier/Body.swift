internal import SluiceModel
internal import SluiceWire

extension NotificationBody {
    init(_ notification: SluiceModel.Notification) {
        let subject = notification.subject
        self.init(
            notificationId: notification.id.rawValue,
            occasion: NotificationOccasion(
                rawValue: Int32(notification.rule.occasion.rawValue)),
            workspace: notification.scope.workspace,
            environment: SluiceWire.Environment(
                rawValue: Int32(notification.scope.environment.rawValue)),
            jobName: notification.jobName, version: Int32(clamping: subject.version),
            instanceId: subject.instance.rawValue, run: Int32(clamping: subject.run),
            status: SluiceWire.InstanceStatus(rawValue: Int32(subject.status.rawValue)),
            planTime: subject.planTime.milliseconds, startTime: subject.startTime?.milliseconds,
            endTime: subject.endTime?.milliseconds, durationMs: subject.milliseconds,
            reason: subject.reason,
            failedNodes: subject.failedNodes.map {
                FailedNode(nodeName: $0.name, reason: $0.value)
            }, failedTotal: Int32(clamping: subject.failedTotal), look: notification.look)
    }
}

extension SluiceModel.Notification {
    /// As it is typed to see more.
    fileprivate var look: String {
        let workspace = scope.workspace == Scope.standard.workspace ? "" : " -w \(scope.workspace)"
        return "sluice show \(subject.instance)\(workspace)"
    }
}
