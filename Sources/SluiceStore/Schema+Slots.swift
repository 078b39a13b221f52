// Step 6 of the schema: named pools of slots, and slots of workspaces.
extension Schema {
    static let slotSteps = [pools, workspaceSlots]

    private static let pools = """
        CREATE TABLE pool (
            name TEXT PRIMARY KEY,
            slots INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """

    /// Attempts that may run at once; 0: no limit.
    private static let workspaceSlots = """
        ALTER TABLE workspace ADD COLUMN slots INTEGER NOT NULL DEFAULT 0
        """
}
