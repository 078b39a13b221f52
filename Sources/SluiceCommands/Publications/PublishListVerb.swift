import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct PublishListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists what was submitted and waits for its publish, newest first.",
        discussion: """
            There is a list for each module. Without --module it is the one visited last.

            EXAMPLES
              sluice publish list
              sluice publish list --module modeling
              sluice publish list 'sales-*' -o name
            """)
    static let methods = [PublicationServiceMethods.listPublishItems]

    @Argument(help: ArgumentHelp("Names that fit, with * and ?.", valueName: "glob"))
    var glob: String?

    @Option(help: PublishHelp.module)
    var module: ModuleChoice?

    @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = ListPublishItemsRequest(
            module: module?.wire ?? .unspecified, nameGlob: glob ?? "")
        let list = try await session.pendingItems(request, limit: limit)
        session.remark(onModuleOf: list, "pending list")
        try session.printer.show(list.rows, as: .publishItems)
        session.remarkOnLength(
            of: (list.rows, list.isTruncated), limit: limit, noun: "pending objects")
        return .done
    }
}

extension Listing where Row == PublishItem {
    static var publishItems: Self {
        Self(
            name: { $0.objectName },
            columns: [
                .number("itemId", "ITEM") { $0.itemId },
                .text("objectName", "OBJECT", canShrink: true) { $0.objectName },
                .text("kind", "KIND") { $0.kind.hyphenated },
                .text("module", "MODULE", isWide: true) { $0.module.hyphenated },
                .number("version", "VERSION") { Int64($0.version) },
                Column(field: "change", heading: .init(title: "CHANGE")) { row, _ in
                    Table.Cell(row.change.hyphenated, row.change.style)
                },
                .number("productionVersion", "IN PRODUCTION") {
                    $0.productionVersion > 0 ? Int64($0.productionVersion) : nil
                },
                .time("submitTime", "SUBMITTED") { $0.submitTime },
                .text("submitter", "BY") { $0.submitter },
                .text("comment", "COMMENT", canShrink: true) { $0.comment },
            ])
    }
}
