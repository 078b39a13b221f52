import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct ObjectCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "object",
        abstract: "File objects: named, versioned content that nodes find as files.",
        subcommands: [
            ObjectPutVerb.self, ObjectListVerb.self, ObjectShowVerb.self, ObjectVersionsVerb.self,
            ObjectDiffVerb.self, ObjectDeleteVerb.self,
        ])
}

struct ObjectListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists file objects by name.",
        discussion: """
            EXAMPLES
              sluice object list
              sluice object list '*.csv' --kind resource --env dev
            """)
    static let methods = [ObjectServiceMethods.listObjects]

    @Argument(help: ArgumentHelp("Names that fit, with * and ?.", valueName: "glob"))
    var glob: String?

    @Option(help: ArgumentHelp("Only this kind.", valueName: "kind"))
    var kind: FileKindChoice?

    @Option(help: ArgumentHelp("Only this list of publishing.", valueName: "module"))
    var module: ModuleChoice?

    @Option(help: ArgumentHelp("At most so many.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = ListObjectsRequest(
            workspace: session.workspace, environment: session.environment,
            pageSize: Int32(clamping: min(limit, 1_000)), nameGlob: glob ?? "",
            kind: kind?.wire ?? .unspecified, module: module?.wire ?? .unspecified)
        let found = try await session.first(limit, of: try await session.sluice().objects(request))
        try session.printer.show(found.items, as: .objects)
        session.remarkOnLength(of: found, limit: limit, noun: "file objects")
        return .done
    }
}

struct ObjectVersionsVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "versions", abstract: "Lists the versions of a file object, newest first.",
        discussion: """
            EXAMPLES
              sluice object versions shops.csv
            """)
    static let methods = [ObjectServiceMethods.listObjectVersions]

    @Argument(help: "The file object.", completion: ObjectTarget.objects)
    var object: String

    @Option(help: ArgumentHelp("At most so many.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = ListObjectVersionsRequest(
            workspace: session.workspace, environment: session.environment,
            pageSize: Int32(clamping: min(limit, 1_000)), objectName: object)
        let found = try await session.first(limit, of: try await session.sluice().versions(request))
        try session.printer.show(found.items, as: .objectVersions)
        session.remarkOnLength(of: found, limit: limit, noun: "versions")
        return .done
    }
}

struct ObjectDiffVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Shows how versions of a file object differ.",
        discussion: """
            EXAMPLES
              sluice object diff shops.csv        the latest and the one before
              sluice object diff shops.csv --from 3 --to 7
            """)
    static let methods = [ObjectServiceMethods.diffObjectVersions]

    @Argument(help: "The file object.", completion: ObjectTarget.objects)
    var object: String

    @Option(
        help: ArgumentHelp("Older version; else the one before the newer.", valueName: "number"))
    var from: Int32 = 0

    @Option(help: ArgumentHelp("Newer version; else the latest.", valueName: "number"))
    var to: Int32 = 0

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = DiffObjectVersionsRequest(
            workspace: session.workspace, environment: session.environment, objectName: object,
            fromVersion: from, toVersion: to)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.objects.diffObjectVersions(request)
        }
        let (old, new) = (
            reply.from ?? ObjectVersionSummary(), reply.to ?? ObjectVersionSummary()
        )
        try session.printer.show(reply, name: "\(old.version)..\(new.version)") {
            () throws(Failure) in
            guard reply.notShown.isEmpty else {
                session.remark("no difference is shown: \(reply.notShown)")
                return session.printer.writeTable(
                    try session.printer.table([old, new], as: .objectVersions))
            }
            if old.digest == new.digest { session.remark("the contents are the same") }
            session.showDiff(reply.unified)
        }
        return .done
    }
}

struct ObjectDeleteVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes file objects that no job uses.",
        discussion: """
            Runs that were made with a version of one keep that.

            EXAMPLES
              sluice object delete shops.csv --reason 'a table now'
              sluice object delete old-1 old-2 --dry-run
            """)
    static let methods = [ObjectServiceMethods.deleteObject]

    @Argument(help: "The file objects.", completion: ObjectTarget.objects)
    var objects: [String]

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let changes = objects.map { object in
            Change { (options) async throws(Failure) in
                let request = DeleteObjectRequest(
                    workspace: session.workspace, environment: session.environment,
                    options: options, objectName: object)
                return try await session.call { (sluice) async throws(Status) in
                    try await sluice.objects.deleteObject(request)
                }
            } result: {
                $0.result ?? ChangeResult()
            }
        }
        let extent = Extent(targets: objects.count, areSelected: false)
        let replies = try await session.carryOut(changes, extent, change) {
            ChangeCount($0.count, "file object")
        } show: { (_, printer) throws(Failure) in
            for object in objects {
                printer.console.writeLine("object \(object) would be deleted")
            }
        }
        guard let replies else { return .done }
        guard session.printer.isForPeople || session.printer.format == .name else {
            try session.printer.show(replies, as: .deletedObjects)
            return .done
        }
        for object in objects {
            let isName = session.printer.format == .name
            session.console.writeLine(isName ? object : "object \(object) deleted")
        }
        return .done
    }
}
