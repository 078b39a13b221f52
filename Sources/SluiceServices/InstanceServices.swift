internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.InstanceService`: instances by job. Operations, questions and logs have files of
/// their own.
package struct InstanceServices: InstanceServiceHandler {
    let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func runJob(
        _ request: RunJobRequest, _ context: CallContext,
    ) async throws(Status) -> RunJobResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        return try await shell.change(command, request, context) { done in
            let created = done.reply.changes.first?.instance.rawValue ?? 0
            return RunJobResponse(
                instanceId: done.isDryRun ? 0 : created, result: ChangeResult(done))
        }
    }

    package func getInstance(
        _ request: GetInstanceRequest, _ context: CallContext,
    ) async throws(Status) -> GetInstanceResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.getInstance(
                request, now: SystemClock.now().wall, shell.rights(context))
        }
    }

    package func listInstances(
        _ request: ListInstancesRequest, _ context: CallContext,
    ) async throws(Status) -> ListInstancesResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.listInstances(
                request, now: SystemClock.now().wall, shell.rights(context))
        }
    }

    package func retryInstances(
        _ request: RetryInstancesRequest, _ context: CallContext,
    ) async throws(Status) -> RetryInstancesResponse {
        let command = try await answering { () async throws(SluiceError) in
            try await self.command(of: request)
        }
        return try await shell.change(command, request, context) { done in
            RetryInstancesResponse(
                result: ChangeResult(done), backfill: done.backfills.first, cycles: done.cycles)
        }
    }

    /// Workspace and job are checked before what else is wrong with a request (reference, 3.8).
    private func command(of request: RetryInstancesRequest) async throws(SluiceError) -> Command {
        do throws(SluiceError) {
            return try request.command
        } catch {
            guard !request.jobName.isEmpty else { throw error }
            let scope = try scope(request.workspace, request.environment)
            let earlier = try await shell.inbox.ask { engine -> SluiceError? in
                do throws(SluiceError) {
                    _ = try engine.jobToRetry(scope, request.jobName)
                    return nil
                } catch {
                    return error
                }
            }
            throw earlier ?? error
        }
    }

    package func listAttempts(
        _ request: ListAttemptsRequest, _ context: CallContext,
    ) async throws(Status) -> ListAttemptsResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.listAttempts(request, now: SystemClock.now().wall)
        }
    }
}

extension RunJobRequest {
    fileprivate var command: Command {
        get throws(SluiceError) {
            guard !jobName.isEmpty else {
                throw .missing("job_name", "the name of the job to run is needed")
            }
            return .runJob(
                RunJob(
                    scope: try scope, jobName: jobName,
                    params: try pairs(params, field: "params"),
                    planTime: planTime == 0
                        ? nil : try thirteenDigits(planTime, field: "plan_time"),
                    labels: try pairs(labels, field: "labels"),
                    version: version == 0 ? nil : Int(version)))
        }
    }
}
