import Glibc
import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// A volume that takes no more: changes are refused, reads go on, nothing is lost or half done.
@Suite(.timeLimit(.minutes(10))) struct FullDiskTests {
    @Test func `a file that may not grow refuses changes until it may`() async throws {
        try await World.run { world in
            // Without its signal the limit is an error of the write, as a full volume is.
            let child = try world.spawnDaemon(behind: "trap '' XFSZ; exec \"$@\"")
            let daemon = try await world.ready(child, socket: world.socket)
            func limit(_ bytes: String) async throws {
                let set = try await world.shell(
                    "prlimit --pid \(child.pid) --fsize=\(bytes):unlimited")
                try #require(set.code == 0, "\(set.errors)")
            }
            try await expectRefusalsWhileFull(
                world, daemon, hasRoomForAPage: false, fill: { try await limit("4096") },
                free: { try await limit("unlimited") })
        }
    }

    @Test(.enabled(if: SmallVolume.isPossible, "only root can mount a small volume"))
    func `a full volume refuses changes until there is room`() async throws {
        try await World.run { world in
            let volume = try await SmallVolume(world)
            do {
                let daemon = try await world.startDaemon(state: volume.path + "/state")
                try await expectRefusalsWhileFull(
                    // Files have their room in pages: a small change may still fit.
                    world, daemon, hasRoomForAPage: true, fill: { try await volume.fill() },
                    free: { try await volume.free() })
            } catch {
                try await volume.unmount()
                throw error
            }
            try await volume.unmount()
        }
    }

    private func expectRefusalsWhileFull(
        _ world: World, _ daemon: Daemon, hasRoomForAPage: Bool,
        fill: () async throws -> Void, free: () async throws -> Void,
    ) async throws {
        let (sluice, gate) = (daemon.sluice, Gate(world))
        try await sluice.submit(
            """
            name: running
            nodes:
              - {name: a, type: Shell, script: "\(gate.arrive); \(gate.pass)"}
              - {name: b, type: Dummy, dependsOn: a}
            """)
        try await sluice.submit("name: quick\nnodes: [{name: a, type: Dummy}]")
        let running = try await sluice.run("running")
        try await gate.arrived()
        try await fill()

        var answered: Set<Int64> = [running]
        let status = try await refusedAtLast(sluice, &answered)
        #expect([.resourceExhausted, .unavailable].contains(status.code))
        let info = try await sluice.server.getServerInfo(GetServerInfoRequest())
        if !hasRoomForAPage { #expect(!info.writable) }
        // What was answered is there, what was refused is not.
        #expect(try await instances(sluice) == answered)
        #expect(try await sluice.details(of: running).status == .running)

        // Its end cannot be recorded now; the keeper holds on to it.
        gate.open()
        try await gate.deserted()
        try await free()
        answered.insert(try await sluice.run("quick"))
        for instance in answered {
            #expect(try await sluice.ended(instance).status == .success)
        }
        #expect(try await instances(sluice) == answered)
        #expect(try await sluice.attempts(of: running, "a").map(\.outcome) == [.success])
    }

    /// Runs jobs until one is refused: what is free inside the files may be used up first.
    private func refusedAtLast(
        _ sluice: Sluice, _ answered: inout Set<Int64>,
    ) async throws -> Status {
        for _ in 1...5_000 {
            do throws(Status) {
                answered.insert(try await sluice.run("quick"))
            } catch {
                return error
            }
        }
        throw Child.Failure(description: "never refused")
    }

    private func instances(_ sluice: Sluice) async throws -> Set<Int64> {
        var all: Set<Int64> = []
        for try await instance in sluice.instances(ListInstancesRequest(pageSize: 1_000)) {
            all.insert(instance.instanceId)
        }
        return all
    }
}

/// A volume of a few megabytes in memory.
private struct SmallVolume {
    let path: String
    private let world: World

    /// Root may still be forbidden to mount, in a container.
    static let isPossible: Bool = {
        guard World.isRoot else { return false }
        return unsafe system("unshare --mount mount -t tmpfs none /mnt 2>/dev/null") == 0
    }()

    init(_ world: World) async throws {
        self.world = world
        path = world.folder + "/volume"
        try await run("mkdir '\(path)' && mount -t tmpfs -o size=6m,mode=700 none '\(path)'")
    }

    func fill() async throws {
        // It ends in an error when the volume is full, and with it the file has all the room.
        _ = try await world.shell("cat /dev/zero >'\(path)/filler' 2>/dev/null")
    }

    func free() async throws { try await run("rm '\(path)/filler'") }

    /// At once for everybody but those who have files open on it.
    func unmount() async throws { try await run("umount --lazy '\(path)'") }

    private func run(_ script: String) async throws {
        let result = try await world.shell(script)
        try #require(result.code == 0, "\(result.errors)")
    }
}
