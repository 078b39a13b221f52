import SluiceWire

extension Listing where Row == Instance {
    static var instances: Self {
        Self(
            name: { String($0.instanceId) },
            columns: [
                .number("instanceId", "INSTANCE") { $0.instanceId },
                .text("jobName", "JOB", canShrink: true) { $0.jobName },
                Column(field: "status", heading: .init(title: "STATUS")) { row, _ in
                    Table.Cell(row.statusText, row.status.style)
                },
                .text("counts", "NODES") { $0.nodeText },
                .number("run", "RUN", isWide: true) { Int64($0.run) },
                .number("version", "VERSION", isWide: true) { Int64($0.version) },
                .time("planTime", "PLANNED") { $0.planTime },
                .time("startTime", "STARTED") { $0.startTime },
                .duration("executeTime", "DURATION") { $0.executeTime },
                .time("endTime", "ENDED", isWide: true) { $0.endTime ?? 0 },
                .text("instanceType", "TYPE", isWide: true) { $0.instanceType.word.lowercased() },
                .text("user", "USER", isWide: true) { $0.user },
                .text("labels", "LABELS", isWide: true, canShrink: true) { text(of: $0.labels) },
                .text("params", "PARAMS", isWide: true, canShrink: true) { text(of: $0.params) },
                .text("reason", "REASON", canShrink: true) { instance in
                    [instance.reason, instance.waitReason.words].filter { !$0.isEmpty }
                        .joined(separator: "; ")
                },
            ])
    }
}

extension Listing where Row == NodeInstance {
    static var nodes: Self {
        Self(
            name: { "\($0.instanceId)/\($0.nodeName)" },
            columns: [
                .text("nodeName", "NODE") { $0.nodeName },
                .text("type", "TYPE", isWide: true) { $0.type },
                Column(field: "status", heading: .init(title: "STATUS")) { row, _ in
                    Table.Cell(row.statusText, row.status.style)
                },
                .number("attempt", "ATTEMPT") { $0.attempt > 0 ? Int64($0.attempt) : nil },
                .number("retryTimes", "RETRIES") { Int64($0.retryTimes) },
                .time("startTime", "STARTED") { $0.startTime },
                .duration("executeTime", "DURATION") { $0.executeTime },
                .number("inputRowCount", "ROWS") { $0.inputRowCount },
                .number("speed", "ROWS/S") { $0.speed.map { Int64(clamping: $0) } },
                .number("exitCode", "EXIT", isWide: true) { $0.exitCode.map { Int64($0) } },
                .text("dependsOn", "AFTER", isWide: true, canShrink: true) {
                    $0.dependsOn.joined(separator: ",")
                },
                .text("outputs", "OUTPUTS", isWide: true, canShrink: true) { text(of: $0.outputs) },
                .text("reason", "REASON", canShrink: true) { $0.explanation },
            ])
    }
}

extension Int64 {
    /// A rate rounded to whole numbers; what does not fit is the nearest that does.
    fileprivate init(clamping value: Double) {
        self = Int64(exactly: value.rounded()) ?? (value < 0 ? .min : .max)
    }
}
