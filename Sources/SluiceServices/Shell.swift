internal import SluiceEngine
package import SluiceLauncher
internal import SluiceModel
internal import SluiceRPC
package import SluiceRuntime
package import SluiceStore

/// What the services work with: the conductor's inbox to change, the queries to read.
package struct Shell: Sendable {
    package var inbox: Inbox
    package var queries: Queries
    package var events: EventSignal
    package var files: FileWatch
    package var users: Users
    /// Where the log of an attempt is.
    package var settings: LauncherSettings

    package init(
        inbox: Inbox, queries: Queries, events: EventSignal, files: FileWatch,
        users: Users, settings: LauncherSettings,
    ) {
        self.inbox = inbox
        self.queries = queries
        self.events = events
        self.files = files
        self.users = users
        self.settings = settings
    }
}
