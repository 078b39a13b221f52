import SluiceClient
import SluiceJobFile
import SluiceModel
import SluiceRPC
import SluiceWire

/// A job file that is right.
struct Submission {
    var path: String
    var source: String
    var jobName: String
    var kind: SluiceWire.ObjectKind
    /// Jobs of the same workspace that it depends on, runs or is triggered by.
    var jobsNamed: [String]
    /// File objects that it uses.
    var filesNamed: [String]

    init(_ check: FileCheck) {
        path = check.path
        source = check.source
        jobName = check.report.jobName
        kind = check.kind
        jobsNamed = check.jobsNamed
        filesNamed = check.filesNamed
    }
}

/// What was found in a job file.
struct FileCheck {
    var path: String
    var source: String
    var report: ValidateJobResponse
    var kind: SluiceWire.ObjectKind
    /// Jobs of the same workspace that it depends on, runs or is triggered by; none where it is
    /// wrong.
    var jobsNamed: [String]
    /// File objects that it uses; none where it is wrong.
    var filesNamed: [String]
}

extension Session {
    static let jobFileEndings = [".yaml", ".yml", ".json"]

    /// An argument that means a job file, not a job.
    func isJobFile(_ argument: String) -> Bool {
        Self.jobFileEndings.contains { argument.hasSuffix($0) } || argument == "-"
            || console.isFile(argument)
    }

    /// Reads a job file and says all that is wrong with it, without a daemon.
    func check(_ path: String) throws(Failure) -> FileCheck {
        check(source: try console.text(of: path), of: path)
    }

    func check(source: String, of path: String) -> FileCheck {
        let reading = JobFile.read(source)
        let report = ValidateJobResponse(
            problems: reading.problems.map(Problem.init),
            problemTotal: Int32(clamping: reading.problems.count), jobName: reading.name,
            nodeTotal: Int32(clamping: reading.nodeTotal))
        let here = ["", workspace.isEmpty ? "default" : workspace]
        let named = reading.definition?.jobsNamed ?? []
        let kind = reading.definition.map { ObjectKind(rawValue: Int32($0.kind.rawValue)) }
        return FileCheck(
            path: path, source: source, report: report, kind: kind ?? .unspecified,
            jobsNamed: named.filter { here.contains($0.workspace) }.map(\.name),
            filesNamed: reading.definition?.resources ?? [])
    }

    /// The file, if it is right; else its problems are listed and the command fails.
    func submission(of path: String) throws(Failure) -> Submission {
        let check = try check(path)
        guard check.report.problems.isEmpty else {
            list(check, to: console.remarks)
            throw wrong([check])
        }
        return Submission(check)
    }

    /// `FILE:LINE:COLUMN: message`, and the hint below.
    func list(_ check: FileCheck, to sink: @Sendable ([UInt8]) -> Void) {
        for problem in check.report.problems {
            let place = problem.line > 0 ? ":\(problem.line):\(problem.column)" : ""
            sink(Array("\(check.path)\(place): \(harmless(problem.message))\n".utf8))
            if !problem.hint.isEmpty { sink(Array("    \(harmless(problem.hint))\n".utf8)) }
        }
    }

    func wrong(_ checks: [FileCheck]) -> Failure {
        let total = checks.reduce(0) { $0 + Int($1.report.problemTotal) }
        let files = checks.count == 1 ? checks[0].path : counted(checks.count, "file")
        return .usage(
            "\(counted(total, "problem")) in \(files)",
            hint: "what a job file may have: sluice job schema")
    }

    /// - Parameter environment: nil: that of the command.
    func submit(
        _ submission: Submission, in environment: SluiceWire.Environment? = nil,
        options: ChangeOptions, comment: String = "",
    ) async throws(Failure) -> SubmitJobResponse {
        let request = SubmitJobRequest(
            workspace: workspace, environment: environment ?? self.environment, options: options,
            source: submission.source, comment: comment)
        return try await call { (sluice) async throws(Status) in
            try await sluice.jobs.submitJob(request)
        }
    }
}

extension SluiceModel.JobDefinition {
    /// Jobs that it depends on, runs or is triggered by; of the same workspace where none is said.
    fileprivate var jobsNamed: [(workspace: String, name: String)] {
        var named = dependJobs.map { (workspace: $0.workspace, name: $0.jobName) }
        named += nodes.compactMap(\.call).map { (workspace: $0.workspace, name: $0.jobName) }
        if case .job(let name, let workspace, _) = trigger?.source {
            named.append((workspace, name))
        }
        return named
    }
}

extension Submission {
    /// Why a job is refused that names another one which is not there.
    private static let missingJob = [
        "DEPEND_JOB_MISSING", "CALLED_JOB_MISSING", "TRIGGER_JOB_MISSING",
    ]
    private static let missingFile = "RESOURCE_MISSING"

    /// What has to be there before it.
    var needs: [DevelopedObject] {
        jobsNamed.map { DevelopedObject(name: $0, isFile: false) }
            + filesNamed.map { DevelopedObject(name: $0, isFile: true) }
    }

    /// A preview refuses it for want of what comes first in the same command.
    func waits(for objects: Set<DevelopedObject>, as refusal: Failure) -> Bool {
        let isForFile = refusal.reason == Self.missingFile
        guard isForFile || Self.missingJob.contains(refusal.reason) else { return false }
        return needs.contains { $0.isFile == isForFile && objects.contains($0) }
    }
}

extension Problem {
    fileprivate init(_ problem: JobProblem) {
        self.init(
            line: Int32(clamping: problem.line), column: Int32(clamping: problem.column),
            path: problem.path, message: problem.message, hint: problem.hint)
    }
}

extension SubmitJobResponse {
    var sentence: String {
        guard changed else { return "job \(jobName) is unchanged at version \(version)" }
        let moved = Int(result?.instanceTotal ?? 0)
        return "job \(jobName) version \(version) submitted"
            + (moved > 0 ? "; \(counted(moved, "waiting instance")) moved to it" : "")
    }
}

extension Session {
    /// How what was submitted in development reaches production, where people read.
    func remarkOnPending(_ replies: [SubmitJobResponse]) {
        remarkOnPending(replies.filter { $0.itemId > 0 }.map(\.jobName))
    }

    /// Names that one hint lists.
    private static let listedNames = 10

    func remarkOnPending(_ names: [String]) {
        guard printer.isForPeople, !names.isEmpty else { return }
        let verb = names.count == 1 ? "it waits for its" : "they wait for their"
        let place = options.workspace.map { " -w \(shellWord($0))" } ?? ""
        let command =
            names.count > Self.listedNames
            ? "list\(place)"
            : "run\(place) \(names.map(shellWord).joined(separator: " ")) --comment TEXT"
        remark("\(verb) publish: sluice publish \(command)")
    }
}
