import Glibc
import Synchronization

/// A process that a test has started.
final class Child: Sendable {
    struct Failure: Error {
        var description: String
    }

    let pid: pid_t
    let output: Output
    let errors: Output
    /// The exit code; 128 and the number of the signal where one ended it.
    let end = Promise<Int32>()

    /// - Parameter environment: all of it.
    init(
        _ program: String, _ arguments: [String] = [], environment: [String: String],
        folder: String,
    ) throws {
        // One at a time: a pipe is not to be inherited by a process that is started meanwhile.
        let (pid, output, errors) = try Self.spawning.withLock { _ in
            try Self.spawn(
                ["env", "-C", folder, program] + arguments,
                environment.map { "\($0)=\($1)" })
        }
        (self.pid, self.output, self.errors) = (pid, Output(output), Output(errors))
        Thread.detach { [pid, end] in
            var status: Int32 = 0
            while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
            end.fulfil(status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f)
        }
    }

    /// Sends nothing to a process that has been waited for: its number may be another one's.
    func signal(_ number: Int32) {
        if end.now == nil { kill(pid, number) }
    }

    /// Exit code and all that it wrote.
    var result: Result {
        get async throws {
            Result(
                code: try await end.value, output: try await output.whole.value,
                errors: try await errors.whole.value)
        }
    }

    struct Result: Sendable {
        var code: Int32
        var output: String
        var errors: String
    }

    private static let spawning = Mutex(())

    private static func spawn(
        _ arguments: [String], _ environment: [String],
    ) throws -> (pid: pid_t, output: Int32, errors: Int32) {
        let (output, errors) = (try pipe(), try pipe())
        defer { for end in [output.write, errors.write] { close(end) } }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.write, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors.write, 2)
        var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var envp = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer { unsafe (argv + envp).forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let code = unsafe posix_spawn(&pid, "/usr/bin/env", &actions, nil, &argv, &envp)
        guard code == 0 else { throw Failure(description: "posix_spawn: \(code)") }
        return (pid, output.read, errors.read)
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard unsafe Glibc.pipe(&ends) == 0 else { throw Failure(description: "pipe: \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}

/// What a process writes to one descriptor, read by a thread of its own.
final class Output: Sendable {
    /// All of it, when every holder has closed it.
    let whole = Promise<String>()
    /// True when the daemon has said that it is ready; false when that cannot come any more.
    let ready = Promise<Bool>()
    private let bytes = Mutex<[UInt8]>([])

    init(_ descriptor: Int32) {
        Thread.detach { [self] in
            while read(descriptor) {}
            close(descriptor)
            ready.fulfil(false)
            whole.fulfil(text)
        }
    }

    /// As far as it has come.
    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    private func read(_ descriptor: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return count < 0 && errno == EINTR }
        bytes.withLock { $0 += buffer.prefix(count) }
        if ready.now == nil, text.contains(" ready\n") { ready.fulfil(true) }
        return true
    }
}
