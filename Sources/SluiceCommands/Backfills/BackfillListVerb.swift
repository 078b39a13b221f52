import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct BackfillListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists backfills, and retries of several jobs, newest first.",
        discussion: """
            EXAMPLES
              sluice backfill list
              sluice backfill list --job 'import-*' --status running,paused
            """)
    static let methods = [BackfillServiceMethods.listBackfills]

    static let states = BackfillState.allCases.filter { $0 != .unspecified }
    static let stateNames = states.map(\.words).joined(separator: ", ")

    @Option(
        help: ArgumentHelp("Jobs whose name fits, with * and ?.", valueName: "glob"),
        completion: TargetHelp.jobs)
    var job: String?

    @Option(
        help: ArgumentHelp(
            "State; several with commas or by repetition: \(Self.stateNames).",
            valueName: "state"),
        completion: .list(Self.states.map(\.words)))
    var status: [String] = []

    @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = ListBackfillsRequest(
            workspace: session.workspace, environment: session.environment,
            pageSize: Int32(clamping: min(limit, 1_000)), jobGlob: job ?? "",
            states: try values(of: status, among: Self.states, as: \.words))
        let pages = try await session.sluice().backfills(request)
        let found = try await session.first(limit, of: pages)
        try session.printer.show(found.items, as: .backfills)
        session.remarkOnLength(of: found, limit: limit, noun: "backfills")
        return .done
    }
}

/// Values as people type them: several with commas or by repetition.
func values<Value: WireEnum>(
    of texts: [String], among all: [Value], as words: (Value) -> String,
) throws(Failure) -> [Value] {
    var found: [Value] = []
    for name in texts.flatMap({ $0.split(separator: ",") }) {
        guard let value = all.first(where: { words($0) == name.lowercased() }) else {
            throw .usage(
                "'\(name)' is no state",
                hint: "one of: \(all.map(words).joined(separator: ", "))")
        }
        found.append(value)
    }
    return found
}
