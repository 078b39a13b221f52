internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.InstanceService`. Logs are in `InstanceServices+Logs.swift`.
package struct InstanceServices: InstanceServiceHandler {
    let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func runJob(
        _ request: RunJobRequest, _ context: CallContext,
    ) async throws(Status) -> RunJobResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        return try await shell.change(command, request, request.options ?? ChangeOptions(), context)
        { done in
            let created = done.reply.changes.first?.instance.rawValue ?? 0
            return RunJobResponse(
                instanceId: done.isDryRun ? 0 : created, result: ChangeResult(done))
        }
    }

    package func getInstance(
        _ request: GetInstanceRequest, _ context: CallContext,
    ) async throws(Status) -> GetInstanceResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.getInstance(request, now: SystemClock.now().wall)
        }
    }

    package func listInstances(
        _ request: ListInstancesRequest, _ context: CallContext,
    ) async throws(Status) -> ListInstancesResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.listInstances(request, now: SystemClock.now().wall)
        }
    }

    package func stopInstances(
        _ request: StopInstancesRequest, _ context: CallContext,
    ) async throws(Status) -> StopInstancesResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        return try await shell.change(command, request, request.options ?? ChangeOptions(), context)
        { done in StopInstancesResponse(result: ChangeResult(done)) }
    }

    package func retryInstances(
        _ request: RetryInstancesRequest, _ context: CallContext,
    ) async throws(Status) -> RetryInstancesResponse {
        let command = try await answering { () async throws(SluiceError) in
            try await self.command(of: request)
        }
        return try await shell.change(command, request, request.options ?? ChangeOptions(), context)
        { done in RetryInstancesResponse(result: ChangeResult(done)) }
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
                    scope: try scope(workspace, environment), jobName: jobName,
                    params: try pairs(params, field: "params"),
                    planTime: planTime == 0
                        ? nil : try thirteenDigits(planTime, field: "plan_time"),
                    labels: try pairs(labels, field: "labels"),
                    version: version == 0 ? nil : Int(version)))
        }
    }
}

extension StopInstancesRequest {
    fileprivate var command: Command {
        get throws(SluiceError) {
            try checkCount(instanceIds.count, field: "instance_ids")
            return .stopInstances(
                StopInstances(
                    scope: try scope(workspace, environment),
                    instances: instanceIds.map { InstanceID($0) }))
        }
    }
}

extension RetryInstancesRequest {
    /// The checks are in the order of the reference, 3.8: first what is missing, then what is none
    /// of the values, then what a value needs.
    fileprivate var command: Command {
        get throws(SluiceError) {
            guard !jobName.isEmpty else {
                throw .missing("job_name", "the name of the current job is needed")
            }
            try checkPresence()
            let version = try retryVersion
            let location = try location
            try checkCount(taskRetrys.count, field: "task_retrys")
            var targets: [RetryInstances.Target] = []
            for (index, element) in taskRetrys.enumerated() {
                targets.append(try element.target(field: "task_retrys[\(index)]"))
            }
            return .retryInstances(
                RetryInstances(
                    scope: try scope(workspace, environment), jobName: jobName,
                    location: location,
                    version: version, targets: targets,
                    params: try pairs(params, field: "params")))
        }
    }

    private func checkPresence() throws(SluiceError) {
        if retryLocation == .unspecified {
            throw .missing(
                "retry_location", "one of firstNode, errorNode, specifiedNode is needed")
        }
        if retryTaskVersion == .unspecified {
            throw .missing(
                "retry_task_version", "one of original_version, current_version is needed")
        }
    }

    /// `S197` to `S201`.
    private var location: RetryInstances.Location {
        get throws(SluiceError) {
            switch retryLocation {
            case .firstNode: return .firstNode
            case .errorNode: return .errorNode
            case .specifiedNode:
                guard !nodeName.isEmpty else {
                    throw .missing("node_name", "specifiedNode needs the name of a node")
                }
                return .specifiedNode(nodeName)
            case .unspecified, .unrecognized:
                throw .field(
                    "retry_location",
                    "\(retryLocation.rawValue) is none of 1 firstNode, 2 errorNode, 3 specifiedNode"
                )
            }
        }
    }

    /// `S202` to `S204`.
    private var retryVersion: RetryInstances.Version {
        get throws(SluiceError) {
            switch retryTaskVersion {
            case .original: return .original
            case .current: return .current
            case .unspecified, .unrecognized:
                throw .field(
                    "retry_task_version",
                    "\(retryTaskVersion.rawValue) is none of 1 original_version, 2 current_version")
            }
        }
    }
}

extension TaskRetry {
    /// The instance, by id or by the triple, all three of it (`S215` to `S217`).
    fileprivate func target(field: String) throws(SluiceError) -> RetryInstances.Target {
        if instanceId != 0 { return .instance(InstanceID(instanceId)) }
        guard jobId != 0 else { throw .missing("\(field).job_id", "the id of the job is needed") }
        guard planTime != 0 else { throw .missing("\(field).plan_time", "the time is needed") }
        guard submitTime != 0 else { throw .missing("\(field).submit_time", "the time is needed") }
        return .triple(
            job: JobID(jobId),
            planTime: try thirteenDigits(planTime, field: "\(field).plan_time"),
            submitTime: try thirteenDigits(submitTime, field: "\(field).submit_time"))
    }
}
