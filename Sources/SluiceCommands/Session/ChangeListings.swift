import SluiceWire

/// A node that changes, with the instance that it is of.
struct ChangedNode: JSONValue, Sendable {
    var instance: InstanceChange
    var node: NodeChange

    init(_ instance: InstanceChange, _ node: NodeChange) {
        self.instance = instance
        self.node = node
    }

    var target: String { "\(instance.instanceId)/\(node.nodeName)" }

    func writeJSON(into json: inout JSONWriter) {
        json.beginObject()
        json.field("instanceId", instance.instanceId)
        json.field("jobName", instance.jobName)
        json.field("nodeName", node.nodeName)
        json.field("from", node.from)
        json.field("to", node.to)
        json.field("effect", node.effect)
        json.endObject()
    }
}

extension Listing where Row == InstanceChange {
    static var changes: Self {
        Self(
            name: { String($0.instanceId) },
            columns: [
                .number("instanceId", "INSTANCE") { $0.instanceId > 0 ? $0.instanceId : nil },
                .text("jobName", "JOB", canShrink: true) { $0.jobName },
                Column(field: "from", heading: .init(title: "FROM")) { row, _ in
                    Table.Cell(row.from == .unspecified ? "new" : row.from.word, row.from.style)
                },
                Column(field: "to", heading: .init(title: "TO")) { row, _ in
                    Table.Cell(row.to.word, row.to.style)
                },
                .text("effect", "EFFECT", canShrink: true) { $0.effect },
                .text("nodes", "NODES", canShrink: true) { $0.nodeText },
            ])
    }
}

extension Listing where Row == ChangedNode {
    static var changes: Self {
        Self(
            name: { $0.target },
            columns: [
                .text("nodeName", "NODE") { $0.target },
                .text("jobName", "JOB", canShrink: true) { $0.instance.jobName },
                Column(field: "from", heading: .init(title: "FROM")) { row, _ in
                    let from = row.node.from
                    return Table.Cell(from == .unspecified ? "new" : from.word, from.style)
                },
                Column(field: "to", heading: .init(title: "TO")) { row, _ in
                    Table.Cell(row.node.to.word, row.node.to.style)
                },
                .text("effect", "EFFECT", canShrink: true) { $0.node.effect },
            ], plainFields: ["instanceId", "nodeName", "jobName", "from", "to", "effect"])
    }
}

extension Listing where Row == DependentInstance {
    static var dependents: Self {
        Self(
            name: { String($0.instanceId) },
            columns: [
                .number("instanceId", "INSTANCE") { $0.instanceId },
                .text("jobName", "JOB", canShrink: true) { $0.jobName },
                Column(field: "status", heading: .init(title: "STATUS")) { row, _ in
                    Table.Cell(row.status.word, row.status.style)
                },
                .text("included", "RUNS AGAIN") { $0.included ? "yes" : "no" },
            ])
    }
}
