internal import Glibc
package import SluiceEngine
package import SluiceRPC
internal import Synchronization

/// Who is behind a connection, as far as the system knows.
package final class Users: Sendable {
    private let names = Mutex<[UInt32: String]>([:])

    package init() {}

    /// Names of users are looked up once each. The program is looked up each time, which costs
    /// some microseconds: pids come again, so a kept name could be of another one.
    package func caller(_ peer: Peer) -> Caller {
        Caller(
            uid: peer.uid, gid: peer.gid, pid: peer.pid, user: name(of: peer.uid),
            program: program(of: peer.pid))
    }

    private func name(of uid: UInt32) -> String {
        names.withLock { names in
            if let known = names[uid] { return known }
            let name = Self.lookUp(uid) ?? String(uid)
            names[uid] = name
            return name
        }
    }

    private static func lookUp(_ uid: UInt32) -> String? {
        // Not the reentrant form: the lock above keeps others out.
        guard let entry = unsafe getpwuid(uid), let name = unsafe entry.pointee.pw_name else {
            return nil
        }
        return unsafe String(validatingCString: name)
    }

    /// What the kernel calls a process, at most 15 bytes; empty where the process is gone.
    private func program(of pid: Int32) -> String {
        let file = unsafe open("/proc/\(pid)/comm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        let name = unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
            let count = unsafe read(file, buffer.baseAddress, buffer.count)
            return unsafe String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }
        // A process names itself as it likes, and the log is shown on terminals.
        return String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.isPrintable }))
    }
}

extension Unicode.Scalar {
    fileprivate var isPrintable: Bool { properties.generalCategory != .control }
}
