import Glibc
package import SluiceRPC

/// The system calls around a Unix socket's path.
package enum UnixSocket {
    /// `sun_path` holds 108 bytes with the final zero.
    package static let longestPath = 107
    /// Clients that wait for `accept`; the kernel lowers it to `net.core.somaxconn`.
    package static let backlog: Int32 = 4_096
    /// Time that a client waits for a place in the backlog.
    private static let connectSeconds = 5

    /// Opens a connection and answers its descriptor, which the caller owns.
    static func connect(to path: String) throws(SocketError) -> Int32 {
        let descriptor = try open(path)
        let code = try unsafe call(path) { address, length in
            unsafe Glibc.connect(descriptor, address, length)
        }
        guard code != 0 else { return descriptor }
        close(descriptor)
        switch code {
        case ENOENT, ECONNREFUSED, ENOTDIR: throw .noServer(path)
        case EACCES, EPERM: throw .permissionDenied(path)
        case EAGAIN: throw .busy(path)
        case ENOTSOCK: throw .notASocket(path)
        default: throw .system("connect to", path, code)
        }
    }

    /// Makes the socket file, which only owner and group may use, and answers its descriptor. It
    /// does not listen yet, so nobody can connect before the mode is set.
    static func bind(to path: String) throws(SocketError) -> Int32 {
        guard path.utf8.count <= longestPath else { throw .pathTooLong(path) }
        try makeFolder(of: path)
        try removeStale(path)
        let descriptor = try open(path)
        let code = try unsafe call(path) { address, length in
            unsafe Glibc.bind(descriptor, address, length)
        }
        guard code == 0 else {
            close(descriptor)
            throw code == EACCES ? .permissionDenied(path) : .system("bind", path, code)
        }
        guard unsafe chmod(path, 0o660) == 0 else {
            let code = errno
            close(descriptor)
            throw .system("chmod", path, code)
        }
        return descriptor
    }

    /// What tells a socket file from a later one with the same path.
    struct Identity: Sendable, Hashable {
        var device: UInt64
        var inode: UInt64
    }

    static func identity(of path: String) -> Identity? {
        status(of: path).map {
            Identity(device: UInt64($0.st_dev), inode: UInt64($0.st_ino))
        }
    }

    /// Removes the socket file, unless another server has put its own there.
    static func remove(_ path: String, if identity: Identity?) {
        guard let identity, self.identity(of: path) == identity else { return }
        unsafe unlink(path)
    }

    /// The process at the other end, as the kernel saw it when it connected.
    package static func peer(of descriptor: Int32) -> Peer? {
        // `struct ucred`, which the headers hide from Swift: pid, uid, gid, four bytes each.
        var found: (pid: Int32, uid: UInt32, gid: UInt32) = (0, 0, 0)
        var length = socklen_t(MemoryLayout.size(ofValue: found))
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &found, &length) == 0 else {
            return nil
        }
        return Peer(
            pid: found.pid, uid: found.uid, gid: found.gid, groups: groups(of: descriptor))
    }

    /// The supplementary groups of that process. Where they cannot be told it has none, which only
    /// takes rights from it.
    private static func groups(of descriptor: Int32) -> [UInt32] {
        var groups = [UInt32](repeating: 0, count: usualGroups)
        while true {
            let room = groups.count
            var length = socklen_t(room * MemoryLayout<UInt32>.size)
            let code = unsafe getsockopt(
                descriptor, SOL_SOCKET, peerGroups, &groups, &length)
            let count = Int(length) / MemoryLayout<UInt32>.size
            if code == 0 { return Array(groups.prefix(count)) }
            // The length that would do is told; a process has no more groups than that for good.
            guard errno == ERANGE, count > room else { return [] }
            groups = [UInt32](repeating: 0, count: count)
        }
    }

    /// `SO_PEERGROUPS` of Linux, which the headers of Swift's C library leave out.
    private static let peerGroups: Int32 = 59
    /// Groups that are asked for at first.
    private static let usualGroups = 32

    private static func open(_ path: String) throws(SocketError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw .system("open a socket for", path, errno) }
        var patience = timeval(tv_sec: connectSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        // A socket that cannot be told waits without limit, which is no reason to fail.
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        return descriptor
    }

    /// Calls with the path as an address; answers 0 or the system's error number.
    private static func call(
        _ path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32,
    ) throws(SocketError) -> Int32 {
        guard path.utf8.count <= longestPath else { throw .pathTooLong(path) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { target in
            unsafe target.copyBytes(from: path.utf8)
        }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let failed = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, length) != 0
            }
        }
        return failed ? errno : 0
    }

    private static func status(of path: String) -> stat? {
        var found = stat()
        return unsafe lstat(path, &found) == 0 ? found : nil
    }

    /// An existing folder keeps its mode: it may be one that others share.
    private static func makeFolder(of path: String) throws(SocketError) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        guard status(of: folder) == nil else { return }
        try makeFolder(of: folder)
        guard unsafe mkdir(folder, 0o750) == 0 || errno == EEXIST else {
            throw .system("make the folder", folder, errno)
        }
    }

    private static func removeStale(_ path: String) throws(SocketError) {
        guard let found = status(of: path) else { return }
        guard found.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }
        do throws(SocketError) {
            close(try connect(to: path))
        } catch .noServer {
            guard unsafe unlink(path) == 0 || errno == ENOENT else {
                throw .system("remove the stale socket", path, errno)
            }
            return
        } catch .busy {
            throw .alreadyServed(path)
        }
        throw .alreadyServed(path)
    }
}

extension SocketError {
    static func system(_ operation: String, _ path: String, _ code: Int32) -> SocketError {
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) }
        return .system(operation: operation, path: path, reason: reason ?? "error \(code)")
    }
}
