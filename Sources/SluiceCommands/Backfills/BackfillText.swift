import SluiceClient
import SluiceWire

// Backfills and their cycles in words.

extension BackfillState {
    /// `running`, `cancelled`
    var words: String { word.lowercased() }

    var style: Style {
        switch self {
        case .success: .good
        case .fail: .bad
        case .running: .active
        case .paused, .cancelled: .doubtful
        case .unspecified, .unrecognized: .plain
        }
    }

    /// Nothing more is begun, now or later.
    var isFinal: Bool {
        switch self {
        case .success, .fail, .cancelled: true
        case .running, .paused, .unspecified, .unrecognized: false
        }
    }
}

extension CycleState {
    var words: String { word.lowercased() }

    var style: Style {
        switch self {
        case .success: .good
        case .fail: .bad
        case .active: .active
        case .skipped: .dim
        case .waiting, .unspecified, .unrecognized: .plain
        }
    }
}

extension Backfill {
    /// `backfill 7 of etl`, `retry 8 of etl and others`
    var title: String {
        kind == .retry
            ? "retry \(backfillId) of \(jobName) and others"
            : "backfill \(backfillId) of \(jobName)"
    }

    /// Cycles that come to nothing more.
    var ended: Int32 { success + fail + skipped }

    /// Nothing is begun any more, and what has begun has ended.
    var isOver: Bool { state.isFinal && active == 0 }

    /// `3 failed, 2 left out, 2 at work`; empty where there is nothing particular.
    var remarks: String {
        [(fail, "failed"), (skipped, "left out"), (active, "at work")]
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    /// `backfill 7 of etl: paused, 12/24, 1 failed (paused by hand)`
    var sentence: String {
        let parts = [state.words, "\(ended)/\(total)", remarks].filter { !$0.isEmpty }
        return "\(title): \(parts.joined(separator: ", "))\(why.isEmpty ? "" : " (\(why))")"
    }

    /// Milliseconds until the end, at the pace so far; nil where nothing tells.
    func timeLeft(now: Int64) -> Int64? {
        let done = Int64(success + fail)
        let left = Int64(waiting + active)
        guard state == .running, done > 0, left > 0, now > createTime else { return nil }
        return (now - createTime) * left / done
    }

    func facts(_ moment: Moment, _ paint: Paint) -> [(name: String, value: String)] {
        let end = endTime > 0 ? endTime : moment.now
        return [
            (kind == .retry ? "retry" : "backfill", "\(backfillId) of job \(jobName)"),
            (
                "state",
                [paint(state.words, state.style), why].filter { !$0.isEmpty }
                    .joined(separator: "; ")
            ),
            ("cycles", "\(ended)/\(total)" + (remarks.isEmpty ? "" : ", \(remarks)")),
            ("created", moment.text(createTime)),
            ("ended", moment.text(endTime)),
            ("duration", DurationText.write(end - createTime)),
            ("left", timeLeft(now: moment.now).map { "about \(DurationText.write($0))" } ?? ""),
            ("at once", "\(parallel)" + (stopOnFailure ? "; a failure pauses it" : "")),
            ("params", text(of: params)),
            ("made by", [user, reason].filter { !$0.isEmpty }.joined(separator: ": ")),
        ]
    }
}

extension BackfillCycle {
    /// `etl`, or `finance/etl` where it is of another workspace than the backfill.
    var job: String { workspace.isEmpty ? jobName : "\(workspace)/\(jobName)" }

    /// `0, 3`: the places of those that come before.
    var afterText: String { after.map { String($0) }.joined(separator: ", ") }
}

extension Listing.Column where Row == BackfillCycle {
    /// Which cycle it is: a distance from now would tell neighbours apart badly.
    static var planTime: Self {
        Self(field: "planTime", heading: .init(title: "PLANNED")) { row, moment in
            Table.Cell(
                moment.isTerminal
                    ? TimeText.local(row.planTime, in: moment.zone)
                    : TimeText.rfc3339(row.planTime, moment.zone))
        }
    }
}

extension Listing where Row == Backfill {
    static var backfills: Self {
        Self(
            name: { String($0.backfillId) },
            columns: [
                .number("backfillId", "NUMBER") { $0.backfillId },
                .text("kind", "KIND") { $0.kind.word.lowercased() },
                .text("jobName", "JOB", canShrink: true) { $0.jobName },
                Column(field: "state", heading: .init(title: "STATE")) { row, _ in
                    Table.Cell(row.state.words, row.state.style)
                },
                Column(field: "total", heading: .init(title: "CYCLES", alignment: .right)) {
                    row, _ in Table.Cell("\(row.ended)/\(row.total)")
                },
                .number("fail", "FAILED") { $0.fail > 0 ? Int64($0.fail) : nil },
                .number("skipped", "LEFT OUT") { $0.skipped > 0 ? Int64($0.skipped) : nil },
                .time("createTime", "CREATED") { $0.createTime },
                .time("endTime", "ENDED") { $0.endTime },
                .text("user", "WHO", isWide: true) { $0.user },
                .number("parallel", "AT ONCE", isWide: true) { Int64($0.parallel) },
                .text("why", "WHY", canShrink: true) { $0.why },
                .text("reason", "REASON", isWide: true) { $0.reason },
            ],
            plainFields: [
                "backfillId", "kind", "jobName", "state", "total", "waiting", "active", "success",
                "fail", "skipped", "createTime", "endTime", "user", "parallel", "why", "reason",
            ])
    }
}

extension Listing where Row == BackfillCycle {
    static var cycles: Self {
        Self(
            name: { $0.instanceId > 0 ? String($0.instanceId) : "" },
            columns: [
                .number("position", "PLACE", isWide: true) { Int64($0.position) },
                .text("jobName", "JOB", canShrink: true) { $0.job },
                .planTime,
                .number("instanceId", "INSTANCE") { $0.instanceId > 0 ? $0.instanceId : nil },
                Column(field: "state", heading: .init(title: "STATE")) { row, _ in
                    Table.Cell(row.state.words, row.state.style)
                },
                .text("reason", "WHY", canShrink: true) { $0.reason },
                .text("after", "AFTER", isWide: true) { $0.afterText },
            ],
            plainFields: [
                "position", "jobName", "planTime", "instanceId", "retry", "state", "reason",
                "workspace",
            ])
    }
}
