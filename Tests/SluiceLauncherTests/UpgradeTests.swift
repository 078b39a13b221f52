import CKeeperProtocol
import Glibc
import SluiceModel
import Testing

@testable import SluiceLauncher

/// A keeper that is replaced by another program while it has attempts.
@Suite(.timeLimit(.minutes(1)))
struct UpgradeTests {
    @Test func `an upgrade keeps what runs and what has ended`() async throws {
        let first = LauncherWorld()
        let fifo = Fifo(in: first)
        defer { fifo.close() }
        let before = try first.begin()
        let running = AttemptStart.shell(
            "echo before; read x < \(fifo.gate); echo after; exit 6", number: 1)
        let ended = AttemptStart.shell("echo a=1 > $SLUICE_OUTPUT; exit 5", number: 2)
        first.start(running)
        let pid = await first.started(running.id)
        let keeper = first.launcher.keeperPID
        let result = try #require(await first.run(ended))
        first.launcher.shutdown(stopAttempts: false)

        let second = upgraded(first)
        defer { second.end() }
        let census = try second.begin()
        #expect(second.launcher.keeperUpgradeRefusal == nil)
        #expect(second.launcher.keeperPID == keeper)
        #expect(second.program == second.settings.keeperPath)
        #expect(census.incarnation == before.incarnation)
        #expect(census.running == [running.id])
        #expect(census.ended == [ended.id: result])

        second.start(running)
        #expect(await second.started(running.id) == pid)
        second.acknowledge(ended.id)
        fifo.letGo()
        #expect(await second.ended(running.id)?.outcome == .exit(code: 6))
        #expect(try second.log(of: running.id) == "before\nafter\n")
        second.acknowledge(running.id)
        second.launcher.requestCensus()
        second.launcher.flush()
        let after = await second.nextCensus()
        #expect(after?.running == [] && after?.ended == [:])
    }

    @Test func `timeouts, stops and grace times hold across an upgrade`() async throws {
        let first = LauncherWorld()
        let fifo = Fifo(in: first)
        defer { fifo.close() }
        _ = try first.begin()
        let stubborn = "trap '' TERM; echo > \(fifo.path); sleep 1000"
        let timed = AttemptStart.shell("sleep 1000", number: 1, timeout: 400)
        let stopping = AttemptStart.shell(stubborn, number: 2)
        let other = AttemptStart.shell("exec sleep 1000", number: 3)
        first.start(stopping)
        fifo.waitForWriter()
        first.stop(stopping.id, graceMilliseconds: 300)
        first.start(timed)
        first.start(other)
        _ = await first.started(other.id)
        first.launcher.shutdown(stopAttempts: false)

        let second = upgraded(first)
        defer { second.end() }
        let census = try second.begin()
        #expect(second.program == second.settings.keeperPath)
        second.stop(other.id)
        let results = await second.results(of: 3, after: census)
        #expect(results[timed.id]?.outcome == .timeout)
        #expect(results[stopping.id]?.outcome == .stopped)
        #expect(results[stopping.id]?.signal == SIGKILL)
        #expect(results[other.id]?.outcome == .stopped)
        #expect(results[other.id]?.signal == SIGTERM)
        #expect(await second.run(.shell("exit 4", number: 4))?.outcome == .exit(code: 4))
    }

    @Test func `a log that has begun to drop goes on across an upgrade`() async throws {
        let first = LauncherWorld(logBytes: 1_000)
        let fifo = Fifo(in: first)
        defer { fifo.close() }
        _ = try first.begin()
        let write = "head -c 3001 /dev/zero | tr '\\0' "
        let attempt = AttemptStart.shell(
            "\(write) a; echo > \(fifo.path); read x < \(fifo.gate); \(write) b")
        first.start(attempt)
        fifo.waitForWriter()
        first.launcher.shutdown(stopAttempts: false)

        let second = upgraded(first, logBytes: 1_000)
        defer { second.end() }
        _ = try second.begin()
        fifo.letGo()
        let result = await second.ended(attempt.id)
        #expect(result?.logBytes == 6_002)
        #expect(result?.logBytesDropped == 5_002)
        let notice = "\n[sluice: 5002 bytes of the log were dropped here]\n"
        let (head, tail) = (String(repeating: "a", count: 500), String(repeating: "b", count: 500))
        #expect(try second.log(of: attempt.id) == head + notice + tail)
    }

    @Test(arguments: [
        "cp /bin/true", "cp /bin/cat", "cp /etc/passwd", "mkdir", "printf '#!/bin/sh' >",
    ]) func `an upgrade to a broken program leaves all as it was`(make: String) async throws {
        let first = LauncherWorld()
        let fifo = Fifo(in: first)
        defer { fifo.close() }
        let before = try first.begin()
        let attempt = AttemptStart.shell("read x < \(fifo.gate); exit 6")
        first.start(attempt)
        _ = await first.started(attempt.id)
        first.launcher.shutdown(stopAttempts: false)

        let broken = first.settings.stateFolder + "/broken"
        shell("\(make) '\(broken)'; chmod 755 '\(broken)'")
        let second = LauncherWorld(in: first.settings.stateFolder, keeperPath: broken)
        defer { second.end() }
        let census = try second.begin()
        #expect(second.launcher.keeperUpgradeRefusal?.contains("'\(broken)'") == true)
        #expect(second.program == first.settings.keeperPath)
        #expect(census.incarnation == before.incarnation)
        #expect(census.running == [attempt.id])
        fifo.letGo()
        #expect(await second.ended(attempt.id)?.outcome == .exit(code: 6))
    }

    @Test func `a state of another version is not taken over`() throws {
        let folder = LauncherWorld.newFolder()
        defer { shell("rm -rf '\(folder)'") }
        for version in ["000", "002", "377"] {
            let state = "printf 'slseeper\\\(version)\\0\\0\\0\\0\\0\\0\\0'"
            #expect(shell("\(state) > '\(folder)/state'") == 0)
            let code = shell(
                "'\(LauncherWorld.keeperPath)' --check 9 9< '\(folder)/state'")
            #expect(code == 1)
        }
    }

    @Test func `a keeper is greeted in every version of the protocol`() throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.launcher.connect()
        let socket = try #require(KeeperSocket(stateFolder: world.settings.stateFolder))
        defer { socket.close() }
        var hello = Request(type: KEEPER_HELLO).bytes
        hello[2] = 99
        let error = unsafe keeper_send(socket.descriptor, hello, hello.count, nil, 0, 0)
        #expect(error == 0)
        var buffer = KeeperSocket.buffer
        let answer = try socket.receive(into: &buffer, waits: true)
        guard case .welcome = answer else {
            Issue.record("not a welcome: \(String(describing: answer))")
            return
        }
    }

    @Test func `of 300 attempts under 30 upgrades each ends once`() throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.launcher.connect()
        let programs = [copyOfKeeper(in: world), world.settings.keeperPath]
        let socket = try #require(KeeperSocket(stateFolder: world.settings.stateFolder))
        defer { socket.close() }
        var buffer = KeeperSocket.buffer
        var (ended, welcomes): (Set<AttemptID>, Int) = ([], 0)
        func takeAnswer() throws {
            switch try socket.receive(into: &buffer, waits: true) {
            case .welcome: welcomes += 1
            case .refused(let why): Issue.record("refused: \(why)")
            case .ended(let id, let result):
                #expect(result.end == .exited(code: 0))
                #expect(try world.log(of: id) == "\(id.number)\n")
                #expect(ended.insert(id).inserted)
                try socket.send(Request(type: KEEPER_ACK, id: id))
            default: break
            }
        }
        try socket.send(Request.census[0])
        for upgrade in 1...30 {
            for number in 1...10 {
                try socket.send(start(number + upgrade * 10, in: world))
            }
            let program = programs[upgrade % 2]
            try socket.send(Request(type: KEEPER_UPGRADE, body: Array(program.utf8)))
            while welcomes <= upgrade { try takeAnswer() }
        }
        while ended.count < 300 { try takeAnswer() }
    }

    /// The next daemon of a state folder, which has another build of the keeper.
    private func upgraded(
        _ world: LauncherWorld, logBytes: Int64 = Limits.logBytes,
    ) -> LauncherWorld {
        LauncherWorld(
            logBytes: logBytes, in: world.settings.stateFolder, keeperPath: copyOfKeeper(in: world))
    }

    private func start(_ number: Int, in world: LauncherWorld) -> Request {
        let attempt = AttemptStart.shell("echo \(number)", number: number)
        let spec = AttemptSpec(attempt, nodePath: "")
        let encoded = spec.encoded(
            logPath: world.launcher.logPath(for: attempt.id), settings: world.settings)
        let script = spec.script.map { Array($0.utf8) }
        return Request(type: KEEPER_START, id: attempt.id, spec: encoded, script: script)
    }

    private func copyOfKeeper(in world: LauncherWorld) -> String {
        let copy = world.settings.stateFolder + "/newer-keeper"
        shell("cp '\(LauncherWorld.keeperPath)' '\(copy)'")
        return copy
    }
}

extension LauncherWorld {
    /// The file that the keeper executes.
    fileprivate var program: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/\(launcher.keeperPID)/exe", &buffer, buffer.count)
        let bytes = buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The results in a census and the next ones, by attempt: what is quick ends before the census.
    fileprivate func results(
        of count: Int, after census: AttemptCensus,
    ) async -> [AttemptID: AttemptResult] {
        var results = census.ended
        while results.count < count, let report = await nextReport() {
            if case .ended(let id, let result) = report { results[id] = result }
        }
        return results
    }
}
