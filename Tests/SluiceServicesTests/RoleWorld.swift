import Glibc
import SluiceClient
import SluiceModel
import SluiceRPC
import SluiceServices
import SluiceTransport
import SluiceWire
import Synchronization
import Testing

/// A daemon's services behind a socket, called by whomever a test says.
final class RoleWorld: Sendable {
    /// The methods that the daemon answers.
    let methods: [MethodInfo]
    private let path: String
    private let next: Mutex<Peer>

    /// - Parameter roles: what the file of roles says.
    static func run(
        _ roles: String = "", _ body: (RoleWorld) async throws -> Void,
    ) async throws {
        let ofFile = try RolesFile.read(roles, path: "roles", Users())
        let daemon = try SmallDaemon(roles: Roles(ofFile: ofFile, admins: [Peer.root.uid]))
        defer { daemon.end() }
        let folder = try Folder()
        let facts = ServerFacts(
            version: "0", pid: 1, startTime: 0, stateFolder: folder.path, schemaVersion: 1,
            slots: 1, keeper: { (1, "") }, isWritable: { true }, stop: { _ in })
        let table = ServiceTable.sluice(daemon.shell, facts)
        let world = RoleWorld(folder.path + "/socket", table)
        let authoriser = Authoriser(daemon.shell)
        var hooks = Server.Hooks()
        hooks.interceptor = { context, request throws(Status) in
            try authoriser.check(context, request)
        }
        hooks.identify = { _ in world.next.withLock { $0 } }
        let server = try await Server.start(
            Server.Configuration(socketPath: world.path), table: table,
            codec: TTRPCEnvelopeCodec(), hooks: hooks)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(world))
        } catch {
            outcome = .failure(error)
        }
        await server.shutDown(grace: .seconds(5))
        try outcome.get()
    }

    private init(_ path: String, _ table: ServiceTable) {
        self.path = path
        methods = table.methods
        next = Mutex(.root)
    }

    /// A connection of somebody.
    func sluice(as peer: Peer) async throws -> Sluice {
        next.withLock { $0 = peer }
        let sluice = try await Sluice.connect(to: path)
        // Nobody answers this; the connection is taken by then, for whom it is.
        let nothing = MethodInfo(service: "none", name: "None", kind: .unary, role: 0)
        _ = try? await sluice.channel.unary(nothing, [], CallOptions())
        return sluice
    }
}

/// A folder that goes with its last user.
private final class Folder {
    let path: String

    init() throws {
        var template = Array("/tmp/sluice-roles-XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&template) != nil)
        path = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { _ = unsafe rmdir(path) }
}

extension Peer {
    static let root = Peer(pid: 1, uid: 0, gid: 0)
    static let ann = user(70_001)

    /// A user alone in a group of the same number.
    static func user(_ id: UInt32, groups: [UInt32] = []) -> Peer {
        Peer(pid: 1, uid: id, gid: id, groups: groups)
    }
}

extension Sluice {
    func create(_ workspace: String) async throws(Status) {
        _ = try await workspaces.createWorkspace(
            CreateWorkspaceRequest(workspace: workspace, options: .once()))
    }

    func grant(
        _ workspace: String, _ grantee: String, _ role: SluiceWire.Role,
    ) async throws(Status) {
        _ = try await workspaces.grantRole(
            GrantRoleRequest(
                workspace: workspace, options: .once(), grantee: grantee, role: role))
    }

    func revoke(_ workspace: String, _ grantee: String) async throws(Status) {
        _ = try await workspaces.revokeRole(
            RevokeRoleRequest(workspace: workspace, options: .once(), grantee: grantee))
    }

    func submit(_ source: String, to workspace: String) async throws(Status) {
        _ = try await jobs.submitJob(
            SubmitJobRequest(workspace: workspace, options: .once(), source: source))
    }
}

/// What a call is refused with; nil: it is answered.
func status<Reply>(_ call: () async throws(Status) -> Reply) async -> Status? {
    do throws(Status) {
        _ = try await call()
        return nil
    } catch {
        return error
    }
}
