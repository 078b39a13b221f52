import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct PublishRunVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Shows every check, asks, and brings pending objects to production.",
        discussion: """
            Each object is published wholly or not at all. One that fails a check stays pending, and
            its record says why; the others go through. Exits 4 if one failed. At most 50 at once,
            in the order in which they need each other.

            EXAMPLES
              sluice publish run load report --comment 'two more shops'
              sluice publish run --all --comment 'week 47' --yes
              sluice publish run '#12' --comment 'as agreed' --name release-47
            """)
    static let methods = [PublicationServiceMethods.publishItems]

    @OptionGroup var selection: PendingSelection

    @Option(help: ArgumentHelp("Why; kept with the records.", valueName: "text"))
    var comment: String

    @Option(
        help: ArgumentHelp("What to call it; else the object and its version.", valueName: "name"))
    var name: String?

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let ids = try await session.items(of: selection)
        guard !ids.isEmpty else { return .done }
        return try await session.publish(
            session.publishing(ids, comment: comment, name: name ?? ""), change)
    }
}

struct PublishPreviewVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Shows what a publish would do, with every check.",
        discussion: """
            Nothing is published, and no record is made. Exits 4 if an object would fail.

            EXAMPLES
              sluice publish preview load report
              sluice publish preview --all -o json
            """)
    static let methods = [PublicationServiceMethods.publishItems]

    /// The daemon wants to know why also where nothing is done.
    private static let comment = "preview"

    @OptionGroup var selection: PendingSelection
    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let ids = try await session.items(of: selection)
        guard !ids.isEmpty else { return .done }
        return try await session.publish(session.publishing(ids, comment: Self.comment), .preview)
    }
}

struct PublishAgainVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "again",
        abstract: "Publishes again what a record says has failed.",
        discussion: """
            Of module modeling, while it is still pending; anything else is published from the list.

            EXAMPLES
              sluice publish again 31 --comment 'the predecessor is there now'
            """)
    static let methods = [PublicationServiceMethods.publishAgain]

    @Argument(help: PublishHelp.record, completion: PublishHelp.records)
    var number: Int64

    @Option(help: ArgumentHelp("Why; kept with the record.", valueName: "text"))
    var comment: String

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let change = Change { (options) async throws(Failure) in
            let request = PublishAgainRequest(
                workspace: session.workspace, environment: session.publishingEnvironment,
                options: options, publishId: number, comment: comment)
            let reply = try await session.call { (sluice) async throws(Status) in
                try await sluice.publications.publishAgain(request)
            }
            return PublishReply(
                details: [reply.detail].compactMap(\.self), result: reply.result ?? ChangeResult())
        } result: {
            $0.result
        }
        return try await session.publish(change, self.change)
    }
}

extension Session {
    fileprivate func publishing(
        _ ids: [Int64], comment: String, name: String = "",
    ) -> Change<PublishReply> {
        Change { (options) async throws(Failure) in
            let request = PublishItemsRequest(
                workspace: self.workspace, environment: self.publishingEnvironment,
                options: options, itemIds: ids, comment: comment, publishName: name)
            let reply = try await self.call { (sluice) async throws(Status) in
                try await sluice.publications.publishItems(request)
            }
            return PublishReply(details: reply.details, result: reply.result ?? ChangeResult())
        } result: {
            $0.result
        }
    }
}
