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
        let missing = try await blocking { [self] in
            var left = count
            var byte: UInt8 = 0
            while left > 0, poll(for: POLLIN) {
                if unsafe read(markDescriptor, &byte, 1) == 1 { left -= 1 }
            }
            return left
        }
        guard missing == 0 else { throw Child.Failure(description: "nobody came to \(door)") }
    }

    /// Returns when no process holds the mark any more; one has to have arrived.
    func deserted() async throws {
        guard try await blocking({ [self] in poll(for: POLLHUP) }) else {
            throw Child.Failure(description: "somebody stays at \(door)")
        }
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

    /// Much longer than anything here takes.
    private static let patience = Duration.seconds(60)

    /// False: it did not come about.
    private func poll(for what: Int32) -> Bool {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            // Once a writer has gone a descriptor says so for ever, without waiting; a fresh one
            // waits for the next.
            let fresh = unsafe Glibc.open(mark, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
            defer { close(fresh) }
            let descriptor = what == POLLHUP ? markDescriptor : fresh
            var event = pollfd(fd: descriptor, events: Int16(what & POLLIN), revents: 0)
            _ = unsafe Glibc.poll(&event, 1, Int32(Self.patience.components.seconds) * 1_000)
            if event.revents & Int16(what) != 0 { return true }
        }
        return false
    }
}
