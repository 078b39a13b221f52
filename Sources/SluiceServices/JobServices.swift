internal import SluiceEngine
internal import SluiceJobFile
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.JobService`.
package struct JobServices: JobServiceHandler {
    private let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func submitJob(
        _ request: SubmitJobRequest, _ context: CallContext,
    ) async throws(Status) -> SubmitJobResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        return try await shell.change(command, request, context) { done in
            guard case .job(let id, let name, let version, let changed) = done.reply.subject else {
                return SubmitJobResponse()
            }
            return SubmitJobResponse(
                jobId: id.rawValue, jobName: name, version: Int32(clamping: version),
                changed: changed, result: ChangeResult(done),
                itemId: done.isDryRun ? 0 : done.reply.item?.id.rawValue ?? 0)
        }
    }

    package func validateJob(
        _ request: ValidateJobRequest, _ context: CallContext,
    ) async throws(Status) -> ValidateJobResponse {
        try answering { () throws(SluiceError) in try checkSize(of: request.source) }
        let reading = JobFile.read(request.source)
        return ValidateJobResponse(
            problems: reading.problems.prefix(Limits.listedChanges).map { Problem($0) },
            problemTotal: Int32(clamping: reading.problems.count),
            jobName: reading.name, nodeTotal: Int32(clamping: reading.nodeTotal))
    }

    package func getJob(
        _ request: GetJobRequest, _ context: CallContext,
    ) async throws(Status) -> GetJobResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.getJob(request, now: SystemClock.now().wall)
        }
    }

    package func listJobs(
        _ request: ListJobsRequest, _ context: CallContext,
    ) async throws(Status) -> ListJobsResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.listJobs(request, now: SystemClock.now().wall)
        }
    }

    package func listJobVersions(
        _ request: ListJobVersionsRequest, _ context: CallContext,
    ) async throws(Status) -> ListJobVersionsResponse {
        try answering { () throws(SluiceError) in try shell.queries.listJobVersions(request) }
    }

    package func diffJobVersions(
        _ request: DiffJobVersionsRequest, _ context: CallContext,
    ) async throws(Status) -> DiffJobVersionsResponse {
        try answering { () throws(SluiceError) in
            let (old, new) = try shell.queries.versions(for: request)
            return DiffJobVersionsResponse(old, new)
        }
    }

    package func deleteJob(
        _ request: DeleteJobRequest, _ context: CallContext,
    ) async throws(Status) -> DeleteJobResponse {
        let command = try answering { () throws(SluiceError) in
            Command.deleteJob(
                DeleteJob(scope: try request.scope, name: request.jobName))
        }
        return try await shell.change(command, request, context) { done in
            guard case .job(let id, _, _, _) = done.reply.subject else {
                return DeleteJobResponse()
            }
            return DeleteJobResponse(jobId: id.rawValue, result: ChangeResult(done))
        }
    }
}

extension SubmitJobRequest {
    fileprivate var command: Command {
        get throws(SluiceError) {
            try checkSize(of: source)
            guard comment.utf8.count <= Limits.reasonBytes else {
                throw .field("comment", "longer than \(Limits.reasonBytes) bytes")
            }
            let (definition, problems) = JobFile.parse(source)
            guard let definition, problems.isEmpty else { throw refusal(of: problems) }
            return .submitJob(
                SubmitJob(
                    scope: try scope, definition: definition, source: source,
                    comment: comment))
        }
    }

    /// All problems at once, a line each, as far as an error has room for them.
    private func refusal(of problems: [JobProblem]) -> SluiceError {
        let listed = problems.prefix(Limits.problemsInError).map(\.description)
        let rest = problems.count - listed.count
        let more = rest > 0 ? ["and \(rest) more; validate the file to see all"] : []
        return SluiceError(
            .invalidArgument, reason: "JOB_FILE_INVALID",
            (listed + more).joined(separator: "\n"), subject: "source",
            domain: problems.first?.domain ?? .parameterInvalid)
    }
}

private func checkSize(of source: String) throws(SluiceError) {
    guard source.utf8.count <= Limits.jobSourceBytes else {
        throw .field(
            "source",
            "\(source.utf8.count) bytes; at most \(Limits.jobSourceBytes) are allowed")
    }
}

extension Problem {
    fileprivate init(_ problem: JobProblem) {
        self.init(
            line: Int32(clamping: problem.line), column: Int32(clamping: problem.column),
            path: problem.path, message: problem.message, hint: problem.hint)
    }
}

extension DiffJobVersionsResponse {
    fileprivate init(_ old: StoredVersion, _ new: StoredVersion) {
        let oldNodes = Dictionary(
            old.definition.nodes.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        let newNodes = Dictionary(
            new.definition.nodes.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        self.init(
            fromVersion: old.number, toVersion: new.number,
            nodesAdded: newNodes.keys.filter { oldNodes[$0] == nil }.sorted(),
            nodesRemoved: oldNodes.keys.filter { newNodes[$0] == nil }.sorted(),
            nodesChanged: newNodes.filter { name, node in
                oldNodes[name].map { $0 != node } ?? false
            }.keys.sorted(),
            unified: unifiedDiff(
                old: old.source, new: new.source, oldName: "version \(old.number)",
                newName: "version \(new.number)"))
    }
}
