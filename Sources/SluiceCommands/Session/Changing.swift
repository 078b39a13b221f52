import SluiceClient
import SluiceWire

/// A call that changes something, to be made as a preview or in earnest.
struct Change<Reply> {
    var make: (ChangeOptions) async throws(Failure) -> Reply
    var result: (Reply) -> ChangeResult
}

extension Session {
    /// Makes the changes. More than one thing is shown and confirmed first, and then exactly what
    /// was shown is done. Nil: only shown.
    func carryOut<Reply>(
        _ changes: [Change<Reply>], things: Int, noun: String = "instance", _ flags: ChangeFlags,
        show: ([Reply], Printer) throws(Failure) -> Void,
    ) async throws(Failure) -> [Reply]? {
        if flags.dryRun {
            try show(try await replies(to: changes, flags).map(\.reply), printer)
            remark("nothing was changed")
            return nil
        }
        guard things > 1, !flags.yes else {
            return try await replies(to: changes, flags).map(\.reply)
        }
        var preview = flags
        preview.dryRun = true
        let shown = try await replies(to: changes, preview)
        try show(shown.map(\.reply), previewPrinter)
        try confirm(counted(things, noun))
        return try await replies(to: changes, flags, as: shown.map(\.token)).map(\.reply)
    }

    /// Previews are for the one who confirms, not for the reader of the data.
    private var previewPrinter: Printer {
        var console = console
        console.output = console.remarks
        console.outputIsTerminal = console.remarksAreTerminal
        return Printer(console: console, format: .table, fields: [], paint: remarkPaint)
    }

    private func replies<Reply>(
        to changes: [Change<Reply>], _ flags: ChangeFlags, as tokens: [String] = [],
    ) async throws(Failure) -> [(reply: Reply, token: String)] {
        var replies: [(Reply, String)] = []
        for (index, change) in changes.enumerated() {
            let token = index < tokens.count ? tokens[index] : ""
            let reply = try await change.make(once(flags, planToken: token))
            replies.append((reply, change.result(reply).planToken))
        }
        return replies
    }

    private func confirm(_ things: String) throws(Failure) {
        guard let answer = console.ask("Change \(things)? [y/N] ") else {
            throw .usage(
                "\(things) would change, and nobody is there to confirm it",
                hint: "--yes, or look first: --dry-run")
        }
        guard ["y", "yes"].contains(answer.lowercased()) else {
            throw Failure(.refused, "not confirmed; nothing was changed")
        }
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
                .text("nodes", "NODES", canShrink: true) { $0.nodeText },
            ])
    }
}

extension InstanceChange {
    /// `load: fail → waiting, report: skip → waiting, and 3 more`
    var nodeText: String {
        let shown = nodes.prefix(4).map { node in
            node.from == .unspecified
                ? "\(node.nodeName): \(node.to.word)"
                : "\(node.nodeName): \(node.from.word) → \(node.to.word)"
        }
        let rest = Int(nodeTotal) - shown.count
        return (shown + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: ", ")
    }
}

extension Printer {
    /// What was or would be changed, as one result.
    func show(_ results: [ChangeResult]) throws(Failure) {
        var all = results.first ?? ChangeResult()
        for result in results.dropFirst() {
            all.instances += result.instances
            all.instanceTotal += result.instanceTotal
            all.planToken = ""
        }
        switch format {
        case .table, .wide, .csv, .name:
            try show(all.instances, as: .changes)
            let rest = Int(all.instanceTotal) - all.instances.count
            if rest > 0 { console.remark("and \(counted(rest, "more instance"))") }
        case .json, .jsonl, .yaml: try show(all, name: "") {}
        }
    }
}
