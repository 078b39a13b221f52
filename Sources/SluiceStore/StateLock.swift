internal import Glibc
package import SluiceModel

/// The right to use a state folder: one process has it at a time. It is an open file with a lock
/// that the kernel drops when the process ends, however it ends.
package final class StateLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock or throws STATE_FOLDER_TAKEN, which names the folder and the holder's pid.
    package init(stateFolder: String) throws(SluiceError) {
        let path = stateFolder + "/lock"
        // Not inherited by what this process starts: the lock would live on there.
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .stateFolder(stateFolder, "open lock", errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let why = errno
            let holder = Self.text(in: descriptor)
            close(descriptor)
            guard why == EWOULDBLOCK else { throw .stateFolder(stateFolder, "lock", why) }
            throw .taken(stateFolder, by: holder)
        }
        self.descriptor = descriptor
        let pid = Array("\(getpid())\n".utf8)
        // Who holds the lock is a courtesy to the next one who asks: it need not succeed.
        ftruncate(descriptor, 0)
        _ = unsafe pwrite(descriptor, pid, pid.count, 0)
    }

    deinit {
        close(descriptor)
    }

    private static func text(in descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)).prefix { $0 != 10 }, as: UTF8.self)
    }
}

extension SluiceError {
    fileprivate static func taken(_ folder: String, by pid: String) -> SluiceError {
        SluiceError(
            .failedPrecondition, reason: "STATE_FOLDER_TAKEN",
            "the state folder \(folder) is in use by process \(pid.isEmpty ? "?" : pid)",
            subject: "state folder \(folder)")
    }

    /// A system call on the state folder failed.
    static func stateFolder(_ folder: String, _ what: String, _ number: Int32) -> SluiceError {
        let words = unsafe strerror(number).map { unsafe String(cString: $0) } ?? ""
        return SluiceError(
            .unavailable, reason: "STATE_FOLDER_UNUSABLE",
            "the state folder \(folder) cannot be used: \(what): \(words)",
            subject: "state folder \(folder)")
    }
}
