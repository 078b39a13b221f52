import ArgumentParser
import SluiceClient
import SluiceJobFile
import SluiceRPC
import SluiceWire

struct JobDiffVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Shows how versions of a job differ, or a file from the latest.",
        discussion: """
            EXAMPLES
              sluice job diff etl                 the latest and the one before
              sluice job diff etl --from 3 --to 7
              sluice job diff etl --file etl.yaml
            """)
    static let methods = [JobServiceMethods.diffJobVersions]

    @Argument(help: "The job.", completion: TargetHelp.jobs)
    var job: String

    @Option(
        help: ArgumentHelp("Older version; else the one before the newer.", valueName: "number"))
    var from: Int32 = 0

    @Option(help: ArgumentHelp("Newer version; else the latest.", valueName: "number"))
    var to: Int32 = 0

    @Option(
        help: ArgumentHelp("A job file in place of the newer version.", valueName: "path"),
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var file: String?

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        if let file { return try await compare(with: file, session) }
        let request = DiffJobVersionsRequest(
            workspace: session.workspace, environment: session.environment, jobName: job,
            fromVersion: from, toVersion: to)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.jobs.diffJobVersions(request)
        }
        try session.printer.show(reply, name: "\(reply.fromVersion)..\(reply.toVersion)") {
            session.remark(reply.summary)
            session.showDiff(reply.unified)
        }
        return .done
    }

    private func compare(with file: String, _ session: Session) async throws(Failure) -> Outcome {
        guard to == 0 else {
            throw .usage("--file and --to exclude each other", hint: "leave out --to")
        }
        let new = try session.console.text(of: file)
        let request = GetJobRequest(
            workspace: session.workspace, environment: session.environment, jobName: job,
            version: from)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.jobs.getJob(request)
        }
        let version = reply.version?.version ?? 0
        session.showDiff(
            unifiedDiff(
                old: reply.source, new: new, oldName: "\(job) version \(version)", newName: file))
        return .done
    }
}

extension DiffJobVersionsResponse {
    /// `version 3 → 4: added load, changed extract`
    fileprivate var summary: String {
        let parts = [("added", nodesAdded), ("removed", nodesRemoved), ("changed", nodesChanged)]
            .filter { !$0.1.isEmpty }
            .map { "\($0.0) \($0.1.joined(separator: ", "))" }
        let what = parts.isEmpty ? "no node differs" : parts.joined(separator: "; ")
        return "version \(fromVersion) → \(toVersion): \(what)"
    }
}

extension Session {
    /// A unified difference, coloured as usual.
    func showDiff(_ text: String) {
        for line in diffLines(text, printer.paint) { console.writeLine(line) }
    }

    func diffLines(_ text: String, _ paint: Paint) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
            paint(String(line), Self.style(of: line))
        }
    }

    private static func style(of line: Substring) -> Style {
        if line.hasPrefix("---") || line.hasPrefix("+++") { return .bold }
        switch line.first {
        case "+": return .good
        case "-": return .bad
        case "@": return .active
        default: return .plain
        }
    }
}
