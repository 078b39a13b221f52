import ArgumentParser
import SluiceRPC
import SluiceWire

/// What the operations on many nodes take.
struct NodeBatch: ParsableArguments {
    @Argument(help: TargetHelp.node, completion: TargetHelp.nodes)
    var targets: [String] = []

    @OptionGroup(title: "Selection") var selector: NodeSelector

    @Flag(help: "Leave out what is refused instead of refusing all.")
    var skipRefused = false

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(
        _ operation: NodesOperation, _ session: Session, waiting: WaitFlags? = nil,
    ) async throws(Failure) -> Outcome {
        try await session.operate(
            operation, on: try await nodes(for: operation, session), selected: targets.isEmpty,
            Manner(change: change, skipRefused: skipRefused, waiting: waiting))
    }

    private func nodes(
        for operation: NodesOperation, _ session: Session,
    ) async throws(Failure) -> [NodeTarget] {
        guard !targets.isEmpty else {
            return try await session.nodes(selectedBy: selector, for: operation)
        }
        guard selector.isEmpty else {
            throw .usage(
                "targets and selectors exclude each other", hint: "name nodes, or use --job")
        }
        return try await session.nodes(named: targets)
    }
}

struct NodeRerunVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "rerun",
        abstract: "Runs nodes again; what comes after them and has not run follows.",
        discussion: """
            All or nothing: one node that is neither success nor fail refuses the whole call. A
            selection without --node-status takes the failed ones.

            EXAMPLES
              sluice rerun 12/load
              sluice rerun 12/load 12/clean --reason 'new credentials' --wait
              sluice node rerun --job 'import-*' --planned yesterday --dry-run
            """)
    static let methods = [NodeServiceMethods.rerunNodes]

    @OptionGroup var batch: NodeBatch
    @OptionGroup var waiting: WaitFlags
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.rerun, session, waiting: waiting)
    }
}

struct NodeSetSuccessVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "set-success",
        abstract: "Sets failed nodes to success by hand; what comes after them goes on.",
        discussion: """
            EXAMPLES
              sluice ok 12/load --reason 'loaded by hand'
              sluice node set-success 12/load 13/load --yes
              sluice node set-success --job etl --node 'check-*' --planned yesterday
            """)
    static let methods = [NodeServiceMethods.setNodesSuccess]

    @OptionGroup var batch: NodeBatch
    @OptionGroup var waiting: WaitFlags
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.setSuccess, session, waiting: waiting)
    }
}

struct NodeTerminateVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "terminate",
        abstract: "Ends nodes that run, or wait for anything but other nodes; they become fail.",
        discussion: """
            EXAMPLES
              sluice node terminate 12/load --reason 'hangs'
              sluice node terminate --job etl --node-status running
            """)
    static let methods = [NodeServiceMethods.terminateNodes]

    @OptionGroup var batch: NodeBatch
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.terminate, session)
    }
}

struct NodePauseVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Pauses nodes: they and what comes after them are not started.",
        discussion: """
            What runs goes on. A selection without --node-status takes what has not ended.

            EXAMPLES
              sluice pause 12/report
              sluice node pause 12/report 13/report --reason 'month is not closed'
              sluice node pause --job etl --node report
            """)
    static let methods = [NodeServiceMethods.pauseNodes]

    @OptionGroup var batch: NodeBatch
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.pause, session)
    }
}

struct NodeResumeVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Takes the pause off nodes.",
        discussion: """
            EXAMPLES
              sluice resume 12/report
              sluice node resume --job etl --yes      every paused node of the job
            """)
    static let methods = [NodeServiceMethods.resumeNodes]

    @OptionGroup var batch: NodeBatch
    @OptionGroup var waiting: WaitFlags
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.resume, session, waiting: waiting)
    }
}
