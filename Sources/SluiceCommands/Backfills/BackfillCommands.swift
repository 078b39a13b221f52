import ArgumentParser

struct BackfillCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Many cycles made up for, or run again, so many at once.",
        subcommands: [
            BackfillCreateVerb.self, BackfillListVerb.self, BackfillShowVerb.self,
            BackfillWatchVerb.self, BackfillPauseVerb.self, BackfillResumeVerb.self,
            BackfillCancelVerb.self,
        ])
}

enum BackfillHelp {
    static let number = ArgumentHelp("The number of the backfill.", valueName: "number")
    static let numbers = CompletionKind.shellCommand("sluice complete backfills")
}

/// Whether, and for how long, the end of a backfill is awaited.
struct BackfillWaitFlags: ParsableArguments {
    @Flag(help: "Wait for the end, show progress, and exit with the outcome.")
    var wait = false

    @Option(
        help: ArgumentHelp("Longest wait, for example 90s or 2h; then exit 7.", valueName: "time"))
    var timeout: DurationArgument?

    /// A longest wait implies waiting.
    var isOn: Bool { wait || timeout != nil }
}
