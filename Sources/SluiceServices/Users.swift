internal import Glibc
package import SluiceEngine
package import SluiceRPC
internal import Synchronization

/// Names of the users behind uids, looked up once each.
package final class Users: Sendable {
    private let names = Mutex<[UInt32: String]>([:])

    package init() {}

    package func caller(_ peer: Peer) -> Caller {
        Caller(uid: peer.uid, gid: peer.gid, pid: peer.pid, user: name(of: peer.uid))
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
}
