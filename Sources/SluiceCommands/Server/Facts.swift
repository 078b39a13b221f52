import Glibc
import SluiceWire

/// What `sluice doctor` has seen of an installation.
struct Facts {
    enum Socket: Hashable {
        case missing
        case notASocket
        case noPermission
        case present
    }

    struct Disk: Hashable {
        /// Bytes that this user may still write.
        var free: UInt64
        var total: UInt64
        var freeFiles: UInt64
        var totalFiles: UInt64
    }

    var socketPath: String
    var startCommand: String
    var socket = Socket.missing
    /// Why the daemon did not answer.
    var refusal: Failure?
    var info: GetServerInfoResponse?
    var clientVersion: String
    /// The keeper's process exists; nil: not known.
    var keeperIsAlive: Bool?
    /// Of the file system that holds the state folder; nil: not known.
    var disk: Disk?
    /// The kernel says that the clock is kept right; nil: not known.
    var clockIsSynchronized: Bool?
    /// Unix milliseconds.
    var now: Int64
    /// Files that the daemon may open; nil: not known.
    var openFiles: Int?
    /// The machine has a database of time zones.
    var knowsTimeZones = true
    /// There is a curl, which webhooks need.
    var hasCurl = true
}

extension Facts {
    /// Looks at what can be seen without the daemon.
    static func socket(at path: String) -> Socket {
        var found = stat()
        guard unsafe lstat(path, &found) == 0 else {
            return errno == EACCES ? .noPermission : .missing
        }
        guard found.st_mode & S_IFMT == S_IFSOCK else { return .notASocket }
        return unsafe access(path, R_OK | W_OK) == 0 ? .present : .noPermission
    }

    /// A program is found in the search path of this process.
    static func isInPath(_ program: String) -> Bool {
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? ""
        return path.split(separator: ":").contains { folder in
            unsafe access("\(folder)/\(program)", X_OK) == 0
        }
    }

    static func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    static func disk(of folder: String) -> Disk? {
        var found = statvfs()
        guard unsafe statvfs(folder, &found) == 0 else { return nil }
        let block = UInt64(found.f_frsize)
        return Disk(
            free: UInt64(found.f_bavail) * block, total: UInt64(found.f_blocks) * block,
            freeFiles: UInt64(found.f_favail), totalFiles: UInt64(found.f_files))
    }

    static func isAlive(process: Int32) -> Bool {
        // No permission to signal it also says that it exists.
        kill(process, 0) == 0 || errno == EPERM
    }

    /// Files that a process may open, from `/proc/PID/limits`; nil where that may not be read.
    static func openFiles(of process: Int32, _ console: Console) -> Int? {
        // Without permission the question stays open, which is no error.
        guard let text = try? console.text(of: "/proc/\(process)/limits") else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("Max open files") }
        let words = line?.dropFirst("Max open files".count).split(separator: " ") ?? []
        return words.first.flatMap { Int($0) }
    }
}
