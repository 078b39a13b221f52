import Glibc
import SluiceClient

extension Console {
    /// The console of this process.
    static func system() -> Console {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let remarksAreTerminal = isatty(STDERR_FILENO) == 1
        let size = windowSize()
        tzset()
        return Console(
            output: { writeAll($0, to: STDOUT_FILENO) },
            remarks: { writeAll($0, to: STDERR_FILENO) },
            outputIsTerminal: isTerminal, remarksAreTerminal: remarksAreTerminal,
            width: size.width, height: size.height, environment: SocketPath.current,
            now: { clockMilliseconds() }, zone: .system,
            ask: { question in askOnTerminal(question) },
            read: { (path) throws(Failure) in try readFile(path) },
            isFile: { path in isRegularFile(path) },
            entries: { (path) throws(Failure) in try readFolder(path) },
            keep: { (name, text) throws(Failure) in try keepFile(name, text) },
            discard: { path in _ = unsafe unlink(path) },
            edit: { (command) throws(Failure) in try runEditor(command) })
    }
}

extension Zone {
    static let system = Zone { seconds in
        var time = time_t(seconds)
        var fields = unsafe tm()
        guard unsafe localtime_r(&time, &fields) != nil else { return 0 }
        return unsafe Int64(fields.tm_gmtoff)
    }
}

private func isRegularFile(_ path: String) -> Bool {
    var found = stat()
    return unsafe stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFREG
}

private func clockMilliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
}

private func windowSize() -> (width: Int, height: Int) {
    var size = winsize()
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
        if unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
            return (Int(size.ws_col), Int(size.ws_row))
        }
    }
    return (80, 24)
}

/// Exit code of a process whose reader has gone, as shells report it.
private let readerGone: Int32 = 128 + SIGPIPE

private func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes {
            unsafe write(descriptor, $0.baseAddress, $0.count)
        }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
            waitUntilWritable(descriptor)
        } else if errno != EINTR {
            // Nobody reads on: `sluice ps | head -1`. There is no one left to tell.
            _exit(readerGone)
        }
    }
}

private func waitUntilWritable(_ descriptor: Int32) {
    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    unsafe poll(&wait, 1, -1)
}

private func askOnTerminal(_ question: String) -> String? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
    writeAll(Array(question.utf8), to: STDERR_FILENO)
    return readLine() ?? ""
}

private func readFile(_ path: String) throws(Failure) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotRead(path) }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= longestFile {
        let count = unsafe piece.withUnsafeMutableBytes {
            unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
        }
        if count == 0 { return bytes }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw cannotRead(path) }
        bytes += piece.prefix(count)
    }
    throw .usage("the file \(path) is longer than \(longestFile) bytes")
}

/// `/tmp/sluice-XXXXXX-etl.yaml`, or in `$TMPDIR`.
private func keepFile(_ name: String, _ text: String) throws(Failure) -> String {
    let folder = SocketPath.current["TMPDIR"] ?? ""
    let path = (folder.isEmpty ? "/tmp" : folder) + "/sluice-XXXXXX-\(name)"
    var template = Array(path.utf8CString)
    let suffix = Int32(clamping: name.utf8.count + 1)
    let descriptor = unsafe template.withUnsafeMutableBufferPointer { buffer -> Int32 in
        guard let start = buffer.baseAddress else { return -1 }
        return unsafe mkstemps(start, suffix)
    }
    guard descriptor >= 0 else { throw cannotWrite(path) }
    defer { close(descriptor) }
    let made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes {
            unsafe write(descriptor, $0.baseAddress, $0.count)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw cannotWrite(made) }
        rest = rest.dropFirst(count)
    }
    return made
}

/// As the shell does it: interrupts from the keyboard are the editor's while it runs.
private func runEditor(_ command: String) throws(Failure) -> Int32 {
    let status = unsafe system(command)
    guard status >= 0 else { throw Failure(.internalError, "cannot run: \(command)") }
    // The encoding of wait(2): the exit code in the second byte, else a signal in the first.
    let signal = status & 0x7F
    return signal == 0 ? status >> 8 & 0xFF : 128 + signal
}

private func cannotWrite(_ path: String) -> Failure {
    let code = errno
    let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return Failure(
        code == EACCES ? .notPermitted : .internalError, "cannot write \(path): \(reason)")
}

/// A job file has at most 3 MiB, and so has the content of a file object.
private let longestFile = 3 << 20

func cannotRead(_ path: String) -> Failure {
    let code = errno
    let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return Failure(
        code == ENOENT ? .notFound : code == EACCES ? .notPermitted : .wrongUsage,
        "cannot read \(path): \(reason)")
}
