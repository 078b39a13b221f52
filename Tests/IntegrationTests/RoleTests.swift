import Glibc
import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Roles by the daemon's file, and over a restart.
@Suite(.timeLimit(.minutes(10))) struct RolesFileStartTests {
    @Test(arguments: [
        ("default uid:1 viewer\ndefault uid:2 boss\n", "600", "roles:2: role: there is no role 'b"),
        ("default uid:1 viewer\n", "620", "others than its owner may write it; chmod go-w"),
        ("default uid:1 viewer\n", "602", "others than its owner may write it; chmod go-w"),
        ("default user:nobody-of-that-name viewer\n", "600", "roles:1: who: there is no user"),
    ])
    func `a file of roles with a fault prevents the start and is said with its place`(
        text: String, mode: String, words: String,
    ) async throws {
        try await World.run { world in
            let file = try world.write(text, to: "roles")
            try await world.shell("chmod \(mode) \(file)")
            let refused = try await world.spawnDaemon(["--roles", file]).result
            #expect(refused.code != 0)
            #expect(refused.errors.contains(words), "\(refused.errors)")
        }
    }

    @Test func `a file of roles that was named has to be there`() async throws {
        try await World.run { world in
            let refused = try await world.spawnDaemon(["--roles", "nothing"]).result
            #expect(refused.code != 0)
            #expect(refused.errors.contains("/nothing is not used: No such file or directory"))
        }
    }

    @Test func `a grant outlives the daemon, and a line of the file can only go there`()
        async throws
    {
        try await World.run { world in
            try await world.shell("mkdir -m 700 state; echo '* gid:50 viewer' > state/roles")
            let first = try await world.startDaemon()
            let grant = ["workspace", "grant", "default", "--user", "64001", "operator"]
            #expect(
                try await world.sluice(grant).output
                    == "user 64001 is operator in workspace default\n")
            try await first.kill()
            _ = try await world.startDaemon()
            let grants = try await world.sluice("workspace", "grants", "-o", "jsonl").output
            #expect(grants.contains("\"grantee\":\"uid:64001\""))
            #expect(grants.contains("\"place\":\"\(world.state)/roles:1\""))
            let refused = try await world.sluice("workspace", "revoke", "*", "--group", "50")
            #expect(refused.code == 4)
            #expect(refused.errors.contains("take the line out there and start the daemon anew"))
            let revoke = ["workspace", "revoke", "default", "--user", "64001"]
            #expect(try await world.sluice(revoke).code == 0)
            #expect(try await world.sluice(revoke).code == 3)
            let history = try await world.sluice("history", "-o", "csv", "--fields", "operation")
            #expect(history.output.contains("revoke role\nrevoke role\nrevoke role\ngrant role"))
        }
    }
}

/// Processes of other users, at the daemon's real socket.
@Suite(.timeLimit(.minutes(10)), .enabled(if: World.isRoot, "only root can be somebody else"))
struct RoleTests {
    private static let uid = 64_001
    private static let gid = 64_500

    /// A daemon whose socket everybody may open, and a client that everybody may run.
    private func run(_ body: (World, Daemon) async throws -> Void) async throws {
        try await World.run { world in
            try await world.shell(
                "chmod 711 .; mkdir -m 755 open; cp '\(Programs.path("sluice"))' open/")
            let socket = world.folder + "/open/socket"
            let daemon = try await world.ready(
                try world.spawnDaemon(["--socket", socket]), socket: socket)
            #expect(unsafe chmod(socket, 0o666) == 0)
            try await body(world, daemon)
        }
    }

    /// What the command line does for a user of no group but one of its own and these.
    private func sluice(
        _ world: World, groups: [Int] = [], _ arguments: String,
    ) async throws -> Child.Result {
        let others =
            groups.isEmpty
            ? "--clear-groups" : "--groups \(groups.map(String.init).joined(separator: ","))"
        return try await world.shell(
            "SLUICE_SOCKET=$PWD/open/socket exec setpriv --reuid \(Self.uid) --regid \(Self.uid) "
                + "\(others) open/sluice \(arguments)")
    }

    private func grant(
        _ daemon: Daemon, _ workspace: String, _ grantee: String, _ role: Role,
    ) async throws {
        _ = try await daemon.sluice.workspaces.grantRole(
            GrantRoleRequest(
                workspace: workspace, options: .once(), grantee: grantee, role: role))
    }

    @Test func `who has no role is not permitted, and is in the operation log`() async throws {
        try await run { world, daemon in
            let refused = try await sluice(world, "ps")
            #expect(refused.code == 5)
            #expect(
                refused.errors.contains(
                    "64001 (uid 64001) has no role in workspace 'default'; ListInstances needs the "
                        + "role viewer"))
            #expect(refused.errors.contains("(DLF.6888)"))
            // The entry is no part of the call. The engine answers this one when it is committed.
            _ = try await daemon.sluice.server.getServerInfo(GetServerInfoRequest())
            let log = try await daemon.sluice.operations.listOperations(
                ListOperationsRequest(result: .refused)
            ).operations
            #expect(log.map(\.operation) == ["list instances"])
            #expect(log.map(\.uid) == [Int64(Self.uid)])
            #expect(log.map(\.program) == ["sluice"])
        }
    }

    @Test func `a process has the roles of its user and of all its groups, however many`()
        async throws
    {
        try await run { world, daemon in
            try await daemon.sluice.submit("name: etl\nnodes: [{name: a, type: Dummy}]")
            try await grant(daemon, "default", "uid:\(Self.uid)", .viewer)
            try await grant(daemon, "default", "gid:\(Self.gid)", .operator)
            #expect(try await sluice(world, "run etl").code == 5)
            #expect(try await sluice(world, groups: [64_499], "run etl").code == 5)
            #expect(try await sluice(world, groups: [Self.gid], "run etl --wait").code == 0)
            let many = Array(64_100..<64_300) + [Self.gid]
            #expect(try await sluice(world, groups: many, "run etl --wait").code == 0)
            let show = try await sluice(world, groups: many, "workspace show")
            #expect(show.output.contains("your role  operator\n"))
        }
    }

    @Test func `what a node of another workspace has made does not say which`() async throws {
        try await run { world, daemon in
            let sluice = daemon.sluice
            for name in ["finance", "market"] {
                _ = try await sluice.workspaces.createWorkspace(
                    CreateWorkspaceRequest(workspace: name, options: .once()))
            }
            for (workspace, source) in [
                ("market", "name: prices\nnodes: [{name: a, type: Dummy}]"),
                (
                    "finance",
                    "name: sales\nnodes: [{name: b, type: SubJob, job: prices, workspace: market}]"
                ),
            ] {
                _ = try await sluice.jobs.submitJob(
                    SubmitJobRequest(workspace: workspace, options: .once(), source: source))
            }
            let run = try await world.shell(
                "SLUICE_SOCKET=open/socket sluice run sales --workspace finance --wait")
            #expect(run.code == 0, "\(run.errors)")
            try await grant(daemon, "market", "uid:\(Self.uid)", .viewer)
            let parent = "\"parentNode\":\"b\""
            for list in ["ps -o jsonl", "show prices@latest -o jsonl"] {
                let arguments = "\(list) --workspace market"
                let root = try await world.shell("SLUICE_SOCKET=open/socket sluice \(arguments)")
                #expect(root.output.contains(parent))
                let viewer = try await self.sluice(world, arguments)
                #expect(viewer.output.contains("prices") && !viewer.output.contains(parent))
            }
        }
    }
}
