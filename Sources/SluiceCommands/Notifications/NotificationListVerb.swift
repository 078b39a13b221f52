import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct NotificationListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists what jobs told by onFailure, onSuccess and onLate, newest first.",
        discussion: """
            EXAMPLES
              sluice notification list
              sluice notification list --state failed
              sluice notification list --instance 12 -o json
            """)
    static let methods = [NotificationServiceMethods.listNotifications]

    static let states = NotificationState.allCases.filter { $0 != .unspecified }
    static let stateNames = states.map(\.words).joined(separator: ", ")

    @Option(
        help: ArgumentHelp("Jobs whose name fits, with * and ?.", valueName: "glob"),
        completion: TargetHelp.jobs)
    var job: String?

    @Option(
        help: ArgumentHelp("Those of this instance.", valueName: "number"),
        completion: .shellCommand("sluice complete instances"))
    var instance: Int64?

    @Option(
        help: ArgumentHelp(
            "State; several with commas or by repetition: \(Self.stateNames).",
            valueName: "state"),
        completion: .list(Self.states.map(\.words)))
    var state: [String] = []

    @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = ListNotificationsRequest(
            workspace: session.workspace, environment: session.environment,
            pageSize: Int32(clamping: min(limit, 1_000)), jobGlob: job ?? "",
            instanceId: instance ?? 0,
            states: try values(of: state, among: Self.states, as: \.words))
        let pages = try await session.sluice().notifications(request)
        let found = try await session.first(limit, of: pages)
        try session.printer.show(found.items, as: .notifications)
        session.remarkOnLength(of: found, limit: limit, noun: "notifications")
        return .done
    }
}

extension NotificationState {
    /// As people type and read it.
    var words: String { word.lowercased() }
}

extension SluiceWire.Notification {
    /// Whom it goes to.
    var target: String { webhook.isEmpty ? command.joined(separator: " ") : webhook }
}

extension Listing where Row == SluiceWire.Notification {
    static var notifications: Self {
        Self(
            name: { String($0.notificationId) },
            columns: [
                .number("notificationId", "NUMBER") { $0.notificationId },
                .text("jobName", "JOB") { $0.jobName },
                .number("instanceId", "INSTANCE") { $0.instanceId },
                .text("occasion", "OCCASION") { $0.occasion.word.lowercased() },
                .text("state", "STATE") { $0.state.words },
                .number("tries", "TRIES") { Int64($0.tries) },
                .time("createTime", "CREATED") { $0.createTime },
                .time("nextTime", "NEXT", isWide: true) { $0.nextTime },
                .time("endTime", "ENDED", isWide: true) { $0.endTime },
                .text("command", "TO", canShrink: true) { $0.target },
                .text("error", "ERROR", canShrink: true) { $0.error },
                .text("reason", "REASON", isWide: true, canShrink: true) { $0.reason },
            ],
            plainFields: [
                "notificationId", "jobName", "instanceId", "occasion", "state", "tries",
                "createTime", "command", "webhook", "error",
            ])
    }
}
