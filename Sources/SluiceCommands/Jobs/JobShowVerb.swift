import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct JobShowVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a job: its parameters and nodes, or its file.",
        discussion: """
            EXAMPLES
              sluice job show etl
              sluice job show etl --version 3 --source > etl.yaml
            """)
    static let methods = [JobServiceMethods.getJob]

    @Argument(help: "The job.", completion: TargetHelp.jobs)
    var job: String

    @Option(help: ArgumentHelp("The version; else the latest.", valueName: "number"))
    var version: Int32 = 0

    @Flag(help: "Print the job file as it was submitted.")
    var source = false

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = GetJobRequest(
            workspace: session.workspace, environment: session.environment, jobName: job,
            version: version)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.jobs.getJob(request)
        }
        guard !source else {
            session.console.write(reply.source)
            return .done
        }
        let printer = session.printer
        try printer.show(reply, name: job) { () throws(Failure) in
            for line in JobText(reply, printer).lines { session.console.writeLine(line) }
            session.console.writeLine("")
            let nodes = reply.definition?.nodes ?? []
            printer.writeTable(try printer.table(nodes, as: .definitions))
        }
        return .done
    }
}

/// A job in words.
struct JobText {
    private let reply: GetJobResponse
    private let printer: Printer

    init(_ reply: GetJobResponse, _ printer: Printer) {
        self.reply = reply
        self.printer = printer
    }

    var lines: [String] {
        let definition = reply.definition ?? JobDefinition()
        let version = reply.version ?? JobVersionSummary()
        let latest = reply.job?.version ?? version.version
        let head: [(name: String, value: String)] = [
            ("job", reply.job?.jobName ?? definition.name),
            ("about", definition.description),
            ("version", "\(version.version)" + (latest > version.version ? " of \(latest)" : "")),
            ("submitted", printer.moment.text(version.submitTime)),
            ("by", version.user),
            ("comment", version.comment),
            ("state", reply.job?.state ?? ""),
            ("next", printer.moment.text(reply.job?.nextTime ?? 0)),
            ("last", reply.job.map(Self.last(of:)) ?? ""),
            ("params", text(of: definition.params)),
            ("labels", text(of: definition.labels)),
            ("env", text(of: definition.env)),
            ("folder", definition.workingFolder),
            ("resources", definition.resources.joined(separator: ", ")),
            (
                "connections",
                definition.connections.map { "\($0.name) (\($0.words))" }
                    .joined(separator: ", ")
            ),
        ]
        let run = [
            ("priority", definition.priority.map { "\($0) of 0 (first) to 9 (last)" } ?? ""),
            ("at once", Self.limits(of: definition)),
            ("after jobs", definition.dependJobs.map(\.words).joined(separator: ", ")),
            ("confirm", definition.confirmBeforeRun ? "an instance waits for it" : ""),
        ]
        let schedule = definition.schedule?.facts(printer.moment) ?? []
        let told = definition.notifications.enumerated().map { index, rule in
            (name: index == 0 ? "tells of" : "", value: rule.words)
        }
        let trigger = [
            ("trigger", definition.trigger?.words ?? ""),
            ("at first", definition.trigger?.enabled == false ? "disabled" : ""),
        ]
        return FactText.lines(head + schedule + trigger + run + told, printer.paint)
    }

    /// `success, instance 12`
    private static func last(of job: JobSummary) -> String {
        job.lastInstanceId == 0 ? "" : "\(job.lastStatus.word), instance \(job.lastInstanceId)"
    }

    private static func limits(of definition: JobDefinition) -> String {
        let limits = [
            (definition.maxParallelInstances, "instance"), (definition.maxParallelNodes, "node"),
        ]
        return limits.filter { $0.0 > 0 }.map { counted(Int($0.0), $0.1) }.joined(separator: ", ")
    }
}

extension Listing where Row == NodeDefinition {
    static var definitions: Self {
        Self(
            name: { $0.name },
            columns: [
                .text("name", "NODE") { $0.name },
                .text("type", "TYPE") { $0.type },
                .text("dependsOn", "AFTER", canShrink: true) {
                    $0.dependsOn.joined(separator: ", ")
                },
                .text("conditions", "IF", isWide: true, canShrink: true) { $0.conditionText },
                .text("retryTimes", "RETRIES") { $0.retryText },
                .text("failPolicy", "ON FAILURE") { $0.failPolicy.word },
                .duration("maxExecutionTimeMs", "LIMIT") {
                    $0.maxExecutionTimeMs > 0 ? $0.maxExecutionTimeMs : nil
                },
                .text("pool", "POOL", isWide: true) { $0.poolText },
                .text("labels", "LABELS", isWide: true, canShrink: true) { text(of: $0.labels) },
            ])
    }
}

extension NodeDefinition {
    /// `gpu`, `gpu (2 slots)`; empty where an attempt takes of no pool.
    var poolText: String {
        poolSlots > 1 ? "\(pool) (\(counted(Int(poolSlots), "slot")))" : pool
    }

    /// `3 every 2m 0s`
    var retryText: String {
        guard retryTimes > 0 else { return "0" }
        let growing = retryExponential ? ", doubling" : ""
        return "\(retryTimes) every \(DurationText.write(retryIntervalMs))\(growing)"
    }
}
