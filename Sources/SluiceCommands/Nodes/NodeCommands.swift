import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct NodeCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node", abstract: "Nodes of instances, their attempts and logs.",
        groupedSubcommands: [
            CommandGroup(
                name: "Operations",
                subcommands: [
                    NodeRerunVerb.self, NodeRerunDownstreamVerb.self, NodeForceRerunVerb.self,
                    NodeSetSuccessVerb.self, NodeTerminateVerb.self, NodeRemoveUpstreamVerb.self,
                    NodePauseVerb.self, NodeResumeVerb.self, NodeSkipVerb.self,
                ]),
            CommandGroup(
                name: "Views",
                subcommands: [
                    NodeListVerb.self, NodeShowVerb.self, NodeAllowedVerb.self, NodeLogVerb.self,
                    NodeAttemptsVerb.self, NodeCodeVerb.self, NodeTaskVerb.self, NodeProdVerb.self,
                    NodeEditVerb.self,
                ]),
        ])
}

struct NodeShowVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a node of an instance.",
        discussion: """
            EXAMPLES
              sluice node show 12/load
              sluice node show etl@latest/load -o yaml
            """)
    static let methods = [InstanceServiceMethods.getInstance]

    @Argument(help: TargetHelp.node, completion: TargetHelp.nodes)
    var target: String

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let target = try Target(target)
        let node = try target.requiredNode()
        try session.show(node: node, of: try await session.details(of: target.instance))
        return .done
    }
}

struct NodeAttemptsVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "attempts", abstract: "Lists every execution of a node, oldest first.",
        discussion: """
            EXAMPLES
              sluice node attempts 12/load
            """)
    static let methods = [InstanceServiceMethods.listAttempts]

    @Argument(help: TargetHelp.node, completion: TargetHelp.nodes)
    var target: String

    @Option(help: ArgumentHelp("At most so many.", valueName: "number"))
    var limit = 1_000

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let target = try Target(target)
        let request = ListAttemptsRequest(
            workspace: session.workspace, environment: session.environment,
            instanceId: try await session.identifier(of: target.instance),
            nodeName: try target.requiredNode(), pageSize: Int32(clamping: min(limit, 1_000)))
        let pages = try await session.sluice().attempts(request)
        let found = try await session.first(limit, of: pages)
        try session.printer.show(found.items, as: .attempts)
        session.remarkOnLength(of: found, limit: limit, noun: "attempts yet")
        return .done
    }
}

extension Listing where Row == Attempt {
    static var attempts: Self {
        Self(
            name: { String($0.attempt) },
            columns: [
                .number("attempt", "ATTEMPT") { Int64($0.attempt) },
                .number("run", "RUN") { Int64($0.run) },
                Column(field: "outcome", heading: .init(title: "OUTCOME")) { row, _ in
                    Table.Cell(row.outcomeText, row.outcomeStyle)
                },
                .time("startTime", "STARTED") { $0.startTime },
                .duration("executeTime", "DURATION") { $0.executeTime },
                .number("exitCode", "EXIT") { $0.exitCode.map { Int64($0) } },
                .number("signal", "SIGNAL", isWide: true) {
                    $0.signal > 0 ? Int64($0.signal) : nil
                },
                .number("pid", "PID", isWide: true) { $0.pid > 0 ? Int64($0.pid) : nil },
                .number("logSize", "LOG BYTES") { $0.logSize },
                .text("logPath", "LOG", isWide: true, canShrink: true) { $0.logPath },
                .text("reason", "REASON", canShrink: true) { $0.reason },
            ])
    }
}

extension Attempt {
    fileprivate var outcomeText: String {
        outcome == .unspecified
            ? "running" : String(outcome.word.lowercased().map { $0 == "_" ? " " : $0 })
    }

    fileprivate var outcomeStyle: Style {
        switch outcome {
        case .success: .good
        case .unspecified: .active
        case .stopped: .doubtful
        case .exit, .signal, .timeout, .lost, .couldNotStart, .badOutput, .calledFailed,
            .unrecognized:
            .bad
        }
    }
}
