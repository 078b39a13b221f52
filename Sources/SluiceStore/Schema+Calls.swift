// Step 7 of the schema: instances that nodes of other instances have made.
extension Schema {
    static let callSteps = [calledJobs, parents, parentNodes, instancesOfParent, callItems]

    /// Names of the jobs that nodes of the latest version call, one on each line.
    private static let calledJobs = """
        ALTER TABLE job ADD COLUMN called_jobs TEXT NOT NULL DEFAULT ''
        """

    /// The instance whose node has made this one, and that node's name; NULL: none has.
    private static let parents = """
        ALTER TABLE instance ADD COLUMN parent_id INTEGER
        """

    private static let parentNodes = """
        ALTER TABLE instance ADD COLUMN parent_node TEXT
        """

    private static let instancesOfParent = """
        CREATE INDEX instance_of_parent ON instance (parent_id) WHERE parent_id IS NOT NULL
        """

    /// What a node makes instances for. `element` is JSON.
    private static let callItems = """
        CREATE TABLE call_item (
            instance_id INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            position INTEGER NOT NULL,
            element TEXT NOT NULL,
            called_id INTEGER,
            state INTEGER NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (instance_id, ordinal, position)
        ) STRICT, WITHOUT ROWID
        """
}
