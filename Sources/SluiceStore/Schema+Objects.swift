// Step 13 of the schema: file objects, and the versions of them that instances use.
extension Schema {
    static let objectSteps = [
        objects, objectNames, objectVersions, objectCounter, resourcesOfJobs,
        resourcesOfInstances, usesOfVersions,
    ]

    /// A deleted object stays as long as an instance uses a version of it. `kind`, `module` and
    /// `digest` are of the latest version; `origin_id` is the object of development that one of
    /// production was published from, NULL where it was not.
    private static let objects = """
        CREATE TABLE object (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL,
            environment INTEGER NOT NULL,
            name TEXT NOT NULL,
            kind INTEGER NOT NULL,
            module INTEGER NOT NULL,
            latest_version INTEGER NOT NULL,
            digest TEXT NOT NULL,
            origin_id INTEGER,
            delete_time INTEGER
        ) STRICT
        """

    private static let objectNames = """
        CREATE UNIQUE INDEX object_name ON object (workspace_id, environment, name)
        WHERE delete_time IS NULL
        """

    /// The content comes last, so that the rest is read without it.
    private static let objectVersions = """
        CREATE TABLE object_version (
            object_id INTEGER NOT NULL,
            version INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            module INTEGER NOT NULL,
            time INTEGER NOT NULL,
            user TEXT NOT NULL,
            comment TEXT NOT NULL,
            digest TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            content BLOB NOT NULL,
            UNIQUE (object_id, version)
        ) STRICT
        """

    private static let objectCounter = """
        ALTER TABLE counter ADD COLUMN object INTEGER NOT NULL DEFAULT 1
        """

    /// Names of the file objects that the latest version uses, one on each line.
    private static let resourcesOfJobs = """
        ALTER TABLE job ADD COLUMN resources TEXT NOT NULL DEFAULT ''
        """

    private static let resourcesOfInstances = """
        CREATE TABLE instance_resource (
            instance_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            object_id INTEGER NOT NULL,
            version INTEGER NOT NULL,
            PRIMARY KEY (instance_id, name)
        ) STRICT, WITHOUT ROWID
        """

    private static let usesOfVersions = """
        CREATE INDEX resource_use ON instance_resource (object_id, version)
        """
}
