import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct OperationCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operation", abstract: "The record of who did what, when, and why.",
        subcommands: [OperationListVerb.self])
}

struct OperationListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists what was done and what was refused, newest first.",
        discussion: """
            EXAMPLES
              sluice history
              sluice history 12
              sluice history 12/load -o wide
              sluice history --job etl --user ada --since yesterday
              sluice operation list --operation force-rerun --refused
            """)
    static let methods = [OperationServiceMethods.listOperations]

    @Argument(
        help: ArgumentHelp(
            "Only about this instance, or this node of it.", valueName: "instance[/node]"),
        completion: TargetHelp.targets)
    var target: String?

    @Option(
        help: ArgumentHelp("Jobs whose name fits, with * and ?.", valueName: "glob"),
        completion: TargetHelp.jobs)
    var job: String?

    @Option(
        help: ArgumentHelp("Only this operation, for example set-success.", valueName: "operation"))
    var operation: String?

    @Option(help: ArgumentHelp("Only what this user did.", valueName: "user"))
    var user: String?

    @Option(help: ArgumentHelp("Only from then on.", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Only up to then.", valueName: "time"))
    var until: String?

    @Flag(help: "Only what was refused.")
    var refused = false

    @Flag(help: "Only what was done.")
    var done = false

    @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "number"))
    var limit = 50

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = try await request(session)
        let pages = try await session.sluice().operations(request)
        let found = try await session.first(limit, of: pages)
        try session.printer.show(found.items, as: .operations)
        session.remarkOnLength(of: found, limit: limit, noun: "operations")
        return .done
    }

    private func request(_ session: Session) async throws(Failure) -> ListOperationsRequest {
        guard !refused || !done else {
            throw .usage("--refused and --done exclude each other", hint: "leave out both for all")
        }
        var request = ListOperationsRequest(
            workspace: session.workspace, environment: session.environment,
            pageSize: Int32(clamping: min(limit, 1_000)), jobGlob: job ?? "",
            operation: operation ?? "", user: user ?? "")
        if let since { request.fromTime = try session.times.read(since).start }
        if let until {
            let end = try session.times.read(until)
            request.beforeTime = end.start + end.span
        }
        request.result = refused ? .refused : done ? .done : .unspecified
        guard let target else { return request }
        let read = try Target(target)
        request.nodeName = read.node ?? ""
        request.instanceId = try await session.identifier(of: read.instance)
        return request
    }
}

extension Listing where Row == SluiceWire.Operation {
    fileprivate static var operations: Self {
        Self(
            name: { String($0.operationId) },
            columns: [
                .number("operationId", "NUMBER", isWide: true) { $0.operationId },
                .time("time", "WHEN") { $0.time },
                .text("user", "WHO") { $0.user },
                .text("program", "PROGRAM", canShrink: true) { $0.program },
                .text("operation", "OPERATION") { $0.operation },
                .text("target", "TARGET", canShrink: true) { $0.target },
                .text("fromStatus", "FROM → TO", canShrink: true) { $0.transition },
                .text("effect", "EFFECT", canShrink: true) { $0.effect },
                .text("reason", "REASON", canShrink: true) { $0.reason },
                Column(field: "refusal", heading: .init(title: "REFUSED", canShrink: true)) {
                    row, _ in Table.Cell(row.refusal, .bad)
                },
                .number("uid", "UID", isWide: true) { Int64($0.uid) },
                .number("gid", "GID", isWide: true) { Int64($0.gid) },
                .number("pid", "PID", isWide: true) { Int64($0.pid) },
                .text("request", "REQUEST", isWide: true, canShrink: true) { $0.request },
                .text("workspace", "WORKSPACE", isWide: true) { $0.workspace },
                .text("environment", "ENVIRONMENT", isWide: true) {
                    $0.environment.word.lowercased()
                },
            ],
            plainFields: [
                "operationId", "time", "user", "program", "operation", "jobName", "instanceId",
                "nodeName", "fromStatus", "toStatus", "effect", "reason", "refusal", "uid", "gid",
                "pid", "request", "workspace", "environment",
            ])
    }
}

extension SluiceWire.Operation {
    /// `12/load`, `12 (etl)`, or the job.
    fileprivate var target: String {
        guard instanceId > 0 else { return jobName }
        guard nodeName.isEmpty else { return "\(instanceId)/\(nodeName)" }
        return jobName.isEmpty ? String(instanceId) : "\(instanceId) (\(jobName))"
    }

    fileprivate var transition: String {
        fromStatus == toStatus || toStatus.isEmpty
            ? fromStatus : fromStatus.isEmpty ? toStatus : "\(fromStatus) → \(toStatus)"
    }
}
