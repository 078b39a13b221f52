import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct JobListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists jobs by name: when each runs next, how it ended last.",
        discussion: """
            EXAMPLES
              sluice job list
              sluice job list 'import-*' -o name
            """)
    static let methods = [JobServiceMethods.listJobs]

    @Argument(help: ArgumentHelp("Names that fit, with * and ?.", valueName: "glob"))
    var glob: String?

    @Option(help: ArgumentHelp("At most so many.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = ListJobsRequest(
            workspace: session.workspace, environment: session.environment,
            pageSize: Int32(clamping: min(limit, 1_000)), nameGlob: glob ?? "")
        let found = try await session.first(limit, of: try await session.sluice().jobs(request))
        try session.printer.show(found.items, as: .jobs)
        session.remarkOnLength(of: found, limit: limit, noun: "jobs")
        return .done
    }
}

struct JobVersionsVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "versions", abstract: "Lists the versions of a job, newest first.",
        discussion: """
            EXAMPLES
              sluice job versions etl
            """)
    static let methods = [JobServiceMethods.listJobVersions]

    @Argument(help: "The job.", completion: TargetHelp.jobs)
    var job: String

    @Option(help: ArgumentHelp("At most so many.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = ListJobVersionsRequest(
            workspace: session.workspace, environment: session.environment, jobName: job,
            pageSize: Int32(clamping: min(limit, 1_000)))
        let found = try await session.first(limit, of: try await session.sluice().versions(request))
        try session.printer.show(found.items, as: .versions)
        session.remarkOnLength(of: found, limit: limit, noun: "versions")
        return .done
    }
}

extension Listing where Row == JobSummary {
    static var jobs: Self {
        Self(
            name: { $0.jobName },
            columns: [
                .text("jobName", "JOB") { $0.jobName },
                .number("version", "VERSION") { Int64($0.version) },
                .number("nodeTotal", "NODES") { Int64($0.nodeTotal) },
                Column(field: "enabled", heading: .init(title: "STATE")) { row, _ in
                    Table.Cell(row.state, row.isHeld ? .doubtful : .plain)
                },
                .time("nextTime", "NEXT") { $0.nextTime },
                Column(field: "lastStatus", heading: .init(title: "RESULT")) { row, _ in
                    row.lastInstanceId == 0
                        ? Table.Cell("") : Table.Cell(row.lastStatus.word, row.lastStatus.style)
                },
                .number("lastInstanceId", "INSTANCE", isWide: true) {
                    $0.lastInstanceId > 0 ? $0.lastInstanceId : nil
                },
                .time("submitTime", "SUBMITTED") { $0.submitTime },
                .text("user", "USER", isWide: true) { $0.user },
                .number("jobId", "ID", isWide: true) { $0.jobId },
                .text("labels", "LABELS", isWide: true, canShrink: true) { text(of: $0.labels) },
                .text("description", "DESCRIPTION", canShrink: true) { $0.description },
            ],
            plainFields: [
                "jobId", "jobName", "version", "nodeTotal", "scheduled", "enabled", "paused",
                "nextTime", "lastInstanceId", "lastStatus", "submitTime", "user", "labels",
                "description",
            ])
    }
}

extension JobSummary {
    /// `by hand`, `enabled`, `disabled, paused`
    var state: String {
        StateWords.write(isScheduled: scheduled, isEnabled: enabled, isPaused: paused)
    }

    /// Somebody has seen to it that less runs than its file says.
    fileprivate var isHeld: Bool { paused || (scheduled && !enabled) }
}

extension Listing where Row == JobVersionSummary {
    static var versions: Self {
        Self(
            name: { String($0.version) },
            columns: [
                .number("version", "VERSION") { Int64($0.version) },
                .number("nodeTotal", "NODES") { Int64($0.nodeTotal) },
                .time("submitTime", "SUBMITTED") { $0.submitTime },
                .text("user", "USER") { $0.user },
                .text("comment", "COMMENT", canShrink: true) { $0.comment },
            ])
    }
}
