import Logging
import SluiceRPC
import SluiceServices
import SluiceTransport
import SluiceWire

extension Logger {
    /// One line an entry on standard error.
    static func toStandardError(level: String) -> Logger {
        var logger = Logger(label: "sluiced") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: level) ?? .info
        return logger
    }

    /// One line a call: at level info what changes something, at debug what only reads.
    fileprivate func note(_ call: CallRecord, _ reads: Set<String>) {
        let microseconds = call.duration / .microseconds(1)
        var metadata: Metadata = [
            "uid": "\(call.peer.uid)", "pid": "\(call.peer.pid)",
            "us": "\(Int(microseconds))", "in": "\(call.requestBytes)",
            "out": "\(call.responseBytes)",
        ]
        if let status = call.status {
            metadata["status"] = "\(status.code)"
            metadata["error"] = "\(status.message)"
        }
        let isRead = reads.contains("\(call.service)/\(call.method)")
        log(level: isRead ? .debug : .info, "\(call.method)", metadata: metadata)
    }
}

extension Server.Hooks {
    /// Who may call what; one line for each call; refused connections at level warning.
    static func daemon(
        _ log: Logger, _ table: ServiceTable, _ authoriser: Authoriser,
    ) -> Server.Hooks {
        var hooks = Server.Hooks()
        hooks.interceptor = { context, request throws(Status) in
            try authoriser.check(context, request)
        }
        let reads = Set(
            table.methods.filter { $0.role == Role.viewer.rawValue }
                .map { "\($0.service)/\($0.name)" })
        hooks.observer = { log.note($0, reads) }
        hooks.connectionRefused = { peer in
            log.warning("connection of pid \(peer.pid) refused: too many connections")
        }
        return hooks
    }
}
