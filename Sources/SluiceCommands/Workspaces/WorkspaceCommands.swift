import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct WorkspaceCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace", abstract: "Separate worlds of jobs and instances.",
        subcommands: [
            WorkspaceCreateVerb.self, WorkspaceShowVerb.self, WorkspaceListVerb.self,
            WorkspaceSetVerb.self, WorkspaceSlotsVerb.self, EnvironmentCommands.self,
            WorkspaceGrantVerb.self, WorkspaceRevokeVerb.self, WorkspaceGrantsVerb.self,
        ])
}

/// How changes reach production.
enum WorkspaceModeChoice: String, ExpressibleByArgument, CaseIterable {
    case basic
    case devProd = "dev-prod"

    var wire: WorkspaceMode {
        switch self {
        case .basic: .basic
        case .devProd: .devProd
        }
    }
}

extension WorkspaceMode {
    /// As `--mode` spells it.
    fileprivate var choiceText: String {
        switch self {
        case .unspecified, .basic: WorkspaceModeChoice.basic.rawValue
        case .devProd: WorkspaceModeChoice.devProd.rawValue
        case .unrecognized: word
        }
    }
}

struct WorkspaceCreateVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Creates a workspace.",
        discussion: """
            EXAMPLES
              sluice workspace create finance --description 'month-end jobs'
              sluice workspace create warehouse --mode dev-prod
            """)
    static let methods = [WorkspaceServiceMethods.createWorkspace]

    @Argument(help: "Its name.")
    var name: String

    @Option(
        help: "What is submitted is effective at once, or in development until it is published.")
    var mode = WorkspaceModeChoice.basic

    @Option(help: ArgumentHelp("For people.", valueName: "text"))
    var description: String?

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = CreateWorkspaceRequest(
            workspace: name, options: session.once(change), mode: mode.wire,
            description: description ?? "")
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.workspaces.createWorkspace(request)
        }
        try session.printer.show(reply, name: name) {
            session.console.writeLine(
                change.dryRun ? "workspace \(name) would be created" : "workspace \(name) created")
        }
        return .done
    }
}

struct WorkspaceShowVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a workspace, your role in it, and who has which.",
        discussion: """
            EXAMPLES
              sluice workspace show finance
            """)
    static let methods = [
        WorkspaceServiceMethods.getWorkspace, WorkspaceServiceMethods.listGrants,
    ]

    @Argument(
        help: "Its name; else that of --workspace.",
        completion: .shellCommand("sluice complete workspaces"))
    var name: String?

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = GetWorkspaceRequest(workspace: name ?? session.workspace)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.workspaces.getWorkspace(request)
        }
        let workspace = reply.workspace ?? Workspace()
        let isForPeople = session.printer.isForPeople
        let grants = isForPeople ? try await session.grants(in: workspace.name) : []
        try session.printer.show(workspace, name: workspace.name) {
            session.showFacts(of: workspace)
        }
        if !grants.isEmpty {
            session.console.writeLine("")
            try session.printer.show(grants, as: .grants)
        }
        return .done
    }
}

extension Session {
    /// What is as it is from the start is left out.
    func showFacts(of workspace: Workspace) {
        func number(_ value: Int32) -> String { value > 0 ? String(value) : "" }
        let facts: [(name: String, value: String)] = [
            ("workspace", workspace.name),
            ("mode", workspace.mode.choiceText),
            ("about", workspace.description),
            ("slots", number(workspace.slots)),
            ("waiting", workspace.waitingFollowsLatest ? "follows the latest version" : ""),
            ("publisher", workspace.publisherDiffers ? "not who submitted" : ""),
            ("max jobs", number(workspace.maxJobs)),
            ("max nodes", number(workspace.maxNodesPerJob)),
            ("max files", number(workspace.maxFiles)),
            ("your role", workspace.role.roleText),
            ("created", printer.moment.text(workspace.createTime)),
        ]
        for line in FactText.lines(facts, printer.paint) { console.writeLine(line) }
    }
}

struct WorkspaceListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the workspaces in which you have a role, by name.",
        discussion: """
            EXAMPLES
              sluice workspace list
            """)
    static let methods = [WorkspaceServiceMethods.listWorkspaces]

    @Option(help: ArgumentHelp("At most so many.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = ListWorkspacesRequest(pageSize: Int32(clamping: min(limit, 1_000)))
        let found = try await session.first(
            limit, of: try await session.sluice().workspaces(request))
        try session.printer.show(found.items, as: .workspaces)
        session.remarkOnLength(of: found, limit: limit, noun: "workspaces")
        return .done
    }
}

extension Listing where Row == Workspace {
    static var workspaces: Self {
        Self(
            name: { $0.name },
            columns: [
                .text("name", "WORKSPACE") { $0.name },
                .text("mode", "MODE") { $0.mode.choiceText },
                .text("role", "YOUR ROLE") { $0.role.roleText },
                .number("slots", "SLOTS", isWide: true) { $0.slots > 0 ? Int64($0.slots) : nil },
                .time("createTime", "CREATED") { $0.createTime },
                .text("description", "DESCRIPTION", canShrink: true) { $0.description },
            ])
    }
}
