import ArgumentParser

struct ScheduleCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "When jobs run by themselves.",
        subcommands: [
            ScheduleListVerb.self, ScheduleMissedVerb.self, SchedulePreviewVerb.self,
        ])
}
