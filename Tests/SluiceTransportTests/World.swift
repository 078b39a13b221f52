import Glibc
import SluiceRPC
import SluiceSimulation
import SluiceTransport
import Synchronization

/// A server on a socket of its own with methods of every kind, and what they report.
struct World: Sendable {
    let path: String
    let server: Server
    let probe: Probe

    /// Starts a server, runs `body` and shuts the server down.
    static func run(
        _ configure: (inout Server.Configuration) -> Void = { _ in },
        hooks: (inout Server.Hooks) -> Void = { _ in },
        _ body: (World) async throws -> Void,
    ) async throws {
        let path = freshPath()
        var configuration = Server.Configuration(socketPath: path)
        configuration.unaryTwins = ["Count": "Echo"]
        configure(&configuration)
        let probe = Probe()
        var chosen = Server.Hooks()
        chosen.observer = { record in probe.note { $0.records.append(record) } }
        chosen.connectionClosed = { _, reason in probe.note { $0.closes.append(reason) } }
        chosen.connectionRefused = { _ in probe.note { $0.refused += 1 } }
        hooks(&chosen)
        let server = try await Server.start(
            configuration, table: table(probe), codec: TinyCodec(), hooks: chosen)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(World(path: path, server: server, probe: probe)))
        } catch {
            outcome = .failure(error)
        }
        probe.release()
        await server.shutDown(grace: .seconds(5))
        clear(path)
        try outcome.get()
    }

    func client() async throws(Status) -> ClientConnection {
        try await ClientConnection.connect(to: path, codec: TinyCodec())
    }

    func raw() throws -> RawClient {
        try RawClient(path)
    }

    /// As many raw connections.
    func raw(_ count: Int) throws -> [RawClient] {
        try (0..<count).map { _ in try RawClient(path) }
    }

    private static let pathNumber = Atomic<Int>(0)

    /// A path that no other test uses, in a folder that does not exist yet.
    static func freshPath() -> String {
        let number = pathNumber.add(1, ordering: .relaxed).newValue
        return "/tmp/sluice-test-\(getpid())-\(number)/socket"
    }

    static func method(_ name: String, _ kind: MethodKind = .unary) -> MethodInfo {
        MethodInfo(service: "test.Echo", name: name, kind: kind, role: 1)
    }

    /// Removes what a test leaves at a fresh path.
    static func clear(_ path: String) {
        unsafe unlink(path)
        unsafe rmdir(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)))
    }

    static let uid = getuid()
    static let pid = getpid()

    /// What the process takes away from the modes of new folders.
    static let umask: UInt32 = {
        let mask = Glibc.umask(0o022)
        _ = Glibc.umask(mask)
        return mask
    }()

    /// Permissions of a file; nil: there is none.
    static func mode(of path: String) -> UInt32? {
        var found = stat()
        return unsafe lstat(path, &found) == 0 ? found.st_mode & 0o777 : nil
    }
}
