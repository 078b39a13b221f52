import Glibc

/// systemd, where it started the daemon and waits to hear that it is ready.
enum ServiceManager {
    /// Sends a state such as `READY=1` to the socket in `NOTIFY_SOCKET`; without one, does nothing.
    /// A message that cannot be sent is let go: the service manager then says so itself.
    static func tell(_ state: String) {
        guard let text = unsafe getenv("NOTIFY_SOCKET") else { return }
        var path = unsafe Array(String(cString: text).utf8)
        guard path.count > 1 else { return }
        // A leading @ is an abstract name, which begins with a NUL.
        if path[0] == UInt8(ascii: "@") { path[0] = 0 }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard path.count < room else { return }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe sendto(descriptor, state, state.utf8.count, 0, $0, length)
            }
        }
    }
}
