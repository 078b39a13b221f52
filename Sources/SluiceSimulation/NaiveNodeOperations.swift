package import SluiceEngine
internal import SluiceModel

// Operations on nodes (reference, 2.4).
extension NaiveInstance {
    /// The classes of the reference: success, failed, not run, waiting, running.
    private enum Class { case succeeded, failed, notRun, waiting, running }

    private func kind(of node: NaiveNode) -> Class {
        switch node.phase {
        case .success, .skip: .succeeded
        case .fail: .failed
        case .manualStop: node.ranInThisRun ? .failed : .notRun
        case .running: .running
        case .waiting, .retryDelay: isNotRun(node) ? .notRun : .waiting
        }
    }

    private func isNotRun(_ node: NaiveNode) -> Bool {
        let reason = waitReason(of: node)
        return reason == .upstream || reason == .crossJob
    }

    /// Nil: the operation is admitted.
    package func refusal(
        of operation: NodeOperation, on name: String, upstreams: [String],
    ) -> String? {
        guard let index = index(of: name) else { return "there is no node \(name)" }
        let node = nodes[index]
        if !isAdmitted(operation, node) { return "\(name) is \(node.status)" }
        if stage == .stopping, operation.startsSomething { return "the instance is being stopped" }
        if isTooLate(operation, node.stopping) { return "\(name) is being stopped" }
        if operation == .skip, nodes.count == 1 { return "\(name) is the only node" }
        let unknown = upstreams.filter { !node.definition.dependsOn.contains($0) }
        if operation == .removeUpstream, !unknown.isEmpty { return "\(unknown) is not upstream" }
        return nil
    }

    /// The table of the reference.
    private func isAdmitted(_ operation: NodeOperation, _ node: NaiveNode) -> Bool {
        let kind = kind(of: node)
        return switch operation {
        case .rerun, .rerunDownstream: kind == .succeeded || kind == .failed
        case .setSuccess: kind == .failed
        case .terminate: kind == .running || kind == .waiting
        case .forceRerun, .removeUpstream: true
        case .pause: !node.isPaused
        case .resume: node.isPaused
        case .skip: node.isWaiting
        }
    }

    /// A node that is being stopped is not stopped again; a pending forced rerun can be called off.
    private func isTooLate(_ operation: NodeOperation, _ stopping: StopIntent?) -> Bool {
        switch operation {
        case .terminate: stopping != nil && stopping != .forceRerun
        case .forceRerun: stopping != nil
        case .rerun, .rerunDownstream, .setSuccess, .removeUpstream, .pause, .resume, .skip: false
        }
    }

    mutating func apply(_ operation: NodeOperation, on name: String, upstreams: [String]) {
        guard let index = index(of: name) else { return }
        switch operation {
        case .rerun: nodes[index].reset()
        case .rerunDownstream: rerunDownstream(of: name)
        case .forceRerun: forceRerun(index)
        case .setSuccess:
            nodes[index].end(as: .success)
            nodes[index].isForcedSuccess = true
            nodes[index].isPassedOver = false
        case .terminate: terminate(index)
        case .removeUpstream:
            let names = upstreams.isEmpty ? nodes[index].definition.dependsOn : upstreams
            nodes[index].removedUpstreams.formUnion(names)
        case .pause: nodes[index].isPaused = true
        case .resume: nodes[index].isPaused = false
        case .skip: nodes[index].end(as: .skip(.manual))
        }
    }

    private mutating func rerunDownstream(of name: String) {
        let downstream = downstream(of: name)
        for index in nodes.indices where downstream.contains(nodes[index].name) {
            if nodes[index].isFinal { nodes[index].reset() }
        }
    }

    private mutating func forceRerun(_ index: Int) {
        if nodes[index].isRunning {
            nodes[index].phase = .running(stopping: .forceRerun)
        } else {
            nodes[index].reset()
        }
        nodes[index].startsForced = true
    }

    private mutating func terminate(_ index: Int) {
        if nodes[index].isRunning {
            nodes[index].phase = .running(stopping: .terminated)
        } else {
            nodes[index].end(as: .fail(isTerminated: true))
        }
    }

    /// After an operation on nodes of an ended instance: it opens again where something can start
    /// now or is held only by pauses; else its status is derived anew.
    mutating func comeBackWhereSomethingCanStart() {
        guard stage == .ended else { return }
        if nodes.contains(where: { $0.isWaiting && $0.startsForced || couldStart($0) }) {
            reopen()
        } else if finalStatus == .success {
            outcome = .success
            forceSuccess = false
        } else if !forceSuccess {
            outcome = finalStatus
        }
    }

    /// Its turn comes after the operation.
    mutating func reopen() {
        stage = .queued
        run += 1
        forceSuccess = false
    }
}

extension NodeOperation {
    fileprivate var startsSomething: Bool {
        switch self {
        case .rerun, .rerunDownstream, .forceRerun: true
        case .setSuccess, .terminate, .removeUpstream, .pause, .resume, .skip: false
        }
    }
}
