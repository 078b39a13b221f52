internal import SluiceModel

/// Roles that are given by calls. Those of the daemon's file are no business of the engine.
extension Engine {
    mutating func grantRole(
        _ command: GrantRole, by caller: Caller, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkGrantable(command.workspace)
        let key = GrantKey(workspace: command.workspace, grantee: command.grantee)
        if let known = grants[key], known.role == command.role { return Reply(.grant(known)) }
        let given = grants.keys.count(where: { $0.workspace == command.workspace })
        guard grants[key] != nil || given < Limits.grants else {
            throw SluiceError(
                .resourceExhausted, reason: "TOO_MANY_GRANTS",
                "\(given) roles are given in workspace '\(command.workspace)'; at most "
                    + "\(Limits.grants) are allowed; give them to groups",
                subject: "limit workspace.grants")
        }
        let grant = GrantRecord(
            workspace: command.workspace, grantee: command.grantee, role: command.role,
            user: caller.user, time: now.wall)
        grants[key] = grant
        grantRevision += 1
        effects.records.append(.grant(grant))
        return Reply(.grant(grant))
    }

    mutating func revokeRole(
        _ command: RevokeRole, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkGrantable(command.workspace)
        let key = GrantKey(workspace: command.workspace, grantee: command.grantee)
        guard let grant = grants.removeValue(forKey: key) else { throw refusal(of: command) }
        grantRevision += 1
        effects.records.append(.grantRevoked(key))
        return Reply(.grant(grant))
    }

    private func refusal(of command: RevokeRole) -> SluiceError {
        let subject = "\(command.grantee)"
        guard command.place.isEmpty else {
            return SluiceError(
                .failedPrecondition, reason: "GRANT_OF_FILE",
                "\(command.place) gives \(subject) its role in workspace "
                    + "'\(command.workspace)'; take the line out there and start the daemon anew",
                subject: subject)
        }
        return SluiceError(
            .notFound, reason: "GRANT_NOT_FOUND",
            "\(subject) was given no role in workspace '\(command.workspace)'", subject: subject)
    }

    private func checkGrantable(_ workspace: String) throws(SluiceError) {
        if workspace != Grants.everywhere { try checkScope(Scope(workspace: workspace)) }
    }

    package func has(_ workspace: String) -> Bool { workspaces[workspace] != nil }

    /// What was given by calls, by workspace and grantee.
    package var givenRoles: [GrantRecord] {
        grants.values.sorted { ($0.workspace, $0.grantee) < ($1.workspace, $1.grantee) }
    }
}

// MARK: - What callers may name

extension Engine {
    /// A command may name jobs of its own scope, and of others as far as its caller sees them.
    func mayName(_ scope: Scope, _ caller: Caller, from own: Scope) -> Bool {
        scope == own || caller.sees(scope.workspace)
    }
}

extension Caller {
    func sees(_ workspace: String) -> Bool { rights.sees(workspace) }

    /// The jobs on a way, by name; of those that the caller may not see, where they are not.
    func way(_ heads: [JobHead]) -> [String] {
        heads.map { sees($0.scope.workspace) ? $0.name : "a job of another workspace" }
    }

    /// Refused where the caller may not do this in a workspace that the command names beside its
    /// own.
    func check(_ role: Role, in workspace: String, for purpose: String) throws(SluiceError) {
        guard !rights.include(role, in: workspace) else { return }
        throw .roleMissing(
            role, in: workspace, of: "\(user) (uid \(uid))", who: rights.role(in: workspace),
            for: purpose)
    }

    /// Names of jobs as far as the caller may see them, for a refusal; the rest is counted.
    func names(of heads: [JobHead]) -> [String] {
        let seen = heads.filter { sees($0.scope.workspace) }.map(\.name)
        let hidden = heads.count - seen.count
        return hidden > 0 ? seen + ["\(hidden) of other workspaces"] : seen
    }
}
