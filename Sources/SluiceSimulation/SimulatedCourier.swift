package import SluiceModel
internal import SluiceRuntime

/// A courier without receivers: what is handed to it arrives some time later, or does not.
package final class SimulatedCourier: Courier {
    /// How often each notification arrived.
    package private(set) var arrivals: [NotificationID: Int] = [:]
    /// What is asked of it while nobody listens: the daemon had crashed.
    package var isCutOff = false

    private var waiting: [Notification] = []
    private var dice: Dice

    package init(seed: UInt64) {
        dice = Dice(seed: seed)
    }

    package func deliver(_ notification: Notification) {
        guard !isCutOff, !waiting.contains(where: { $0.id == notification.id }) else { return }
        waiting.append(notification)
    }

    /// Lets some of what waits come to its end, and reports it.
    package func advance() -> [DeliveryReport] {
        var reports: [DeliveryReport] = []
        var left: [Notification] = []
        for notification in waiting {
            if dice.oneIn(3) {
                left.append(notification)
            } else if dice.oneIn(4) {
                reports.append(DeliveryReport(notification.id, error: "exit 1"))
            } else {
                arrivals[notification.id, default: 0] += 1
                reports.append(DeliveryReport(notification.id))
            }
        }
        waiting = left
        return reports
    }

    package var isQuiet: Bool { waiting.isEmpty }

    /// A daemon begins: what the one before it had on its way is gone.
    package func begin() {
        isCutOff = false
        waiting = []
    }
}
