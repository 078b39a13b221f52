// Step 8 of the schema: whom jobs told of what.
extension Schema {
    static let notificationSteps = [
        notifications, newestNotifications, notificationsOfInstance, pendingNotifications,
        endedNotifications, notificationCounter, alertsTold,
    ]

    /// Alerts that were told of an instance.
    private static let alertsTold = """
        ALTER TABLE instance ADD COLUMN alerts_told INTEGER NOT NULL DEFAULT 0
        """

    /// `is_webhook` says which of `command` and `url` counts. `failed_nodes` and `headers`: names
    /// and values; `next_time` while it waits, `end_time` afterwards.
    private static let notifications = """
        CREATE TABLE notification (
            id INTEGER PRIMARY KEY,
            workspace_id INTEGER NOT NULL,
            environment INTEGER NOT NULL,
            job_name TEXT NOT NULL,
            instance_id INTEGER NOT NULL,
            version INTEGER NOT NULL,
            run INTEGER NOT NULL,
            occasion INTEGER NOT NULL,
            status INTEGER NOT NULL,
            plan_time INTEGER NOT NULL,
            start_time INTEGER,
            run_end_time INTEGER,
            milliseconds INTEGER,
            reason TEXT NOT NULL,
            failed_nodes BLOB NOT NULL,
            failed_total INTEGER NOT NULL,
            is_webhook INTEGER NOT NULL,
            command BLOB NOT NULL,
            url TEXT NOT NULL,
            headers BLOB NOT NULL,
            timeout INTEGER NOT NULL,
            retry_times INTEGER NOT NULL,
            create_time INTEGER NOT NULL,
            state INTEGER NOT NULL,
            tries INTEGER NOT NULL,
            error TEXT NOT NULL,
            next_time INTEGER,
            end_time INTEGER
        ) STRICT
        """

    private static let newestNotifications = """
        CREATE INDEX notification_newest ON notification (workspace_id, environment)
        """

    private static let notificationsOfInstance = """
        CREATE INDEX notification_of_instance ON notification (instance_id)
        """

    private static let pendingNotifications = """
        CREATE INDEX notification_pending ON notification (id) WHERE state = 1
        """

    private static let endedNotifications = """
        CREATE INDEX notification_ended ON notification (end_time) WHERE state <> 1
        """

    private static let notificationCounter = """
        ALTER TABLE counter ADD COLUMN notification INTEGER NOT NULL DEFAULT 1
        """
}
