import SluiceClient
import SluiceWire

/// A call that changes something, to be made as a preview or in earnest.
struct Change<Reply> {
    var make: (ChangeOptions) async throws(Failure) -> Reply
    var result: (Reply) -> ChangeResult
}

/// How much a command changes, as far as its words tell.
enum Extent {
    /// One thing that was named: one call does it.
    case one
    /// One thing was named, and how many follow it only a preview tells.
    case following
    /// Several were named, or a selection fits them: shown and confirmed first.
    case many
    /// The daemon takes it only with the token of its preview (`S163`): shown even where nobody is
    /// asked.
    case confirmed

    /// Of so many targets, typed or selected.
    init(targets: Int, areSelected: Bool) {
        self = targets > 1 || areSelected ? .many : .one
    }
}

/// How many things change, and how a question names them.
struct ChangeCount {
    var total: Int
    /// `3 nodes`
    var text: String
    /// `Change 3 nodes?`
    var question: String

    init(_ total: Int, _ noun: String, besides others: Int = 0, question: String? = nil) {
        self.total = total + others
        text = counted(total, noun)
        self.question = question ?? "Change \(text)?"
    }
}

extension Session {
    /// Makes the changes. More than one thing is shown and confirmed first, and then exactly what
    /// was shown is done. Nil: only shown.
    func carryOut<Reply>(
        _ changes: [Change<Reply>], _ extent: Extent, _ flags: ChangeFlags,
        count: ([Reply]) -> ChangeCount, show: ([Reply], Printer) throws(Failure) -> Void,
    ) async throws(Failure) -> [Reply]? {
        if flags.dryRun {
            try show(try await replies(to: changes, flags).map(\.reply), printer)
            remark("nothing was changed")
            return nil
        }
        guard extent == .confirmed || (extent != .one && !flags.yes) else {
            return try await replies(to: changes, flags).map(\.reply)
        }
        var preview = flags
        preview.dryRun = true
        let shown = try await replies(to: changes, preview)
        let count = count(shown.map(\.reply))
        if extent != .following || count.total > 1 {
            try show(shown.map(\.reply), previewPrinter)
            guard count.total > 0 else {
                remark("nothing would change")
                return nil
            }
            if !flags.yes { try confirm(count) }
        }
        return try await replies(to: changes, flags, as: shown.map(\.token)).map(\.reply)
    }

    /// Previews are for the one who confirms, not for the reader of the data.
    var previewPrinter: Printer {
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

    func confirm(_ count: ChangeCount) throws(Failure) {
        guard let answer = console.ask("\(count.question) [y/N] ") else {
            throw .usage(
                "\(count.text) would change, and nobody is there to confirm it",
                hint: "--yes, or look first: --dry-run")
        }
        guard ["y", "yes"].contains(answer.lowercased()) else {
            throw Failure(.refused, "not confirmed; nothing was changed")
        }
    }
}
