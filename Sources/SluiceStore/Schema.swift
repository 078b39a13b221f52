internal import GRDB
internal import SluiceModel

/// The tables, as a list of steps. A step that was ever shipped is never changed: a new version is
/// a new step at the end. The number of steps that a database has had is its `user_version`.
///
/// There are no foreign keys: the engine writes whole images in one transaction, and what refers to
/// a row is removed with it, in `Retention`. Times are Unix milliseconds, UTC; statuses and causes
/// are the raw values of the model.
enum Schema {
    static let steps: [[String]] = [
        [
            workspaces, standardWorkspace, jobs, jobNames, jobVersions, instances,
            newestInstances, instancesOfJob, triples, liveInstances, endedInstances, labels, runs,
            nodes, attempts, outputs, events, operations, operationsOfInstance, answers,
            oldestAnswers, counters, firstCounters,
        ],
        operationSteps,
        [dependJobs],
        scheduleSteps,
        backfillSteps,
        slotSteps,
        callSteps,
        notificationSteps,
        triggerSteps,
        workspaceSettingSteps,
        environmentSteps,
        roleSteps,
        objectSteps,
        publishingSteps,
    ]

    static var version: Int { steps.count }

    private static let workspaces = """
        CREATE TABLE workspace (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            description TEXT NOT NULL,
            create_time INTEGER NOT NULL
        ) STRICT
        """

    private static let standardWorkspace = """
        INSERT INTO workspace (name, description, create_time) VALUES ('default', '', 0)
        """

    /// A deleted job stays as long as an instance of it does.
    private static let jobs = """
        CREATE TABLE job (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL,
            environment INTEGER NOT NULL,
            name TEXT NOT NULL,
            latest_version INTEGER NOT NULL,
            delete_time INTEGER
        ) STRICT
        """

    private static let jobNames = """
        CREATE UNIQUE INDEX job_name ON job (workspace_id, environment, name)
        WHERE delete_time IS NULL
        """

    /// Names of the jobs that the latest version depends on, one on each line.
    private static let dependJobs = """
        ALTER TABLE job ADD COLUMN depend_jobs TEXT NOT NULL DEFAULT ''
        """

    /// What lists show comes before the large columns, so that it is read without them.
    private static let jobVersions = """
        CREATE TABLE job_version (
            job_id INTEGER NOT NULL,
            version INTEGER NOT NULL,
            time INTEGER NOT NULL,
            user TEXT NOT NULL,
            comment TEXT NOT NULL,
            node_total INTEGER NOT NULL,
            labels BLOB NOT NULL,
            description TEXT NOT NULL,
            definition BLOB NOT NULL,
            source TEXT NOT NULL,
            UNIQUE (job_id, version)
        ) STRICT
        """

    private static let instances = """
        CREATE TABLE instance (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL,
            environment INTEGER NOT NULL,
            job_id INTEGER NOT NULL,
            version INTEGER NOT NULL,
            type INTEGER NOT NULL,
            plan_time INTEGER NOT NULL,
            submit_time INTEGER NOT NULL,
            status INTEGER NOT NULL,
            stage INTEGER NOT NULL,
            run INTEGER NOT NULL,
            start_time INTEGER,
            end_time INTEGER,
            milliseconds INTEGER,
            first_ordinal INTEGER NOT NULL,
            ignore_success INTEGER NOT NULL,
            force_success INTEGER NOT NULL,
            waiting INTEGER NOT NULL,
            running INTEGER NOT NULL,
            success INTEGER NOT NULL,
            fail INTEGER NOT NULL,
            skip INTEGER NOT NULL,
            pause INTEGER NOT NULL,
            manual_stop INTEGER NOT NULL,
            user TEXT NOT NULL,
            reason TEXT NOT NULL,
            labels BLOB NOT NULL,
            overrides BLOB NOT NULL,
            params BLOB NOT NULL
        ) STRICT
        """

    /// Lists go from the newest id down; an index ends with the id by itself.
    private static let newestInstances = """
        CREATE INDEX instance_newest ON instance (workspace_id, environment)
        """

    private static let instancesOfJob = """
        CREATE INDEX instance_of_job ON instance (job_id)
        """

    private static let triples = """
        CREATE INDEX instance_triple ON instance (job_id, plan_time, submit_time)
        """

    private static let liveInstances = """
        CREATE INDEX instance_live ON instance (id) WHERE stage <> 5
        """

    private static let endedInstances = """
        CREATE INDEX instance_ended ON instance (end_time) WHERE stage = 5
        """

    private static let labels = """
        CREATE TABLE instance_label (
            instance_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (instance_id, name)
        ) STRICT, WITHOUT ROWID
        """

    private static let runs = """
        CREATE TABLE run (
            instance_id INTEGER NOT NULL,
            number INTEGER NOT NULL,
            start_time INTEGER,
            end_time INTEGER,
            milliseconds INTEGER,
            status INTEGER NOT NULL,
            version INTEGER NOT NULL,
            cause TEXT NOT NULL,
            PRIMARY KEY (instance_id, number)
        ) STRICT, WITHOUT ROWID
        """

    /// The name is kept with the node: an instance may run a later version in the order of an
    /// earlier one. `detail` is the wait reason, the intent to stop, or the cause, by status.
    private static let nodes = """
        CREATE TABLE node (
            instance_id INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            status INTEGER NOT NULL,
            detail INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            retries INTEGER NOT NULL,
            ran_in_this_run INTEGER NOT NULL,
            retry_at INTEGER,
            name TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (instance_id, ordinal)
        ) STRICT, WITHOUT ROWID
        """

    /// `outcome` is NULL while it runs, and only then has `incarnation` a value; `outcome_text`
    /// says why a start or the outputs failed. `has_process` is 0 where the engine ended it itself.
    private static let attempts = """
        CREATE TABLE attempt (
            instance_id INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            number INTEGER NOT NULL,
            run INTEGER NOT NULL,
            start_time INTEGER NOT NULL,
            has_process INTEGER NOT NULL,
            outcome INTEGER,
            end_time INTEGER,
            milliseconds INTEGER,
            exit_code INTEGER,
            signal INTEGER,
            row_total INTEGER,
            log_bytes INTEGER,
            log_bytes_dropped INTEGER,
            outcome_text TEXT,
            incarnation TEXT,
            PRIMARY KEY (instance_id, ordinal, number)
        ) STRICT, WITHOUT ROWID
        """

    /// Apart from the attempts: few have outputs, and these may be large.
    private static let outputs = """
        CREATE TABLE output (
            instance_id INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            number INTEGER NOT NULL,
            pairs BLOB NOT NULL,
            PRIMARY KEY (instance_id, ordinal, number)
        ) STRICT, WITHOUT ROWID
        """

    /// Names are looked up when an event is read. `job_id` and `version` belong to events of jobs.
    private static let events = """
        CREATE TABLE event (
            seq INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            type INTEGER NOT NULL,
            instance_id INTEGER,
            ordinal INTEGER,
            attempt INTEGER,
            from_status INTEGER,
            to_status INTEGER,
            job_id INTEGER,
            version INTEGER,
            reason TEXT
        ) STRICT
        """

    private static let operations = """
        CREATE TABLE operation (
            id INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            uid INTEGER NOT NULL,
            gid INTEGER NOT NULL,
            pid INTEGER NOT NULL,
            user TEXT NOT NULL,
            operation TEXT NOT NULL,
            workspace TEXT NOT NULL,
            environment INTEGER NOT NULL,
            job_name TEXT NOT NULL,
            instance_id INTEGER,
            from_status TEXT NOT NULL,
            to_status TEXT NOT NULL,
            detail TEXT NOT NULL,
            reason TEXT NOT NULL,
            refusal TEXT NOT NULL
        ) STRICT
        """

    private static let operationsOfInstance = """
        CREATE INDEX operation_of_instance ON operation (instance_id)
        """

    private static let answers = """
        CREATE TABLE answer (
            uid INTEGER NOT NULL,
            request_id TEXT NOT NULL,
            digest INTEGER NOT NULL,
            time INTEGER NOT NULL,
            response BLOB NOT NULL,
            UNIQUE (uid, request_id)
        ) STRICT
        """

    private static let oldestAnswers = """
        CREATE INDEX answer_time ON answer (time)
        """

    private static let counters = """
        CREATE TABLE counter (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            job INTEGER NOT NULL,
            instance INTEGER NOT NULL,
            event INTEGER NOT NULL
        ) STRICT
        """

    private static let firstCounters = """
        INSERT INTO counter (id, job, instance, event) VALUES (1, 1, 1, 1)
        """
}

extension Schema {
    /// Brings a database to the present version, each step in a transaction of its own.
    /// Refuses one that a newer program has written.
    static func migrate(_ db: Database) throws {
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found <= version else { throw tooNew(found) }
        for step in found..<version {
            try db.inTransaction(.immediate) {
                for statement in steps[step] { try db.execute(sql: statement) }
                // A PRAGMA takes no parameters.
                try db.execute(sql: "PRAGMA user_version = \(step + 1)")
                return .commit
            }
        }
    }

    private static func tooNew(_ found: Int) -> SluiceError {
        SluiceError(
            .failedPrecondition, reason: "SCHEMA_TOO_NEW",
            "the database has schema version \(found) and this program knows versions up to "
                + "\(version): a newer program has written it, and only that can open it",
            subject: "schema version \(found)")
    }
}
