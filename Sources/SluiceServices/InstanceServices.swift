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
        try answering { () throws(SluiceError) in
            try checkCount(request.instanceIds.count, field: "instance_ids")
        }
        let command = Command.stopInstances(
            StopInstances(
                scope: scope(request.workspace, request.environment),
                instances: request.instanceIds.map { InstanceID($0) }))
        return try await shell.change(command, request, request.options ?? ChangeOptions(), context)
        { done in StopInstancesResponse(result: ChangeResult(done)) }
    }

    package func retryInstances(
        _ request: RetryInstancesRequest, _ context: CallContext,
    ) async throws(Status) -> RetryInstancesResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        return try await shell.change(command, request, request.options ?? ChangeOptions(), context)
        { done in RetryInstancesResponse(result: ChangeResult(done)) }
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
                    scope: scope(workspace, environment), jobName: jobName,
                    params: try pairs(params, field: "params"),
                    planTime: planTime == 0
                        ? nil : try thirteenDigits(planTime, field: "plan_time"),
                    labels: try pairs(labels, field: "labels"),
                    version: version == 0 ? nil : Int(version)))
        }
    }
}

extension RetryInstancesRequest {
    /// The checks are in the order of the reference, 3.8.
    fileprivate var command: Command {
        get throws(SluiceError) {
            guard !jobName.isEmpty else {
                throw .missing("job_name", "the name of the current job is needed")
            }
            let location = try location
            let version = try retryVersion
            try checkCount(taskRetrys.count, field: "task_retrys")
            var targets: [RetryInstances.Target] = []
            for (index, element) in taskRetrys.enumerated() {
                targets.append(try element.target(field: "task_retrys[\(index)]"))
            }
            return .retryInstances(
                RetryInstances(
                    scope: scope(workspace, environment), jobName: jobName, location: location,
                    version: version, targets: targets,
                    params: try pairs(params, field: "params")))
        }
    }

    /// `S197` to `S201`.
    private var location: RetryInstances.Location {
        get throws(SluiceError) {
            switch retryLocation {
            case .unspecified:
                throw .missing(
                    "retry_location", "one of firstNode, errorNode, specifiedNode is needed")
            case .firstNode: return .firstNode
            case .errorNode: return .errorNode
            case .specifiedNode:
                guard !nodeName.isEmpty else {
                    throw .missing("node_name", "specifiedNode needs the name of a node")
                }
                return .specifiedNode(nodeName)
            case .unrecognized(let number):
                throw .field(
                    "retry_location",
                    "\(number) is none of 1 firstNode, 2 errorNode, 3 specifiedNode")
            }
        }
    }

    /// `S202` to `S204`.
    private var retryVersion: RetryInstances.Version {
        get throws(SluiceError) {
            switch retryTaskVersion {
            case .unspecified:
                throw .missing(
                    "retry_task_version",
                    "one of original_version, current_version is needed")
            case .original: return .original
            case .current: return .current
            case .unrecognized(let number):
                throw .field(
                    "retry_task_version",
                    "\(number) is none of 1 original_version, 2 current_version")
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
