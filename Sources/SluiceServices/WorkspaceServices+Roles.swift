internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// Who has which role.
extension WorkspaceServices {
    package func grantRole(
        _ request: GrantRoleRequest, _ context: CallContext,
    ) async throws(Status) -> GrantRoleResponse {
        let command = try answering { () throws(SluiceError) in
            Command.grantRole(
                GrantRole(
                    workspace: try request.scope.workspace, grantee: try grantee(request.grantee),
                    role: try request.wantedRole))
        }
        let users = shell.users
        return try await shell.change(command, request, context) { done in
            GrantRoleResponse(grant: done.grant(users), result: ChangeResult(done))
        }
    }

    package func revokeRole(
        _ request: RevokeRoleRequest, _ context: CallContext,
    ) async throws(Status) -> RevokeRoleResponse {
        let command = try answering { () throws(SluiceError) in
            let (workspace, grantee) = try (request.scope.workspace, grantee(request.grantee))
            return Command.revokeRole(
                RevokeRole(
                    workspace: workspace, grantee: grantee,
                    place: shell.roles.place(of: grantee, in: workspace) ?? ""))
        }
        let users = shell.users
        return try await shell.change(command, request, context) { done in
            RevokeRoleResponse(grant: done.grant(users), result: ChangeResult(done))
        }
    }

    package func listGrants(
        _ request: ListGrantsRequest, _ context: CallContext,
    ) async throws(Status) -> ListGrantsResponse {
        try answering { () throws(SluiceError) in
            let workspace = try scope(request.workspace, request.environment).workspace
            if workspace != Grants.everywhere { try shell.queries.checkWorkspace(workspace) }
            let given = shell.roles.given.map { Grant($0, shell.users) }
            let ofFile = shell.roles.ofFile.map { Grant($0, shell.users) }
            let all = given + ofFile
            let own = all.filter { $0.workspace == workspace }
            guard workspace != Grants.everywhere else { return ListGrantsResponse(grants: own) }
            return ListGrantsResponse(
                grants: own + all.filter { $0.workspace == Grants.everywhere })
        }
    }

    private func grantee(_ text: String) throws(SluiceError) -> Grantee {
        guard !text.isEmpty else { throw .missing("grantee", "a user or a group is needed") }
        return try shell.users.grantee(text, field: "grantee")
    }
}

extension GrantRoleRequest {
    fileprivate var wantedRole: SluiceModel.Role {
        get throws(SluiceError) {
            guard role != .unspecified else { throw .missing("role", "the role is needed") }
            guard let wanted = SluiceModel.Role(rawValue: Int(role.rawValue)) else {
                throw .field("role", "\(role.rawValue) is none of 1 viewer to 5 admin")
            }
            return wanted
        }
    }
}

extension SluiceModel.Role {
    var wire: SluiceWire.Role { SluiceWire.Role(rawValue: Int32(rawValue)) }
}

extension Grant {
    fileprivate init(_ grant: GrantRecord, _ users: Users) {
        self.init(
            workspace: grant.workspace, grantee: grant.grantee.description,
            name: users.name(of: grant.grantee), role: grant.role.wire, source: .call,
            user: grant.user, time: grant.time.milliseconds)
    }

    fileprivate init(_ grant: FileGrant, _ users: Users) {
        self.init(
            workspace: grant.workspace, grantee: grant.grantee.description,
            name: users.name(of: grant.grantee), role: grant.role.wire, source: .file,
            place: grant.place)
    }
}

extension Done {
    fileprivate func grant(_ users: Users) -> Grant? {
        guard case .grant(let grant) = reply.subject else { return nil }
        return Grant(grant, users)
    }
}

extension GrantRoleRequest: ChangeRequest {}
extension GrantRoleResponse: ChangeResponse {}
extension RevokeRoleRequest: ChangeRequest {}
extension RevokeRoleResponse: ChangeResponse {}
