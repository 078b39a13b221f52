import Glibc

/// What leaves the process: errors to standard error, results to the file of `SLUICE_OUTPUT`.
enum Output {
    struct Pair: Equatable {
        var name: String
        var value: String
    }

    /// At once and unbuffered: the log shows what was done before a crash.
    static func log(_ text: String) {
        // A log that cannot be written must not fail the work itself.
        _ = writeAll(text + "\n", to: STDOUT_FILENO)
    }

    /// `1 row`, `5 rows`.
    static func rows(_ count: Int64) -> String { count == 1 ? "1 row" : "\(count) rows" }

    static func error(_ message: String) {
        _ = writeAll("error: \(message)\n", to: STDERR_FILENO)
    }

    /// - Parameter path: nil or empty: nobody asks.
    static func report(_ report: ScriptRun.Report, to path: String?) throws(NodeFailure) {
        guard let path, !path.isEmpty else { return }
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw NodeFailure("cannot write \(path): \(reason(of: errno))") }
        defer { close(file) }
        guard writeAll(lines(of: report), to: file) else {
            throw NodeFailure("cannot write \(path): \(reason(of: errno))")
        }
    }

    /// `rows` is the count; a column of that name, and values of several lines, are left out.
    static func lines(of report: ScriptRun.Report) -> String {
        let outputs = report.outputs.filter { pair in
            pair.name != "rows" && !pair.name.contains("=")
                && !(pair.name + pair.value).contains(where: \.isNewline)
        }
        return outputs.map { "\($0.name)=\($0.value)\n" }.joined() + "rows=\(report.rows)\n"
    }

}

/// Replaces a file by a new content, all or nothing.
func writeFile(_ path: String, _ content: String) throws(NodeFailure) {
    let new = "\(path).new-\(getpid())"
    let file = unsafe open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw NodeFailure("cannot write \(path): \(reason(of: errno))") }
    let isWritten = writeAll(content, to: file)
    close(file)
    guard isWritten, unsafe rename(new, path) == 0 else {
        let why = reason(of: errno)
        unsafe unlink(new)
        throw NodeFailure("cannot write \(path): \(why)")
    }
}

private func writeAll(_ text: String, to file: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
    }
    return true
}

/// The whole of a text file.
func readFile(_ path: String) throws(NodeFailure) -> String {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw NodeFailure("cannot read \(path): \(reason(of: errno))") }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
        let count = unsafe buffer.withUnsafeMutableBytes {
            unsafe read(file, $0.baseAddress, $0.count)
        }
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw NodeFailure("cannot read \(path): \(reason(of: errno))") }
        if count == 0 { return String(decoding: bytes, as: UTF8.self) }
        bytes += buffer[..<count]
    }
}

private func reason(of code: Int32) -> String { unsafe String(cString: strerror(code)) }
