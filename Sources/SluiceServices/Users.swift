internal import Glibc
package import SluiceEngine
package import SluiceModel
package import SluiceRPC
internal import Synchronization

/// Who is behind a connection, as far as the system knows.
package final class Users: Sendable {
    private let names = Mutex<[UInt32: String]>([:])
    /// The system's lists of users and groups are walked by functions that are not reentrant.
    private static let lists = Mutex(())

    package init() {}

    /// Names of users are looked up once each. The program is looked up each time, which costs
    /// some microseconds: pids come again, so a kept name could be of another one.
    package func caller(_ peer: Peer, rights: Rights) -> Caller {
        Caller(
            uid: peer.uid, gid: peer.gid, pid: peer.pid, user: name(of: peer.uid),
            program: program(of: peer.pid), rights: rights)
    }

    /// `ann (uid 1000)`, for people.
    func words(for peer: Peer) -> String { "\(name(of: peer.uid)) (uid \(peer.uid))" }

    private func name(of uid: UInt32) -> String {
        names.withLock { names in
            if let known = names[uid] { return known }
            let name = Self.user(uid) ?? String(uid)
            names[uid] = name
            return name
        }
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

// MARK: - Users and groups

extension Users {
    /// Reads `user:ann`, `uid:1000`, `group:data` or `gid:100`. Digits in place of a name are the
    /// number where nobody is called so.
    func grantee(_ text: String, field: String) throws(SluiceError) -> Grantee {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.count == 2 ? String(parts[1]) : ""
        guard !name.isEmpty else { throw .unknownForm(text, field) }
        switch parts[0] {
        case "user":
            guard let id = Self.uid(of: name) ?? UInt32(name) else {
                throw .field(field, "there is no user '\(name)' on this machine")
            }
            return .user(id)
        case "group":
            guard let id = Self.gid(of: name) ?? UInt32(name) else {
                throw .field(field, "there is no group '\(name)' on this machine")
            }
            return .group(id)
        case "uid": return .user(try number(name, text, field))
        case "gid": return .group(try number(name, text, field))
        default: throw .unknownForm(text, field)
        }
    }

    private func number(
        _ digits: String, _ text: String, _ field: String,
    ) throws(SluiceError) -> UInt32 {
        guard let number = UInt32(digits) else { throw .unknownForm(text, field) }
        return number
    }

    /// `user ann` or `group data`; empty where the system has no name for it.
    func name(of grantee: Grantee) -> String {
        switch grantee {
        case .user(let id): Self.user(id).map { "user \($0)" } ?? ""
        case .group(let id): Self.group(id).map { "group \($0)" } ?? ""
        }
    }

    private static func user(_ uid: UInt32) -> String? {
        lists.withLock { _ in
            unsafe getpwuid(uid).flatMap { unsafe text($0.pointee.pw_name) }
        }
    }

    private static func group(_ gid: UInt32) -> String? {
        lists.withLock { _ in
            unsafe getgrgid(gid).flatMap { unsafe text($0.pointee.gr_name) }
        }
    }

    private static func uid(of name: String) -> UInt32? {
        lists.withLock { _ in unsafe getpwnam(name).map { unsafe $0.pointee.pw_uid } }
    }

    private static func gid(of name: String) -> UInt32? {
        lists.withLock { _ in unsafe getgrnam(name).map { unsafe $0.pointee.gr_gid } }
    }

    private static func text(_ name: UnsafeMutablePointer<CChar>?) -> String? {
        unsafe name.flatMap { unsafe String(validatingCString: $0) }
    }
}

extension SluiceError {
    fileprivate static func unknownForm(_ text: String, _ field: String) -> SluiceError {
        .field(
            field,
            "'\(text)' is none of user:NAME, uid:NUMBER, group:NAME, gid:NUMBER")
    }
}

extension Unicode.Scalar {
    fileprivate var isPrintable: Bool { properties.generalCategory != .control }
}
