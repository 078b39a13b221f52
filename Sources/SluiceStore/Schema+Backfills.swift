// Step 5 of the schema: backfills and retries of several jobs.
extension Schema {
    static let backfillSteps = [
        backfills, newestBackfills, liveBackfills, backfillItems, backfillCounter, plannedInstances,
    ]

    private static let backfills = """
        CREATE TABLE backfill (
            id INTEGER PRIMARY KEY,
            kind INTEGER NOT NULL,
            workspace_id INTEGER NOT NULL,
            environment INTEGER NOT NULL,
            job_name TEXT NOT NULL,
            user TEXT NOT NULL,
            reason TEXT NOT NULL,
            create_time INTEGER NOT NULL,
            parallel INTEGER NOT NULL,
            stops_on_failure INTEGER NOT NULL,
            params BLOB NOT NULL,
            location TEXT NOT NULL,
            is_current_version INTEGER NOT NULL,
            state INTEGER NOT NULL,
            why TEXT NOT NULL,
            end_time INTEGER
        ) STRICT
        """

    private static let newestBackfills = """
        CREATE INDEX backfill_newest ON backfill (workspace_id, environment)
        """

    private static let liveBackfills = """
        CREATE INDEX backfill_live ON backfill (id) WHERE state < 3
        """

    /// `links`: the items that come before, as `POSITION:POLICY` with blanks between them.
    private static let backfillItems = """
        CREATE TABLE backfill_item (
            backfill_id INTEGER NOT NULL,
            position INTEGER NOT NULL,
            job_id INTEGER NOT NULL,
            workspace_id INTEGER NOT NULL,
            environment INTEGER NOT NULL,
            job_name TEXT NOT NULL,
            plan_time INTEGER NOT NULL,
            instance_id INTEGER,
            is_retry INTEGER NOT NULL,
            state INTEGER NOT NULL,
            reason TEXT NOT NULL,
            links TEXT NOT NULL,
            PRIMARY KEY (backfill_id, position)
        ) STRICT, WITHOUT ROWID
        """

    private static let backfillCounter = """
        ALTER TABLE counter ADD COLUMN backfill INTEGER NOT NULL DEFAULT 1
        """

    private static let plannedInstances = """
        CREATE INDEX instance_planned ON instance (job_id, plan_time)
        """
}
