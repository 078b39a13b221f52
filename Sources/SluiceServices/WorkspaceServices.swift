internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.WorkspaceService`.
package struct WorkspaceServices: WorkspaceServiceHandler {
    private let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func createWorkspace(
        _ request: CreateWorkspaceRequest, _ context: CallContext,
    ) async throws(Status) -> CreateWorkspaceResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        return try await shell.change(command, request, context) { done in
            CreateWorkspaceResponse(workspace: done.workspace, result: ChangeResult(done))
        }
    }

    package func updateWorkspace(
        _ request: UpdateWorkspaceRequest, _ context: CallContext,
    ) async throws(Status) -> UpdateWorkspaceResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        return try await shell.change(command, request, context) { done in
            UpdateWorkspaceResponse(workspace: done.workspace, result: ChangeResult(done))
        }
    }

    package func setWorkspaceSlots(
        _ request: SetWorkspaceSlotsRequest, _ context: CallContext,
    ) async throws(Status) -> SetWorkspaceSlotsResponse {
        let command = try answering { () throws(SluiceError) in
            Command.setWorkspaceSlots(
                SetWorkspaceSlots(name: try request.scope.workspace, slots: Int(request.slots)))
        }
        return try await shell.change(command, request, context) { done in
            SetWorkspaceSlotsResponse(workspace: done.workspace, result: ChangeResult(done))
        }
    }

    package func getWorkspace(
        _ request: GetWorkspaceRequest, _ context: CallContext,
    ) async throws(Status) -> GetWorkspaceResponse {
        try answering { () throws(SluiceError) in try shell.queries.getWorkspace(request) }
    }

    package func listWorkspaces(
        _ request: ListWorkspacesRequest, _ context: CallContext,
    ) async throws(Status) -> ListWorkspacesResponse {
        try answering { () throws(SluiceError) in try shell.queries.listWorkspaces(request) }
    }
}

extension UpdateWorkspaceRequest: ChangeRequest {}
extension UpdateWorkspaceResponse: ChangeResponse {}
extension SetWorkspaceSlotsRequest: ChangeRequest {}
extension SetWorkspaceSlotsResponse: ChangeResponse {}

extension Done {
    /// The workspace that was changed, as it is now.
    fileprivate var workspace: Workspace? {
        guard case .workspace(let workspace) = reply.subject else { return nil }
        return Workspace(
            name: workspace.name, mode: workspace.mode.wire, description: workspace.description,
            createTime: workspace.createTime.milliseconds,
            slots: Int32(clamping: workspace.slots),
            waitingFollowsLatest: workspace.settings.waitingFollowsLatest,
            publisherDiffers: workspace.settings.publisherDiffers,
            maxJobs: Int32(clamping: workspace.settings.quotas.jobs),
            maxNodesPerJob: Int32(clamping: workspace.settings.quotas.nodesPerJob),
            maxFiles: Int32(clamping: workspace.settings.quotas.files))
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
