import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct ObjectShowVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a file object, or its content.",
        discussion: """
            EXAMPLES
              sluice object show shops.csv
              sluice object show shops.csv@3 --content > shops.csv
            """)
    static let methods = [ObjectServiceMethods.getObject]

    @Argument(
        help: ArgumentHelp("The file object: shops.csv, shops.csv@3.", valueName: "object"),
        completion: ObjectTarget.objects)
    var object: String

    @Flag(help: "Print the content as it was put.")
    var content = false

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let target = try ObjectTarget(object)
        let request = GetObjectRequest(
            workspace: session.workspace, environment: session.environment,
            objectName: target.name, version: target.version, withoutContent: !content)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.objects.getObject(request)
        }
        guard !content else {
            session.console.output(reply.content)
            return .done
        }
        let printer = session.printer
        try printer.show(reply, name: target.name) {
            for line in FactText.lines(reply.facts(printer.moment), printer.paint) {
                session.console.writeLine(line)
            }
        }
        return .done
    }
}

extension GetObjectResponse {
    fileprivate func facts(_ moment: Moment) -> [(name: String, value: String)] {
        let version = version ?? ObjectVersionSummary()
        let latest = object?.version ?? version.version
        return [
            ("object", object?.objectName ?? ""),
            ("kind", version.kind.hyphenated),
            ("module", version.module.hyphenated),
            ("version", "\(version.version)" + (latest > version.version ? " of \(latest)" : "")),
            ("submitted", moment.text(version.submitTime)),
            ("by", version.user),
            ("comment", version.comment),
            ("bytes", String(version.contentBytes)),
            ("sha256", version.digest),
            ("used by", jobNames.joined(separator: ", ")),
        ]
    }
}

extension Listing where Row == ObjectSummary {
    static var objects: Self {
        Self(
            name: { $0.objectName },
            columns: [
                .text("objectName", "OBJECT") { $0.objectName },
                .text("kind", "KIND") { $0.kind.hyphenated },
                .text("module", "MODULE") { $0.module.hyphenated },
                .number("version", "VERSION") { Int64($0.version) },
                .number("contentBytes", "BYTES") { $0.contentBytes },
                .time("submitTime", "SUBMITTED") { $0.submitTime },
                .text("user", "USER") { $0.user },
                .text("digest", "SHA-256", isWide: true) { $0.digest },
                .number("objectId", "ID", isWide: true) { $0.objectId },
                .text("comment", "COMMENT", canShrink: true) { $0.comment },
            ])
    }
}

extension Listing where Row == ObjectVersionSummary {
    static var objectVersions: Self {
        Self(
            name: { String($0.version) },
            columns: [
                .number("version", "VERSION") { Int64($0.version) },
                .text("kind", "KIND", isWide: true) { $0.kind.hyphenated },
                .text("module", "MODULE", isWide: true) { $0.module.hyphenated },
                .number("contentBytes", "BYTES") { $0.contentBytes },
                .text("digest", "SHA-256") { String($0.digest.prefix(12)) },
                .time("submitTime", "SUBMITTED") { $0.submitTime },
                .text("user", "USER") { $0.user },
                .text("comment", "COMMENT", canShrink: true) { $0.comment },
            ])
    }
}

extension Listing where Row == DeleteObjectResponse {
    static var deletedObjects: Self {
        Self(name: { String($0.objectId) }, columns: [.number("objectId", "ID") { $0.objectId }])
    }
}
