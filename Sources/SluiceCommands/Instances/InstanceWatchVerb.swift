import ArgumentParser
import SluiceRPC
import SluiceWire

struct InstanceWatchVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Shows an instance while it runs, until it has ended.",
        discussion: """
            EXAMPLES
              sluice instance watch 12
              sluice instance watch etl@latest --follow
            """)
    static let methods = [EventServiceMethods.waitEvents]

    @Argument(help: TargetHelp.instance, completion: TargetHelp.instances)
    var target: String

    @Flag(help: "Show the logs of the nodes as they are written.")
    var follow = false

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let id = try await session.identifier(of: try Target(target).withoutNode())
        return try await session.awaitEnd(
            of: id, follow: follow, timeout: nil, orSuspended: false
        ).outcome
    }
}

struct InstanceWaitVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Waits until instances have ended or are suspended; exits 1 unless all succeed.",
        discussion: """
            EXAMPLES
              sluice instance wait 12 13 --timeout 2h
              sluice instance wait etl@latest -o json
            """)
    static let methods = [EventServiceMethods.waitEvents]

    @Argument(help: TargetHelp.instance, completion: TargetHelp.instances)
    var targets: [String]

    @Option(
        help: ArgumentHelp(
            "Longest wait for each, for example 90s; then exit 7.", valueName: "time"))
    var timeout: DurationArgument?

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let ids = try await session.identifiers(of: targets)
        var outcome = Outcome.done
        for id in ids {
            let details = try await session.awaitEnd(of: id, follow: false, timeout: timeout)
            if details.outcome != .done { outcome = details.outcome }
            if !session.printer.isForPeople { try session.show(details) }
        }
        return outcome
    }
}
