import SluiceClient
import SluiceWire

/// What a publish answers, or the preview of one.
struct PublishReply: JSONValue, Sendable {
    /// In the order in which they are published.
    var details: [PublishDetail]
    var result: ChangeResult

    func writeJSON(into json: inout JSONWriter) {
        json.beginObject()
        json.field("details", list: details)
        json.field("result", ifPresent: result)
        json.endObject()
    }

    var failed: [PublishDetail] { details.filter { $0.record?.status == .failed } }

    /// What is to be confirmed.
    fileprivate var count: ChangeCount {
        let (bad, good) = (failed.count, details.count - failed.count)
        let question =
            switch (good, bad) {
            case (_, 0): "Publish \(counted(good, "object"))?"
            case (0, _): "Publish nothing, and record that \(counted(bad, "object")) failed?"
            default:
                "Publish \(counted(good, "object")), and record that \(bad) failed?"
            }
        return ChangeCount(details.count, "object", question: question)
    }

    var outcome: Outcome { failed.isEmpty ? .done : .refused }
}

extension Session {
    /// Shows every object with its checks, asks, and publishes what was shown. Refused: an object
    /// did not pass its checks.
    func publish(
        _ change: Change<PublishReply>, _ flags: ChangeFlags,
    ) async throws(Failure) -> Outcome {
        var preview = Outcome.done
        let replies = try await carryOut([change], .confirmed, flags) { replies in
            replies.first?.count ?? ChangeCount(0, "object")
        } show: { (replies, printer) throws(Failure) in
            for reply in replies {
                try printer.show(reply)
                preview = reply.outcome
            }
        }
        guard let reply = replies?.first else { return preview }
        try printer.show(reply)
        return reply.outcome
    }
}

extension Printer {
    fileprivate func show(_ reply: PublishReply) throws(Failure) {
        switch format {
        case .json, .jsonl, .yaml, .dot, .mermaid, .svg: try show(reply, name: "") {}
        case .csv: try showRows(reply.details.compactMap(\.record), as: .publishRecords)
        case .name: try showRows(reply.details, as: .publishDetails(areRecorded: false))
        case .table, .wide:
            console.writeLine(reply.sentence)
            writeTable(try table(reply.details, as: .publishDetails(areRecorded: !reply.isPreview)))
            for detail in reply.details { show(remarksOn: detail) }
        }
    }

    /// What is wrong with an object and how it is put right, and what else is to be known.
    private func show(remarksOn detail: PublishDetail) {
        let failed = detail.checks.filter { !$0.passed }
        // What was wrong is an alert as well.
        let alerts = detail.alerts.filter { alert in
            !failed.contains { alert == "\($0.name): \($0.message)" }
        }
        guard !failed.isEmpty || !alerts.isEmpty, let record = detail.record else { return }
        console.writeLine("\(record.objectName) \(versionWords(record.version, record.change)):")
        for check in failed {
            console.writeLine(
                "  " + paint("✗ \(check.name)", .bad) + ": \(harmless(check.message))")
            let hint = check.hint(for: record)
            if !hint.isEmpty { console.writeLine("    \(hint)") }
        }
        for alert in alerts {
            console.writeLine("  " + paint("! alert", .doubtful) + ": \(harmless(alert))")
        }
    }
}

extension PublishReply {
    fileprivate var isPreview: Bool { result.dryRun }

    /// `2 of 3 objects would be published:`
    fileprivate var sentence: String {
        let good = details.count - failed.count
        let verb = isPreview ? "would be published" : "published"
        let all = counted(details.count, "object")
        switch (good, failed.count) {
        case (_, 0): return "\(all) \(verb):"
        case (0, _): return "nothing \(verb):"
        default: return "\(good) of \(all) \(verb):"
        }
    }
}

extension PublishCheck {
    /// What to do where it failed, with the command to type where there is one.
    func hint(for record: PublishRecord) -> String {
        let name = record.objectName
        switch self.name {
        case "predecessors", "resources":
            return "publish what it needs first, or both at once: sluice publish list"
        case "name": return "publish the deletion of the other one first: sluice publish list"
        case "definition", "cycle":
            return "mend it: sluice publish edit \(shellWord(name))"
        case "pools": return "the pools: sluice pool list"
        case "connections": return "set it: sluice workspace env set NAME --env prod --connection …"
        case "quota": return "the quotas: sluice workspace show"
        case "dependents": return "publish them without it first, or all at once"
        case "running": return "wait for them, or stop them: sluice stop --job \(shellWord(name))"
        default: return ""
        }
    }
}

extension Listing where Row == PublishDetail {
    /// The objects of one publish.
    static func publishDetails(areRecorded: Bool) -> Self {
        Self(
            name: { $0.record?.objectName ?? "" },
            columns: [
                .text("objectName", "OBJECT", canShrink: true) { $0.record?.objectName ?? "" },
                .text("kind", "KIND") { $0.record?.kind.hyphenated ?? "" },
                .number("version", "VERSION") { ($0.record?.version).map { Int64($0) } },
                Column(field: "change", heading: .init(title: "CHANGE")) { row, _ in
                    let change = row.record?.change ?? .unspecified
                    return Table.Cell(change.hyphenated, change.style)
                },
                Column(field: "status", heading: .init(title: "STATUS")) { row, _ in
                    let status = row.record?.status ?? .unspecified
                    return Table.Cell(status.hyphenated, status.style)
                },
                areRecorded
                    ? .number("publishId", "PUBLISH") { $0.record?.publishId }
                    : .text("checks", "CHECKS", canShrink: true) { $0.checkText },
            ])
    }
}

extension PublishDetail {
    /// `✓ name  ✗ predecessors`
    fileprivate var checkText: String {
        checks.map { "\($0.passed ? "✓" : "✗") \($0.name)" }.joined(separator: "  ")
    }
}
