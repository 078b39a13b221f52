import SluiceEngine
import SluiceModel
import SluiceSimulation

/// Whom jobs tell of what.
///
/// ```
/// job etl onFailure=tell_${p} onSuccess=https://host/x onLate=tell tries=2 slower=200
/// deliver 1 ok|WHY            what became of a try of a notification
/// notify again 1 2            sends failed ones again
/// told                        how all notifications stand
/// ```
extension Scenario {
    static let notificationWords: Set = ["onFailure", "onSuccess", "onLate", "tries", "slower"]

    func notifications(_ pairs: [(String, String)]) -> [NotificationRule] {
        let tries = pairs.first { $0.0 == "tries" }.flatMap { Int($0.1) } ?? 5
        let occasions: [String: NotificationRule.Occasion] = [
            "onFailure": .failure, "onSuccess": .success, "onLate": .late,
        ]
        return pairs.compactMap { name, value in
            occasions[name].map {
                NotificationRule(occasion: $0, target: target(of: value), retryTimes: tries)
            }
        }
    }

    private func target(of text: String) -> NotificationRule.Target {
        text.hasPrefix("http")
            ? .webhook(url: text, headers: [Pair("X-Job", "#{Job.name}")])
            : .command(text.split(separator: "_").map(String.init))
    }

    func deliver(_ arguments: [String]) -> [String] {
        let why = arguments.dropFirst().joined(separator: " ")
        let report = DeliveryReport(
            NotificationID(Int64(arguments[0]) ?? 0), error: why == "ok" ? nil : why)
        return batch { engine, effects in engine.observe(report, at: now, into: &effects) }
    }

    func sendAgain(_ arguments: [String]) -> Command {
        .retryNotifications(
            RetryNotifications(
                scope: .standard,
                notifications: arguments.dropFirst().compactMap {
                    Int64($0).map { NotificationID($0) }
                }))
    }

    func words(_ notification: SluiceModel.Notification) -> String {
        let subject = notification.subject
        let failed = subject.failedNodes.map { " \($0.name): \($0.value)" }.joined()
        let why = subject.reason.isEmpty ? "" : "  (\(subject.reason))"
        return "notify \(notification.id) \(words(notification.rule)): instance "
            + "\(subject.instance) run \(subject.run) \(subject.status)\(failed)\(why)"
    }

    private func words(_ rule: NotificationRule) -> String {
        switch rule.target {
        case .command(let words): "\(rule.occasion) `\(words.joined(separator: " "))`"
        case .webhook(let url, let headers):
            "\(rule.occasion) \(url) \(headers.map { "\($0.name)=\($0.value)" })"
        }
    }

    func whoWasTold() -> [String] {
        journal.notifications.keys.sorted().compactMap { journal.notifications[$0] }.map {
            let words: String
            switch $0.state {
            case .pending(let tries, let next, let error):
                let left = (next.milliseconds - now.wall.milliseconds) / 1_000
                words = "waits \(left) s after \(tries) tries  (\(error))"
            case .delivered(_, let tries): words = "delivered after \(tries) tries"
            case .failed(_, let tries, let error): words = "failed after \(tries) tries  (\(error))"
            }
            return "\($0.id) \($0.rule.occasion) of \($0.subject.instance): \(words)"
        }
    }
}
