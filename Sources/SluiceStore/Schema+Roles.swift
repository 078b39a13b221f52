// Step 12 of the schema: roles that are given by calls.
extension Schema {
    static let roleSteps = [roles]

    /// `workspace` is `*` for all of them. `kind` is 0 for a user and 1 for a group, `id` the
    /// system's number of it; `user` is who gave the role.
    private static let roles = """
        CREATE TABLE role_grant (
            workspace TEXT NOT NULL,
            kind INTEGER NOT NULL,
            id INTEGER NOT NULL,
            role INTEGER NOT NULL,
            user TEXT NOT NULL,
            time INTEGER NOT NULL,
            PRIMARY KEY (workspace, kind, id)
        ) STRICT, WITHOUT ROWID
        """
}
