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
    package var roles: Roles
    /// Where the log of an attempt is.
    package var settings: LauncherSettings

    package init(
        inbox: Inbox, queries: Queries, events: EventSignal, files: FileWatch,
        users: Users, roles: Roles, settings: LauncherSettings,
    ) {
        self.roles = roles
        self.inbox = inbox
        self.queries = queries
        self.events = events
        self.files = files
        self.users = users
        self.settings = settings
    }
}

extension Shell {
    /// What the caller may do now.
    func rights(_ context: CallContext) -> Rights { roles.rights(of: context.peer) }

    func caller(_ context: CallContext) -> Caller {
        users.caller(context.peer, rights: rights(context))
    }

    /// What goes on for long looks again whether its caller still may: roles can be taken.
    func checkStillSees(_ workspace: String, _ context: CallContext) throws(Status) {
        let name = workspace.isEmpty ? Scope.standard.workspace : workspace
        guard !rights(context).sees(name) else { return }
        throw Status(
            .roleMissing(
                .viewer, in: name, of: users.words(for: context.peer), who: nil,
                for: context.method.name))
    }
}
