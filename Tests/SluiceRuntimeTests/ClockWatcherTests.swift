import Glibc
import SluiceModel
import Testing

@testable import SluiceRuntime

@Suite struct ClockWatcherTests {
    @Test(arguments: [
        (8, 0, ClockWatcher.Reading.nothing), (-1, ECANCELED, .stepped), (-1, EINTR, .nothing),
        (-1, EAGAIN, .nothing), (-1, EBADF, .broken),
    ])
    func `only a cancelled timer means that the clock was set`(
        _ count: Int, _ code: Int32, _ expected: ClockWatcher.Reading,
    ) {
        #expect(ClockWatcher.reading(count, code) == expected)
    }

    @Test func `it starts, is silent while nobody sets the clock, and stops`() throws {
        for _ in 0..<20 {
            let watcher = try ClockWatcher { Issue.record("nobody has set the clock") }
            watcher.stop()
            watcher.stop()
        }
    }

    @Test func `it ends with the last one who has it, and closes what it opened`() throws {
        // Others open files meanwhile, but not a thousand.
        for _ in 0..<1_000 { _ = try ClockWatcher {} }
        let descriptor = dup(0)
        defer { close(descriptor) }
        #expect(descriptor < 1_000)
    }
}
