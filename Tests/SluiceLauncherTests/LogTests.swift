import SluiceModel
import Testing

@testable import SluiceLauncher

@Suite(.timeLimit(.minutes(1)))
struct LogTests {
    private static let mebibyte = 1 << 20

    @Test func `a log over its limit keeps both ends and says what was dropped`() async throws {
        let world = LauncherWorld(logBytes: Int64(Self.mebibyte))
        defer { world.end() }
        _ = try world.begin()
        let attempt = AttemptStart.shell(
            "echo first; head -c 3145728 /dev/zero | tr '\\0' x; echo last")
        let result = try #require(await world.run(attempt))
        #expect(result.outcome == .success)
        #expect(result.logBytes == 3_145_728 + 11)
        #expect(result.logBytesDropped == 2 * 1_048_576 + 11)
        let log = try world.log(of: attempt.id)
        #expect(log.hasPrefix("first\nxxx"))
        #expect(log.hasSuffix("xxxlast\n"))
        #expect(log.contains("\n[sluice: 2097163 bytes of the log were dropped here]\n"))
        #expect(shell("test -e \(world.launcher.logPath(for: attempt.id)).tail") == 1)
    }

    @Test func `a log just within its limit is kept whole`() async throws {
        let world = LauncherWorld(logBytes: Int64(Self.mebibyte))
        defer { world.end() }
        _ = try world.begin()
        let attempt = AttemptStart.shell("head -c 1048576 /dev/zero | tr '\\0' x")
        #expect(await world.run(attempt)?.logBytesDropped == 0)
        #expect(try world.log(of: attempt.id).utf8.count == Self.mebibyte)
    }

    @Test func `offsets mean the same while an attempt runs and after`() async throws {
        let world = LauncherWorld(logBytes: 1_000)
        defer { world.end() }
        _ = try world.begin()
        let fifo = Fifo(in: world)
        defer { fifo.close() }
        let attempt = AttemptStart.shell(
            "seq 1000 1999; echo > \(fifo.path); read x < \(fifo.gate)")
        world.start(attempt)
        fifo.waitForWriter()
        // By the end of another attempt the keeper has read what was in this one's pipe.
        _ = await world.run(.shell("", number: 2))
        let running = try read(attempt.id, from: 4_800, in: world)
        fifo.letGo()
        #expect(await world.ended(attempt.id)?.logBytesDropped == 4_000)
        let ended = try read(attempt.id, from: 4_800, in: world)
        #expect(running == ended)
        #expect(running.bytes.starts(with: Array("1960\n1961\n".utf8)))
        #expect(running.size == 5_000)
        let gap = try read(attempt.id, from: 500, in: world)
        #expect(gap.nextOffset == 4_500)
    }

    @Test func `a log that cannot be written fails no node, and what was lost is counted`()
        async throws
    {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        shell("touch \(world.settings.stateFolder)/logs")
        let result = try #require(await world.run(.shell("echo lost")))
        #expect(result.outcome == .success)
        #expect(result.logBytes == 5)
        #expect(result.logBytesDropped == 5)
    }

    private func read(
        _ id: AttemptID, from offset: Int64, in world: LauncherWorld,
    ) throws -> LogChunk {
        try LogReader.read(
            path: world.launcher.logPath(for: id), offset: offset, maxBytes: 1 << 22,
            logBytes: world.settings.logBytes)
    }

    /// From call to call, as a client reads it.
}
