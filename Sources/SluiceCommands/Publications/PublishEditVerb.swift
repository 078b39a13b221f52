import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct PublishEditVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Opens what is pending, or was published, in your editor, and submits it.",
        discussion: """
            The source is that of the published version; what you make of it is submitted to \
            development as the next one. The editor is $VISUAL, else $EDITOR, else vi. A file that
            is unchanged is not submitted; one that cannot be submitted is kept, and its path is
            told.

            EXAMPLES
              sluice publish edit load --comment 'names the shop'
              sluice publish edit --record 31
              sluice publish edit --record 31 --print > load.yaml
            """)
    static let methods = [PublicationServiceMethods.getPublishSource]

    @Argument(
        help: ArgumentHelp("An object of the pending list.", valueName: "object"),
        completion: PublishHelp.pending)
    var object: String?

    @Option(help: PublishHelp.record, completion: PublishHelp.records)
    var record: Int64?

    @Flag(help: "Only print the source.")
    var print = false

    @Option(help: ArgumentHelp("Why; kept with the version.", valueName: "text"))
    var comment: String?

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = try await request(session)
        let found = try await session.source(request)
        guard !print else {
            session.console.output(found.source)
            return .done
        }
        if found.version != found.latestVersion { session.remark(found.warning) }
        if found.kind.isFile {
            try await editFile(found, request, session)
        } else {
            try await editJob(found, request, session)
        }
        return .done
    }

    private func editJob(
        _ found: GetPublishSourceResponse, _ request: GetPublishSourceRequest, _ session: Session,
    ) async throws(Failure) {
        let job = EditedJob(
            jobName: found.objectName, version: found.version, source: try found.text,
            latestVersion: found.latestVersion)
        try await session.edit(
            job, in: session.publishingEnvironment, comment: comment ?? "", change,
        ) { () async throws(Failure) in
            try await session.source(request).latestVersion
        }
    }

    private func editFile(
        _ found: GetPublishSourceResponse, _ request: GetPublishSourceRequest, _ session: Session,
    ) async throws(Failure) {
        let (name, text) = (found.objectName, try found.text)
        try await session.edit(text, as: name, change) { (_, edited) async throws(Failure) in
            session.remarkOnEdit(of: text, "\(name) version \(found.version)", to: edited)
            let latest = try await session.source(request).latestVersion
            guard latest == found.latestVersion else {
                throw .changedMeanwhile(
                    "file object", name, isAt: latest, edited: found.version,
                    diff: "object diff \(name) --env dev")
            }
            try await put(edited, found, session)
        }
    }

    private func put(
        _ text: String, _ found: GetPublishSourceResponse, _ session: Session,
    ) async throws(Failure) {
        let change = Change { (options) async throws(Failure) in
            let request = PutObjectRequest(
                workspace: session.workspace, environment: session.publishingEnvironment,
                options: options, objectName: found.objectName, kind: found.kind,
                module: found.module, content: Array(text.utf8), comment: comment ?? "")
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.objects.putObject(request)
            }
        } result: {
            $0.result ?? ChangeResult()
        }
        let replies = try await session.carryOut([change], .one, self.change) {
            ChangeCount($0.count, "file object")
        } show: { (replies, printer) throws(Failure) in
            try printer.show(replies, as: .putObjects)
        }
        guard let reply = replies?.first else { return }
        try session.printer.show(reply, name: reply.objectName) {
            session.console.writeLine(reply.sentence)
        }
        session.remarkOnPending(reply.itemId > 0 ? [reply.objectName] : [])
    }

    private func request(_ session: Session) async throws(Failure) -> GetPublishSourceRequest {
        var request = GetPublishSourceRequest(
            workspace: session.workspace, environment: session.publishingEnvironment)
        switch (object, record) {
        case (let object?, nil):
            request.itemId = try await session.items(named: [object]).first ?? 0
        case (nil, let record?): request.publishId = record
        case (nil, nil), (_?, _?):
            throw .usage(
                "an object of the pending list or a record is needed, not both",
                hint: "sluice publish edit load, or: sluice publish edit --record 31")
        }
        return request
    }
}

extension Session {
    fileprivate func source(
        _ request: GetPublishSourceRequest,
    ) async throws(Failure) -> GetPublishSourceResponse {
        try await call { (sluice) async throws(Status) in
            try await sluice.publications.getPublishSource(request)
        }
    }
}

extension GetPublishSourceResponse {
    fileprivate var text: String {
        get throws(Failure) {
            guard let text = String(validating: source, as: UTF8.self) else {
                throw .usage(
                    "'\(objectName)' is not text in UTF-8, and an editor would spoil it",
                    hint: "--print, and then: sluice object put FILE --name \(objectName) --env dev"
                )
            }
            return text
        }
    }

    /// What the editor shows is not what development has.
    fileprivate var warning: String {
        latestVersion == 0
            ? "'\(objectName)' is deleted in development; a submit makes it again"
            : "this is version \(version); development is at version \(latestVersion). To publish "
                + "it as it is: sluice publish propose \(objectName)@\(version)"
    }
}
