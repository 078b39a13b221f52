internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.WorkspaceService`.
package struct WorkspaceServices: WorkspaceServiceHandler {
    let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func createWorkspace(
        _ request: CreateWorkspaceRequest, _ context: CallContext,
    ) async throws(Status) -> CreateWorkspaceResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        let rights = shell.rights(context)
        return try await shell.change(command, request, context) { done in
            CreateWorkspaceResponse(
                workspace: done.workspace(rights), result: ChangeResult(done))
        }
    }

    package func updateWorkspace(
        _ request: UpdateWorkspaceRequest, _ context: CallContext,
    ) async throws(Status) -> UpdateWorkspaceResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        let rights = shell.rights(context)
        return try await shell.change(command, request, context) { done in
            UpdateWorkspaceResponse(
                workspace: done.workspace(rights), result: ChangeResult(done))
        }
    }

    package func getEnvironment(
        _ request: GetEnvironmentRequest, _ context: CallContext,
    ) async throws(Status) -> GetEnvironmentResponse {
        try answering { () throws(SluiceError) in try shell.queries.getEnvironment(request) }
    }

    package func setEnvironment(
        _ request: SetEnvironmentRequest, _ context: CallContext,
    ) async throws(Status) -> SetEnvironmentResponse {
        let command = try answering { () throws(SluiceError) in
            let command = try request.command
            try refuseIfUsed(command.unsetConnections, in: command.scope)
            return Command.setEnvironment(command)
        }
        return try await shell.change(command, request, context) { done in
            SetEnvironmentResponse(settings: done.environment, result: ChangeResult(done))
        }
    }

    /// A job whose nodes could not start again keeps its connection.
    private func refuseIfUsed(
        _ connections: [String], in scope: Scope,
    ) throws(SluiceError) {
        guard !connections.isEmpty else { return }
        let jobs = try shell.queries.jobs(needing: connections, in: scope)
        guard !jobs.isEmpty else { return }
        let listed = jobs.prefix(Self.listedJobs).joined(separator: ", ")
        let more = jobs.count > Self.listedJobs ? " and \(jobs.count - Self.listedJobs) more" : ""
        throw SluiceError(
            .failedPrecondition, reason: "CONNECTION_IN_USE",
            "jobs take what is to go from the environment: \(listed)\(more)",
            subject: "connection \(connections[0])")
    }

    /// Names of jobs in a refusal.
    private static let listedJobs = 10

    package func setWorkspaceSlots(
        _ request: SetWorkspaceSlotsRequest, _ context: CallContext,
    ) async throws(Status) -> SetWorkspaceSlotsResponse {
        let command = try answering { () throws(SluiceError) in
            Command.setWorkspaceSlots(
                SetWorkspaceSlots(name: try request.scope.workspace, slots: Int(request.slots)))
        }
        let rights = shell.rights(context)
        return try await shell.change(command, request, context) { done in
            SetWorkspaceSlotsResponse(
                workspace: done.workspace(rights), result: ChangeResult(done))
        }
    }

    package func getWorkspace(
        _ request: GetWorkspaceRequest, _ context: CallContext,
    ) async throws(Status) -> GetWorkspaceResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.getWorkspace(request, shell.rights(context))
        }
    }

    package func listWorkspaces(
        _ request: ListWorkspacesRequest, _ context: CallContext,
    ) async throws(Status) -> ListWorkspacesResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.listWorkspaces(request, shell.rights(context))
        }
    }
}

extension UpdateWorkspaceRequest: ChangeRequest {}
extension UpdateWorkspaceResponse: ChangeResponse {}
extension SetEnvironmentRequest: ChangeRequest {}
extension SetEnvironmentResponse: ChangeResponse {}
extension SetWorkspaceSlotsRequest: ChangeRequest {}
extension SetWorkspaceSlotsResponse: ChangeResponse {}

extension Done {
    /// The workspace that was changed, as it is now.
    fileprivate func workspace(_ rights: Rights) -> Workspace? {
        guard case .workspace(let workspace) = reply.subject else { return nil }
        return Workspace(
            name: workspace.name, mode: workspace.mode.wire, description: workspace.description,
            createTime: workspace.createTime.milliseconds,
            slots: Int32(clamping: workspace.slots),
            waitingFollowsLatest: workspace.settings.waitingFollowsLatest,
            publisherDiffers: workspace.settings.publisherDiffers,
            maxJobs: Int32(clamping: workspace.settings.quotas.jobs),
            maxNodesPerJob: Int32(clamping: workspace.settings.quotas.nodesPerJob),
            maxFiles: Int32(clamping: workspace.settings.quotas.files),
            role: rights.role(in: workspace.name)?.wire ?? .unspecified)
    }
}

extension Done {
    /// What the environment sets now.
    fileprivate var environment: SluiceWire.EnvironmentSettings? {
        guard case .environment(let environment) = reply.subject else { return nil }
        return SluiceWire.EnvironmentSettings(environment.settings)
    }
}

extension SetEnvironmentRequest {
    fileprivate var command: SetEnvironment {
        get throws(SluiceError) {
            SetEnvironment(
                scope: try scope, params: try pairs(params, field: "params"),
                connections: try databases, unsetParams: unsetParams.uniqued(),
                unsetConnections: unsetConnections.uniqued())
        }
    }

    private var databases: [Connection] {
        get throws(SluiceError) {
            var seen: Set<String> = []
            var databases: [Connection] = []
            for connection in connections {
                let place = "connections.\(connection.name)"
                guard seen.insert(connection.name).inserted else {
                    throw .field(place, "given twice; give it once")
                }
                guard let kind = Connection.Kind(rawValue: connection.type), kind == .sqlite else {
                    throw .field(place, "type '\(connection.type)' is none of: sqlite")
                }
                databases.append(
                    Connection(name: connection.name, kind: kind, path: connection.path))
            }
            return databases
        }
    }
}

extension CreateWorkspaceRequest {
    fileprivate var command: Command {
        get throws(SluiceError) {
            try check(description: description)
            return .createWorkspace(
                CreateWorkspace(
                    name: workspace, description: description, mode: try mode.checked))
        }
    }
}

extension UpdateWorkspaceRequest {
    fileprivate var command: Command {
        get throws(SluiceError) {
            try check(description: description ?? "")
            return .updateWorkspace(
                UpdateWorkspace(
                    name: try scope.workspace, description: description, mode: try mode?.checked,
                    waitingFollowsLatest: waitingFollowsLatest,
                    publisherDiffers: publisherDiffers, maxJobs: maxJobs.map(Int.init),
                    maxNodesPerJob: maxNodesPerJob.map(Int.init),
                    maxFiles: maxFiles.map(Int.init)))
        }
    }
}

private func check(description: String) throws(SluiceError) {
    guard description.utf8.count <= Limits.reasonBytes else {
        throw .field("description", "longer than \(Limits.reasonBytes) bytes")
    }
}

extension SluiceWire.WorkspaceMode {
    fileprivate var checked: SluiceModel.WorkspaceMode {
        get throws(SluiceError) {
            switch self {
            case .unspecified, .basic: return .basic
            case .devProd: return .devProd
            case .unrecognized(let number):
                throw .field("mode", "\(number) is none of 1 BASIC, 2 DEV_PROD")
            }
        }
    }
}

extension SluiceModel.WorkspaceMode {
    fileprivate var wire: SluiceWire.WorkspaceMode {
        SluiceWire.WorkspaceMode(rawValue: Int32(rawValue))
    }
}
