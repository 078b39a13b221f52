import Logging
import SluiceRPC
import SluiceTransport

extension Logger {
    /// One line an entry on standard error.
    static func toStandardError(level: String) -> Logger {
        var logger = Logger(label: "sluiced") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: level) ?? .info
        return logger
    }
}

extension Server.Hooks {
    /// One line for each call, at level debug; refused connections at level warning.
    static func logging(_ log: Logger) -> Server.Hooks {
        var hooks = Server.Hooks()
        // The one place that decides who may call what. Until roles exist it is whoever could open
        // the socket; a method that declares no role is refused all the same.
        hooks.interceptor = { context throws(Status) in
            guard context.method.role != 0 else {
                throw Status(
                    .permissionDenied, "\(context.method.name) declares no role; it is refused")
            }
        }
        hooks.observer = { call in log.debug("\(call)") }
        hooks.connectionRefused = { peer in
            log.warning("connection of pid \(peer.pid) refused: too many connections")
        }
        return hooks
    }
}
