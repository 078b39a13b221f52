import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct PublishRecordsVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "records",
        abstract: "Lists what was published, and what failed, newest first.",
        discussion: """
            There is a list for each module. Without --module it is the one visited last.

            EXAMPLES
              sluice publish records
              sluice publish records --object 'sales-*' --status failed
              sluice publish records --publisher ann --published yesterday..
            """)
    static let methods = [PublicationServiceMethods.listPublishRecords]

    /// What became of a publish, as people write it.
    enum StatusChoice: String, ExpressibleByArgument, CaseIterable {
        case success
        case failed

        var wire: PublishStatus { self == .success ? .success : .failed }
    }

    @Option(help: PublishHelp.module)
    var module: ModuleChoice?

    @Option(help: ArgumentHelp("Objects whose name fits, with * and ?.", valueName: "glob"))
    var object: String?

    @Option(help: ArgumentHelp("What became of it: success or failed.", valueName: "status"))
    var status: StatusChoice?

    @Option(help: ArgumentHelp("Who published.", valueName: "user"))
    var publisher: String?

    @Option(
        help: ArgumentHelp("Published from A to B: A..B, A.. or ..B, or a day.", valueName: "a..b"))
    var published: String?

    @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let list = try await session.publishRecords(try request(session.times), limit: limit)
        session.remark(onModuleOf: list, "publishes")
        try session.printer.show(list.rows, as: .publishRecords)
        session.remarkOnLength(
            of: (list.rows, list.isTruncated), limit: limit, noun: "publishes")
        return .done
    }

    private func request(_ times: TimeReader) throws(Failure) -> ListPublishRecordsRequest {
        var request = ListPublishRecordsRequest(
            module: module?.wire ?? .unspecified, nameGlob: object ?? "",
            status: status?.wire ?? .unspecified, publisher: publisher ?? "")
        if let published {
            let (from, before) = try times.readRange(published)
            if from > 0 { request.fromTime = from }
            if before > 0 { request.toTime = before - 1 }
        }
        return request
    }
}

struct PublishHistoryVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Lists the publishes of all versions of one object, newest first.",
        discussion: """
            Of an object that is past its first version.

            EXAMPLES
              sluice publish history load
              sluice publish history shops.csv -o json
            """)
    static let methods = [PublicationServiceMethods.listPublishHistory]

    @Argument(
        help: ArgumentHelp("The object: load, shops.csv.", valueName: "object"),
        completion: TargetHelp.jobs)
    var object: String

    @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let object = try await session.developed(object)
        let request = ListPublishHistoryRequest(
            workspace: session.workspace, environment: session.publishingEnvironment,
            objectName: object.name, isFile: object.isFile,
            pageSize: Int32(clamping: min(limit, 1_000)))
        let pages = try await session.sluice().publishHistory(request)
        let found = try await session.first(limit, of: pages)
        try session.printer.show(found.items, as: .publishRecords)
        session.remarkOnLength(of: found, limit: limit, noun: "publishes")
        return .done
    }
}

extension Listing where Row == PublishRecord {
    static var publishRecords: Self {
        Self(
            name: { String($0.publishId) },
            columns: [
                .number("publishId", "PUBLISH") { $0.publishId },
                .text("publishName", "NAME", isWide: true, canShrink: true) { $0.publishName },
                .text("objectName", "OBJECT", canShrink: true) { $0.objectName },
                .text("kind", "KIND") { $0.kind.hyphenated },
                .text("module", "MODULE", isWide: true) { $0.module.hyphenated },
                .number("version", "VERSION") { Int64($0.version) },
                Column(field: "change", heading: .init(title: "CHANGE")) { row, _ in
                    Table.Cell(row.change.hyphenated, row.change.style)
                },
                Column(field: "status", heading: .init(title: "STATUS")) { row, _ in
                    Table.Cell(row.status.hyphenated, row.status.style)
                },
                .time("publishTime", "PUBLISHED") { $0.publishTime },
                .text("publisher", "BY") { $0.publisher },
                .text("submitter", "SUBMITTED BY", isWide: true) { $0.submitter },
                .text("comment", "COMMENT", canShrink: true) { $0.comment },
                .text("errorMessage", "ERROR", canShrink: true) { $0.errorMessage },
            ])
    }
}
