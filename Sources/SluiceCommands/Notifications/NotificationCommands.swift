import ArgumentParser

struct NotificationCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notification",
        abstract: "Who was told of what, and what could not be delivered.",
        subcommands: [NotificationListVerb.self, NotificationRetryVerb.self])
}
