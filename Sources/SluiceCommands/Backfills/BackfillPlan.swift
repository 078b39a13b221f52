import SluiceClient
import SluiceWire

/// What a call answers that makes a backfill, or that previews one.
struct BackfillPlan: JSONValue, Sendable {
    var backfill: Backfill
    /// The first 1,000 at most.
    var cycles: [BackfillCycle]
    var result: ChangeResult

    init(_ backfill: Backfill?, _ cycles: [BackfillCycle], _ result: ChangeResult?) {
        self.backfill = backfill ?? Backfill()
        self.cycles = cycles
        self.result = result ?? ChangeResult()
    }

    func writeJSON(into json: inout JSONWriter) {
        json.beginObject()
        json.field("backfill", ifPresent: backfill)
        json.field("cycles", list: cycles)
        json.field("result", ifPresent: result)
        json.endObject()
    }

    /// Cycles that are not left out.
    var count: ChangeCount { ChangeCount(Int(backfill.total - backfill.skipped), "cycle") }
}

extension Session {
    /// Shows which cycles a backfill has and what becomes of each, makes it once that is
    /// confirmed, and waits for its end if that was asked for.
    func begin(
        _ change: Change<BackfillPlan>, _ flags: ChangeFlags, _ waiting: BackfillWaitFlags,
    ) async throws(Failure) -> Outcome {
        let plans = try await carryOut([change], .many, flags) { plans in
            plans.first?.count ?? ChangeCount(0, "cycle")
        } show: { (plans, printer) throws(Failure) in
            for plan in plans { try printer.show(preview: plan) }
        }
        guard let plan = plans?.first else { return .done }
        let id = plan.backfill.backfillId
        if waiting.isOn, printer.format != .name, !printer.isForPeople {
            let ended = try await awaitEnd(ofBackfill: id, waiting.timeout)
            try printer.show(ended, name: String(id)) {}
            return ended.outcome
        }
        try printer.show(plan, name: String(id)) {
            waiting.isOn ? remark(plan.sentence) : console.writeLine(plan.sentence)
        }
        if waiting.isOn { return try await awaitEnd(ofBackfill: id, waiting.timeout).outcome }
        if printer.isForPeople, console.remarksAreTerminal {
            remark("its progress: sluice backfill watch \(id)")
        }
        return .done
    }
}

extension BackfillPlan {
    /// `backfill 7 of etl: 24 cycles, at most 2 at once; 3 are left out`
    fileprivate var sentence: String {
        "\(backfill.title): \(count.text), \(pace)"
    }

    /// `at most 2 at once; 3 are left out`. A job's own bound may be lower.
    fileprivate var pace: String { "at most \(backfill.parallel) at once\(leftOut)" }

    private var leftOut: String {
        switch backfill.skipped {
        case 0: ""
        case 1: "; 1 is left out"
        case let several: "; \(several) are left out"
        }
    }
}

extension Printer {
    /// Cycles that a preview lists for people.
    private static let listedCycles = 100

    fileprivate func show(preview plan: BackfillPlan) throws(Failure) {
        switch format {
        case .json, .jsonl, .yaml, .dot, .mermaid, .svg: try show(plan, name: "") {}
        case .csv, .name: try showRows(plan.cycles, as: .plannedCycles)
        case .table, .wide:
            console.writeLine("\(plan.count.text) would run, \(plan.pace):")
            let listed = Array(plan.cycles.prefix(Self.listedCycles))
            writeTable(try table(listed, as: .plannedCycles))
            let rest = Int(plan.backfill.total) - listed.count
            if rest > 0 { console.remark("and \(counted(rest, "more cycle"))") }
        }
    }
}

extension Listing where Row == BackfillCycle {
    /// What becomes of each.
    static var plannedCycles: Self {
        Self(
            name: { "\($0.job)@\(TimeText.rfc3339($0.planTime, .utc))" },
            columns: [
                .text("jobName", "JOB", canShrink: true) { $0.job },
                .planTime,
                Column(field: "state", heading: .init(title: "WHAT")) { row, _ in row.plan },
                .text("reason", "WHY", canShrink: true) { $0.reason },
                .text("after", "AFTER", isWide: true) { $0.afterText },
            ],
            plainFields: [
                "position", "jobName", "planTime", "instanceId", "retry", "state", "reason",
                "workspace",
            ])
    }
}

extension BackfillCycle {
    /// A new instance, an old one again, or nothing.
    fileprivate var plan: Table.Cell {
        if state == .skipped { return Table.Cell("left out", .dim) }
        return retry ? Table.Cell("again: \(instanceId)", .doubtful) : Table.Cell("new", .good)
    }
}
