import CKeeperProtocol
import Glibc
import SluiceModel
import Testing

@testable import SluiceLauncher

/// The keeper as a whole: what survives what, and who may speak to it.
@Suite(.timeLimit(.minutes(1)))
struct KeeperTests {
    @Test func `start of an attempt that is known starts nothing and reports it again`()
        async throws
    {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let fifo = Fifo(in: world)
        defer { fifo.close() }
        let attempt = AttemptStart.shell("echo once; read x < \(fifo.gate)")
        world.start(attempt)
        let pid = await world.started(attempt.id)
        world.start(attempt)
        #expect(await world.started(attempt.id) == pid)
        fifo.letGo()
        let result = await world.ended(attempt.id)
        #expect(await world.run(attempt) == result)
        #expect(try world.log(of: attempt.id) == "once\n")
    }

    @Test func `an acknowledged attempt is forgotten`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let attempt = AttemptStart.shell("true")
        let result = try #require(await world.run(attempt))
        world.launcher.requestCensus()
        world.launcher.flush()
        #expect(await world.nextCensus()?.ended == [attempt.id: result])
        world.acknowledge(attempt.id)
        world.launcher.requestCensus()
        world.launcher.flush()
        #expect(await world.nextCensus()?.ended == [:])
    }

    @Test func `attempts outlive the daemon, and the next one finds what ran and what ended`()
        async throws
    {
        let first = LauncherWorld()
        let fifo = Fifo(in: first)
        defer { fifo.close() }
        let before = try first.begin()
        let running = AttemptStart.shell("read x < \(fifo.gate); exit 6", number: 1)
        let ended = AttemptStart.shell("exit 5", number: 2)
        first.start(running)
        let result = await first.run(ended)
        first.launcher.shutdown(stopAttempts: false)

        let second = LauncherWorld(in: first.settings.stateFolder)
        defer { second.end() }
        let census = try second.begin()
        #expect(census.incarnation == before.incarnation)
        #expect(census.running == [running.id])
        #expect(census.ended[ended.id] == result)
        fifo.letGo()
        #expect(await second.ended(running.id)?.outcome == .exit(code: 6))
    }

    @Test func `after kill -9 of the keeper nothing is left, and a new one says so`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        let fifo = Fifo(in: world)
        defer { fifo.close() }
        let before = try world.begin()
        let attempt = AttemptStart.shell(
            """
            exec 3> \(fifo.path)
            setsid sh -c 'trap "" TERM HUP; (sleep 1000; true) & sleep 1000; true' &
            echo >&3
            sleep 1000
            """)
        world.start(attempt)
        fifo.waitForWriter()
        let killed = world.launcher.keeperPID
        #expect(killed == world.keeperPid)
        kill(try #require(world.keeperPid), SIGKILL)
        let census = try #require(await world.nextCensus())
        #expect(world.launcher.keeperPID != killed)
        #expect(world.launcher.keeperPID == world.keeperPid)
        #expect(census.incarnation != before.incarnation)
        #expect(census.running.isEmpty && census.ended.isEmpty)
        // The census comes after the last of them is gone: no wait is needed here.
        #expect(fifo.hasNoWriter)

        world.start(attempt)
        world.start(.shell("", number: 2))
        world.launcher.accept(census.incarnation)
        #expect(await world.run(.shell("exit 8", number: 3))?.outcome == .exit(code: 8))
        #expect(try !world.log(of: attempt.id).contains("x"))
    }

    @Test func `a second keeper of a state folder refuses`() throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let code = unsafe keeper_spawn(
            world.settings.keeperPath, world.settings.stateFolder, 1_000)
        #expect(code == Int32(KEEPER_EXIT_TAKEN))
    }

    @Test func `a keeper that cannot be started is an error that names it`() {
        let folder = LauncherWorld.newFolder()
        defer { shell("rm -rf '\(folder)'") }
        let launcher = Launcher(
            settings: LauncherSettings(
                stateFolder: folder, keeperPath: "/no/keeper", nodePath: "/no/node"))
        let error = #expect(throws: SluiceError.self) { _ = try launcher.connect() }
        #expect(launcher.keeperPID == 0)
        #expect(
            error?.message
                == "the keeper '/no/keeper' cannot be used: No such file or directory")
    }

    @Test func `an idle keeper ends by itself once nobody is connected`() async throws {
        let world = LauncherWorld()
        let census = try world.begin()
        world.launcher.shutdown(stopAttempts: false)
        world.waitForKeeperToGo()
        let next = LauncherWorld(in: world.settings.stateFolder)
        defer { next.end() }
        #expect(try next.begin().incarnation != census.incarnation)
    }

    @Test func `garbage closes its connection and harms nobody else`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let stranger = try #require(KeeperSocket(stateFolder: world.settings.stateFolder))
            defer { stranger.close() }
            var packet = garbage(&generator)
            let sent = unsafe keeper_send(stranger.descriptor, &packet, packet.count, nil, 0, 0)
            #expect(sent == 0)
        }
        #expect(await world.run(.shell("exit 2"))?.outcome == .exit(code: 2))
    }

    @Test func `a spec of garbage ends its attempt and nothing else`() throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.launcher.connect()
        var generator = SystemRandomNumberGenerator()
        let socket = try #require(KeeperSocket(stateFolder: world.settings.stateFolder))
        defer { socket.close() }
        try socket.send(Request.census[0])
        let valid = AttemptSpec(.shell("true"), nodePath: "")
            .encoded(logPath: world.settings.logFolder + "/log", settings: world.settings)
        let head = 0..<MemoryLayout<keeper_spec>.size
        for number in 1...300 {
            var spec = valid
            for _ in 0..<3 {
                spec[Int.random(in: head)] = .random(in: 0...255, using: &generator)
            }
            let id = AttemptID(instance: InstanceID(1), ordinal: 1, number: number)
            let prefix = Array(spec.prefix(.random(in: 0...40, using: &generator)))
            try socket.send(Request(type: KEEPER_START, id: id, spec: prefix))
            spec[Int.random(in: 0..<16)] ^= 0x10
            try socket.send(Request(type: KEEPER_START, id: id, spec: spec))
        }
        try socket.send(Request.census[1])
        var buffer = KeeperSocket.buffer
        var isListed = false
        while !isListed {
            isListed = try socket.receive(into: &buffer, waits: true) == .listed
        }
    }

    @Test func `600 short attempts all end, each once`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        for number in 1...600 {
            world.launcher.start(.shell("", number: number, command: ["sh", "-c", "/bin/true"]))
        }
        world.launcher.flush()
        var ended: Set<AttemptID> = []
        while ended.count < 600, let report = await world.nextReport() {
            guard case .ended(let id, let result) = report else { continue }
            #expect(result.outcome == .success)
            #expect(ended.insert(id).inserted)
            world.acknowledge(id)
        }
        #expect(ended.count == 600)
    }

    private func garbage(_ generator: inout SystemRandomNumberGenerator) -> [UInt8] {
        let type = keeper_type(UInt32.random(in: 0...80, using: &generator))
        var packet = Request(type: type, id: AttemptID("1.2.3"), number: 1).bytes
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            packet[Int.random(in: packet.indices)] = .random(in: 0...255, using: &generator)
        }
        // HELLO would be no garbage: whoever says it takes the reports over.
        if packet[3] == 1 { packet[3] = 2 }
        return Bool.random() ? packet : Array(packet.prefix(.random(in: 1..<packet.count)))
    }
}
