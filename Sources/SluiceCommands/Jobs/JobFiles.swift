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
    /// Jobs of the same workspace that it depends on or runs.
    var jobsNamed: [String]

    init(_ check: FileCheck) {
        path = check.path
        source = check.source
        jobName = check.report.jobName
        jobsNamed = check.jobsNamed
    }
}

/// What was found in a job file.
struct FileCheck {
    var path: String
    var source: String
    var report: ValidateJobResponse
    /// Jobs of the same workspace that it depends on; none where it is wrong.
    var jobsNamed: [String]
}

extension Session {
    private static let endings = [".yaml", ".yml", ".json"]

    /// An argument that means a job file, not a job.
    func isJobFile(_ argument: String) -> Bool {
        Self.endings.contains { argument.hasSuffix($0) } || argument == "-"
            || console.isFile(argument)
    }

    /// Reads a job file and says all that is wrong with it, without a daemon.
    func check(_ path: String) throws(Failure) -> FileCheck {
        let source = try console.text(of: path)
        let reading = JobFile.read(source)
        let report = ValidateJobResponse(
            problems: reading.problems.map(Problem.init),
            problemTotal: Int32(clamping: reading.problems.count), jobName: reading.name,
            nodeTotal: Int32(clamping: reading.nodeTotal))
        let before = (reading.definition?.dependJobs ?? []).map { ($0.workspace, $0.jobName) }
        let called = (reading.definition?.nodes ?? []).compactMap(\.call)
            .map { ($0.workspace, $0.jobName) }
        return FileCheck(
            path: path, source: source, report: report,
            jobsNamed: (before + called).filter { ["", workspace].contains($0.0) }.map(\.1))
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

    func submit(
        _ submission: Submission, options: ChangeOptions, comment: String = "",
    ) async throws(Failure) -> SubmitJobResponse {
        let request = SubmitJobRequest(
            workspace: workspace, environment: environment, options: options,
            source: submission.source, comment: comment)
        return try await call { (sluice) async throws(Status) in
            try await sluice.jobs.submitJob(request)
        }
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
