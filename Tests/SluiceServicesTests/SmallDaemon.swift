import Glibc
import SluiceEngine
import SluiceLauncher
import SluiceModel
import SluiceRPC
import SluiceRuntime
import SluiceServices
import SluiceStore
import SluiceWire
import Testing

/// Services with a conductor and a store, without socket and keeper; one job: `etl`.
final class SmallDaemon {
    let shell: Shell
    private let world: StoredWorld
    private let thread: ConductorThread

    /// - Parameters:
    ///   - schedule: of that job.
    ///   - trigger: of that job.
    ///   - roles: without them whoever calls is an admin.
    init(
        schedule: ScheduleDefinition? = nil, trigger: TriggerDefinition? = nil,
        roles: Roles = .ofSomebody,
    ) throws {
        world = try StoredWorld(roles)
        shell = world.shell
        let definition = JobDefinition(
            name: "etl", nodes: [NodeDefinition(name: "a", type: .dummy)], schedule: schedule,
            trigger: trigger)
        let caller = Caller(uid: 1, gid: 1, pid: 1, user: "ann")
        let submit = SubmitJob(scope: .standard, definition: definition, source: "", comment: "")
        _ = shell.inbox.put(
            .submission(Submission(command: .submitJob(submit), caller: caller)) { _ in })
        let events = shell.events
        let listener = Conductor.Listener(
            eventsCommitted: { events.post($0) }, grantsChanged: { roles.take($0) })
        thread = ConductorThread(
            try Conductor(
                journal: SQLiteJournal(world.store), performer: Nobody(), courier: Nobody(),
                inbox: shell.inbox, settings: EngineSettings(), listener: listener,
                at: SystemClock.now()),
            inbox: shell.inbox)
    }

    func end() {
        shell.inbox.close()
        thread.join()
        world.remove()
    }
}

/// Services whose commands nobody carries out: a test takes them and answers.
final class Desk {
    let shell: Shell
    private let world: StoredWorld

    init() throws {
        world = try StoredWorld(.ofSomebody)
        shell = world.shell
    }

    /// What a call submits, answered with `reply`; nil where it submits nothing.
    func submission(
        answering reply: Reply = Reply(.instances), isDryRun: Bool = false,
        of call: @escaping @Sendable () async throws -> Void,
    ) async throws -> Submission? {
        // Up to where the call waits for its answer.
        let task = Task.immediate { try await call() }
        let inputs = shell.inbox.take(max: 1)
        guard case .submission(let submission, let answer)? = inputs.first else {
            try await task.value
            return nil
        }
        answer(.success(.done(Done(reply: reply, isDryRun: isDryRun, planToken: ""))))
        try await task.value
        return submission
    }

    func end() {
        shell.inbox.close()
        world.remove()
    }
}

/// A new store in a folder of its own.
private final class StoredWorld {
    let store: Store
    let shell: Shell
    private let folder: String

    /// One for all: a user may have few of them.
    private static let files = FileWatch()

    init(_ roles: Roles) throws {
        var template = Array("/tmp/sluice-services-XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&template) != nil)
        folder = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let settings = LauncherSettings(
            stateFolder: folder, keeperPath: "/bin/true", nodePath: "/bin/true")
        store = try Store(stateFolder: folder) { _ in }
        shell = Shell(
            inbox: Inbox(), queries: Queries(store) { settings.logPath(for: $0) },
            events: EventSignal(latest: 0), files: Self.files, users: Users(),
            roles: roles, settings: settings)
    }

    func remove() {
        for name in ["", "-wal", "-shm"] { _ = unsafe unlink(folder + "/sluice.db" + name) }
        _ = unsafe rmdir(folder)
    }
}

/// Starts nothing: no census ever comes.
private final class Nobody: Performer, Courier {
    func deliver(_ notification: SluiceModel.Notification) {}
    func start(_ attempt: AttemptStart) {}
    func stop(_ attempt: AttemptID, graceMilliseconds: Int64) {}
    func acknowledge(_ attempt: AttemptID) {}
    func accept(_ incarnation: Incarnation) {}
    func requestCensus() {}
    func flush() {}
}

extension Roles {
    static var ofSomebody: Roles { Roles(admins: [Peer.somebody.uid]) }
}

extension Peer {
    static let somebody = Peer(pid: 1, uid: 1, gid: 1)
}

extension CallContext {
    static func from(_ peer: Peer, _ method: MethodInfo) -> CallContext {
        CallContext(method: method, peer: peer)
    }
}
