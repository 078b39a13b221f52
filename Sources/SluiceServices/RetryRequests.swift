internal import SluiceEngine
internal import SluiceModel
internal import SluiceWire

// Retry of instances (`S188` to `S229`), as the engine takes it.

extension RetryInstancesRequest {
    /// The checks are in the order of the reference, 3.8: first what is missing, then what is none
    /// of the values, then what a value needs.
    var command: Command {
        get throws(SluiceError) {
            guard !jobName.isEmpty else {
                throw .missing("job_name", "the name of the current job is needed")
            }
            try checkPresence()
            let version = try retryVersion
            let location = try location
            guard taskRetrys.isEmpty != jobs.isEmpty else {
                throw .field(
                    "task_retrys",
                    (jobs.isEmpty ? "neither they nor jobs are given" : "they and jobs are given")
                        + "; name instances of the job, or jobs before and after it")
            }
            guard jobs.isEmpty else { return try modeB(location, version) }
            try checkCount(taskRetrys.count, field: "task_retrys")
            var targets: [RetryInstances.Target] = []
            for (index, element) in taskRetrys.enumerated() {
                targets.append(try element.target(field: "task_retrys[\(index)]"))
            }
            return .retryInstances(
                RetryInstances(
                    scope: try scope, jobName: jobName,
                    location: location, version: version, targets: targets,
                    params: try pairs(params, field: "params"), listens: listens))
        }
    }

    /// Without a word of it they start without the file (`S205`).
    private var listens: Bool { !(ignoreObsMonitor ?? true) }

    /// The current job and those before and after it (`S207` to `S214`).
    private func modeB(
        _ location: RetryInstances.Location, _ version: RetryInstances.Version,
    ) throws(SluiceError) -> Command {
        guard jobs.count <= Limits.dependJobs else {
            throw .field("jobs", "\(jobs.count) given; at most \(Limits.dependJobs) are allowed")
        }
        let scope = try scope
        var related: [RetryJobs.Job] = []
        for (index, job) in jobs.enumerated() {
            guard !job.jobName.isEmpty else {
                throw .missing("jobs[\(index)].job_name", "the name of the job is needed")
            }
            related.append(
                RetryJobs.Job(
                    workspace: job.workspaceId.isEmpty ? scope.workspace : job.workspaceId,
                    name: job.jobName))
        }
        guard beginTime != 0 else { throw .missing("begin_time", "the time is needed with jobs") }
        guard endTime != 0 else { throw .missing("end_time", "the time is needed with jobs") }
        let begin = try thirteenDigits(beginTime, field: "begin_time")
        let end = try thirteenDigits(endTime, field: "end_time")
        guard begin <= end else {
            throw .startAfterEnd("begin_time", beginTime, "end_time", endTime)
        }
        let parallel = concurrent ?? 1
        guard (1...Int32(Limits.backfillParallel)).contains(parallel) else {
            throw .field(
                "concurrent", "\(parallel) given; 1 to \(Limits.backfillParallel) are allowed")
        }
        if case .specifiedNode = location {
            throw .field(
                "retry_location", "3 specifiedNode goes with task_retrys only; take 1 or 2")
        }
        return .retryJobs(
            RetryJobs(
                scope: scope, jobName: jobName, jobs: related, range: begin...end,
                parallel: Int(parallel), location: location, version: version,
                params: try pairs(params, field: "params"), listens: listens))
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
