/// Where a command's words go and come from; everything it knows of its terminal.
struct Console: Sendable {
    /// Takes data: what a script reads.
    var output: @Sendable ([UInt8]) -> Void
    /// Takes everything else.
    var remarks: @Sendable ([UInt8]) -> Void
    var outputIsTerminal: Bool
    var remarksAreTerminal: Bool
    /// Columns of the terminal.
    var width: Int
    /// Lines of the terminal.
    var height: Int
    var environment: [String: String]
    /// Unix milliseconds.
    var now: @Sendable () -> Int64
    var zone: Zone
    /// Shows a question and answers the line that was typed; nil: nobody is there to answer.
    var ask: @Sendable (_ question: String) -> String?
    /// The bytes of a file; `-` is the standard input.
    var read: @Sendable (_ path: String) throws(Failure) -> [UInt8]
    /// A file, not a folder, is there.
    var isFile: @Sendable (_ path: String) -> Bool
    /// What lies in a folder, in the order of the names; symbolic links are not followed.
    var entries: @Sendable (_ folder: String) throws(Failure) -> [FolderEntry]
    /// Writes a text into a new file that only this user can read, and answers its path, which ends
    /// in the name.
    var keep: @Sendable (_ name: String, _ text: String) throws(Failure) -> String
    /// Removes a file; one that is gone already is no matter.
    var discard: @Sendable (_ path: String) -> Void
    /// Runs a shell command on this terminal to its end, and answers its exit code.
    var edit: @Sendable (_ command: String) throws(Failure) -> Int32
    /// Lets time pass between two looks at what no stream tells of; tests let none pass.
    var pause: @Sendable (Duration) async -> Void = { pause in
        // Cancelled: the call that follows ends with that.
        try? await Task.sleep(for: pause)
    }

    func write(_ text: String) { output(Array(text.utf8)) }

    func writeLine(_ text: String) { write(text + "\n") }

    func remark(_ text: String) { remarks(Array((text + "\n").utf8)) }

    /// A file as text.
    func text(of path: String) throws(Failure) -> String {
        guard let text = String(validating: try read(path), as: UTF8.self) else {
            throw .usage("the file \(path) is not UTF-8")
        }
        return text
    }
}

/// The local time zone.
struct Zone: Sendable {
    /// Seconds east of UTC at a moment, in Unix seconds.
    var offset: @Sendable (_ seconds: Int64) -> Int64

    static let utc = Zone { _ in 0 }
}
