import SluiceJobFile
import SluiceModel
import SluiceRPC
import SluiceWire
import Synchronization

/// Jobs and file objects of a workspace as a daemon keeps them.
final class FakeSite: Sendable {
    private struct State {
        var jobs: [String: String]
        var objects: [String: PutObjectRequest] = [:]
        var refused = ""
    }

    private let state: Mutex<State>
    private let mode: SluiceWire.WorkspaceMode

    init(_ jobs: [String: String], _ mode: SluiceWire.WorkspaceMode) {
        state = Mutex(State(jobs: jobs))
        self.mode = mode
    }

    var jobs: [String: String] { state.withLock { $0.jobs } }
    var objects: [String: PutObjectRequest] { state.withLock { $0.objects } }

    /// Is refused when it is submitted, though not when that is previewed.
    func refuse(_ job: String) { state.withLock { $0.refused = job } }

    func put(_ object: String) {
        state.withLock { $0.objects[object] = PutObjectRequest(objectName: object) }
    }

    func answer(on daemon: FakeDaemon) {
        daemon.on(WorkspaceServiceMethods.getWorkspace) { (_: GetWorkspaceRequest) in
            GetWorkspaceResponse(workspace: Workspace(name: "default", mode: self.mode))
        }
        daemon.on(JobServiceMethods.listJobs) { (_: ListJobsRequest) in
            ListJobsResponse(jobs: self.jobs.keys.sorted().map { JobSummary(jobName: $0) })
        }
        daemon.on(JobServiceMethods.getJob) { (request: GetJobRequest) in
            GetJobResponse(
                version: JobVersionSummary(version: 1), source: self.jobs[request.jobName] ?? "")
        }
        daemon.on(JobServiceMethods.submitJob) {
            (request: SubmitJobRequest) throws(Status) -> SubmitJobResponse in
            try self.submit(request)
        }
        daemon.on(JobServiceMethods.deleteJob) {
            (request: DeleteJobRequest) throws(Status) -> DeleteJobResponse in
            try self.delete(request)
        }
        answerForObjects(on: daemon)
    }

    private func answerForObjects(on daemon: FakeDaemon) {
        daemon.on(ObjectServiceMethods.listObjects) { (_: ListObjectsRequest) in
            ListObjectsResponse(
                objects: self.objects.values.sorted { $0.objectName < $1.objectName }.map {
                    ObjectSummary(
                        objectName: $0.objectName,
                        kind: $0.kind == .unspecified ? .resource : $0.kind, version: 1)
                })
        }
        daemon.on(ObjectServiceMethods.getObject) { (request: GetObjectRequest) in
            GetObjectResponse(content: self.objects[request.objectName]?.content ?? [])
        }
        daemon.on(ObjectServiceMethods.putObject) { (request: PutObjectRequest) in
            self.put(request)
        }
        daemon.on(ObjectServiceMethods.deleteObject) {
            (request: DeleteObjectRequest) throws(Status) -> DeleteObjectResponse in
            try self.delete(request)
        }
    }

    private func submit(_ request: SubmitJobRequest) throws(Status) -> SubmitJobResponse {
        let name = JobFile.read(request.source).name
        if let missing = Self.needs(request.source).first(where: { jobs[$0] == nil }) {
            throw .domain(
                .failedPrecondition, "there is no job '\(missing)'", reason: "DEPEND_JOB_MISSING",
                subject: "dependJobs[0]")
        }
        if let missing = Self.uses(request.source).first(where: { objects[$0] == nil }) {
            throw .domain(
                .failedPrecondition, "there is no file object '\(missing)'",
                reason: "RESOURCE_MISSING", subject: "resources[0]")
        }
        let isPreview = request.options?.dryRun == true
        let version: Int32 = jobs[name] == nil ? 1 : 2
        if !isPreview {
            guard state.withLock({ $0.refused != name }) else {
                throw Status(.aborted, "somebody else was faster")
            }
            state.withLock { $0.jobs[name] = request.source }
        }
        return SubmitJobResponse(
            jobName: name, version: version, changed: true,
            result: ChangeResult(dryRun: isPreview, planToken: "\(name) \(version)"),
            itemId: isPreview || request.environment != .development ? 0 : 7)
    }

    private func put(_ request: PutObjectRequest) -> PutObjectResponse {
        let isPreview = request.options?.dryRun == true
        let old = objects[request.objectName]
        if !isPreview { state.withLock { $0.objects[request.objectName] = request } }
        return PutObjectResponse(
            objectName: request.objectName, version: old == nil ? 1 : 2,
            changed: old?.content != request.content,
            result: ChangeResult(dryRun: isPreview, planToken: request.objectName))
    }

    private func delete(_ request: DeleteJobRequest) throws(Status) -> DeleteJobResponse {
        let name = request.jobName
        guard !jobs.contains(where: { Self.needs($0.value).contains(name) }) else {
            throw .domain(
                .failedPrecondition, "other jobs depend on job '\(name)'",
                reason: "JOB_HAS_DEPENDENTS", subject: "job \(name)")
        }
        if request.options?.dryRun != true { state.withLock { $0.jobs[name] = nil } }
        return DeleteJobResponse(result: ChangeResult(planToken: "gone"))
    }

    private func delete(_ request: DeleteObjectRequest) throws(Status) -> DeleteObjectResponse {
        let name = request.objectName
        guard !jobs.contains(where: { Self.uses($0.value).contains(name) }) else {
            throw .domain(
                .failedPrecondition, "jobs use file object '\(name)'", reason: "OBJECT_IN_USE",
                subject: "object \(name)")
        }
        if request.options?.dryRun != true { state.withLock { $0.objects[name] = nil } }
        return DeleteObjectResponse(result: ChangeResult(planToken: "gone"))
    }

    private static func needs(_ source: String) -> [String] {
        JobFile.read(source).definition?.dependJobs.map(\.jobName) ?? []
    }

    private static func uses(_ source: String) -> [String] {
        JobFile.read(source).definition?.resources ?? []
    }
}
