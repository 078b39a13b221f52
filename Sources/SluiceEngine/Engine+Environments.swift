internal import SluiceExpression
internal import SluiceModel

/// Parameters and connections that environments set for their jobs.
extension Engine {
    /// What is not named stays; instances that are there keep what they took along.
    mutating func setEnvironment(
        _ command: SetEnvironment, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        let scope = command.scope
        try checkScope(scope)
        let old = environments[scope] ?? EnvironmentSettings()
        try check(command, of: old)
        let new = old.changed(by: command)
        try checkSize(of: new)
        let record = EnvironmentRecord(scope: scope, settings: new)
        guard new != old else { return Reply(.environment(record)) }
        environments[scope] = new
        effects.records.append(.environment(record))
        tell(
            .workspace(name: scope.workspace, scope.environment), reason: command.names.shortened,
            now, &effects)
        return Reply(.environment(record))
    }

    /// What the environment of a job sets of what a version declares.
    func environment(for graph: JobGraph) -> EnvironmentSettings {
        guard let scope = catalog.head(graph.job)?.scope, let settings = environments[scope] else {
            return EnvironmentSettings()
        }
        return settings.declared(in: graph.definition)
    }

    /// Why an environment has not all the connections that a version takes from it; nil: it has.
    func connectionProblem(of definition: JobDefinition, in scope: Scope) -> SluiceError? {
        let known = environments[scope]?.connections ?? []
        let missing = definition.connections.first { connection in
            connection.kind == .environment && !known.contains { $0.name == connection.name }
        }
        guard let missing else { return nil }
        return SluiceError(
            .failedPrecondition, reason: "CONNECTION_MISSING",
            "connections.\(missing.name): \(scope.environment.words) of workspace "
                + "'\(scope.workspace)' has no connection '\(missing.name)'; an admin sets it: "
                + "sluice workspace env set \(scope.workspace) --env \(scope.environment.words) "
                + "--connection \(missing.name)=sqlite:PATH",
            subject: "connections.\(missing.name)", domain: .parameterInvalid)
    }

    // MARK: - Checks

    private func check(
        _ command: SetEnvironment, of settings: EnvironmentSettings,
    ) throws(SluiceError) {
        for pair in command.params { try check(pair) }
        for connection in command.connections { try check(connection) }
        for name in command.unsetParams where !settings.params.contains(where: { $0.name == name })
        {
            throw .notSet("parameter", name, in: command.scope)
        }
        for name in command.unsetConnections
        where !settings.connections.contains(where: { $0.name == name }) {
            throw .notSet("connection", name, in: command.scope)
        }
    }

    private func check(_ pair: Pair) throws(SluiceError) {
        try check(name: pair.name, "params.\(pair.name)")
        try check(text: pair.value, "params.\(pair.name)")
    }

    private func check(_ connection: Connection) throws(SluiceError) {
        let place = "connections.\(connection.name)"
        try check(name: connection.name, place)
        guard connection.kind == .sqlite, !connection.path.isEmpty else {
            throw .invalid(place, "the path of a database of type sqlite is needed")
        }
        guard connection.path.utf8.count <= Limits.pathBytes else {
            throw .invalid(place, "the path is longer than \(Limits.pathBytes) bytes")
        }
        try check(text: connection.path, place)
    }

    private func check(name: String, _ place: String) throws(SluiceError) {
        if let problem = Names.problem(with: name) { throw .invalid(place, problem) }
    }

    private func check(text: String, _ place: String) throws(SluiceError) {
        if let problem = Template.check(text, mode: .strict).first {
            throw .invalid(place, problem.message)
        }
    }

    private func checkSize(of settings: EnvironmentSettings) throws(SluiceError) {
        let most = max(settings.params.count, settings.connections.count)
        guard most <= Limits.pairs, settings.bytes <= Limits.environmentBytes else {
            throw SluiceError(
                .resourceExhausted, reason: "ENVIRONMENT_TOO_LARGE",
                "the environment would set \(settings.params.count) parameters and "
                    + "\(settings.connections.count) connections of \(settings.bytes) bytes; "
                    + "\(Limits.pairs) of each and \(Limits.environmentBytes) bytes are allowed",
                subject: "limit environment.settings")
        }
    }
}

extension EnvironmentSettings {
    fileprivate func changed(by command: SetEnvironment) -> EnvironmentSettings {
        let goneParams = command.unsetParams + command.params.map(\.name)
        let goneConnections = command.unsetConnections + command.connections.map(\.name)
        return EnvironmentSettings(
            params: (params.filter { !goneParams.contains($0.name) } + command.params)
                .sorted { $0.name < $1.name },
            connections: (connections.filter { !goneConnections.contains($0.name) }
                + command.connections).sorted { $0.name < $1.name })
    }

    fileprivate func declared(in definition: JobDefinition) -> EnvironmentSettings {
        EnvironmentSettings(
            params: params.filter { pair in
                definition.params.contains { $0.name == pair.name }
            },
            connections: connections.filter { connection in
                definition.connections.contains { $0.name == connection.name }
            })
    }

    fileprivate var bytes: Int {
        params.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
            + connections.reduce(0) { $0 + $1.name.utf8.count + $1.path.utf8.count }
    }
}

extension SetEnvironment {
    /// `params day, rate set; connection sales unset`
    fileprivate var names: String {
        func words(_ noun: String, _ names: [String], _ verb: String) -> String? {
            guard !names.isEmpty else { return nil }
            return "\(noun)\(names.count == 1 ? "" : "s") \(names.joined(separator: ", ")) \(verb)"
        }
        return [
            words("parameter", params.map(\.name), "set"),
            words("connection", connections.map(\.name), "set"),
            words("parameter", unsetParams, "unset"),
            words("connection", unsetConnections, "unset"),
        ].compactMap(\.self).joined(separator: "; ")
    }
}

extension SluiceError {
    fileprivate static func notSet(_ noun: String, _ name: String, in scope: Scope) -> SluiceError {
        SluiceError(
            .notFound, reason: "NOT_SET",
            "\(scope.environment.words) of workspace '\(scope.workspace)' sets no \(noun) "
                + "'\(name)'",
            subject: "\(noun) \(name)")
    }

    fileprivate static func invalid(_ place: String, _ problem: String) -> SluiceError {
        SluiceError(
            .invalidArgument, reason: "INVALID_FIELD", "\(place): \(problem)", subject: place,
            domain: .parameterInvalid)
    }
}
