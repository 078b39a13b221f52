import ArgumentParser
import SluiceRPC
import SluiceWire

struct BackfillWatchVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Shows how a backfill goes on, until it has ended; exits 1 unless all succeed.",
        discussion: """
            The time that is left is an estimate from the pace so far.

            EXAMPLES
              sluice backfill watch 7
              sluice backfill watch 7 --timeout 2h
            """)
    static let methods = [BackfillServiceMethods.getBackfill]

    @Argument(help: BackfillHelp.number, completion: BackfillHelp.numbers)
    var number: Int64

    @Option(
        help: ArgumentHelp("Longest wait, for example 90s or 2h; then exit 7.", valueName: "time"))
    var timeout: DurationArgument?

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let ended = try await session.awaitEnd(ofBackfill: number, timeout, orPaused: false)
        let printer = session.printer
        if !printer.isForPeople { try printer.show(ended, name: String(number)) {} }
        return ended.outcome
    }
}
