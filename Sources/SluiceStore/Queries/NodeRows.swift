internal import GRDB
internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime
internal import SluiceWire

/// Reads the nodes of one instance (`S113` to `S133`).
struct NodeRows {
    let instance: InstanceRow
    let dependencies: [Dependency]
    let facts: VersionFacts
    let now: Timestamp
    let logPath: @Sendable (AttemptID) -> String

    struct Page {
        var nodes: [NodeInstance] = []
        /// One for each node.
        var standings: [NodeStanding] = []
        var lastOrdinal = 0
        /// There is no node after the last one.
        var isAtEnd = true
        var count: Int { nodes.count }
    }

    /// At most `count` nodes from the ordinal `from` on. Ordinals are in an order in which the
    /// nodes can run.
    func read(_ db: Database, from: Int, count: Int) throws -> Page {
        let row = try SQLStatement(db, Self.nodes)
        row.bind(instance.message.instanceId)
        row.bind(max(from, instance.firstOrdinal))
        row.bind(count + 1)
        var page = Page()
        page.nodes.reserveCapacity(min(count, Int(instance.message.total)))
        while try row.step() {
            guard page.count < count else {
                page.isAtEnd = false
                break
            }
            page.lastOrdinal = row.int()
            let name = row.text()
            let standing = NodeStanding(row)
            page.standings.append(standing)
            page.nodes.append(try node(page.lastOrdinal, name, standing, row))
        }
        row.reset()
        if page.count > 0 {
            try addOutputs(to: &page, db)
            try addWaits(to: &page, db)
        }
        return page
    }

    private static let nodes = """
        SELECT node.ordinal, node.name, node.status, node.detail, node.flags,
            node.removed_upstreams, node.attempt, node.retries, node.ran_in_this_run, node.retry_at,
            node.reason, attempt.start_time, attempt.outcome, attempt.end_time,
            attempt.milliseconds, attempt.exit_code, attempt.row_total, attempt.has_process
        FROM node
        LEFT JOIN attempt ON attempt.instance_id = node.instance_id
            AND attempt.ordinal = node.ordinal AND attempt.number = node.attempt
        WHERE node.instance_id = ? AND node.ordinal >= ?
        ORDER BY node.ordinal
        LIMIT ?
        """

    /// The columns from `node.removed_upstreams` on.
    private func node(
        _ ordinal: Int, _ name: String, _ standing: NodeStanding, _ row: SQLStatement,
    ) throws -> NodeInstance {
        guard let facts = facts.facts(of: name, at: ordinal - instance.firstOrdinal) else {
            throw JournalError.corrupt(
                "node \(instance.message.instanceId).\(ordinal) '\(name)' is not in version "
                    + "\(instance.message.version) of its job")
        }
        var node = NodeInstance(
            nodeName: facts.name, status: standing.status,
            planTime: instance.message.planTime, type: facts.type,
            instanceId: instance.message.instanceId, submitTime: instance.message.submitTime,
            waitReason: standing.waitReason(in: instance.message.waitReason),
            dependsOn: facts.dependsOn, failPolicy: facts.policy, labels: facts.labels,
            paused: standing.isPaused, forced: standing.flags.contains(.forcedSuccess),
            removedUpstreams: [String](storedNames: row.text()))
        node.attempt = row.int32()
        node.retryTimes = row.int32()
        let ranInThisRun = row.bool()
        node.retryAt = row.integer()
        node.reason = row.text()
        if ranInThisRun || standing.runStatus.keepsItsAttempt {
            addAttempt(to: &node, ordinal, row)
        }
        return node
    }

    /// The columns from `attempt.start_time` on; all are NULL where there is no attempt.
    private func addAttempt(to node: inout NodeInstance, _ ordinal: Int, _ row: SQLStatement) {
        guard let start = row.optionalInteger() else { return }
        node.startTime = start
        let hasEnded = row.optionalInteger() != nil
        let end = row.optionalInteger()
        let milliseconds = row.optionalInteger()
        let exitCode = row.optionalInteger()
        let rows = row.optionalInteger()
        if row.bool() {
            node.logPath = logPath(
                AttemptID(
                    instance: InstanceID(instance.message.instanceId), ordinal: ordinal,
                    number: Int(node.attempt)))
        }
        guard hasEnded else {
            node.executeTime = max(0, now.milliseconds - start)
            return
        }
        // What waits for its retry has not ended, though its attempt has (`S126`).
        if node.status != .waiting, node.status != .pause { node.endTime = end }
        node.executeTime = milliseconds
        node.exitCode = exitCode.map { Int32(truncatingIfNeeded: $0) }
        node.inputRowCount = rows
        if let rows, let milliseconds, milliseconds > 0 {
            node.speed = Double(rows) * 1_000 / Double(milliseconds)
        }
    }

    private func addOutputs(to page: inout Page, _ db: Database) throws {
        let row = try SQLStatement(
            db,
            """
            SELECT ordinal, number, pairs FROM output
            WHERE instance_id = ? AND ordinal BETWEEN ? AND ?
            """)
        let first = page.lastOrdinal - page.count + 1
        row.bind(instance.message.instanceId)
        row.bind(first)
        row.bind(page.lastOrdinal)
        while try row.step() {
            let index = row.int() - first
            let isPresent = row.int32() == page.nodes[index].attempt
            guard isPresent, page.nodes[index].status == .success else { continue }
            page.nodes[index].outputs = try row.pairs("outputs") {
                "node \(instance.message.instanceId).\(first + index)"
            }.messages
        }
    }
}

extension SluiceWire.NodeStatus {
    /// Its attempt is the one that made it so, in this run or an earlier one.
    fileprivate var keepsItsAttempt: Bool {
        switch self {
        case .running, .success, .fail: true
        case .unspecified, .waiting, .skip, .pause, .manualStop, .unrecognized: false
        }
    }
}

// MARK: - What waiting nodes wait for

extension NodeRows {
    private func addWaits(to page: inout Page, _ db: Database) throws {
        guard page.nodes.contains(where: { $0.waitReason != .unspecified }) else { return }
        let waits = NodeWaits(
            instance: instance, dependencies: dependencies, facts: facts,
            standings: try standings(page, db))
        for index in page.nodes.indices {
            page.nodes[index].waitsFor = waits.words(for: page.nodes[index])
        }
    }

    private func standings(_ page: Page, _ db: Database) throws -> [String: NodeStanding] {
        if page.count == Int(instance.message.total) {
            return Dictionary(
                zip(page.nodes.map(\.nodeName), page.standings), uniquingKeysWith: { $1 })
        }
        let row = try SQLStatement(
            db,
            """
            SELECT name, status, detail, flags FROM node WHERE instance_id = ? AND ordinal >= ?
            """)
        row.bind(instance.message.instanceId)
        row.bind(instance.firstOrdinal)
        var standings: [String: NodeStanding] = [:]
        while try row.step() { standings[row.text()] = NodeStanding(row) }
        return standings
    }
}
