internal import GRDB
package import SluiceModel
package import SluiceWire

/// Which events are asked for.
package struct EventFilter: Hashable, Sendable {
    package var workspace: String
    package var environment: SluiceWire.Environment
    /// 0: of all instances.
    package var instance: Int64
    /// Empty: of all jobs.
    package var jobName: String

    package init(
        workspace: String = "", environment: SluiceWire.Environment = .unspecified,
        instance: Int64 = 0, jobName: String = "",
    ) {
        self.workspace = workspace
        self.environment = environment
        self.instance = instance
        self.jobName = jobName
    }
}

/// Events in order, and how far the look went.
package struct EventPage: Hashable, Sendable {
    package var events: [SluiceWire.Event]
    /// The number to go on after. There may be more events behind it even where `events` is empty
    /// or short: one look goes over a bounded number of them. There are none where it is
    /// `latestSeq`.
    package var lookedUpTo: Int64
    /// The number of the latest event that was committed.
    package var latestSeq: Int64
}

extension Queries {
    /// Events that one look goes over: some tens of milliseconds where the filter fits few.
    private static let lookedAt: Int64 = 50_000

    /// At most `max` events (0: 1,000) after a number; 0: from the oldest kept, -1: from now on.
    /// OUT_OF_RANGE where events after that number are no longer kept; the error names the oldest.
    package func events(
        after: Int64, max: Int32, _ filter: EventFilter,
    ) throws(SluiceError) -> EventPage {
        let size = try PageSize.events.entries(max)
        return try read { db in
            let scope = try StoredScope(
                db, workspace: filter.workspace, environment: filter.environment)
            let kept = try keptEvents(db)
            let start = try kept.start(after: after)
            let end = min(kept.latest, start + Self.lookedAt)
            let events = try events(after: start, upTo: end, size, filter, db, scope)
            let isFull = events.count == size
            return EventPage(
                events: events, lookedUpTo: isFull ? events.last?.seq ?? end : end,
                latestSeq: kept.latest)
        }
    }

    /// Numbers of the oldest event that is kept and of the latest; the oldest is one more than the
    /// latest where none is kept.
    package func keptEvents() throws(SluiceError) -> (oldest: Int64, latest: Int64) {
        try read { db in
            let kept = try keptEvents(db)
            return (kept.oldest, kept.latest)
        }
    }
}

private struct KeptEvents {
    var oldest: Int64
    var latest: Int64

    func start(after: Int64) throws(SluiceError) -> Int64 {
        switch after {
        case -1: return latest
        case 0: return oldest - 1
        case ..<0:
            throw SluiceError(
                .invalidArgument, reason: "AFTER_SEQ_INVALID",
                "after_seq is \(after); 0, -1 or the number of an event is allowed",
                subject: "after_seq", domain: .parameterInvalid)
        case ..<(oldest - 1):
            throw SluiceError(
                .outOfRange, reason: "EVENTS_GONE",
                "events after \(after) are no longer kept; the oldest is \(oldest)",
                subject: "event \(oldest)")
        default: return min(after, latest)
        }
    }
}

extension Queries {
    private func keptEvents(_ db: Database) throws -> KeptEvents {
        let row = try SQLStatement(
            db,
            """
            SELECT
                (SELECT MIN(seq) FROM event),
                MAX(event, COALESCE((SELECT MAX(seq) FROM event), 0) + 1)
            FROM counter
            WHERE id = 1
            """)
        guard try row.step() else { return KeptEvents(oldest: 1, latest: 0) }
        let oldest = row.optionalInteger()
        let next = row.integer()
        return KeptEvents(oldest: oldest ?? next, latest: next - 1)
    }

    private func events(
        after: Int64, upTo: Int64, _ size: Int, _ filter: EventFilter, _ db: Database,
        _ scope: StoredScope,
    ) throws -> [SluiceWire.Event] {
        // Of what an instance that was removed did, nothing is told.
        let row = try SQLStatement(
            db,
            """
            SELECT event.seq, event.time, event.type, job.name, event.instance_id, node.name,
                event.attempt, event.from_status, event.to_status, event.reason, event.version
            FROM event
            LEFT JOIN instance ON instance.id = event.instance_id
            LEFT JOIN job ON job.id = COALESCE(instance.job_id, event.job_id)
            LEFT JOIN node ON node.instance_id = event.instance_id
                AND node.ordinal = event.ordinal
            WHERE event.seq > ? AND event.seq <= ?
                AND COALESCE(job.workspace_id, event.workspace_id) = ?3
                AND COALESCE(job.environment, event.environment, ?4) = ?4
                AND (?5 = 0 OR event.instance_id = ?5) AND (?6 = '' OR job.name = ?6)
            ORDER BY event.seq
            LIMIT ?7
            """)
        row.bind(after)
        row.bind(upTo)
        row.bind(scope.workspaceID)
        row.bind(scope.environment)
        row.bind(filter.instance)
        row.bind(filter.jobName)
        row.bind(size)
        var events: [SluiceWire.Event] = []
        while try row.step() { events.append(SluiceWire.Event(row, in: scope)) }
        return events
    }
}

extension SluiceWire.Event {
    fileprivate init(_ row: SQLStatement, in scope: StoredScope) {
        self.init(
            seq: row.integer(), time: row.integer(), type: EventType(rawValue: row.int32()),
            workspace: scope.workspace, jobName: row.text(), instanceId: row.integer(),
            nodeName: row.text(), attempt: row.int32())
        let from = row.int32()
        let to = row.int32()
        if type == .nodeStatus {
            nodeFrom = SluiceWire.NodeStatus(rawValue: from)
            nodeTo = SluiceWire.NodeStatus(rawValue: to)
        } else {
            instanceFrom = SluiceWire.InstanceStatus(rawValue: from)
            instanceTo = SluiceWire.InstanceStatus(rawValue: to)
        }
        reason = row.text()
        version = row.int32()
        environment = SluiceWire.Environment(rawValue: Int32(scope.environment))
    }
}
