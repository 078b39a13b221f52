// Settings of workspaces, and events that are about one.
extension Schema {
    static let workspaceSettingSteps = [
        waitingFollowsLatest, publisherDiffers, maxJobs, maxNodesPerJob, maxFiles,
        eventWorkspaces, eventEnvironments,
    ]

    private static let waitingFollowsLatest = """
        ALTER TABLE workspace ADD COLUMN waiting_follows_latest INTEGER NOT NULL DEFAULT 0
        """

    private static let publisherDiffers = """
        ALTER TABLE workspace ADD COLUMN publisher_differs INTEGER NOT NULL DEFAULT 0
        """

    private static let maxJobs = """
        ALTER TABLE workspace ADD COLUMN max_jobs INTEGER NOT NULL DEFAULT 10000
        """

    /// 0: as many as the daemon allows.
    private static let maxNodesPerJob = """
        ALTER TABLE workspace ADD COLUMN max_nodes_per_job INTEGER NOT NULL DEFAULT 0
        """

    private static let maxFiles = """
        ALTER TABLE workspace ADD COLUMN max_files INTEGER NOT NULL DEFAULT 10000
        """

    /// NULL for events of jobs and instances, which have one of their own.
    private static let eventWorkspaces = """
        ALTER TABLE event ADD COLUMN workspace_id INTEGER
        """

    /// NULL where an event of a workspace is about both of its environments.
    private static let eventEnvironments = """
        ALTER TABLE event ADD COLUMN environment INTEGER
        """
}
