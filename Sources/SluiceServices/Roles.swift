internal import Glibc
package import SluiceEngine
package import SluiceModel
package import SluiceRPC
internal import Synchronization

/// Who may do what, as it stands: what the daemon's file says and what calls have given. Asked on
/// every call, so all of it is in memory.
package final class Roles: Sendable {
    private struct State {
        var given: [GrantRecord] = []
        /// Of both.
        var grants: Grants
    }

    /// What the daemon's file of roles says.
    let ofFile: [FileGrant]
    /// The workspaces that the file names.
    package var workspaces: [String] {
        ofFile.map(\.workspace).filter { $0 != Grants.everywhere }.uniqued()
    }

    private let admins: Set<UInt32>
    private let state: Mutex<State>

    /// - Parameter admins: users that may do everything; root and the daemon's own.
    package init(ofFile: [FileGrant] = [], admins: Set<UInt32> = [0, geteuid()]) {
        self.ofFile = ofFile
        self.admins = admins
        state = Mutex(State(grants: Grants(ofFile: ofFile)))
    }

    /// From here on calls have given these.
    package func take(_ given: [GrantRecord]) {
        var grants = Grants(ofFile: ofFile)
        for grant in given { grants.add(grant.role, to: grant.grantee, in: grant.workspace) }
        let state = State(given: given, grants: grants)
        self.state.withLock { $0 = state }
    }

    package func rights(of peer: Peer) -> Rights {
        if admins.contains(peer.uid) { return .all }
        let grants = state.withLock { $0.grants }
        return .granted(grants, Identity(uid: peer.uid, gids: [peer.gid] + peer.groups))
    }

    var given: [GrantRecord] { state.withLock { $0.given } }

    /// Where the file gives somebody a role in a workspace; nil: it does not.
    func place(of grantee: Grantee, in workspace: String) -> String? {
        ofFile.first { $0.grantee == grantee && $0.workspace == workspace }?.place
    }
}

extension Grants {
    fileprivate init(ofFile grants: [FileGrant]) {
        self.init()
        for grant in grants { add(grant.role, to: grant.grantee, in: grant.workspace) }
    }
}
