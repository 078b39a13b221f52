import Glibc
import SluiceLauncher

/// Named pipes through which a process and its test wait for each other: the process writes to
/// `path`, and reads a line from `gate`.
struct Fifo: Sendable {
    let path: String
    let gate: String
    private let descriptor: Int32
    private let gateDescriptor: Int32

    init(in world: LauncherWorld) {
        path = world.settings.stateFolder + "/fifo"
        _ = unsafe mkfifo(path, 0o600)
        descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        gate = path + ".gate"
        _ = unsafe mkfifo(gate, 0o600)
        gateDescriptor = unsafe open(gate, O_RDWR | O_CLOEXEC)
    }

    /// Returns when a process has written something.
    func waitForWriter() {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while event.revents & Int16(POLLIN) == 0 {
            _ = unsafe poll(&event, 1, -1)
        }
        var byte: UInt8 = 0
        _ = unsafe read(descriptor, &byte, 1)
    }

    /// Returns when a process has opened the pipe and none holds it any more.
    func waitUntilAllWritersAreGone() {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while event.revents & Int16(POLLHUP) == 0 {
            _ = unsafe poll(&event, 1, -1)
        }
    }

    /// Right now no process holds the pipe.
    var hasNoWriter: Bool {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&event, 1, 0) == 1 && event.revents & Int16(POLLHUP) != 0
    }

    /// Lets a process go that reads a line from the gate, now or later.
    func letGo() {
        var newline = UInt8(ascii: "\n")
        _ = unsafe write(gateDescriptor, &newline, 1)
    }

    func close() {
        _ = Glibc.close(descriptor)
        _ = Glibc.close(gateDescriptor)
    }
}
