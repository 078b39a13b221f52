import SluiceClient
import SluiceJobFile
import SluiceRPC
import SluiceWire

/// The environment that is brought to what a folder has.
struct ApplyPlace {
    var environment: SluiceWire.Environment
    /// Kept with the versions.
    var comment: String

    var words: String { environment == .development ? "development" : "production" }
}

extension Session {
    /// Where a folder goes: to development in a workspace of mode DEV_PROD, else to production.
    func applyPlace(comment: String) async throws(Failure) -> ApplyPlace {
        if let named = options.environment {
            return ApplyPlace(environment: named.wire, comment: comment)
        }
        let request = GetWorkspaceRequest(workspace: workspace)
        let mode = try await call { (sluice) async throws(Status) in
            try await sluice.workspaces.getWorkspace(request)
        }.workspace?.mode
        return ApplyPlace(
            environment: mode == .devProd ? .development : .production, comment: comment)
    }

    /// The steps that bring the environment to what the folder has, in an order in which they can
    /// be made: what others need comes before them, and goes after them.
    ///
    /// - Parameter prune: what is not in the folder goes.
    func applySteps(
        _ objects: [FolderObject], prune: Bool, in place: ApplyPlace,
    ) async throws(Failure) -> [ApplyStep] {
        let files = try await fileObjects(in: place)
        let jobs = try await jobNames(in: place)
        var steps = fileSteps(objects, files)
        for submission in SubmissionOrder(objects.compactMap(\.job)).order {
            guard jobs.contains(submission.jobName) else {
                steps.append(ApplyStep(change: .create, object: .job(submission)))
                continue
            }
            let old = try await job(submission.jobName, in: place)
            guard !submission.isSame(as: old.submission.source) else { continue }
            steps.append(
                ApplyStep(
                    change: .update, object: .job(submission),
                    old: Array(old.submission.source.utf8), oldVersion: old.version,
                    neededBefore: old.submission.needs))
        }
        guard prune else { return steps }
        let kept = Set(objects.map(\.key))
        let gone = jobs.subtracting(kept.filter { !$0.isFile }.map(\.name))
        return try await steps + deletions(of: gone.sorted(), in: place)
            + deletions(
                of: files.filter { file in
                    !kept.contains(DevelopedObject(name: file.objectName, isFile: true))
                })
    }

    /// Whether the content of a file differs the daemon knows.
    private func fileSteps(
        _ objects: [FolderObject], _ files: [ObjectSummary],
    ) -> [ApplyStep] {
        let versions = Dictionary(
            uniqueKeysWithValues: files.map { ($0.objectName, $0.version) })
        return objects.filter(\.key.isFile).map { object in
            ApplyStep(
                change: versions[object.name] == nil ? .create : .update, object: object,
                oldVersion: versions[object.name] ?? 0)
        }
    }

    private func deletions(
        of names: [String], in place: ApplyPlace,
    ) async throws(Failure) -> [ApplyStep] {
        var old: [String: (submission: Submission, version: Int32)] = [:]
        for name in names { old[name] = try await job(name, in: place) }
        let order = SubmissionOrder(names.compactMap { old[$0]?.submission }).order
        return order.reversed().map { submission in
            ApplyStep(
                change: .delete, object: .job(submission),
                oldVersion: old[submission.jobName]?.version ?? 0, neededBefore: submission.needs)
        }
    }

    private func deletions(of files: [ObjectSummary]) -> [ApplyStep] {
        files.map { file in
            ApplyStep(
                change: .delete,
                object: .file(.init(path: "", name: file.objectName, kind: file.kind, content: [])),
                oldVersion: file.version)
        }
    }

    private func jobNames(in place: ApplyPlace) async throws(Failure) -> Set<String> {
        let request = ListJobsRequest(
            workspace: workspace, environment: place.environment, pageSize: 1_000)
        return Set(
            try await first(.max, of: try await sluice().jobs(request)).items.map(\.jobName))
    }

    private func fileObjects(in place: ApplyPlace) async throws(Failure) -> [ObjectSummary] {
        let request = ListObjectsRequest(
            workspace: workspace, environment: place.environment, pageSize: 1_000)
        return try await first(.max, of: try await sluice().objects(request)).items
    }

    private func job(
        _ name: String, in place: ApplyPlace,
    ) async throws(Failure) -> (submission: Submission, version: Int32) {
        let request = GetJobRequest(
            workspace: workspace, environment: place.environment, jobName: name)
        let reply = try await call { (sluice) async throws(Status) in
            try await sluice.jobs.getJob(request)
        }
        var submission = Submission(check(source: reply.source, of: ""))
        // Also where this program cannot read what the daemon has.
        submission.jobName = name
        return (submission, reply.version?.version ?? 0)
    }
}

extension FolderObject {
    fileprivate var job: Submission? {
        switch self {
        case .job(let job): job
        case .file: nil
        }
    }
}

extension Submission {
    /// A version is its definition: comments and layout make no other.
    fileprivate func isSame(as other: String) -> Bool {
        if source == other { return true }
        guard let old = JobFile.read(other).definition else { return false }
        return JobFile.read(source).definition == old
    }
}
