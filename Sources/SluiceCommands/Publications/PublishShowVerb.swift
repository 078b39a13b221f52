import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct PublishShowVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a publish: basic information, flow checks, alerts.",
        discussion: """
            EXAMPLES
              sluice publish show 31
              sluice publish show 31 -o yaml
            """)
    static let methods = [PublicationServiceMethods.getPublishRecord]

    @Argument(help: PublishHelp.record, completion: PublishHelp.records)
    var number: Int64

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = GetPublishRecordRequest(
            workspace: session.workspace, environment: session.publishingEnvironment,
            publishId: number)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.publications.getPublishRecord(request)
        }
        let printer = session.printer
        let detail = reply.detail ?? PublishDetail()
        try printer.show(detail, name: String(number)) {
            for line in PublishText(detail, printer).lines { session.console.writeLine(line) }
        }
        return .done
    }
}

/// A publish in words.
struct PublishText {
    private let detail: PublishDetail
    private let printer: Printer

    init(_ detail: PublishDetail, _ printer: Printer) {
        self.detail = detail
        self.printer = printer
    }

    var lines: [String] {
        FactText.lines(facts, printer.paint)
            + part("flow checks", detail.checks.flatMap(lines(of:)))
            + part("alerts", detail.alerts.map { "  \(harmless($0))" })
    }

    private func part(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", printer.paint(title, .bold)] + lines
    }

    private func lines(of check: PublishCheck) -> [String] {
        guard !check.passed else { return ["  " + printer.paint("✓ \(check.name)", .good)] }
        let hint = check.hint(for: detail.record ?? PublishRecord())
        return [
            "  " + printer.paint("✗ \(check.name)", .bad) + ": \(harmless(check.message))"
        ] + (hint.isEmpty ? [] : ["    \(hint)"])
    }

    private var facts: [(name: String, value: String)] {
        let record = detail.record ?? PublishRecord()
        let moment = printer.moment
        let former = record.formerVersion > 0 ? "; production had \(record.formerVersion)" : ""
        return [
            ("publish", "\(record.publishId), \(harmless(record.publishName))"),
            ("object", record.objectName),
            ("kind", "\(record.kind.hyphenated), in module \(record.module.hyphenated)"),
            ("version", "\(record.version)\(former)"),
            ("change", printer.paint(record.change.hyphenated, record.change.style)),
            ("status", printer.paint(record.status.hyphenated, record.status.style)),
            ("published", moment.text(record.publishTime)),
            ("by", record.publisher),
            ("comment", harmless(record.comment)),
            ("submitted", moment.text(record.submitTime)),
            ("by", record.submitter),
            ("comment", harmless(record.submitComment)),
        ]
    }
}
