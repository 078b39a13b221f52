package import SluiceModel

/// Gives a role in a workspace, or with `Grants.everywhere` in all of them, in place of the one
/// that was given there before.
package struct GrantRole: Hashable, Sendable {
    package var workspace: String
    package var grantee: Grantee
    package var role: Role

    package init(workspace: String, grantee: Grantee, role: Role) {
        self.workspace = workspace
        self.grantee = grantee
        self.role = role
    }
}

package struct RevokeRole: Hashable, Sendable {
    package var workspace: String
    package var grantee: Grantee
    /// Where the daemon's file of roles gives one too: a call cannot take that back. Else empty.
    package var place: String

    package init(workspace: String, grantee: Grantee, place: String = "") {
        self.workspace = workspace
        self.grantee = grantee
        self.place = place
    }
}

extension Scope {
    /// Where the operation log has what is given in all workspaces: with the pools, in `default`.
    init(ofGrantsIn workspace: String) {
        self = workspace == Grants.everywhere ? .standard : Scope(workspace: workspace)
    }
}
