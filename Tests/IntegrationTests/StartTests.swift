import GRDBSQLite
import Glibc
import SluiceClient
import SluiceWire
import Testing

/// How a daemon starts, refuses to, and ends.
@Suite(.timeLimit(.minutes(10))) struct StartTests {
    @Test func `a daemon that is told to end with its attempts leaves no process`() async throws {
        try await World.withDaemon { world, daemon in
            let info = try await daemon.sluice.server.getServerInfo(GetServerInfoRequest())
            #expect(info.pid == daemon.child.pid)
            #expect(info.stateFolder == world.state)
            #expect(info.writable)
            let keeper = try world.keeper()
            #expect(info.keeperPid == keeper.pid)
            try await daemon.stop()
            try await blocking { keeper.waitUntilGone() }
            #expect(world.processes.map(\.arguments) == [])
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a signal ends the daemon in good order`(_ number: Int32) async throws {
        try await World.withDaemon { world, daemon in
            daemon.child.signal(number)
            #expect(try await daemon.child.end.value == 0)
            try await world.startDaemon().stop()
        }
    }

    @Test func `a second daemon on the same state folder is told who holds it`() async throws {
        try await World.withDaemon { world, first in
            let second = try await world.spawnDaemon().result
            #expect(second.code != 0)
            #expect(second.errors.contains("process \(first.child.pid)"))
            // The first one's socket has been left alone.
            _ = try await first.sluice.server.getServerInfo(GetServerInfoRequest())
        }
    }

    @Test func `a socket path that is too long is refused with its length`() async throws {
        try await World.run { world in
            let path = world.folder + "/" + String(repeating: "s", count: 120)
            let refused = try await world.spawnDaemon(["--socket", path]).result
            #expect(refused.code != 0)
            #expect(refused.errors.contains("107"))
        }
    }

    @Test func `the socket of a live server is refused and goes on serving`() async throws {
        try await World.withDaemon { world, first in
            let other = world.folder + "/other"
            let refused = try await world.spawnDaemon(
                ["--socket", world.socket], state: other
            ).result
            #expect(refused.code != 0)
            #expect(refused.errors.contains(world.socket))
            _ = try await first.sluice.server.getServerInfo(GetServerInfoRequest())
        }
    }

    @Test func `the socket that a killed daemon has left is taken over`() async throws {
        try await World.withDaemon { world, first in
            try await first.kill()
            #expect(unsafe access(world.socket, F_OK) == 0)
            try await world.startDaemon().stop()
        }
    }

    @Test func `a state folder of a newer version is refused and left as it is`() async throws {
        try await World.withDaemon { world, first in
            try await first.sluice.submit("name: kept\nnodes: [{name: a, type: Dummy}]")
            let version = try await first.sluice.server.getServerInfo(GetServerInfoRequest())
                .schemaVersion
            try await first.stop()
            try setSchemaVersion(999, in: world)
            let refused = try await world.spawnDaemon().result
            #expect(refused.code != 0)
            #expect(refused.errors.contains("newer"))

            try setSchemaVersion(version, in: world)
            let jobs = try await world.startDaemon().sluice.jobs.listJobs(ListJobsRequest()).jobs
            #expect(jobs.map(\.jobName) == ["kept"])
        }
    }

    @Test func `an unknown flag is wrong usage`() async throws {
        try await World.run { world in
            let refused = try await world.spawnDaemon(["--sokcet", "x"]).result
            #expect(refused.code == 64 || refused.code == 2)
            #expect(refused.errors.contains("--sokcet"))
        }
    }

    @Test(.enabled(if: World.isRoot, "only root is refused"))
    func `root is refused without --allow-root`() async throws {
        try await World.run { world in
            let refused = try await Child(
                Programs.path("sluiced"), ["--state", world.state],
                environment: world.environment, folder: world.folder
            ).result
            #expect(refused.code != 0)
            #expect(refused.errors.contains("--allow-root"))
        }
    }

    private func setSchemaVersion(_ number: Int32, in world: World) throws {
        var database: OpaquePointer?
        defer { unsafe sqlite3_close(database) }
        try #require(unsafe sqlite3_open(world.state + "/sluice.db", &database) == SQLITE_OK)
        let sql = "PRAGMA user_version = \(number)"
        try #require(unsafe sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
    }
}
