internal import CChildProcess
internal import Glibc
internal import SluiceModel
internal import SluiceRuntime

/// A program that is run to its end, with a limit on its time.
struct Program {
    /// The program itself and its arguments.
    var arguments: [String]
    /// All of its environment.
    var environment: [Pair]
    /// What it finds on its standard input.
    var input: [UInt8]
    var timeoutMilliseconds: Int64

    /// How it ended, with the end of what it wrote to its standard error.
    enum End: Equatable {
        case exit(code: Int32, errors: String)
        case signal(number: Int32, errors: String)
        case timeout(errors: String)
        /// The errno.
        case couldNotStart(Int32)
    }

    /// Bytes of the standard error that are kept, the last ones.
    static let errorBytes = 1_024

    /// Blocks until it has ended: call it on a thread of its own, which has to outlive it.
    ///
    /// - Parameter register: is told of the process while it can be killed; nil: no longer.
    func run(_ register: (pid_t?) -> Void) -> End {
        var child = child()
        let code = start(&child)
        guard code == 0 else { return .couldNotStart(code) }
        register(child.pid)
        var errors = Tail()
        let isInTime = wait(for: child, &errors)
        if !isInTime {
            child_kill(child.pid)
            _ = Self.readable(child.pidfd, nil, within: -1)
        }
        errors.read(from: child.errors)
        // Before its number can become another process's.
        register(nil)
        let status = unsafe child_reap(&child)
        if !isInTime { return .timeout(errors: errors.text) }
        return status < 0
            ? .signal(number: -status, errors: errors.text)
            : .exit(code: status, errors: errors.text)
    }

    private func start(_ child: inout child) -> Int32 {
        let lines = environment.map { "\($0.name)=\($0.value)" }
        return unsafe withCStrings(arguments) { arguments in
            unsafe withCStrings(lines) { environment in
                unsafe input.withUnsafeBytes { bytes in
                    unsafe child_start(
                        arguments, environment, bytes.baseAddress, bytes.count, &child)
                }
            }
        }
    }

    /// False: its time is over.
    private func wait(for child: child, _ errors: inout Tail) -> Bool {
        let end = SystemClock.now().boot.advanced(milliseconds: timeoutMilliseconds)
        while true {
            let left = (end.nanoseconds - SystemClock.now().boot.nanoseconds + 999_999) / 1_000_000
            guard left > 0 else { return false }
            let ready = Self.readable(
                child.pidfd, errors.isOver ? nil : child.errors, within: Int32(clamping: left))
            if ready.second { errors.read(from: child.errors) }
            if ready.first { return true }
        }
    }

    /// Waits until one of two descriptors has something to read.
    private static func readable(
        _ first: Int32, _ second: Int32?, within milliseconds: Int32,
    ) -> (first: Bool, second: Bool) {
        var entries = [
            pollfd(fd: first, events: Int16(POLLIN), revents: 0),
            // One below 0 is passed over.
            pollfd(fd: second ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        _ = unsafe poll(&entries, 2, milliseconds)
        return (entries[0].revents != 0, entries[1].revents != 0)
    }
}

/// The last bytes of a stream.
private struct Tail {
    private var bytes: [UInt8] = []
    /// Nobody writes any more.
    private(set) var isOver = false

    /// All that is there now.
    mutating func read(from file: Int32) {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while !isOver {
            let count = unsafe Glibc.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count == 0 { isOver = true }
            guard count > 0 else { return }
            bytes += buffer[..<count]
            if bytes.count > Program.errorBytes {
                bytes.removeFirst(bytes.count - Program.errorBytes)
            }
        }
    }

    /// Without blanks around it. What is not UTF-8, or a NUL, is replaced.
    var text: String {
        // A character that was cut in the middle is left out.
        let whole = bytes.drop { bytes.count == Program.errorBytes && $0 & 0xC0 == 0x80 }
        var text = String(decoding: whole.map { $0 == 0 ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text.drop(while: \.isWhitespace))
    }
}

/// The texts as C has them, with NULL at the end.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result,
) -> Result {
    var pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe body(&pointers)
}
