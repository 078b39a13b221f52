import SluiceClient
import SluiceRPC
import SluiceWire

/// Cycles at full hours that have passed long ago.
enum Hours {
    /// Plan time of a cycle: 2023-11-14T23:00Z, and so many hours later.
    static func at(_ hour: Int) -> Int64 { 1_700_002_800_000 + Int64(hour) * 3_600_000 }

    /// A job with a cycle at each full hour that is not made by itself, and one node.
    static func job(_ name: String, _ script: String, keys: String = "") -> String {
        """
        name: \(name)
        schedule: {cron: "0 * * * *", timeZone: UTC, enabled: false}
        maxParallelInstances: 16
        \(keys)
        nodes: [{name: a, type: Shell, script: "\(script)"}]
        """
    }
}

extension Sluice {
    /// Makes up for hours of a job.
    @discardableResult func backfill(
        _ job: String, _ hours: ClosedRange<Int>, parallel: Int32 = 1,
        _ options: ChangeOptions = .once(),
        _ body: (inout CreateBackfillRequest) -> Void = { _ in },
    ) async throws(Status) -> CreateBackfillResponse {
        var request = CreateBackfillRequest(
            options: options, jobName: job, fromTime: Hours.at(hours.lowerBound),
            toTime: Hours.at(hours.upperBound), parallel: parallel)
        body(&request)
        return try await backfills.createBackfill(request)
    }

    /// A backfill with its cycles as soon as it fits; an error when nothing has happened for a time
    /// much longer than anything here takes.
    func backfill(
        _ id: Int64, when fits: (Backfill) -> Bool,
    ) async throws(Status) -> GetBackfillResponse {
        var seen = try await latestEvent()
        while true {
            let found = try await backfills.getBackfill(
                GetBackfillRequest(backfillId: id, pageSize: 1_000))
            if let backfill = found.backfill, fits(backfill) { return found }
            let after = seen
            let reply = try await events.waitEvents(
                WaitEventsRequest(afterSeq: after, waitMs: 30_000))
            guard !reply.events.isEmpty else {
                throw Status(.deadlineExceeded, "it stays \(found)")
            }
            seen = reply.latestSeq
        }
    }

    /// A backfill with its cycles when it has ended, and all that it began.
    func ended(backfill id: Int64) async throws(Status) -> GetBackfillResponse {
        try await backfill(id) { $0.endTime > 0 && $0.active == 0 }
    }

    func operate(
        _ operation: BackfillVerb, backfill id: Int64,
    ) async throws(Status) -> Backfill? {
        switch operation {
        case .pause:
            try await backfills.pauseBackfills(
                PauseBackfillsRequest(options: .once(), backfillIds: [id])
            ).backfills.first
        case .resume:
            try await backfills.resumeBackfills(
                ResumeBackfillsRequest(options: .once(), backfillIds: [id])
            ).backfills.first
        case .cancel:
            try await backfills.cancelBackfills(
                CancelBackfillsRequest(options: .once(), backfillIds: [id])
            ).backfills.first
        }
    }

    /// Instances in the order in which they began and ended: `+1` and `-1`.
    func course() async throws(Status) -> [String] {
        try await allEvents().filter { $0.type == .instanceStatus }.compactMap { event in
            if event.instanceTo == .running { return "+\(event.instanceId)" }
            return event.instanceFrom == .running ? "-\(event.instanceId)" : nil
        }
    }
}

enum BackfillVerb {
    case pause
    case resume
    case cancel
}

extension [String] {
    /// The most that were at work at once in a course.
    var peak: Int {
        var (now, most) = (0, 0)
        for step in self {
            now += step.hasPrefix("+") ? 1 : -1
            most = Swift.max(most, now)
        }
        return most
    }
}

extension GetBackfillResponse {
    var states: [CycleState] { cycles.map(\.state) }
}
