// Step 9 of the schema: jobs that run by events, and instances that wait for a file.
extension Schema {
    static let triggerSteps = [
        triggers, eventData, awaitedFiles, startsOfWaits, listeningBackfills, usedEvents,
    ]

    /// The trigger of the latest version, encoded; NULL where it has none.
    private static let triggers = """
        ALTER TABLE job ADD COLUMN event_source BLOB
        """

    /// NULL where no event made the instance.
    private static let eventData = """
        ALTER TABLE instance ADD COLUMN event_data TEXT
        """

    /// The path that the instance waits for; empty where something else is waited for first, NULL
    /// where it waits for no file.
    private static let awaitedFiles = """
        ALTER TABLE instance ADD COLUMN awaited_file TEXT
        """

    private static let startsOfWaits = """
        ALTER TABLE instance ADD COLUMN awaited_since INTEGER
        """

    private static let listeningBackfills = """
        ALTER TABLE backfill ADD COLUMN listens INTEGER NOT NULL DEFAULT 0
        """

    /// Events that lead to no further instance. `instance_id` is NULL where none could be made.
    private static let usedEvents = """
        CREATE TABLE used_event (
            job_id INTEGER NOT NULL,
            key TEXT NOT NULL,
            instance_id INTEGER,
            time INTEGER NOT NULL,
            PRIMARY KEY (job_id, key)
        ) STRICT, WITHOUT ROWID
        """
}
