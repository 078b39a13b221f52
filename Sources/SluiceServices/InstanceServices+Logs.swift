internal import SluiceLauncher
internal import SluiceModel
package import SluiceRPC
internal import SluiceStore
package import SluiceWire

/// Logs of attempts.
extension InstanceServices {
    /// Bytes in one answer where the caller does not say.
    private static let standardPiece = 262_144

    package func readLog(
        _ request: ReadLogRequest, _ context: CallContext,
    ) async throws(Status) -> ReadLogResponse {
        try answering { () throws(SluiceError) in
            guard (0...1_048_576).contains(request.maxBytes) else {
                throw .field("max_bytes", "\(request.maxBytes) is not from 1 to 1,048,576")
            }
            let attempt = try self.attempt(
                request.workspace, request.environment, request.instanceId, request.nodeName,
                request.attempt)
            let max = request.maxBytes == 0 ? Self.standardPiece : Int(request.maxBytes)
            let piece = try self.piece(of: attempt, from: request.offset, max: max)
            return ReadLogResponse(
                data: piece.bytes, offset: piece.offset, nextOffset: piece.nextOffset,
                size: piece.size, end: attempt.hasEnded && piece.nextOffset >= piece.size,
                attempt: Int32(clamping: attempt.id.number))
        }
    }

    package func followLog(
        _ request: FollowLogRequest, _ replies: ReplyStream<FollowLogResponse>,
        _ context: CallContext,
    ) async throws(Status) {
        var offset = request.offset
        var number = request.attempt
        while !Task.isCancelled {
            // Before the look at the log: what ends afterwards is looked at again.
            let seen = shell.events.latest
            try shell.checkStillSees(request.workspace, context)
            let attempt = try answering { () throws(SluiceError) in
                try self.attempt(
                    request.workspace, request.environment, request.instanceId,
                    request.nodeName, number)
            }
            number = Int32(clamping: attempt.id.number)
            let piece = try answering { () throws(SluiceError) in
                try self.piece(of: attempt, from: offset, max: Self.standardPiece)
            }
            offset = piece.nextOffset
            if !piece.bytes.isEmpty {
                try await replies.send(
                    FollowLogResponse(data: piece.bytes, offset: piece.offset, attempt: number))
            } else if attempt.hasEnded {
                return
            } else {
                await change(of: attempt, at: offset, after: seen)
            }
        }
    }

    /// Returns when the log has grown or something happened to an attempt.
    private func change(of attempt: AttemptFacts, at offset: Int64, after seq: Int64) async {
        let shell = shell
        let path = shell.settings.logPath(for: attempt.id)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await shell.events.wait(after: seq) }
            group.addTask {
                await shell.files.wait(for: path) {
                    // A log that cannot be read is not waited for: the next look says why.
                    let size = (try? LogReader.read(path: path, offset: 0, maxBytes: 0))?.size
                    return (size ?? .max) <= offset
                }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func attempt(
        _ workspace: String, _ environment: SluiceWire.Environment, _ instance: Int64,
        _ node: String, _ number: Int32,
    ) throws(SluiceError) -> AttemptFacts {
        guard !node.isEmpty else { throw .missing("node_name", "the name of the node is needed") }
        return try shell.queries.attempt(
            workspace: workspace, environment: environment, instance: instance, node: node,
            number: number)
    }

    private func piece(
        of attempt: AttemptFacts, from offset: Int64, max: Int,
    ) throws(SluiceError) -> Piece {
        let path = shell.settings.logPath(for: attempt.id)
        var start = offset
        if offset < 0 {
            start = Swift.max(
                0, try LogReader.read(path: path, offset: 0, maxBytes: 0).size + offset)
        }
        let chunk = try LogReader.read(path: path, offset: start, maxBytes: max)
        return Piece(
            bytes: chunk.bytes, offset: start, nextOffset: chunk.nextOffset, size: chunk.size)
    }

    /// A part of a log and where it stands.
    private struct Piece {
        var bytes: [UInt8]
        var offset: Int64
        var nextOffset: Int64
        var size: Int64
    }
}
