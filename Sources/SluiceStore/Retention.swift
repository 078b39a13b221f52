internal import GRDB
internal import SluiceEngine
internal import SluiceModel

/// Removes what has had its time. Nothing that something else refers to is removed.
struct Retention {
    private let db: Database

    init(_ db: Database) {
        self.db = db
    }

    func prune(
        endedBefore: Timestamp, eventsBefore: Timestamp, limit: Int,
    ) throws -> [InstanceID] {
        let ids = try ended(before: endedBefore, limit: limit)
        for id in ids { try remove(id) }
        try removeEvents(before: eventsBefore)
        try removeOperations(before: endedBefore)
        try removeBackfills(before: endedBefore)
        try run(
            "DELETE FROM notification WHERE state <> 1 AND end_time < ?", endedBefore.milliseconds)
        try run("DELETE FROM skipped_cycles WHERE time < ?", endedBefore.milliseconds)
        try run(
            "DELETE FROM publish_item WHERE state <> 1 AND time < ?", endedBefore.milliseconds)
        // That a file was used is known as long as it is there: the engine says when it is gone.
        try run(
            "DELETE FROM used_event WHERE key GLOB 'call:*' AND time < ?",
            endedBefore.milliseconds)
        try removeDeletedJobs(before: endedBefore)
        try removeDeletedObjects(before: endedBefore)
        return ids
    }

    func pruneAnswers(before time: Timestamp) throws {
        try run("DELETE FROM answer WHERE time < ?", time.milliseconds)
    }

    /// Lets the oldest versions of a job go that no instance uses, until it has no more than
    /// `Limits.jobVersions`.
    func dropVersions(of job: JobID) throws {
        let count = try SQLStatement(
            db,
            """
            SELECT COUNT(*) FROM job_version WHERE job_id = ?
            """)
        count.bind(job.rawValue)
        guard try count.step() else { return }
        let surplus = count.int() - Limits.jobVersions
        guard surplus > 0 else { return }
        try run(
            """
            DELETE FROM job_version WHERE job_id = ?1 AND version IN (
                SELECT version FROM job_version
                WHERE job_id = ?1
                    AND version NOT IN (SELECT version FROM instance WHERE job_id = ?1)
                    AND version NOT IN (
                        SELECT run.version
                        FROM instance JOIN run ON run.instance_id = instance.id
                        WHERE instance.job_id = ?1)
                    AND version < (SELECT latest_version FROM job WHERE id = ?1)
                ORDER BY version
                LIMIT ?2)
            """, job.rawValue, Int64(surplus))
    }
}

extension Retention {
    /// The same for a file object, of which instances use versions.
    func dropVersions(of object: ObjectID) throws {
        try run(
            """
            DELETE FROM object_version WHERE object_id = ?1 AND version IN (
                SELECT version FROM object_version
                WHERE object_id = ?1
                    AND version NOT IN (
                        SELECT version FROM instance_resource WHERE object_id = ?1)
                    AND version < (SELECT latest_version FROM object WHERE id = ?1)
                ORDER BY version
                LIMIT MAX(0, (SELECT COUNT(*) FROM object_version WHERE object_id = ?1) - ?2))
            """, object.rawValue, Int64(Limits.objectVersions))
    }

    private func removeDeletedObjects(before time: Timestamp) throws {
        let condition = """
            delete_time < ?
                AND NOT EXISTS (
                    SELECT 1 FROM instance_resource WHERE object_id = object.id)
                AND id NOT IN (SELECT object_id FROM publish_item WHERE state = 1 AND is_file)
            """
        // Found by the objects, which are few: there may be gigabytes of versions.
        try run(
            """
            DELETE FROM object_version
            WHERE object_id IN (SELECT id FROM object WHERE \(condition))
            """, time.milliseconds)
        try run("DELETE FROM object WHERE \(condition)", time.milliseconds)
    }
}

extension Retention {
    /// An instance that a live one waits for, or has waited for, stays; so does one that a backfill
    /// is going to run again.
    private func ended(before time: Timestamp, limit: Int) throws -> [InstanceID] {
        let row = try SQLStatement(
            db,
            """
            SELECT id FROM instance
            WHERE stage = 5 AND end_time < ?
                AND NOT EXISTS (
                    SELECT 1
                    FROM dependency
                    JOIN instance AS dependent ON dependent.id = dependency.instance_id
                    WHERE dependency.job_id = instance.job_id
                        AND dependency.plan_time = instance.plan_time
                        AND dependent.stage <> 5)
                AND id NOT IN (
                    SELECT item.instance_id
                    FROM backfill JOIN backfill_item AS item ON item.backfill_id = backfill.id
                    WHERE backfill.state < 3 AND item.is_retry = 1
                        AND item.instance_id IS NOT NULL)
            ORDER BY end_time
            LIMIT ?
            """)
        row.bind(time.milliseconds)
        row.bind(limit)
        var ids: [InstanceID] = []
        while try row.step() { ids.append(InstanceID(row.integer())) }
        return ids
    }

    /// Its events go unseen from here on and leave with their own time.
    private func remove(_ id: InstanceID) throws {
        for sentence in Self.removals { try run(sentence, id.rawValue) }
    }

    private static let removals = [
        "DELETE FROM output WHERE instance_id = ?",
        "DELETE FROM attempt_code WHERE instance_id = ?",
        "DELETE FROM attempt WHERE instance_id = ?",
        "DELETE FROM node WHERE instance_id = ?",
        "DELETE FROM run WHERE instance_id = ?",
        "DELETE FROM instance_label WHERE instance_id = ?",
        "DELETE FROM attribute WHERE instance_id = ?",
        "DELETE FROM dependency WHERE instance_id = ?",
        "DELETE FROM call_item WHERE instance_id = ?",
        "DELETE FROM instance_resource WHERE instance_id = ?",
        "DELETE FROM operation WHERE instance_id = ?",
        "DELETE FROM instance WHERE id = ?",
    ]

    /// Goes by number, up to the first event that is young enough: the clock may have been set.
    /// The number of the next event is written first: it follows from the latest one, and that may
    /// go now.
    private func removeEvents(before time: Timestamp) throws {
        try run(
            """
            UPDATE counter SET event = MAX(event, COALESCE((SELECT MAX(seq) FROM event), 0) + 1)
            WHERE id = 1
            """)
        try run(
            """
            DELETE FROM event WHERE seq < COALESCE(
                (SELECT seq FROM event WHERE time >= ? ORDER BY seq LIMIT 1),
                (SELECT event FROM counter WHERE id = 1))
            """, time.milliseconds)
    }

    /// What was said about no instance, or about one that never was. Goes by number, up to the
    /// first entry that is young enough, so that no more is looked at than what is old.
    private func removeOperations(before time: Timestamp) throws {
        try run(
            """
            DELETE FROM operation
            WHERE time < ?1
                AND id < COALESCE(
                    (SELECT id FROM operation WHERE time >= ?1 ORDER BY id LIMIT 1),
                    (SELECT MAX(id) FROM operation) + 1)
                AND (instance_id IS NULL
                    OR NOT EXISTS (SELECT 1 FROM instance WHERE instance.id = instance_id))
            """, time.milliseconds)
    }

    /// Backfills that go at once: each may have 10,000 cycles.
    private static let backfills = 10

    /// One that has ended may still have instances at work.
    private func removeBackfills(before time: Timestamp) throws {
        let row = try SQLStatement(
            db,
            """
            SELECT id FROM backfill
            WHERE end_time < ?
                AND NOT EXISTS (
                    SELECT 1 FROM backfill_item AS item
                    WHERE item.backfill_id = backfill.id AND item.state = 2)
            ORDER BY id
            LIMIT ?
            """)
        row.bind(time.milliseconds)
        row.bind(Self.backfills)
        var ids: [Int64] = []
        while try row.step() { ids.append(row.integer()) }
        for id in ids {
            try run("DELETE FROM backfill_item WHERE backfill_id = ?", id)
            try run("DELETE FROM backfill WHERE id = ?", id)
        }
    }

    private func removeDeletedJobs(before time: Timestamp) throws {
        try run(
            """
            DELETE FROM job
            WHERE delete_time < ?
                AND NOT EXISTS (SELECT 1 FROM instance WHERE instance.job_id = job.id)
                AND id NOT IN (
                    SELECT object_id FROM publish_item WHERE state = 1 AND NOT is_file)
            """, time.milliseconds)
        try run("DELETE FROM job_version WHERE job_id NOT IN (SELECT id FROM job)")
        try run("DELETE FROM used_event WHERE job_id NOT IN (SELECT id FROM job)")
    }

    private func run(_ sql: String, _ values: Int64...) throws {
        let statement = try SQLStatement(db, sql)
        for value in values { statement.bind(value) }
        try statement.run()
    }
}
