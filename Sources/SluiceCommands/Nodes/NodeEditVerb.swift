import ArgumentParser
import SluiceClient
import SluiceJobFile
import SluiceRPC
import SluiceWire

struct NodeEditVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Opens the job file of a node in your editor, and submits what you change.",
        discussion: """
            The editor is $VISUAL, else $EDITOR, else vi. A file that is unchanged is not submitted;
            one that cannot be submitted is kept, and its path is told.

            EXAMPLES
              sluice node edit 12/load --comment 'longer timeout'
              sluice node edit 12/load --development      in a workspace of mode dev-prod
              sluice node edit 12/load --print > etl.yaml
            """)
    static let methods = [NodeServiceMethods.getEditTarget]

    @Argument(help: TargetHelp.node, completion: TargetHelp.nodes)
    var target: String

    @Flag(help: "Edit the node in development, as workspaces of mode dev-prod ask for.")
    var development = false

    @Flag(help: "Only print the job file.")
    var print = false

    @Option(help: ArgumentHelp("Why; kept with the version.", valueName: "text"))
    var comment: String?

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let node = try await session.node(named: target)
        let original = try await editTarget(of: node, session)
        guard !print else {
            session.console.write(original.source)
            return .done
        }
        let job = EditedJob(
            jobName: original.jobName, version: original.version, source: original.source,
            line: original.line)
        let reply = try await session.edit(
            job, in: original.targetEnvironment, comment: comment ?? "", change,
        ) { () async throws(Failure) in
            try await editTarget(of: node, session).version
        }
        guard reply != nil, !["", "submit"].contains(original.effectiveAfter) else { return .done }
        session.remark("production changes after: \(original.effectiveAfter)")
        return .done
    }

    private func editTarget(
        of node: NodeTarget, _ session: Session,
    ) async throws(Failure) -> GetEditTargetResponse {
        let request = GetEditTargetRequest(
            workspace: session.workspace, environment: session.environment, node: node,
            kind: development ? .developmentNode : .node)
        return try await session.call { (sluice) async throws(Status) in
            try await sluice.nodes.getEditTarget(request)
        }
    }
}
