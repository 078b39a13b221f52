import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct NotificationRetryVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Sends notifications again that could not be delivered.",
        discussion: """
            They say what happened then, under the same numbers.

            EXAMPLES
              sluice notification retry 31
              sluice notification retry 31 32 --reason 'the server is back'
            """)
    static let methods = [NotificationServiceMethods.retryNotifications]

    @Argument(
        help: ArgumentHelp("Numbers of the notifications.", valueName: "number"),
        completion: .shellCommand("sluice complete notifications"))
    var numbers: [Int64]

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = RetryNotificationsRequest(
            workspace: session.workspace, environment: session.environment,
            options: session.once(change), notificationIds: numbers)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.notifications.retryNotifications(request)
        }
        try session.printer.show(reply, name: "") {
            let verb = change.dryRun ? "would be sent again" : "is sent again"
            for notification in reply.notifications {
                session.console.writeLine(
                    "notification \(notification.notificationId) \(verb): \(notification.target)")
            }
        }
        return .done
    }
}
