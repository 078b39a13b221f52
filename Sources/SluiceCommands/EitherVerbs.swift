import ArgumentParser
import SluiceRPC
import SluiceWire

/// What an operation takes that exists on instances and on nodes.
struct EitherBatch: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Instances, or nodes of them: 12, 12/load, etl@latest.",
            valueName: "instance[/node]"),
        completion: TargetHelp.targets)
    var targets: [String] = []

    @OptionGroup(title: "Selection of instances") var selector: Selector

    @Flag(help: "Leave out what is refused instead of refusing all.")
    var skipRefused = false

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(
        _ onInstances: InstancesOperation, _ onNodes: NodesOperation, _ session: Session,
        waiting: WaitFlags? = nil,
    ) async throws(Failure) -> Outcome {
        let manner = Manner(change: change, skipRefused: skipRefused, waiting: waiting)
        guard !targets.isEmpty else {
            let ids = try await session.identifiers(selectedBy: selector, for: onInstances)
            return try await session.operate(onInstances, on: ids, selected: true, manner)
        }
        try selector.excludeTargets()
        if try areNodes() {
            let nodes = try await session.nodes(named: targets)
            return try await session.operate(onNodes, on: nodes, selected: false, manner)
        }
        let ids = try await session.identifiers(of: targets)
        return try await session.operate(onInstances, on: ids, selected: false, manner)
    }

    private func areNodes() throws(Failure) -> Bool {
        var nodes = 0
        for target in targets where try Target(target).node != nil { nodes += 1 }
        guard nodes == 0 || nodes == targets.count else {
            throw .usage(
                "instances and nodes cannot be named in one command",
                hint: "one command for the instances, one for the nodes")
        }
        return nodes > 0
    }
}

/// `sluice pause`: of instances or of nodes, as the targets say.
struct PauseVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Holds instances, or nodes and what comes after them.",
        discussion: """
            What runs goes on. Nodes by selection: sluice node pause.

            EXAMPLES
              sluice pause 12 --reason 'disk is being changed'
              sluice pause 12/report 13/report
              sluice pause --job 'import-*'
            """)

    @OptionGroup var batch: EitherBatch
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.pause, .pause, session)
    }
}

/// `sluice resume`: of instances or of nodes, as the targets say.
struct ResumeVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets paused instances or nodes go on.",
        discussion: """
            Nodes by selection: sluice node resume.

            EXAMPLES
              sluice resume 12
              sluice resume 12/report --wait
              sluice resume --job '*' --yes       every paused instance
            """)

    @OptionGroup var batch: EitherBatch
    @OptionGroup var waiting: WaitFlags
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.resume, .resume, session, waiting: waiting)
    }
}
