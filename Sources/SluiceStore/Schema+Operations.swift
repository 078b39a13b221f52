// Step 2 of the schema: what operations on instances and nodes leave behind.
extension Schema {
    static let operationSteps = [
        workspaceMode, pausedInstances, preferredInstances, confirmations, waitReasons, turns,
        failingStage, nodeFlags, removedUpstreams, nodeSince, attributes, attributesOfInstance,
        dependencies, dependents, attemptCodes, operationNode, operationEffect, operationAfterSeq,
        operationProgram,
    ]

    private static let workspaceMode = """
        ALTER TABLE workspace ADD COLUMN mode INTEGER NOT NULL DEFAULT 1
        """

    private static let pausedInstances = """
        ALTER TABLE instance ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0
        """

    private static let preferredInstances = """
        ALTER TABLE instance ADD COLUMN is_preferred INTEGER NOT NULL DEFAULT 0
        """

    private static let confirmations = """
        ALTER TABLE instance ADD COLUMN needs_confirmation INTEGER NOT NULL DEFAULT 0
        """

    /// NULL where the instance itself waits for nothing.
    private static let waitReasons = """
        ALTER TABLE instance ADD COLUMN wait_reason INTEGER
        """

    /// An instance in its job's line waits for a slot; that used to follow from its stage.
    private static let turns = """
        UPDATE instance SET wait_reason = 7 WHERE stage = 1
        """

    /// The stage of an instance that a node of policy FAIL ends is no longer one of its own: the
    /// failed node says it.
    private static let failingStage = """
        UPDATE instance SET stage = 2 WHERE stage = 3
        """

    private static let nodeFlags = """
        ALTER TABLE node ADD COLUMN flags INTEGER NOT NULL DEFAULT 0
        """

    /// Names, one on each line: no name has a line break in it.
    private static let removedUpstreams = """
        ALTER TABLE node ADD COLUMN removed_upstreams TEXT NOT NULL DEFAULT ''
        """

    /// When the node took its status; 0: before this was kept.
    private static let nodeSince = """
        ALTER TABLE node ADD COLUMN since INTEGER NOT NULL DEFAULT 0
        """

    /// In the order in which they came. `ordinal` is NULL where it is the instance's.
    private static let attributes = """
        CREATE TABLE attribute (
            id INTEGER PRIMARY KEY,
            instance_id INTEGER NOT NULL,
            ordinal INTEGER,
            kind TEXT NOT NULL,
            detail TEXT NOT NULL,
            time INTEGER NOT NULL,
            user TEXT NOT NULL,
            reason TEXT NOT NULL
        ) STRICT
        """

    private static let attributesOfInstance = """
        CREATE INDEX attribute_of_instance ON attribute (instance_id)
        """

    /// The name is kept with it: the other job may be deleted before the instance is.
    private static let dependencies = """
        CREATE TABLE dependency (
            instance_id INTEGER NOT NULL,
            position INTEGER NOT NULL,
            job_id INTEGER NOT NULL,
            job_name TEXT NOT NULL,
            plan_time INTEGER NOT NULL,
            fail_policy INTEGER NOT NULL,
            is_dropped INTEGER NOT NULL,
            PRIMARY KEY (instance_id, position)
        ) STRICT, WITHOUT ROWID
        """

    private static let dependents = """
        CREATE INDEX dependency_of_cycle ON dependency (job_id, plan_time)
        """

    /// Of attempts whose expressions made the code differ from the definition.
    private static let attemptCodes = """
        CREATE TABLE attempt_code (
            instance_id INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            number INTEGER NOT NULL,
            command BLOB NOT NULL,
            script TEXT NOT NULL,
            PRIMARY KEY (instance_id, ordinal, number)
        ) STRICT, WITHOUT ROWID
        """

    private static let operationNode = """
        ALTER TABLE operation ADD COLUMN node_name TEXT NOT NULL DEFAULT ''
        """

    private static let operationEffect = """
        ALTER TABLE operation ADD COLUMN effect TEXT NOT NULL DEFAULT ''
        """

    private static let operationAfterSeq = """
        ALTER TABLE operation ADD COLUMN after_seq INTEGER NOT NULL DEFAULT 0
        """

    private static let operationProgram = """
        ALTER TABLE operation ADD COLUMN program TEXT NOT NULL DEFAULT ''
        """
}
