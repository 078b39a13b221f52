import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct PublishRemoveVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Takes objects off the pending list; what is in production stays as it is.",
        discussion: """
            Of the modules pipeline and data-processing. A removed version is listed again by a
            submit, or by: sluice publish propose.

            EXAMPLES
              sluice publish remove load
              sluice publish remove load report --yes --reason 'not this week'
            """)
    static let methods = [PublicationServiceMethods.removePublishItems]

    @Argument(help: PublishHelp.object, completion: PublishHelp.pending)
    var objects: [String]

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let ids = try await session.items(named: objects)
        let change = Change { (options) async throws(Failure) in
            let request = RemovePublishItemsRequest(
                workspace: session.workspace, environment: session.publishingEnvironment,
                options: options, itemIds: ids)
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.publications.removePublishItems(request)
            }
        } result: {
            $0.result ?? ChangeResult()
        }
        let replies = try await session.carryOut([change], .confirmed, self.change) { replies in
            let count = replies.reduce(0) { $0 + $1.items.count }
            return ChangeCount(
                count, "object",
                question: "Take \(counted(count, "object")) off the pending list?")
        } show: { (replies, printer) throws(Failure) in
            for reply in replies { try printer.show(reply) }
        }
        for reply in replies ?? [] { try session.printer.show(reply) }
        return .done
    }
}

extension Printer {
    fileprivate func show(_ reply: RemovePublishItemsResponse) throws(Failure) {
        switch format {
        case .json, .jsonl, .yaml, .dot, .mermaid, .svg: try show(reply, name: "") {}
        case .csv, .name: try showRows(reply.items, as: .publishItems)
        case .table, .wide:
            let verb = reply.result?.dryRun == true ? "would be taken" : "taken"
            console.writeLine("\(counted(reply.items.count, "object")) \(verb) off the list:")
            writeTable(try table(reply.items, as: .publishItems))
        }
    }
}
