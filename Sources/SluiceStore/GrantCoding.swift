internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime

// Roles that are given by calls, as rows.

extension Grantee {
    fileprivate static let (userKind, groupKind) = (0, 1)

    fileprivate var stored: (kind: Int, id: Int64) {
        switch self {
        case .user(let id): (Self.userKind, Int64(id))
        case .group(let id): (Self.groupKind, Int64(id))
        }
    }

    fileprivate init?(kind: Int, id: Int64) {
        guard let id = UInt32(exactly: id) else { return nil }
        switch kind {
        case Self.userKind: self = .user(id)
        case Self.groupKind: self = .group(id)
        default: return nil
        }
    }
}

extension RecordWriter {
    func write(_ grant: GrantRecord) throws {
        let row = try statement(.grant)
        bind(grant.key, to: row)
        row.bind(grant.role.rawValue)
        row.bind(grant.user)
        row.bind(grant.time.milliseconds)
        try row.run()
    }

    func delete(_ key: GrantKey) throws {
        let row = try statement(.deleteGrant)
        bind(key, to: row)
        try row.run()
    }

    private func bind(_ key: GrantKey, to row: SQLStatement) {
        row.bind(key.workspace)
        row.bind(key.grantee.stored.kind)
        row.bind(key.grantee.stored.id)
    }
}

extension WorldReader {
    func grants() throws -> [GrantRecord] {
        let row = try SQLStatement(
            db,
            """
            SELECT workspace, kind, id, role, user, time FROM role_grant
            """)
        var grants: [GrantRecord] = []
        while try row.step() {
            let workspace = row.text()
            let (kind, id) = (row.int(), row.integer())
            guard let grantee = Grantee(kind: kind, id: id) else {
                throw JournalError.corrupt(
                    "a role in workspace '\(workspace)' of kind \(kind), id \(id)")
            }
            let role = try row.value(Role.init(rawValue:), "role") {
                "\(grantee) in workspace '\(workspace)'"
            }
            grants.append(
                GrantRecord(
                    workspace: workspace, grantee: grantee, role: role, user: row.text(),
                    time: row.timestamp()))
        }
        return grants
    }
}
