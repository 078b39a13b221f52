import Glibc

/// Where processes of nodes and their test wait for each other: two named pipes.
final class Gate: Sendable {
    private let door: String
    private let mark: String
    private let doorDescriptor: Int32
    private let markDescriptor: Int32

    init(_ world: World, _ name: String = "gate") {
        door = world.folder + "/" + name
        mark = door + ".mark"
        _ = unsafe (mkfifo(door, 0o600), mkfifo(mark, 0o600))
        doorDescriptor = unsafe Glibc.open(door, O_RDWR | O_CLOEXEC)
        markDescriptor = unsafe Glibc.open(mark, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    }

    deinit {
        close(doorDescriptor)
        close(markDescriptor)
    }

    /// Shell: says that the process is there, and holds the mark as long as it or a child of it
    /// lives.
    var arrive: String { "exec 9>'\(mark)'; echo >&9" }
    /// Shell: goes on when the test opens the gate.
    var pass: String { "read -r _ <'\(door)'" }

    /// Returns when `count` processes have arrived since the last time.
    func arrived(_ count: Int = 1) async throws {
        try await blocking { [self] in
            var left = count
            var byte: UInt8 = 0
            while left > 0 {
                poll(for: POLLIN)
                if unsafe read(markDescriptor, &byte, 1) == 1 { left -= 1 }
            }
        }
    }

    /// Returns when no process holds the mark any more; one has to have arrived.
    func deserted() async throws {
        try await blocking { [self] in poll(for: POLLHUP) }
    }

    /// Lets `count` processes pass, now or later.
    func open(_ count: Int = 1) {
        let lines = [UInt8](repeating: 10, count: count)
        _ = unsafe write(doorDescriptor, lines, count)
    }

    /// Shell: goes on when the test answers, and ends with the exit code that it says.
    var obey: String { "read -r code <'\(door)'; exit $code" }

    /// Lets one process that obeys end.
    func answer(_ code: Int) {
        let line = Array("\(code)\n".utf8)
        _ = unsafe write(doorDescriptor, line, line.count)
    }

    private func poll(for what: Int32) {
        var event = pollfd(fd: markDescriptor, events: Int16(POLLIN), revents: 0)
        while event.revents & Int16(what) == 0 { _ = unsafe Glibc.poll(&event, 1, -1) }
    }
}
