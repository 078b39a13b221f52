import Foundation
import Glibc
import SluiceClient
import SluiceRPC
import SluiceWire
import Synchronization
import Testing

/// A folder of its own under /tmp with a state folder, the daemons on it, and all that they start.
/// Nothing of it is left when the test ends, however it ends.
final class World: Sendable {
    /// Short: a socket's path has 107 bytes at most.
    let folder: String
    private let daemons = Mutex<[Daemon]>([])

    /// Runs a test in a world; a few at a time, since more only take processors from each other.
    static func run(_ body: (World) async throws -> Void) async throws {
        try await Turnstile.shared.enter()
        let world = World()
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(world))
        } catch {
            result = .failure(error)
            for daemon in world.daemons.withLock({ $0 }) {
                print("sluiced \(daemon.child.pid) wrote:\n\(daemon.child.errors.text)")
            }
        }
        // Also when the test was cancelled: this task is none of its children.
        await Task { await world.end() }.value
        await Turnstile.shared.leave()
        try result.get()
    }

    /// The same with a daemon that is ready.
    static func withDaemon(
        _ options: [String] = [], _ body: (World, Daemon) async throws -> Void,
    ) async throws {
        try await run { world in try await body(world, try await world.startDaemon(options)) }
    }

    private init() {
        var template = Array("/tmp/sluice-XXXXXX".utf8CString)
        let path = unsafe mkdtemp(&template).map { unsafe String(cString: $0) }
        guard let path else { preconditionFailure("mkdtemp: \(errno)") }
        folder = path
    }

    var state: String { folder + "/state" }
    var socket: String { state + "/sluice.sock" }

    // MARK: Programs

    /// A daemon that answers.
    func startDaemon(_ options: [String] = [], state: String? = nil) async throws -> Daemon {
        let child = try spawnDaemon(options, state: state)
        return try await ready(child, socket: (state ?? self.state) + "/sluice.sock")
    }

    /// A daemon that has just been started and may refuse.
    ///
    /// - Parameter script: a line of shell that starts the daemon, which it has as its arguments.
    func spawnDaemon(
        _ options: [String] = [], state: String? = nil, behind script: String = "exec \"$@\"",
    ) throws -> Child {
        let daemon = [Programs.path("sluiced"), "--state", state ?? self.state]
        return try Child(
            "/bin/bash", ["-c", script, "bash"] + daemon + Self.rootOptions + options,
            environment: environment, folder: folder)
    }

    func ready(_ child: Child, socket: String) async throws -> Daemon {
        guard try await child.errors.ready.value else {
            throw Child.Failure(description: "sluiced: \(try await child.result.errors)")
        }
        let daemon = Daemon(child: child, sluice: try await .connect(to: socket))
        daemons.withLock { $0.append(daemon) }
        return daemon
    }

    /// What the command line does with `arguments`.
    func sluice(_ arguments: String...) async throws -> Child.Result {
        try await sluice(arguments)
    }

    func sluice(_ arguments: [String]) async throws -> Child.Result {
        try await Child(
            Programs.path("sluice"), arguments, environment: environment, folder: folder
        ).result
    }

    /// What the shell does with `script`.
    @discardableResult func shell(_ script: String) async throws -> Child.Result {
        try await Child(
            "/bin/bash", ["-c", script], environment: environment, folder: folder
        ).result
    }

    /// Names the world's folder, by which its processes are found.
    var environment: [String: String] {
        [
            "PATH": Programs.folder + ":/usr/local/bin:/usr/bin:/bin", "HOME": folder,
            "TMPDIR": folder, "LANG": "C.UTF-8", "SLUICE_STATE": state,
        ]
    }

    static let isRoot = geteuid() == 0
    static let rootOptions = isRoot ? ["--allow-root"] : []

    // MARK: Files

    func write(_ text: String, to name: String) throws -> String {
        let path = folder + "/" + name
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    /// Lines of a file; none where it does not exist.
    func lines(of name: String) -> [String] {
        let text = FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map { String($0) }
    }

    // MARK: The end

    private func end() async {
        for daemon in daemons.withLock({ $0 }) where daemon.child.end.now == nil {
            // A daemon that cannot answer is killed below.
            _ = try? await daemon.sluice.server.stopServer(
                StopServerRequest(stopAttempts: true), options: CallOptions(timeout: .seconds(30)))
        }
        // Each round kills; what a dying process had just started is found in the next.
        while case let left = processes, !left.isEmpty {
            for process in left { process.kill() }
            _ = try? await blocking { for process in left { process.waitUntilGone() } }
        }
        // Nobody may write to folders of resources.
        _ = try? await shell("[ ! -d state/resources ] || chmod -R u+w state/resources")
        // What cannot be removed stays below /tmp and harms no other test.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// All that lives and has to do with this world: daemons, keepers, nodes and what they left.
    var processes: [ForeignProcess] { ForeignProcess.all(about: folder) }

    /// The keeper of the world's state folder.
    func keeper(state: String? = nil) throws -> ForeignProcess {
        let folder = state ?? self.state
        return try #require(
            processes.first { $0.program == "sluice-keeper" && $0.arguments.contains(folder) })
    }
}

/// A daemon that has said that it is ready.
struct Daemon: Sendable {
    let child: Child
    let sluice: Sluice

    /// kill -9; returns when it is gone.
    func kill() async throws {
        child.signal(SIGKILL)
        _ = try await child.end.value
    }

    /// Ends with its attempts and its keeper; returns when it is gone.
    func stop(attempts: Bool = true) async throws {
        _ = try await sluice.server.stopServer(StopServerRequest(stopAttempts: attempts))
        #expect(try await child.end.value == 0)
    }
}

/// Lets a few in at a time.
private actor Turnstile {
    static let shared = Turnstile(places: 4)

    private var places: Int
    private var waiting: [Promise<Void>] = []

    init(places: Int) {
        self.places = places
    }

    func enter() async throws {
        if places > 0 {
            places -= 1
            return
        }
        let turn = Promise<Void>()
        waiting.append(turn)
        do {
            try await turn.value
        } catch {
            if let index = waiting.firstIndex(where: { $0 === turn }) {
                waiting.remove(at: index)
            } else {
                leave()
            }
            throw error
        }
    }

    func leave() {
        guard waiting.isEmpty else { return waiting.removeFirst().fulfil(()) }
        places += 1
    }
}
