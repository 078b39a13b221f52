internal import SluiceEngine
internal import SluiceModel

/// Whom the simulated jobs tell of what, and whether they are told.
extension World {
    /// One job has every rule, the next none, and so on.
    static func notifications(ofJob number: Int) -> [NotificationRule] {
        guard number.isMultiple(of: 2) else { return [] }
        return NotificationRule.Occasion.allCases.map {
            NotificationRule(occasion: $0, target: .command(["tell", "${p}"]), retryTimes: 2)
        }
    }

    /// At rest nobody waits to be told; who was told was told; and every failure was told of.
    func checkNotificationsAtRest() {
        for notification in journal.notifications.values {
            switch notification.state {
            case .pending: faults.append("at rest notification \(notification.id) waits")
            case .delivered where courier.arrivals[notification.id] == nil:
                faults.append("notification \(notification.id) is delivered and never arrived")
            case .delivered, .failed: break
            }
        }
        let told = Set(journal.notifications.values.map { Told($0) })
        for instance in journal.instances.values {
            guard let occasion = instance.status.occasion,
                journal.rules(of: instance).contains(where: { $0.occasion == occasion })
            else { continue }
            let due = Told(instance: instance.id, run: instance.run, occasion: occasion)
            if told.contains(due) { continue }
            faults.append("nobody was told that instance \(instance.id) is \(instance.status)")
        }
    }
}

private struct Told: Hashable {
    var instance: InstanceID
    var run: Int
    var occasion: NotificationRule.Occasion
}

extension Told {
    init(_ notification: Notification) {
        instance = notification.subject.instance
        run = notification.subject.run
        occasion = notification.rule.occasion
    }
}

extension InstanceStatus {
    fileprivate var occasion: NotificationRule.Occasion? {
        switch self {
        case .fail, .runningException: .failure
        case .success: .success
        case .waiting, .running, .pause, .manualStop: nil
        }
    }
}
