import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct NodeListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists nodes of many instances, of the newest first.",
        discussion: """
            EXAMPLES
              sluice node list --node-status fail --started yesterday..
              sluice node list --job 'import-*' --node load -o csv
              sluice node list --paused
            """)
    static let methods = [NodeServiceMethods.listNodes]

    /// Without `--limit`.
    static let usualLimit = 100

    @OptionGroup var selector: NodeSelector
    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let limit = selector.limit ?? Self.usualLimit
        let found = try await session.select(try selector.request(session.times), limit: limit)
        try session.printer.show(found.items, as: .nodeSummaries)
        session.remarkOnLength(of: found, limit: limit, noun: "nodes")
        return .done
    }
}

extension Listing where Row == NodeSummary {
    static var nodeSummaries: Self {
        Self(
            name: { "\($0.instanceId)/\($0.nodeName)" },
            columns: [
                .text("nodeName", "NODE") { "\($0.instanceId)/\($0.nodeName)" },
                .text("jobName", "JOB", canShrink: true) { $0.jobName },
                Column(field: "status", heading: .init(title: "STATUS")) { row, _ in
                    let isShown = row.paused && row.status != .pause
                    return Table.Cell(
                        row.status.word + (isShown ? " (paused)" : ""), row.status.style)
                },
                .number("attempt", "ATTEMPT") { $0.attempt > 0 ? Int64($0.attempt) : nil },
                .time("planTime", "PLANNED") { $0.planTime },
                .text("reason", "REASON", canShrink: true) { node in
                    [node.reason, node.waitReason.words].filter { !$0.isEmpty }
                        .joined(separator: "; ")
                },
            ],
            plainFields: [
                "instanceId", "nodeName", "jobName", "status", "paused", "attempt", "planTime",
                "waitReason", "reason",
            ])
    }
}
