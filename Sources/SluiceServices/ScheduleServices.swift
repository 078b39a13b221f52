internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.ScheduleService`.
package struct ScheduleServices: ScheduleServiceHandler {
    private let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func listSchedules(
        _ request: ListSchedulesRequest, _ context: CallContext,
    ) async throws(Status) -> ListSchedulesResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.listSchedules(request, now: SystemClock.now().wall)
        }
    }

    package func previewSchedule(
        _ request: PreviewScheduleRequest, _ context: CallContext,
    ) async throws(Status) -> PreviewScheduleResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.previewSchedule(request, now: SystemClock.now().wall)
        }
    }

    package func listSkippedCycles(
        _ request: ListSkippedCyclesRequest, _ context: CallContext,
    ) async throws(Status) -> ListSkippedCyclesResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.listSkippedCycles(request)
        }
    }

    package func triggerJob(
        _ request: TriggerJobRequest, _ context: CallContext,
    ) async throws(Status) -> TriggerJobResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        return try await shell.change(command, request, context) { done in
            let created = done.reply.changes.first?.instance.rawValue ?? 0
            return TriggerJobResponse(
                instanceId: done.isDryRun ? 0 : created, result: ChangeResult(done))
        }
    }

    package func enableJobs(
        _ request: EnableJobsRequest, _ context: CallContext,
    ) async throws(Status) -> EnableJobsResponse {
        try await operate(.enable, request, context)
    }

    package func disableJobs(
        _ request: DisableJobsRequest, _ context: CallContext,
    ) async throws(Status) -> DisableJobsResponse {
        try await operate(.disable, request, context)
    }

    package func pauseJobs(
        _ request: PauseJobsRequest, _ context: CallContext,
    ) async throws(Status) -> PauseJobsResponse {
        try await operate(.pause, request, context)
    }

    package func resumeJobs(
        _ request: ResumeJobsRequest, _ context: CallContext,
    ) async throws(Status) -> ResumeJobsResponse {
        try await operate(.resume, request, context)
    }
}

extension ScheduleServices {
    private func operate<Request: JobsRequest, Response: JobsResponse>(
        _ operation: OperateJobs.Operation, _ request: Request, _ context: CallContext,
    ) async throws(Status) -> Response {
        let command = try answering { () throws(SluiceError) in
            Command.operateJobs(
                OperateJobs(
                    scope: try request.scope, operation: operation,
                    jobNames: try jobs(request.jobNames, field: "job_names")))
        }
        var response: Response = try await shell.change(command, request, context) { done in
            Response(schedules: done.schedules, result: ChangeResult(done))
        }
        response.schedules = completed(response.schedules, request)
        return response
    }

    /// With what the store knows of them. What was changed is changed: where the store cannot be
    /// read the answer goes without.
    private func completed(
        _ schedules: [JobSchedule], _ request: some JobsRequest,
    ) -> [JobSchedule] {
        let found = try? shell.queries.schedules(
            schedules, workspace: request.workspace, environment: request.environment,
            now: SystemClock.now().wall)
        return found ?? schedules
    }
}

extension TriggerJobRequest {
    fileprivate var command: Command {
        get throws(SluiceError) {
            guard !jobName.isEmpty else {
                throw .missing("job_name", "the name of the job is needed")
            }
            try check(eventId, field: "event_id", bytes: Limits.eventIDBytes)
            try check(data, field: "data", bytes: Limits.eventDataBytes)
            return .triggerJob(
                TriggerJob(scope: try scope, jobName: jobName, eventID: eventId, data: data))
        }
    }

    private func check(_ text: String, field: String, bytes: Int) throws(SluiceError) {
        guard text.utf8.count <= bytes else {
            throw .field(
                field, "\(text.utf8.count) bytes given; at most \(bytes) are allowed")
        }
    }
}

/// The jobs of a batch. One that is named twice is meant once.
private func jobs(_ names: [String], field: String) throws(SluiceError) -> [String] {
    try checkCount(names.count, field: field)
    if let index = names.firstIndex(where: \.isEmpty) {
        throw .missing("\(field)[\(index)]", "the name of the job is needed")
    }
    return names.uniqued()
}

extension Done {
    /// As the operation left them, as far as the engine knows them.
    fileprivate var schedules: [JobSchedule] {
        guard case .jobs(let heads) = reply.subject else { return [] }
        return heads.map { head in
            JobSchedule(
                jobName: head.name, enabled: head.planning.isEnabled,
                paused: head.planning.isPaused,
                plannedUntil: head.planning.plannedUntil.milliseconds)
        }
    }
}

/// A request that names jobs whose schedules it operates on.
private protocol JobsRequest: ChangeRequest {
    var jobNames: [String] { get }
}

/// A response with the schedules of those jobs.
private protocol JobsResponse: ChangeResponse {
    var schedules: [JobSchedule] { get set }
    init(schedules: [JobSchedule], result: ChangeResult?)
}

extension EnableJobsRequest: JobsRequest {}
extension EnableJobsResponse: JobsResponse {}
extension DisableJobsRequest: JobsRequest {}
extension DisableJobsResponse: JobsResponse {}
extension PauseJobsRequest: JobsRequest {}
extension PauseJobsResponse: JobsResponse {}
extension ResumeJobsRequest: JobsRequest {}
extension ResumeJobsResponse: JobsResponse {}
extension TriggerJobRequest: ChangeRequest {}
extension TriggerJobResponse: ChangeResponse {}
