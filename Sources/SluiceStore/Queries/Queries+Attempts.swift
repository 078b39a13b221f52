internal import GRDB
internal import SluiceEngine
package import SluiceModel
package import SluiceWire

/// What a reader of a log has to know of an attempt.
package struct AttemptFacts: Hashable, Sendable {
    package var id: AttemptID
    package var hasEnded: Bool
    /// False: the engine ended the node itself, and there never was a process.
    package var hasLog: Bool
}

extension Queries {
    /// Every attempt of a node, oldest first. Where a retry gave the instance other nodes, a name
    /// that only earlier ones had is found among those.
    package func listAttempts(
        _ request: ListAttemptsRequest, now: Timestamp,
    ) throws(SluiceError) -> ListAttemptsResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(
            list: "attempts of \(request.instanceId) \(request.nodeName)")
        let after = try token.number(in: request.pageToken) ?? 0
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let instance = try instance(request.instanceId, db, scope, .zero)
            let node = try node(
                request.nodeName, of: instance, db, orElse: "NODE_NOT_IN_INSTANCE")
            let row = try SQLStatement(db, Self.attempts)
            row.bind(node.ref.instance.rawValue)
            row.bind(node.ref.ordinal)
            row.bind(after)
            row.bind(node.attempt)
            row.bind(size + 1)
            var found: [Attempt] = []
            while try row.step() { found.append(attempt(of: node.ref, row, now)) }
            let page = page(found, of: size) { token.text(after: String($0.attempt)) }
            return ListAttemptsResponse(
                attempts: page.entries, nextPageToken: page.nextToken)
        }
    }

    /// The attempt whose log is asked for; `number` 0: the latest.
    package func attempt(
        workspace: String, environment: SluiceWire.Environment, instance: Int64,
        node name: String, number: Int32,
    ) throws(SluiceError) -> AttemptFacts {
        try read { db in
            let scope = try StoredScope(db, workspace: workspace, environment: environment)
            let found = try self.instance(instance, db, scope, .zero)
            let node = try node(name, of: found, db, orElse: "NODE_NOT_IN_INSTANCE")
            let number = number == 0 ? node.attempt : Int(number)
            let row = try SQLStatement(
                db,
                """
                SELECT outcome IS NOT NULL, has_process FROM attempt
                WHERE instance_id = ? AND ordinal = ? AND number = ?
                """)
            row.bind(instance)
            row.bind(node.ref.ordinal)
            row.bind(number)
            guard number <= node.attempt, try row.step() else {
                throw SluiceError.noAttempt(number, of: node)
            }
            return AttemptFacts(
                id: AttemptID(node: node.ref, number: number), hasEnded: row.bool(),
                hasLog: row.bool())
        }
    }
}

extension Queries {
    /// A row beyond the node's own count belongs to a start for which the machine had no room: the
    /// number is used again.
    private static let attempts = """
        SELECT number, run, start_time, end_time, milliseconds, outcome, exit_code, signal,
            outcome_text, has_process, log_bytes
        FROM attempt
        WHERE instance_id = ? AND ordinal = ? AND number > ? AND number <= ?
        ORDER BY number
        LIMIT ?
        """

    private func attempt(of node: NodeRef, _ row: SQLStatement, _ now: Timestamp) -> Attempt {
        var attempt = Attempt(
            attempt: row.int32(), run: row.int32(), startTime: row.integer(),
            endTime: row.integer())
        attempt.executeTime =
            row.optionalInteger() ?? max(0, now.milliseconds - attempt.startTime)
        let code = row.int32()
        attempt.outcome = AttemptOutcome(rawValue: code)
        attempt.exitCode = row.optionalInteger().map { Int32(truncatingIfNeeded: $0) }
        attempt.signal = row.int32()
        let outcome = StoredOutcome.outcome(
            code: code, exitCode: attempt.exitCode, signal: attempt.signal, text: row.text())
        attempt.reason = outcome?.words ?? ""
        if row.bool() {
            attempt.logPath = logPath(AttemptID(node: node, number: Int(attempt.attempt)))
        }
        attempt.logSize = row.integer()
        return attempt
    }
}
