package import SluiceModel

/// The sources' run states (`S52`). A pause is a separate property.
package enum RunState: Hashable, Sendable, CaseIterable {
    /// 成功
    case succeeded
    /// 失败
    case failed
    /// 运行中
    case running
    /// 等待中: its upstream lets it start, and something else holds it.
    case waiting
    /// 未运行: its upstream, or an instance of another job, holds it.
    case notRun
}

/// What the admission of an operation on a node depends on, and nothing else.
package struct NodeState: Hashable, Sendable {
    /// Never `pause`, which is a property beside it.
    package var status: NodeStatus
    /// The first obstacle, where it waits.
    package var waitReason: WaitReason?
    /// An attempt began since it was last reset.
    package var hasRun: Bool
    package var isPaused: Bool

    package init(
        status: NodeStatus, waitReason: WaitReason? = nil, hasRun: Bool, isPaused: Bool,
    ) {
        self.status = status
        self.waitReason = waitReason
        self.hasRun = hasRun
        self.isPaused = isPaused
    }

    package var runState: RunState {
        switch status {
        case .success, .skip: .succeeded
        case .fail: .failed
        case .manualStop: hasRun ? .failed : .notRun
        case .running: .running
        case .waiting, .pause:
            switch waitReason {
            case .upstream, .crossJob, nil: .notRun
            case .confirm, .planTime, .file, .retryDelay, .slot: .waiting
            }
        }
    }
}

extension NodeOperation {
    /// The run states in which it is admitted: the one place that says so (reference, 2.4).
    package var admitted: [RunState] {
        switch self {
        case .rerun: [.succeeded, .failed]
        case .rerunDownstream: [.succeeded, .failed]
        case .setSuccess: [.failed]
        case .terminate: [.running, .waiting]
        case .forceRerun: [.succeeded, .failed, .running, .waiting, .notRun]
        case .removeUpstream: [.succeeded, .failed, .running, .waiting, .notRun]
        case .pause: [.succeeded, .failed, .running, .waiting, .notRun]
        case .resume: [.succeeded, .failed, .running, .waiting, .notRun]
        case .skip: [.waiting, .notRun]
        }
    }

    package func isAdmitted(in state: NodeState) -> Bool {
        guard admitted.contains(state.runState) else { return false }
        return switch self {
        case .pause: !state.isPaused
        case .resume: state.isPaused
        case .skip: state.status == .waiting
        case .rerun, .rerunDownstream, .setSuccess, .terminate, .forceRerun, .removeUpstream: true
        }
    }

    /// What it would take, for a refusal.
    fileprivate var requirement: String {
        switch self {
        case .pause: "it would have to be not paused"
        case .resume: "it would have to be paused"
        case .skip: "it would have to be waiting"
        case .rerun, .rerunDownstream, .setSuccess, .terminate, .forceRerun, .removeUpstream:
            "it would have to be one of: " + admitted.map(\.words).joined(separator: ", ")
        }
    }

    fileprivate var participle: String {
        switch self {
        case .rerun: "rerun"
        case .rerunDownstream: "followed by a rerun of its downstream"
        case .forceRerun: "force rerun"
        case .setSuccess: "set to success"
        case .terminate: "terminated"
        case .removeUpstream: "freed of its upstream"
        case .pause: "paused"
        case .resume: "resumed"
        case .skip: "skipped"
        }
    }
}

extension RunState {
    /// The statuses of the wire that make it up.
    fileprivate var words: String {
        switch self {
        case .succeeded: "success, skip"
        case .failed: "fail, manual-stop after an attempt"
        case .running: "running"
        case .waiting: "waiting (CONFIRM, PLAN_TIME, FILE, RETRY_DELAY, SLOT)"
        case .notRun: "waiting (CROSS_JOB, UPSTREAM), manual-stop without an attempt"
        }
    }
}

extension NodeState {
    fileprivate var words: String {
        let paused = isPaused ? ", paused" : ""
        switch status {
        case .waiting, .pause: return "waiting (\((waitReason ?? .upstream).name))\(paused)"
        case .manualStop where !hasRun: return "manual-stop without an attempt\(paused)"
        case .running, .success, .fail, .skip, .manualStop: return "\(status)\(paused)"
        }
    }
}

extension Instance {
    package func state(_ index: Int) -> NodeState {
        let node = nodes[index]
        return NodeState(
            status: node.phase.status, waitReason: waitReason(index), hasRun: node.ranInThisRun,
            isPaused: node.isPaused)
    }

    /// The first obstacle of a waiting node: that of its instance, or its own.
    func waitReason(_ index: Int) -> WaitReason? {
        guard case .waiting(let wait) = nodes[index].phase else { return nil }
        return obstacle.map { min($0, wait.reason) } ?? wait.reason
    }

    /// Why an operation on a node is refused; nil: it is admitted.
    func refusal(of operation: NodeOperation, on index: Int) -> String? {
        let name = "node \(NodeTarget(id, graph.nodes[index].name))"
        let state = state(index)
        guard operation.isAdmitted(in: state) else {
            return "\(name) is \(state.words) and cannot be \(operation.participle); "
                + operation.requirement
        }
        switch operation {
        case .terminate:
            guard let intent = stopIntent(index), intent != .forceRerun else { return nil }
            return "\(name) is being stopped already; wait until its attempt is gone"
        case .forceRerun:
            if stopIntent(index) != nil {
                return "\(name) is being stopped already; wait until its attempt is gone"
            }
            return refusalOfStart(name)
        case .rerun, .rerunDownstream: return refusalOfStart(name)
        case .skip where nodes.count == 1:
            return "\(name) is the only node of its job and cannot be skipped; "
                + "stop the instance, or set the node to success once it failed"
        case .setSuccess, .removeUpstream, .pause, .resume, .skip: return nil
        }
    }

    /// What an attempt that is being stopped is stopped for.
    func stopIntent(_ index: Int) -> StopIntent? {
        guard case .running(let running) = nodes[index].phase else { return nil }
        return running.stopping
    }

    private func refusalOfStart(_ name: String) -> String? {
        guard stage == .stopping else { return nil }
        return "\(name) cannot start: instance \(id) is being stopped; wait until it has ended"
    }
}

// MARK: - Instances

extension InstanceOperation {
    /// The statuses in which it is admitted: the one place that says so (reference, 2.6 and 3.3).
    package var admitted: [InstanceStatus] {
        switch self {
        case .stop: [.waiting, .running, .runningException, .pause]
        case .retry: [.success, .fail, .manualStop]
        case .continue: [.runningException]
        case .forceSuccess: [.runningException, .manualStop, .fail]
        case .pause: [.waiting, .running, .runningException, .pause]
        case .resume: InstanceStatus.allCases
        case .confirm: [.waiting, .running, .pause]
        case .runWithoutDependencies: [.waiting, .running, .pause]
        case .runPreferentially: [.waiting, .running]
        }
    }

    fileprivate var participle: String {
        switch self {
        case .stop: "stopped"
        case .retry: "retried"
        case .continue: "continued"
        case .forceSuccess: "forced to success"
        case .pause: "paused"
        case .resume: "resumed"
        case .confirm: "confirmed"
        case .runWithoutDependencies: "run without dependencies"
        case .runPreferentially: "run preferentially"
        }
    }
}

extension Instance {
    /// Why an operation on the instance is refused; nil: it is admitted.
    func refusal(of operation: InstanceOperation) -> String? {
        guard operation.admitted.contains(status) else {
            let admitted = operation.admitted.map(\.description).joined(separator: ", ")
            return "The job instance [\(id)] is in [\(status)] status and cannot be "
                + "\(operation.participle). It would have to be in one of: \(admitted)."
        }
        let missing: String? =
            switch operation {
            case .pause: isPaused ? "is paused already" : nil
            case .resume: isPaused ? nil : "is not paused"
            case .confirm:
                stage == .held && needsConfirmation ? nil : "does not wait for a confirmation"
            case .runWithoutDependencies:
                hasOpenDependencies || obstacle == .file
                    ? nil : "does not wait for other jobs or a file"
            case .runPreferentially: isPreferred ? "is preferred already" : nil
            case .stop:
                stage == .stopping && !forceSuccess ? "is being stopped already" : nil
            case .retry, .continue, .forceSuccess: nil
            }
        return missing.map {
            "The job instance [\(id)] \($0) and cannot be \(operation.participle)."
        }
    }
}

extension Engine {
    /// All or nothing, unless refused ones are to be left out: throws where one of the instances
    /// does not exist or does not fit, and lists every such one.
    func admit(
        _ targets: [InstanceID], to operation: InstanceOperation, in scope: Scope,
        skipsRefused: Bool = false,
    ) throws(SluiceError) -> [RefusedTarget] {
        var refused: [RefusedTarget] = []
        for id in targets {
            guard let message = try instance(id, in: scope).refusal(of: operation) else { continue }
            refused.append(RefusedTarget(instance: id, message: message))
        }
        let mayGoOn = skipsRefused && refused.count < targets.count
        guard !refused.isEmpty, !mayGoOn else { return refused }
        throw .refused(refused, reason: "INSTANCE_STATUS")
    }
}

extension SluiceError {
    /// Nothing was done, since these do not fit.
    static func refused(_ targets: [RefusedTarget], reason: String) -> SluiceError {
        refused(
            targets.map { Offender(subject: $0.subject, message: $0.message) }, reason: reason)
    }
}
