import Glibc
import SluiceModel
import Testing

@testable import SluiceLauncher

/// How attempts are ended, and that nothing is left of them.
@Suite(.timeLimit(.minutes(1)))
struct StopTests {
    @Test func `stop sends SIGTERM, and the true exit is kept`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let fifo = Fifo(in: world)
        defer { fifo.close() }
        let attempt = AttemptStart.shell(
            "trap 'exit 12' TERM; echo > \(fifo.path); while :; do sleep 0.01 || :; done")
        world.start(attempt)
        fifo.waitForWriter()
        world.stop(attempt.id)
        let result = try #require(await world.ended(attempt.id))
        #expect(result.outcome == .stopped)
        #expect(result.exitCode == 12)
    }

    @Test func `what ignores SIGTERM is killed after the grace time`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let fifo = Fifo(in: world)
        defer { fifo.close() }
        let attempt = AttemptStart.shell(
            "trap '' TERM; (sleep 1000 & echo > \(fifo.path); wait); sleep 1000")
        world.start(attempt)
        fifo.waitForWriter()
        world.stop(attempt.id, graceMilliseconds: 50)
        let result = try #require(await world.ended(attempt.id))
        #expect(result.outcome == .stopped)
        #expect(result.signal == SIGKILL)
        #expect(result.milliseconds >= 50)
    }

    @Test func `a background process of a stopped script may use the grace time`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let fifo = Fifo(in: world)
        defer { fifo.close() }
        let attempt = AttemptStart.shell(
            """
            sh -c 'trap "sleep 0.1; echo tidy; exit" TERM; echo > \(fifo.path)
                while :; do sleep 0.01; done' &
            wait
            """)
        world.start(attempt)
        fifo.waitForWriter()
        world.stop(attempt.id)
        #expect(await world.ended(attempt.id)?.outcome == .stopped)
        #expect(try world.log(of: attempt.id).contains("tidy"))
    }

    @Test func `a timeout ends an attempt without the daemon`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let result = try #require(await world.run(.shell("sleep 1000", timeout: 50)))
        #expect(result.outcome == .timeout)
        #expect(result.signal == SIGTERM)
        #expect(result.milliseconds >= 50)
    }

    @Test func `background children of a script that ended are killed`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let fifo = Fifo(in: world)
        defer { fifo.close() }
        let attempt = AttemptStart.shell("exec 3> \(fifo.path); sleep 1000 &")
        world.start(attempt)
        // The background process holds the fifo open as long as it lives.
        fifo.waitUntilAllWritersAreGone()
        #expect(await world.ended(attempt.id)?.outcome == .success)
    }

    @Test func `a daemon in a session of its own is killed, and does not hold up the end`()
        async throws
    {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let fifo = Fifo(in: world)
        defer { fifo.close() }
        let attempt = AttemptStart.shell("exec 3> \(fifo.path); setsid sh -c 'sleep 1000 &'")
        world.start(attempt)
        fifo.waitUntilAllWritersAreGone()
        #expect(await world.ended(attempt.id)?.outcome == .success)
    }

    @Test func `a daemon that has wiped its environment is killed as well`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let fifo = Fifo(in: world)
        defer { fifo.close() }
        let attempt = AttemptStart.shell(
            "exec 3> \(fifo.path); setsid env -i /bin/sh -c '/bin/sleep 1000 &'")
        world.start(attempt)
        fifo.waitUntilAllWritersAreGone()
        #expect(await world.ended(attempt.id)?.outcome == .success)
    }

    @Test func `stop of an attempt that is unknown or has ended does nothing`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let attempt = AttemptStart.shell("exit 4")
        world.stop(attempt.id)
        #expect(await world.run(attempt)?.outcome == .exit(code: 4))
        world.stop(attempt.id)
        world.start(attempt)
        #expect(await world.ended(attempt.id)?.outcome == .exit(code: 4))
    }
}
