internal import SluiceEngine
internal import SluiceModel
internal import SluiceWire

// Retry of instances, mode A (`S188` to `S217`), as the engine takes it.

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
            guard !taskRetrys.isEmpty else {
                throw .field("task_retrys", "none is given; at least one is needed")
            }
            try checkCount(taskRetrys.count, field: "task_retrys")
            var targets: [RetryInstances.Target] = []
            for (index, element) in taskRetrys.enumerated() {
                targets.append(try element.target(field: "task_retrys[\(index)]"))
            }
            return .retryInstances(
                RetryInstances(
                    scope: try scope, jobName: jobName,
                    location: location, version: version, targets: targets,
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
