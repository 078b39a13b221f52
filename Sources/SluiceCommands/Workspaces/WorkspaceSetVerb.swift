import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct WorkspaceSetVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Changes settings of a workspace; the others stay.",
        discussion: """
            From mode basic a workspace goes to dev-prod, and there is no way back. What is there
            stays where a bound becomes smaller.

            EXAMPLES
              sluice workspace set finance --max-jobs 200 --max-nodes-per-job 50
              sluice workspace set finance --waiting-follows-latest
              sluice workspace set finance --mode dev-prod --publisher-differs
            """)
    static let methods = [WorkspaceServiceMethods.updateWorkspace]

    @Argument(help: "The workspace.", completion: .shellCommand("sluice complete workspaces"))
    var name: String

    @Option(help: "dev-prod: from now on only what is published reaches production.")
    var mode: WorkspaceModeChoice?

    @Option(help: ArgumentHelp("For people.", valueName: "text"))
    var description: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Instances that have not begun move to a new version as it becomes effective.")
    var waitingFollowsLatest: Bool?

    @Flag(inversion: .prefixedNo, help: "Who submitted a version may not publish it.")
    var publisherDiffers: Bool?

    @Option(help: ArgumentHelp("Jobs that each environment may have.", valueName: "number"))
    var maxJobs: Int32?

    @Option(
        help: ArgumentHelp(
            "Nodes that a job may have; 0: as many as the daemon allows.", valueName: "number"))
    var maxNodesPerJob: Int32?

    @Option(help: ArgumentHelp("File objects that each environment may have.", valueName: "number"))
    var maxFiles: Int32?

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = UpdateWorkspaceRequest(
            workspace: name, options: session.once(change), description: description,
            mode: mode?.wire, waitingFollowsLatest: waitingFollowsLatest,
            publisherDiffers: publisherDiffers, maxJobs: maxJobs, maxNodesPerJob: maxNodesPerJob,
            maxFiles: maxFiles)
        let unchanged = UpdateWorkspaceRequest(workspace: name, options: request.options)
        guard request != unchanged else {
            throw .usage(
                "there is nothing to set", hint: "sluice workspace set --help lists the settings")
        }
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.workspaces.updateWorkspace(request)
        }
        try session.printer.show(reply, name: name) {
            session.showFacts(of: reply.workspace ?? Workspace())
            if change.dryRun { session.remark("nothing was changed") }
        }
        return .done
    }
}
