import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

/// The roles that there are, as people type them.
enum RoleChoice: String, ExpressibleByArgument, CaseIterable {
    case viewer, `operator`, developer, deployer, admin

    var wire: Role {
        switch self {
        case .viewer: .viewer
        case .operator: .operator
        case .developer: .developer
        case .deployer: .deployer
        case .admin: .admin
        }
    }
}

/// Who is given a role, or rid of it: a user or a group.
struct GranteeFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp("A user of the daemon's machine, by name or number.", valueName: "name"))
    var user: String?

    @Option(
        help: ArgumentHelp(
            "Everybody in a group of that machine, by its name or number.", valueName: "name"))
    var group: String?

    func validate() throws {
        guard (user == nil) != (group == nil) else {
            throw ValidationError("Give --user NAME or --group NAME, one of them.")
        }
    }

    /// `user:ann`
    var text: String { user.map { "user:\($0)" } ?? "group:\(group ?? "")" }
    /// `user ann`
    var words: String { user.map { "user \($0)" } ?? "group \(group ?? "")" }
}

/// Candidates for completion.
private let workspaces = CompletionKind.shellCommand("sluice complete workspaces")

struct WorkspaceGrantVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Gives a user or a group a role in a workspace.",
        discussion: """
            It replaces the role that the same user or group was given there before; of a user's \
            roles by name and by groups the highest counts. '*' is all workspaces, and what \
            belongs to the daemon itself.

              viewer     sees jobs, instances, logs and events
              operator   runs, stops and retries instances
              developer  submits and deletes jobs
              deployer   publishes to production
              admin      grants roles and changes the workspace

            EXAMPLES
              sluice workspace grant finance --user ann developer
              sluice workspace grant finance --group night-shift operator
              sluice workspace grant '*' --group auditors viewer
            """)
    static let methods = [WorkspaceServiceMethods.grantRole]

    @Argument(help: "The workspace; '*': all of them.", completion: workspaces)
    var name: String

    @Argument(help: "The role.")
    var role: RoleChoice

    @OptionGroup(title: "Who") var who: GranteeFlags
    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = GrantRoleRequest(
            workspace: name, options: session.once(change), grantee: who.text, role: role.wire)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.workspaces.grantRole(request)
        }
        try session.printer.show(reply, name: reply.grant?.grantee ?? "") {
            let verb = change.dryRun ? "would be" : "is"
            session.console.writeLine(
                "\(who.words) \(verb) \(role.rawValue) in \(place(name))")
        }
        return .done
    }
}

struct WorkspaceRevokeVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Takes back a role that was granted.",
        discussion: """
            What the daemon's file of roles gives is taken back there: `sluice workspace grants` \
            says in which line.

            EXAMPLES
              sluice workspace revoke finance --user ann
            """)
    static let methods = [WorkspaceServiceMethods.revokeRole]

    @Argument(help: "The workspace; '*': all of them.", completion: workspaces)
    var name: String

    @OptionGroup(title: "Who") var who: GranteeFlags
    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = RevokeRoleRequest(
            workspace: name, options: session.once(change), grantee: who.text)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.workspaces.revokeRole(request)
        }
        try session.printer.show(reply, name: reply.grant?.grantee ?? "") {
            let verb = change.dryRun ? "would no longer be" : "is no longer"
            let role = reply.grant?.role.roleText ?? ""
            session.console.writeLine("\(who.words) \(verb) \(role) in \(place(name))")
        }
        return .done
    }
}

struct WorkspaceGrantsVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "grants", abstract: "Lists who has which role in a workspace, and by what.",
        discussion: """
            What is given in all workspaces ('*') is listed with it. Root and the daemon's user \
            may do everything without being listed.

            EXAMPLES
              sluice workspace grants finance
              sluice workspace grants '*' -o json
            """)
    static let methods = [WorkspaceServiceMethods.listGrants]

    @Argument(help: "Its name; else that of --workspace.", completion: workspaces)
    var name: String?

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let grants = try await session.grants(in: name ?? session.workspace)
        try session.printer.show(grants, as: .grants)
        if grants.isEmpty, session.printer.isForPeople { session.remark("no grants") }
        return .done
    }
}

extension Session {
    func grants(in workspace: String) async throws(Failure) -> [Grant] {
        let request = ListGrantsRequest(workspace: workspace)
        return try await call { (sluice) async throws(Status) in
            try await sluice.workspaces.listGrants(request)
        }.grants
    }
}

/// `workspace finance`
private func place(_ workspace: String) -> String {
    workspace == "*" ? "all workspaces" : "workspace \(workspace)"
}

extension Role {
    /// As people type it; empty: none.
    var roleText: String {
        RoleChoice.allCases.first { $0.wire == self }?.rawValue ?? ""
    }
}

extension Grant {
    /// Who gave it, or the line of the file that does.
    fileprivate var origin: String { place.isEmpty ? user : place }
}

extension Listing where Row == Grant {
    static var grants: Self {
        Self(
            name: { $0.grantee },
            columns: [
                .text("name", "WHO") { $0.name.isEmpty ? $0.grantee : $0.name },
                .text("grantee", "NUMBER", isWide: true) { $0.grantee },
                .text("role", "ROLE") { $0.role.roleText },
                .text("workspace", "WORKSPACE") { $0.workspace },
                .text("user", "GIVEN BY", canShrink: true) { $0.origin },
                .time("time", "SINCE") { $0.time },
            ],
            plainFields: [
                "workspace", "grantee", "name", "role", "source", "place", "user", "time",
            ])
    }
}
