import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

/// What the operations on backfills take.
struct BackfillBatch: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Numbers of the backfills.", valueName: "number"),
        completion: BackfillHelp.numbers)
    var numbers: [Int64]

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(
        _ session: Session, _ make: @escaping BackfillsCall.Make,
    ) async throws(Failure) -> Outcome {
        let change = Change { (options) async throws(Failure) in
            let call = BackfillsCall(
                workspace: session.workspace, environment: session.environment,
                options: options, ids: numbers)
            return try await session.call { (sluice) async throws(Status) in
                try await make(call, sluice.backfills)
            }
        } result: {
            $0.result ?? ChangeResult()
        }
        let extent = Extent(targets: Set(numbers).count, areSelected: false)
        let replies = try await session.carryOut([change], extent, self.change) { replies in
            ChangeCount(replies.reduce(0) { $0 + $1.backfills.count }, "backfill")
        } show: { (replies, printer) throws(Failure) in
            for reply in replies { try printer.show(reply) }
        }
        for reply in replies ?? [] { try session.printer.show(reply) }
        return .done
    }
}

/// What every operation on backfills is told.
struct BackfillsCall: Sendable {
    typealias Make =
        @Sendable (BackfillsCall, BackfillServiceClient) async throws(Status) -> BackfillsReply

    var workspace: String
    var environment: SluiceWire.Environment
    var options: ChangeOptions
    var ids: [Int64]
}

/// What every operation on backfills answers.
struct BackfillsReply: JSONValue, Sendable {
    var backfills: [Backfill]
    var result: ChangeResult?

    func writeJSON(into json: inout JSONWriter) {
        json.beginObject()
        json.field("backfills", list: backfills)
        json.field("result", ifPresent: result)
        json.endObject()
    }
}

extension Printer {
    /// The backfills as they are now, or would be.
    fileprivate func show(_ reply: BackfillsReply) throws(Failure) {
        switch format {
        case .json, .jsonl, .yaml, .dot, .mermaid, .svg: try show(reply, name: "") {}
        case .csv, .name: try showRows(reply.backfills, as: .backfills)
        case .table, .wide:
            let isPreview = reply.result?.dryRun == true
            if let only = reply.backfills.first, reply.backfills.count == 1, !isPreview {
                return console.writeLine(only.sentence)
            }
            let verb = isPreview ? "would be" : "are"
            console.writeLine("\(counted(reply.backfills.count, "backfill")) \(verb):")
            writeTable(try table(reply.backfills, as: .backfills))
        }
    }
}
