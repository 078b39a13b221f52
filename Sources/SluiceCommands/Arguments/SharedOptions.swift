import ArgumentParser
import SluiceWire

extension OutputFormat: ExpressibleByArgument {}
extension ColorChoice: ExpressibleByArgument {}

/// `production` or `development`, also `prod` and `dev`.
enum EnvironmentChoice: String, ExpressibleByArgument, CaseIterable {
    case production
    case development
    case prod
    case dev

    var wire: SluiceWire.Environment {
        switch self {
        case .production, .prod: .production
        case .development, .dev: .development
        }
    }
}

/// A duration as people type it: `90s`, `10m`, `1h30m`.
struct DurationArgument: ExpressibleByArgument {
    var text: String
    var milliseconds: Int64

    init?(argument: String) {
        guard let milliseconds = DurationText.read(argument) else { return nil }
        text = argument
        self.milliseconds = milliseconds
    }
}

/// What every verb takes.
struct SharedOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Form of the data.", valueName: "format"))
    var format = OutputFormat.table

    @Option(help: ArgumentHelp("Only these fields, in this order.", valueName: "a,b,…"))
    var fields: String?

    @Option(help: "When to colour.")
    var color = ColorChoice.auto

    @Option(
        name: [.customShort("w"), .long],
        help: ArgumentHelp("The workspace ($SLUICE_WORKSPACE; else 'default').", valueName: "name"),
        completion: .shellCommand("sluice complete workspaces"))
    var workspace: String?

    @Option(
        name: [.customLong("env"), .customLong("environment")],
        help: ArgumentHelp("Environment of the workspace.", valueName: "environment"))
    var environment: EnvironmentChoice?

    @Option(
        help: ArgumentHelp("Socket of the daemon ($SLUICE_SOCKET).", valueName: "path"),
        completion: .file())
    var socket: String?

    var fieldNames: [String] {
        (fields ?? "").split(separator: ",").map { String($0) }
    }
}

/// How a change is made.
struct ChangeFlags: ParsableArguments {
    @Flag(name: [.customLong("dry-run")], help: "Only show what would change.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    @Option(help: ArgumentHelp("Why; kept in the operation log.", valueName: "text"))
    var reason: String?

    /// Those of a verb that only ever shows. All of them are set, since the parser sets none.
    static var preview: ChangeFlags {
        var flags = ChangeFlags()
        (flags.dryRun, flags.yes, flags.reason) = (true, false, nil)
        return flags
    }
}

/// Whether, and for how long, the end is awaited.
struct WaitFlags: ParsableArguments {
    @Flag(help: "Wait for the end, show progress, and exit with the outcome.")
    var wait = false

    @Flag(help: "Also show the logs of the nodes as they are written.")
    var follow = false

    @Option(
        help: ArgumentHelp("Longest wait, for example 90s or 2h; then exit 7.", valueName: "time"))
    var timeout: DurationArgument?

    /// Following, and a longest wait, imply waiting.
    var isOn: Bool { wait || follow || timeout != nil }
}
