import SluiceExpression
import SluiceModel
import SluiceWire

extension PreviewScheduleResponse {
    /// What the daemon answers, computed here.
    init(_ schedule: SluiceExpression.Schedule, after time: Timestamp, count: Int) {
        self.init(
            cycles: schedule.preview(after: time, count: count).map { fire in
                PlannedCycle(
                    planTime: fire.time.milliseconds, localTime: fire.shown.description,
                    abbreviation: fire.shown.abbreviation,
                    note: fire.clockChange?.description ?? "")
            }, words: schedule.words, timeZone: schedule.zone.name)
    }
}

extension Listing where Row == PlannedCycle {
    static var cycles: Self {
        Self(
            name: { $0.localTime },
            columns: [
                .text("localTime", "TIME") { $0.localTime },
                .text("abbreviation", "ZONE") { $0.abbreviation },
                .text("planTime", "UTC") { TimeText.rfc3339($0.planTime, .utc) },
                Column(field: "in", heading: .init(title: "IN"), isWide: true) { row, moment in
                    Table.Cell(TimeText.relative(row.planTime, now: moment.now, moment.zone))
                },
                .text("note", "NOTE", canShrink: true) { $0.note },
            ], plainFields: ["planTime", "localTime", "abbreviation", "note"])
    }
}

extension Session {
    /// Shows a preview, wherever it was computed.
    func show(_ preview: PreviewScheduleResponse) throws(Failure) {
        if printer.isForPeople { console.writeLine(harmless(preview.words)) }
        try printer.show(preview.cycles, as: .cycles)
        if preview.cycles.isEmpty { remark("it fires no more") }
    }
}
