import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct PublishProposeVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "propose",
        abstract: "Lists a version of development to be published: an older one rolls back.",
        discussion: """
            It takes the place of what is pending of the object. Development stays as it is.

            EXAMPLES
              sluice publish propose load@2 --comment 'version 3 loads too much'
              sluice publish propose shops.csv@4
            """)
    static let methods = [PublicationServiceMethods.proposeVersion]

    @Argument(
        help: ArgumentHelp(
            "The object and its version: load@2, shops.csv@4.", valueName: "object@version"),
        completion: TargetHelp.jobs)
    var version: String

    @Option(help: ArgumentHelp("Why; kept with the item.", valueName: "text"))
    var comment: String?

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let (name, version) = try Self.version(version)
        let object = try await session.developed(name)
        let change = Change { (options) async throws(Failure) in
            let request = ProposeVersionRequest(
                workspace: session.workspace, environment: session.publishingEnvironment,
                options: options, objectName: object.name, isFile: object.isFile,
                version: version, comment: comment ?? "")
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.publications.proposeVersion(request)
            }
        } result: {
            $0.result ?? ChangeResult()
        }
        let replies = try await session.carryOut([change], .one, self.change) {
            ChangeCount($0.count, "object")
        } show: { (replies, printer) throws(Failure) in
            for reply in replies { try printer.show(reply) }
        }
        guard let reply = replies?.first else { return .done }
        try session.printer.show(reply)
        session.remarkOnPending([object.name])
        return .done
    }

    private static func version(
        _ text: String,
    ) throws(Failure) -> (object: String, version: Int32) {
        guard let mark = text.lastIndex(of: "@"),
            let number = Int32(text[text.index(after: mark)...]), number > 0
        else {
            throw .usage("'\(text)' names no version", hint: "OBJECT@VERSION, for example load@2")
        }
        return (String(text[..<mark]), number)
    }
}

extension Printer {
    fileprivate func show(_ reply: ProposeVersionResponse) throws(Failure) {
        let item = reply.item ?? PublishItem()
        try show(reply, name: item.objectName) {
            let words = "\(item.objectName) \(versionWords(item.version, item.change))"
            console.writeLine(
                reply.result?.dryRun == true
                    ? "\(words) would be pending" : "\(words) is pending as item \(item.itemId)")
        }
    }
}
