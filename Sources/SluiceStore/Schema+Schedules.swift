// Step 4 of the schema: jobs that run by themselves.
extension Schema {
    static let scheduleSteps = [
        schedules, enabledJobs, pausedJobs, plannedUntil, skippedCycles, skippedCyclesOfJob,
    ]

    /// The schedule of the latest version, encoded; NULL where it has none.
    private static let schedules = """
        ALTER TABLE job ADD COLUMN schedule BLOB
        """

    private static let enabledJobs = """
        ALTER TABLE job ADD COLUMN is_enabled INTEGER NOT NULL DEFAULT 1
        """

    private static let pausedJobs = """
        ALTER TABLE job ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0
        """

    private static let plannedUntil = """
        ALTER TABLE job ADD COLUMN planned_until INTEGER NOT NULL DEFAULT 0
        """

    /// Cycles one after the other that did not run. `count` is NULL where they were too many to
    /// count.
    private static let skippedCycles = """
        CREATE TABLE skipped_cycles (
            id INTEGER PRIMARY KEY,
            job_id INTEGER NOT NULL,
            first_time INTEGER NOT NULL,
            last_time INTEGER NOT NULL,
            count INTEGER,
            cause TEXT NOT NULL,
            reason TEXT NOT NULL,
            time INTEGER NOT NULL
        ) STRICT
        """

    private static let skippedCyclesOfJob = """
        CREATE INDEX skipped_cycles_of_job ON skipped_cycles (job_id)
        """
}
