import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct ScheduleMissedVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "missed", abstract: "Lists cycles that did not run, and why, newest first.",
        discussion: """
            Each line is of cycles one after the other. What was skipped runs by hand with its
            plan time: sluice run JOB --plan-time TIME.

            EXAMPLES
              sluice schedule missed
              sluice schedule missed --job etl --planned 2026-11-01..2026-11-07
            """)
    static let methods = [ScheduleServiceMethods.listSkippedCycles]

    @Option(
        help: ArgumentHelp("Jobs whose name fits, with * and ?.", valueName: "glob"),
        completion: TargetHelp.jobs)
    var job: String?

    @Option(
        help: ArgumentHelp("Planned from A to B: A..B, A.. or ..B, or a day.", valueName: "a..b"))
    var planned: String?

    @Option(help: ArgumentHelp("At most so many lines, the newest.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        var request = ListSkippedCyclesRequest(
            workspace: session.workspace, environment: session.environment,
            pageSize: Int32(clamping: min(limit, 1_000)), jobGlob: job ?? "")
        if let planned {
            (request.plannedFrom, request.plannedBefore) = try session.times.readRange(planned)
        }
        let pages = try await session.sluice().skippedCycles(request)
        let found = try await session.first(limit, of: pages)
        try session.printer.show(found.items, as: .skippedCycles)
        session.remarkOnLength(of: found, limit: limit, noun: "missed cycles")
        return .done
    }
}

extension Listing where Row == SkippedCycles {
    fileprivate static var skippedCycles: Self {
        Self(
            name: { String($0.id) },
            columns: [
                .number("id", "NUMBER", isWide: true) { $0.id },
                .text("jobName", "JOB") { $0.jobName },
                .time("firstTime", "FIRST") { $0.firstTime },
                .time("lastTime", "LAST") { $0.lastTime },
                Column(field: "count", heading: .init(title: "CYCLES", alignment: .right)) {
                    row, _ in Table.Cell(row.count > 0 ? String(row.count) : ">1000")
                },
                .text("cause", "CAUSE") { $0.cause },
                .text("reason", "REASON", canShrink: true) { $0.reason },
                .time("time", "FOUND", isWide: true) { $0.time },
            ])
    }
}
