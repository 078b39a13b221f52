import Glibc
import Logging
import SluiceAlmanac
import SluiceEngine
import SluiceLauncher
import SluiceModel
import SluiceNotifier
import SluiceRPC
import SluiceRuntime
import SluiceServices
import SluiceStore
import SluiceTransport
import SluiceWire
import Synchronization
import UnixSignals

/// The composition root: opens what lasts, finds what runs, answers until it is told to end.
struct Daemon {
    /// How long active calls may go on when the daemon ends.
    private static let callGrace = Duration.seconds(5)
    /// How long notifications that are on their way may still take then.
    private static let notificationGrace = Duration.seconds(5)

    private let options: Options
    private let log: Logger

    init(_ options: Options) {
        self.options = options
        log = .toStandardError(level: options.logLevel)
    }

    func run() async throws(SluiceError) {
        raiseDescriptorLimit()
        let paths = try Paths(options)
        paths.makeParents()
        try Store.makeFolder(paths.state)
        let lock = try StateLock(stateFolder: paths.state)
        defer { withExtendedLifetime(lock) {} }
        let log = log
        let store = try Store(stateFolder: paths.state) { why in
            log.critical("ending at once: \(why)")
            exit(1)
        }
        let launcher = Launcher(
            settings: LauncherSettings(
                stateFolder: paths.state, keeperPath: paths.keeper, nodePath: paths.node))
        let census = try launcher.connect()
        if let refusal = launcher.keeperUpgradeRefusal {
            log.warning("the keeper goes on in its old version: \(refusal)")
        }
        let almanac = SystemAlmanac(calendars: paths.calendars)
        if !Files.isFolder("/usr/share/zoneinfo") {
            log.warning("there are no time zones but UTC and offsets like GMT+8: install tzdata")
        }
        let queries = Queries(store, almanac: almanac) { launcher.logPath(for: $0) }
        let users = Users()
        let roles = Roles(ofFile: try RolesSource(options, paths).read(users))
        let provisioner = Provisioner(launcher) { (pin) throws(SluiceError) in
            try queries.content(of: pin)
        }
        let core = try Core(
            store: store, queries: queries, almanac: almanac, performer: provisioner,
            logs: launcher.settings, roles: roles, options: options, log: log)
        let stop = await StopSignal()
        let shell = Shell(
            inbox: core.inbox, queries: queries, events: core.events, files: FileWatch(),
            users: users, roles: roles, settings: launcher.settings)
        let server = try await serve(paths, shell, launcher, core, stop)
        warn(of: roles.workspaces, queries)
        // Only now: a daemon that cannot have its socket starts nothing.
        core.begin(census, provisioner)
        log.info(
            "ready",
            metadata: [
                "socket": "\(paths.socket)", "state": "\(paths.state)", "pid": "\(getpid())",
                "keeper": "\(launcher.keeperPID)",
            ])
        ServiceManager.tell("READY=1")
        let stopsAttempts = await stop.wait()
        ServiceManager.tell("STOPPING=1")
        log.info("ending")
        // First, so that whoever watches still sees how it ended.
        if stopsAttempts { await core.stopAttempts(within: .seconds(options.stopGrace + 5)) }
        await core.notifier.end(within: Self.notificationGrace)
        await server.shutDown(grace: Self.callGrace)
        core.end()
        launcher.shutdown(stopAttempts: stopsAttempts)
        store.checkpoint()
    }

    private func serve(
        _ paths: Paths, _ shell: Shell, _ launcher: Launcher, _ core: Core, _ stop: StopSignal,
    ) async throws(SluiceError) -> Server {
        let facts = ServerFacts(
            version: Version.text, pid: getpid(),
            startTime: SystemClock.now().wall.milliseconds, stateFolder: paths.state,
            schemaVersion: Store.schemaVersion, slots: options.slots,
            keeper: { (launcher.keeperPID, core.incarnation) },
            isWritable: { core.isWritable }, stop: { stop.fire(stopAttempts: $0) })
        var configuration = Server.Configuration(socketPath: paths.socket)
        configuration.unaryTwins = ["WatchEvents": "WaitEvents", "FollowLog": "ReadLog"]
        do throws(SocketError) {
            let table = ServiceTable.sluice(shell, facts)
            return try await Server.start(
                configuration, table: table, codec: TTRPCEnvelopeCodec(),
                hooks: .daemon(log, table, Authoriser(shell)))
        } catch {
            throw SluiceError(
                .unavailable, reason: "SOCKET_UNUSABLE", error.description,
                subject: paths.socket)
        }
    }

    /// It may be made later; most likely it is a slip of the pen.
    private func warn(of workspaces: [String], _ queries: Queries) {
        for name in workspaces where (try? queries.checkWorkspace(name)) == nil {
            log.warning("the file of roles names workspace '\(name)', which does not exist")
        }
    }

    /// A daemon has many connections and logs; nodes get the old limit back from the keeper.
    private func raiseDescriptorLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return
        }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
