/// A set of rights in a workspace; a higher one includes every lower one. The raw value is stored
/// and is the number on the wire.
package enum Role: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// Reads jobs, instances, logs and events.
    case viewer = 1
    /// Runs, stops and retries instances.
    case `operator` = 2
    /// Submits and deletes jobs.
    case developer = 3
    /// Publishes to production.
    case deployer = 4
    /// Grants roles and changes the workspace.
    case admin = 5

    package var name: String {
        switch self {
        case .viewer: "viewer"
        case .operator: "operator"
        case .developer: "developer"
        case .deployer: "deployer"
        case .admin: "admin"
        }
    }

    /// Nil where no role has that name.
    package init?(name: some StringProtocol) {
        guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }

    /// `viewer, operator, developer, deployer, admin`.
    package static let names = allCases.map(\.name).joined(separator: ", ")

    package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}

/// Who has a role, by the system's numbers: a user, or everybody in a group.
package enum Grantee: Hashable, Sendable, Comparable, CustomStringConvertible {
    case user(UInt32)
    case group(UInt32)

    /// `uid:1000` or `gid:100`.
    package var description: String {
        switch self {
        case .user(let id): "uid:\(id)"
        case .group(let id): "gid:\(id)"
        }
    }

    /// Users first, each by their numbers.
    package static func < (left: Grantee, right: Grantee) -> Bool {
        left.place < right.place
    }

    private var place: (kind: Int, id: UInt32) {
        switch self {
        case .user(let id): (0, id)
        case .group(let id): (1, id)
        }
    }
}

/// A user with all the groups of the process that asks, as the kernel says.
package struct Identity: Hashable, Sendable {
    package var uid: UInt32
    package var gids: [UInt32]

    package init(uid: UInt32, gids: [UInt32]) {
        self.uid = uid
        self.gids = gids
    }
}

/// Which roles are given to whom.
package struct Grants: Hashable, Sendable {
    /// In place of a workspace: every workspace, and what belongs to the daemon itself.
    package static let everywhere = "*"

    private var roles: [String: [Grantee: Role]] = [:]

    package init() {}

    /// Of two roles that somebody is given in a workspace the higher one counts.
    package mutating func add(_ role: Role, to grantee: Grantee, in workspace: String) {
        let known = roles[workspace]?[grantee] ?? role
        roles[workspace, default: [:]][grantee] = max(known, role)
    }

    /// The highest role that fits; nil: none does.
    package func role(of identity: Identity, in workspace: String) -> Role? {
        let own = role(of: identity, among: roles[workspace])
        guard workspace != Self.everywhere else { return own }
        let general = role(of: identity, among: roles[Self.everywhere])
        return [own, general].compactMap(\.self).max()
    }

    /// The highest role in any workspace.
    func highestRole(of identity: Identity) -> Role? {
        roles.values.compactMap { role(of: identity, among: $0) }.max()
    }

    private func role(of identity: Identity, among roles: [Grantee: Role]?) -> Role? {
        guard let roles, !roles.isEmpty else { return nil }
        var highest = roles[.user(identity.uid)]
        for gid in identity.gids {
            guard let role = roles[.group(gid)] else { continue }
            highest = max(highest ?? role, role)
        }
        return highest
    }
}

/// What one caller may do, as it stands when the call comes.
package enum Rights: Hashable, Sendable {
    /// Of root, of the daemon's user, and of the daemon itself: admin of everything.
    case all
    case granted(Grants, Identity)

    /// Nil: nothing of the workspace is to be seen. `Grants.everywhere` asks for the daemon.
    package func role(in workspace: String) -> Role? {
        switch self {
        case .all: .admin
        case .granted(let grants, let identity): grants.role(of: identity, in: workspace)
        }
    }

    /// The highest role in any workspace.
    package var highestRole: Role? {
        switch self {
        case .all: .admin
        case .granted(let grants, let identity): grants.highestRole(of: identity)
        }
    }

    package func include(_ role: Role, in workspace: String) -> Bool {
        self.role(in: workspace).map { $0 >= role } ?? false
    }

    package func sees(_ workspace: String) -> Bool { role(in: workspace) != nil }
}

extension SluiceError {
    /// - Parameters:
    ///   - workspace: nil: any would do.
    ///   - user: `ann (uid 1000)`.
    ///   - purpose: what was asked for: `RunJob`.
    package static func roleMissing(
        _ needed: Role, in workspace: String?, of user: String, who had: Role?,
        for purpose: String,
    ) -> SluiceError {
        let place =
            switch workspace {
            case nil: "any workspace"
            case Grants.everywhere: "all workspaces together ('*')"
            case let name?: "workspace '\(name)'"
            }
        let role = had.map { "the role \($0.name)" } ?? "no role"
        return SluiceError(
            .permissionDenied, reason: "ROLE_MISSING",
            "\(user) has \(role) in \(place); \(purpose) needs the role \(needed.name), which an "
                + "admin there grants",
            subject: "workspace \(workspace ?? Grants.everywhere)", domain: .noPermission)
    }
}
