import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct NodeLogVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Prints what a node wrote.",
        discussion: """
            EXAMPLES
              sluice log 12/load
              sluice log 12/load#1                its first attempt
              sluice log 12/load --tail 50
              sluice log 12/load --follow         on to its end, retries too
              sluice log 12                       every node, one after the other
            """)
    static let methods = [InstanceServiceMethods.readLog, InstanceServiceMethods.followLog]

    @Argument(help: TargetHelp.node, completion: TargetHelp.nodes)
    var target: String

    @Flag(
        name: .shortAndLong,
        help: "Go on as the log grows, across retries, until the node has ended.")
    var follow = false

    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("Only the last lines.", valueName: "lines"))
    var tail: Int?

    @Option(help: ArgumentHelp("The attempt, from 1; else the latest.", valueName: "number"))
    var attempt: Int32?

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let target = try Target(target)
        let reader = LogReader(session: session, tail: try lines())
        guard let node = target.node else {
            guard !follow else { return try await followAll(target, session) }
            let details = try await session.details(of: target.instance)
            try await reader.printAll(of: details)
            return .done
        }
        let id = try await session.identifier(of: target.instance)
        let wanted = attempt ?? target.attempt ?? 0
        if follow {
            try await reader.follow(id, node, attempt: wanted)
        } else {
            try await reader.printOne(id, node, attempt: wanted)
        }
        return .done
    }

    private func lines() throws(Failure) -> Int? {
        guard let tail, tail < 0 else { return tail }
        throw .usage("--tail \(tail) is no number of lines", hint: "--tail 50")
    }

    private func followAll(_ target: Target, _ session: Session) async throws(Failure) -> Outcome {
        let id = try await session.identifier(of: target.instance)
        return try await session.awaitEnd(
            of: id, follow: true, timeout: nil, orSuspended: false
        ).outcome
    }
}

/// Copies logs to the output, byte by byte as they were written.
struct LogReader {
    /// What one call brings at most.
    private static let piece: Int32 = 1 << 20
    /// Where the search for the last lines begins, bytes before the end.
    private static let firstReach: Int64 = 64 << 10

    let session: Session
    /// Only so many lines from the end; nil: all.
    let tail: Int?

    func printOne(_ id: Int64, _ node: String, attempt: Int32) async throws(Failure) {
        let request = request(id, node, attempt: attempt)
        guard let tail else {
            try await read(request) { session.console.output($0) }
            return
        }
        let (bytes, _) = try await lastLines(tail, request)
        session.console.output(bytes)
    }

    /// The nodes that have run, in order, each under its name.
    func printAll(of details: GetInstanceResponse) async throws(Failure) {
        let id = try session.complete(details).instanceId
        for node in details.nodes where node.attempt > 0 && node.logPath != "" {
            let again = node.attempt > 1 ? "#\(node.attempt)" : ""
            session.remark(session.remarkPaint("==> \(id)/\(node.nodeName)\(again) <==", .bold))
            do throws(Failure) {
                try await printOne(id, node.nodeName, attempt: node.attempt)
            } catch {
                // A node without a process has no log.
                guard error.outcome == .notFound else { throw error }
            }
        }
    }

    func follow(_ id: Int64, _ node: String, attempt: Int32) async throws(Failure) {
        var request = FollowLogRequest(
            workspace: session.workspace, environment: session.environment, instanceId: id,
            nodeName: node, attempt: attempt)
        if let tail {
            let (bytes, end) = try await lastLines(tail, self.request(id, node, attempt: attempt))
            session.console.output(bytes)
            (request.attempt, request.offset) = (end.attempt, end.nextOffset)
        }
        var shown = request.attempt
        let pieces = try await session.sluice().followLog(request)
        do throws(Status) {
            for try await piece in pieces {
                if shown != 0, piece.attempt != shown { announce(piece.attempt, of: id, node) }
                shown = piece.attempt
                session.console.output(piece.data)
            }
        } catch {
            throw Failure(error)
        }
    }

    private func announce(_ attempt: Int32, of id: Int64, _ node: String) {
        session.remark(session.remarkPaint("==> \(id)/\(node)#\(attempt) <==", .bold))
    }

    private func request(_ id: Int64, _ node: String, attempt: Int32) -> ReadLogRequest {
        ReadLogRequest(
            workspace: session.workspace, environment: session.environment, instanceId: id,
            nodeName: node, attempt: attempt, maxBytes: Self.piece)
    }

    /// Reads from the request's offset to what is the end now; answers the last reply.
    @discardableResult
    private func read(
        _ request: ReadLogRequest, take: ([UInt8]) -> Void,
    ) async throws(Failure) -> ReadLogResponse {
        var request = request
        while true {
            let current = request
            let reply = try await session.call { (sluice) async throws(Status) in
                try await sluice.instances.readLog(current)
            }
            take(reply.data)
            if reply.data.isEmpty || reply.nextOffset >= reply.size { return reply }
            request.offset = reply.nextOffset
            request.attempt = reply.attempt
        }
    }

    /// Looks further and further back until there are enough lines.
    private func lastLines(
        _ count: Int, _ request: ReadLogRequest,
    ) async throws(Failure) -> (bytes: [UInt8], end: ReadLogResponse) {
        var request = request
        var reach = Self.firstReach
        while true {
            request.offset = -reach
            var bytes: [UInt8] = []
            let end = try await read(request) { bytes += $0 }
            let reachesBeginning = end.nextOffset <= Int64(bytes.count)
            if let start = startOfLastLines(count, in: bytes, isWhole: reachesBeginning) {
                return (Array(bytes[start...]), end)
            }
            reach *= 8
        }
    }

    /// Nil: there are fewer lines in the piece, and more before it.
    private func startOfLastLines(_ count: Int, in bytes: [UInt8], isWhole: Bool) -> Int? {
        let newline = UInt8(ascii: "\n")
        guard count > 0 else { return bytes.count }
        var missing = count
        // The end of the last line begins no other.
        for index in bytes.indices.dropLast().reversed() where bytes[index] == newline {
            missing -= 1
            if missing == 0 { return index + 1 }
        }
        return isWhole ? 0 : nil
    }
}
