/// Why a Unix socket could not be served or reached. The text names the path and what to do.
package enum SocketError: Error, Sendable, Hashable {
    case pathTooLong(String)
    case alreadyServed(String)
    case notASocket(String)
    case noServer(String)
    case permissionDenied(String)
    /// The server does not take new connections.
    case busy(String)
    /// What was tried, on which path, and the system's reason.
    case system(operation: String, path: String, reason: String)
}

extension SocketError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .pathTooLong(let path):
            """
            the socket path \(path) has \(path.utf8.count) bytes; the system allows at most \
            \(UnixSocket.longestPath)
            """
        case .alreadyServed(let path): "another daemon listens on \(path)"
        case .notASocket(let path): "\(path) exists and is not a socket; it is left alone"
        case .noServer(let path): "no daemon listens on \(path)"
        case .permissionDenied(let path): "no permission to use the socket \(path)"
        case .busy(let path): "the daemon on \(path) does not take new connections now"
        case .system(let operation, let path, let reason): "\(operation) \(path): \(reason)"
        }
    }
}
