// What environments set for their jobs, and what instances have taken along of it.
extension Schema {
    static let environmentSteps = [environments, instanceParams, instanceConnections]

    /// Connections as pairs of a name and a place: `sqlite:/srv/sales.db`.
    private static let environments = """
        CREATE TABLE environment (
            workspace_id INTEGER NOT NULL,
            environment INTEGER NOT NULL,
            params BLOB NOT NULL,
            connections BLOB NOT NULL,
            PRIMARY KEY (workspace_id, environment)
        ) STRICT, WITHOUT ROWID
        """

    private static let instanceParams = """
        ALTER TABLE instance ADD COLUMN environment_params BLOB NOT NULL DEFAULT x''
        """

    private static let instanceConnections = """
        ALTER TABLE instance ADD COLUMN environment_connections BLOB NOT NULL DEFAULT x''
        """
}
