import SluiceClient
import SluiceRPC
import SluiceWire

/// How far the logs of an instance's attempts have been shown.
struct LogTails {
    private struct Place: Hashable {
        var node: String
        var attempt: Int32
    }

    private struct Tail {
        var offset: Int64 = 0
        /// Bytes after the last end of a line.
        var unfinished: [UInt8] = []
        var isComplete = false
    }

    private var tails: [Place: Tail] = [:]

    /// Prints the whole lines that the present attempts have written, each after its node's name.
    mutating func catchUp(with board: ProgressBoard, _ session: Session) async throws(Failure) {
        for node in board.nodes where node.attempt > 0 {
            for attempt in firstAttempt(of: node.name, upTo: node.attempt)...node.attempt {
                let place = Place(node: node.name, attempt: attempt)
                let isOver = attempt < node.attempt || node.status != .running
                try await read(place, of: board.instance.instanceId, isOver: isOver, session)
            }
        }
    }

    /// Attempts before the first that was seen are history.
    private func firstAttempt(of node: String, upTo latest: Int32) -> Int32 {
        tails.keys.filter { $0.node == node }.map(\.attempt).min() ?? latest
    }

    private mutating func read(
        _ place: Place, of instanceID: Int64, isOver: Bool, _ session: Session,
    ) async throws(Failure) {
        var tail = tails[place, default: Tail()]
        while !tail.isComplete {
            let request = ReadLogRequest(
                workspace: session.workspace, environment: session.environment,
                instanceId: instanceID, nodeName: place.node, attempt: place.attempt,
                offset: tail.offset)
            let reply = try await piece(request, session)
            tail.offset = reply?.nextOffset ?? tail.offset
            tail.isComplete = reply?.end ?? isOver
            show(&tail, reply?.data ?? [], of: place.node, session)
            if reply?.data.isEmpty ?? true { break }
        }
        tails[place] = tail
    }

    /// Nil: a node without a process has no log.
    private func piece(
        _ request: ReadLogRequest, _ session: Session,
    ) async throws(Failure) -> ReadLogResponse? {
        do throws(Failure) {
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.instances.readLog(request)
            }
        } catch {
            guard error.outcome == .notFound else { throw error }
            return nil
        }
    }

    private func show(
        _ tail: inout Tail, _ data: [UInt8], of node: String, _ session: Session,
    ) {
        tail.unfinished += data
        let newline = UInt8(ascii: "\n")
        let prefix = Array((session.printer.paint(node, .active) + " | ").utf8)
        while let end = tail.unfinished.firstIndex(of: newline) {
            session.console.output(prefix + tail.unfinished[...end])
            tail.unfinished.removeSubrange(...end)
        }
        if tail.isComplete, !tail.unfinished.isEmpty {
            session.console.output(prefix + tail.unfinished + [newline])
            tail.unfinished = []
        }
    }
}
