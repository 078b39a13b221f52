// A step of the schema: what waits for its publish, and what was published.
extension Schema {
    static let publishingSteps = [
        origins, publishItems, pendingItems, closedItems, publications, newestPublications,
        publicationsOfObject, visitedModules, itemCounter, publishCounter,
    ]

    /// Of a job of production: the one of development that it was published from.
    private static let origins = """
        ALTER TABLE job ADD COLUMN origin_id INTEGER
        """

    /// `state`: 1 pending, 2 replaced, 3 removed, 4 published; `successor` is the item that took
    /// its place, or its publish.
    private static let publishItems = """
        CREATE TABLE publish_item (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL,
            is_file INTEGER NOT NULL,
            object_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            kind INTEGER NOT NULL,
            module INTEGER NOT NULL,
            version INTEGER NOT NULL,
            change INTEGER NOT NULL,
            submitter_uid INTEGER NOT NULL,
            submitter TEXT NOT NULL,
            time INTEGER NOT NULL,
            comment TEXT NOT NULL,
            state INTEGER NOT NULL,
            successor INTEGER,
            closed_by TEXT NOT NULL
        ) STRICT
        """

    private static let pendingItems = """
        CREATE INDEX publish_item_pending ON publish_item (workspace_id, module) WHERE state = 1
        """

    private static let closedItems = """
        CREATE INDEX publish_item_closed ON publish_item (time) WHERE state <> 1
        """

    /// `detail`: checks and alerts, as a `PublishDetail`.
    private static let publications = """
        CREATE TABLE publication (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL,
            item_id INTEGER NOT NULL,
            is_file INTEGER NOT NULL,
            object_id INTEGER NOT NULL,
            object_name TEXT NOT NULL,
            name TEXT NOT NULL,
            kind INTEGER NOT NULL,
            module INTEGER NOT NULL,
            version INTEGER NOT NULL,
            change INTEGER NOT NULL,
            status INTEGER NOT NULL,
            publisher_uid INTEGER NOT NULL,
            publisher TEXT NOT NULL,
            time INTEGER NOT NULL,
            comment TEXT NOT NULL,
            submitter TEXT NOT NULL,
            submit_time INTEGER NOT NULL,
            submit_comment TEXT NOT NULL,
            former_version INTEGER NOT NULL,
            error TEXT NOT NULL,
            detail BLOB NOT NULL
        ) STRICT
        """

    private static let newestPublications = """
        CREATE INDEX publication_newest ON publication (workspace_id, module)
        """

    private static let publicationsOfObject = """
        CREATE INDEX publication_of_object ON publication (workspace_id, object_name)
        """

    /// The list of publishing that a user looked at last.
    private static let visitedModules = """
        CREATE TABLE visited_module (
            uid INTEGER NOT NULL,
            workspace_id INTEGER NOT NULL,
            module INTEGER NOT NULL,
            PRIMARY KEY (uid, workspace_id)
        ) STRICT, WITHOUT ROWID
        """

    private static let itemCounter = """
        ALTER TABLE counter ADD COLUMN item INTEGER NOT NULL DEFAULT 1
        """

    private static let publishCounter = """
        ALTER TABLE counter ADD COLUMN publish INTEGER NOT NULL DEFAULT 1
        """
}
