package import SluiceModel

/// What is given once in a workspace.
package struct GrantKey: Hashable, Sendable {
    /// `Grants.everywhere`: all of them.
    package var workspace: String
    package var grantee: Grantee

    package init(workspace: String, grantee: Grantee) {
        self.workspace = workspace
        self.grantee = grantee
    }
}

/// A role that was given by a call.
package struct GrantRecord: Hashable, Sendable {
    /// `Grants.everywhere`: all of them.
    package var workspace: String
    package var grantee: Grantee
    package var role: Role
    /// Who gave it.
    package var user: String
    package var time: Timestamp

    package init(
        workspace: String, grantee: Grantee, role: Role, user: String, time: Timestamp,
    ) {
        self.workspace = workspace
        self.grantee = grantee
        self.role = role
        self.user = user
        self.time = time
    }

    package var key: GrantKey { GrantKey(workspace: workspace, grantee: grantee) }
}
