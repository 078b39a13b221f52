import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct EnvironmentCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env", abstract: "Parameters and databases of one environment, for its jobs.",
        subcommands: [
            EnvironmentShowVerb.self, EnvironmentSetVerb.self, EnvironmentUnsetVerb.self,
        ])
}

private let workspaces = CompletionKind.shellCommand("sluice complete workspaces")

struct EnvironmentShowVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows what an environment sets.",
        discussion: """
            EXAMPLES
              sluice workspace env show shop
              sluice workspace env show shop --env dev -o json
            """)
    static let methods = [WorkspaceServiceMethods.getEnvironment]

    @Argument(help: "The workspace; else that of --workspace.", completion: workspaces)
    var name: String?

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = GetEnvironmentRequest(
            workspace: name ?? session.workspace, environment: session.environment)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.workspaces.getEnvironment(request)
        }
        let settings = reply.settings ?? EnvironmentSettings()
        try session.printer.show(settings, name: name ?? session.workspace) {
            session.show(settings)
        }
        return .done
    }
}

struct EnvironmentSetVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Sets parameters and databases of an environment; the others stay.",
        discussion: """
            They take the place of what a job file says for a parameter or a connection of the same
            name. What a run is given by hand comes before it, and what has been made keeps what it
            has.

            EXAMPLES
              sluice workspace env set shop --env prod --connection sales=sqlite:/srv/sales.db
              sluice workspace env set shop --env dev --param rows=100 --param day=2026-11-20
            """)
    static let methods = [WorkspaceServiceMethods.setEnvironment]

    @Argument(help: "The workspace.", completion: workspaces)
    var name: String

    @Option(help: ArgumentHelp("A parameter; may be repeated.", valueName: "name=value"))
    var param: [String] = []

    @Option(help: ArgumentHelp("A database; may be repeated.", valueName: "name=sqlite:path"))
    var connection: [String] = []

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        guard !param.isEmpty || !connection.isEmpty else {
            throw .usage(
                "there is nothing to set",
                hint: "--param name=value, or --connection name=sqlite:path")
        }
        var request = SetEnvironmentRequest(
            workspace: name, environment: session.environment, options: session.once(change))
        request.params = try pairs(param, of: "--param")
        for pair in try pairs(connection, of: "--connection") {
            request.connections.append(try database(pair))
        }
        return try await session.change(request, change)
    }

    private func database(_ pair: KeyValue) throws(Failure) -> ConnectionDefinition {
        guard let colon = pair.value.firstIndex(of: ":") else {
            throw .usage(
                "'\(pair.value)' is no database", hint: "--connection \(pair.key)=sqlite:path")
        }
        return ConnectionDefinition(
            name: pair.key, type: String(pair.value[..<colon]),
            path: String(pair.value[pair.value.index(after: colon)...]))
    }
}

struct EnvironmentUnsetVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "unset",
        abstract: "Lets job files speak again for parameters and databases.",
        discussion: """
            A database that jobs take from the environment stays as long as they do.

            EXAMPLES
              sluice workspace env unset shop --env dev --param rows
              sluice workspace env unset shop --connection sales
            """)
    static let methods = [WorkspaceServiceMethods.setEnvironment]

    @Argument(help: "The workspace.", completion: workspaces)
    var name: String

    @Option(help: ArgumentHelp("A parameter; may be repeated.", valueName: "name"))
    var param: [String] = []

    @Option(help: ArgumentHelp("A database; may be repeated.", valueName: "name"))
    var connection: [String] = []

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        guard !param.isEmpty || !connection.isEmpty else {
            throw .usage("there is nothing to unset", hint: "--param name, or --connection name")
        }
        return try await session.change(
            SetEnvironmentRequest(
                workspace: name, environment: session.environment, options: session.once(change),
                unsetParams: param, unsetConnections: connection),
            change)
    }
}

extension Session {
    fileprivate func change(
        _ request: SetEnvironmentRequest, _ flags: ChangeFlags,
    ) async throws(Failure) -> Outcome {
        let reply = try await call { (sluice) async throws(Status) in
            try await sluice.workspaces.setEnvironment(request)
        }
        try printer.show(reply, name: request.workspace) {
            show(reply.settings ?? EnvironmentSettings())
            if flags.dryRun { remark("nothing was changed") }
        }
        return .done
    }

    fileprivate func show(_ settings: EnvironmentSettings) {
        let params = settings.params.map { ("param \($0.key)", harmless($0.value)) }
        let connections = settings.connections.map { ("connection \($0.name)", $0.words) }
        for line in FactText.lines(params + connections, printer.paint) { console.writeLine(line) }
        if params.isEmpty, connections.isEmpty { remark("it sets nothing") }
    }
}

extension ConnectionDefinition {
    /// `sqlite:/srv/sales.db`, or `environment`
    var words: String { path.isEmpty ? type : "\(type):\(path)" }

    var pair: KeyValue { KeyValue(key: name, value: words) }
}
