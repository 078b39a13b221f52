import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct BackfillShowVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a backfill and its cycles.",
        discussion: """
            EXAMPLES
              sluice backfill show 7
              sluice backfill show 7 --status fail,skipped
              sluice backfill show 7 --limit 10000 -o json
            """)
    static let methods = [BackfillServiceMethods.getBackfill]

    static let states = CycleState.allCases.filter { $0 != .unspecified }
    static let stateNames = states.map(\.words).joined(separator: ", ")

    @Argument(help: BackfillHelp.number, completion: BackfillHelp.numbers)
    var number: Int64

    @Option(
        help: ArgumentHelp(
            "Only cycles in this state; several with commas: \(Self.stateNames).",
            valueName: "state"),
        completion: .list(Self.states.map(\.words)))
    var status: [String] = []

    @Option(help: ArgumentHelp("At most so many cycles, the first.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        guard limit > 0 else { throw .usage("--limit \(limit) shows nothing", hint: "--limit 100") }
        let states = try values(of: status, among: Self.states, as: \.words)
        let reply = try await session.backfill(number, states, limit: limit)
        let printer = session.printer
        switch printer.format {
        case .csv: try printer.showRows(reply.cycles, as: .cycles)
        case .table, .wide, .json, .jsonl, .yaml, .name, .dot, .mermaid, .svg:
            try printer.show(reply, name: String(number)) { () throws(Failure) in
                try showToPeople(reply, session)
            }
        }
        return .done
    }

    private func showToPeople(
        _ reply: GetBackfillResponse, _ session: Session,
    ) throws(Failure) {
        let printer = session.printer
        let facts = (reply.backfill ?? Backfill()).facts(printer.moment, printer.paint)
        for line in FactText.lines(facts, printer.paint) { session.console.writeLine(line) }
        session.console.writeLine("")
        printer.writeTable(try printer.table(reply.cycles, as: .cycles))
        session.remarkOnLength(
            of: (reply.cycles, !reply.nextPageToken.isEmpty), limit: limit,
            noun: "cycles in that state")
    }
}

extension Session {
    /// A backfill and the first of its cycles.
    func backfill(
        _ id: Int64, _ states: [CycleState] = [], limit: Int,
    ) async throws(Failure) -> GetBackfillResponse {
        var request = GetBackfillRequest(
            workspace: workspace, environment: environment, backfillId: id, states: states)
        var found = GetBackfillResponse()
        repeat {
            request.pageSize = Int32(clamping: min(limit - found.cycles.count, 1_000))
            request.pageToken = found.nextPageToken
            let page = try await call { (sluice) async throws(Status) in
                try await sluice.backfills.getBackfill(request)
            }
            found.backfill = page.backfill
            found.cycles += page.cycles
            found.nextPageToken = page.nextPageToken
        } while !found.nextPageToken.isEmpty && found.cycles.count < limit
        return found
    }
}
