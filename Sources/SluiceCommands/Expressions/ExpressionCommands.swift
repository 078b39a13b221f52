import ArgumentParser

struct ExpressionCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expr", abstract: "What ${param} and #{expression} in job files come to.",
        subcommands: [ExpressionEvalVerb.self])
}
