import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct ObjectPutVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "put",
        abstract: "Puts files; one that differs makes a new version of its object.",
        discussion: """
            An object has the name of its file unless --name says another. A job names those that \
            it uses in 'resources'; its nodes find them in the folder $SLUICE_RESOURCES.

            EXAMPLES
              sluice object put shops.csv --comment 'two new shops'
              sluice object put functions/*.py --kind offline-function --yes
              generate-rates | sluice object put - --name rates.csv
            """)
    static let methods = [ObjectServiceMethods.putObject]

    @Argument(
        help: ArgumentHelp("Files; - is the standard input.", valueName: "file"),
        completion: .file())
    var files: [String]

    @Option(help: ArgumentHelp("Name of the object, where one file is put.", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp("What it is; at first 'resource', then what it was.", valueName: "kind"))
    var kind: FileKindChoice?

    @Option(
        help: ArgumentHelp(
            "Its list of publishing; at first 'pipeline', then what it was.", valueName: "module"))
    var module: ModuleChoice?

    @Option(help: ArgumentHelp("Why; kept with the version.", valueName: "text"))
    var comment: String?

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        var changes: [Change<PutObjectResponse>] = []
        for file in files { changes.append(try change(of: file, session)) }
        let extent = Extent(targets: files.count, areSelected: false)
        let replies = try await session.carryOut(changes, extent, change) {
            ChangeCount($0.count, "file object")
        } show: { (replies, printer) throws(Failure) in
            try printer.show(replies, as: .putObjects)
        }
        guard let replies else { return .done }
        guard session.printer.isForPeople else {
            try session.printer.show(replies, as: .putObjects)
            return .done
        }
        for reply in replies { session.console.writeLine(reply.sentence) }
        session.remarkOnPending(replies.filter { $0.itemId > 0 }.map(\.objectName))
        return .done
    }

    private func change(
        of file: String, _ session: Session,
    ) throws(Failure) -> Change<PutObjectResponse> {
        let (name, content) = (try name(of: file), try session.console.read(file))
        return Change { (options) async throws(Failure) in
            let request = PutObjectRequest(
                workspace: session.workspace, environment: session.environment,
                options: options, objectName: name, kind: kind?.wire ?? .unspecified,
                module: module?.wire ?? .unspecified, content: content, comment: comment ?? "")
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.objects.putObject(request)
            }
        } result: {
            $0.result ?? ChangeResult()
        }
    }

    private func name(of file: String) throws(Failure) -> String {
        if let name {
            guard files.count == 1 else {
                throw .usage("--name is for one file", hint: "put the others by themselves")
            }
            return name
        }
        guard file != "-" else {
            throw .usage("the standard input has no name", hint: "--name NAME")
        }
        return file.split(separator: "/").last.map(String.init) ?? file
    }
}

extension PutObjectResponse {
    var sentence: String {
        changed
            ? "object \(objectName) version \(version) put"
            : "object \(objectName) is unchanged at version \(version)"
    }
}

extension Listing where Row == PutObjectResponse {
    static var putObjects: Self {
        Self(
            name: { $0.objectName },
            columns: [
                .text("objectName", "OBJECT", canShrink: true) { $0.objectName },
                .number("version", "VERSION") { Int64($0.version) },
                .text("changed", "CHANGED") { $0.changed ? "yes" : "no" },
            ])
    }
}
