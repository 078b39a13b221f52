import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct BackfillCreateVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Makes the instances of cycles that have passed, so many at once.",
        discussion: """
            A day stands for its first cycle in --from and for its last one in --to. A cycle that
            has an instance is left out, unless --rerun-existing runs it again. Schedules need not
            be enabled. Of one job no more run at once than its maxParallelInstances; where it
            names none, one.

            EXAMPLES
              sluice backfill create etl --from 2026-11-01 --to 2026-11-07 --dry-run
              sluice backfill create etl --from 2026-11-01 --to yesterday --parallel 4 --wait
              sluice backfill create etl --from 7d --to now --reverse --stop-on-failure
              sluice backfill create etl --from 2026-11-20 --to 2026-11-20 --downstream
            """)
    static let methods = [BackfillServiceMethods.createBackfill]

    @Argument(help: "The job.", completion: TargetHelp.jobs)
    var job: String

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp("Plan time of the first cycle: a time or a day.", valueName: "time"))
    var first: String

    @Option(
        name: .customLong("to"),
        help: ArgumentHelp("Plan time of the last cycle: a time or a day.", valueName: "time"))
    var last: String

    @Option(help: ArgumentHelp("Cycles at work at once, 1 to 128.", valueName: "number"))
    var parallel: Int32 = 1

    @Flag(help: "The newest first.")
    var reverse = false

    @Flag(help: "A failure pauses the rest; see resume and cancel.")
    var stopOnFailure = false

    @Flag(help: "Also the jobs that depend on it, and those that depend on them.")
    var downstream = false

    @Flag(help: "Cycles that have an ended instance run again.")
    var rerunExisting = false

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Another value for a parameter; may be repeated.", valueName: "key=value"))
    var param: [String] = []

    @OptionGroup var waiting: BackfillWaitFlags
    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = try request(session)
        let change = Change { (options) async throws(Failure) in
            var request = request
            request.options = options
            let reply = try await session.call { (sluice) async throws(Status) in
                try await sluice.backfills.createBackfill(request)
            }
            return BackfillPlan(reply.backfill, reply.cycles, reply.result)
        } result: {
            $0.result
        }
        return try await session.begin(change, self.change, waiting)
    }

    private func request(_ session: Session) throws(Failure) -> CreateBackfillRequest {
        let (first, last) = (try session.times.read(first), try session.times.read(last))
        let end = last.start + last.span - 1
        guard end >= first.start else {
            throw .usage(
                "--to \(self.last) is before --from \(self.first)",
                hint: "--from EARLIER --to LATER")
        }
        // The daemon takes a 0 for nothing said.
        guard parallel != 0 else {
            throw .usage("--parallel 0 begins nothing", hint: "--parallel 1, and at most 128")
        }
        return CreateBackfillRequest(
            workspace: session.workspace, environment: session.environment, jobName: job,
            fromTime: first.start, toTime: end, parallel: parallel, reverse: reverse,
            stopOnFailure: stopOnFailure, downstream: downstream, rerunExisting: rerunExisting,
            params: try pairs(param, of: "--param"))
    }
}
