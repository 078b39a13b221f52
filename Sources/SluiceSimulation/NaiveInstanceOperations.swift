package import SluiceEngine
internal import SluiceModel

// Operations on whole instances (reference, 2.6 and 3).
extension NaiveInstance {
    /// Nil: the operation is admitted.
    package func refusal(of operation: InstanceOperation) -> String? {
        isAdmitted(operation) ? nil : "instance \(id) is \(status)"
    }

    private func isAdmitted(_ operation: InstanceOperation) -> Bool {
        switch operation {
        case .stop: !status.isFinal && (stage != .stopping || forceSuccess)
        case .retry: status.isFinal
        case .continue: status == .runningException
        case .forceSuccess: [.runningException, .manualStop, .fail].contains(status)
        case .pause: !status.isFinal && !isPaused
        case .resume: isPaused
        case .confirm: stage == .held && obstacles.contains(.confirm)
        case .runWithoutDependencies: stage == .held && obstacles.contains(.crossJob)
        case .runPreferentially: [.waiting, .running].contains(status) && !isPreferred
        }
    }

    /// Retry is not among them: it needs to know where to start.
    mutating func apply(_ operation: InstanceOperation) {
        switch operation {
        case .stop: stop()
        case .continue: passOver()
        case .forceSuccess: forceToSuccess()
        case .pause: isPaused = true
        case .resume: isPaused = false
        case .confirm: needsConfirmation = false
        case .runWithoutDependencies: dropDependencies()
        case .runPreferentially: isPreferred = true
        case .retry: break
        }
    }

    mutating func stop() {
        for index in nodes.indices where nodes[index].isWaiting {
            nodes[index].end(as: .manualStop)
        }
        stopRunning(.instanceStopped)
        forceSuccess = false
        stage = .stopping
    }

    private mutating func passOver() {
        for index in nodes.indices where nodes[index].suspends {
            nodes[index].isPassedOver = true
        }
    }

    private mutating func forceToSuccess() {
        stopWhatCouldStart()
        stopRunning(.instanceForced)
        forceSuccess = true
        stage = .stopping
    }

    private mutating func dropDependencies() {
        for index in dependencies.indices { dependencies[index].isDropped = true }
    }

    // MARK: - Retry

    /// The names that a retry of failed nodes starts from.
    package var errorNodes: Set<String> {
        Set(
            nodes.filter { node in
                switch node.phase {
                case .fail: node.isUnresolvedFailure
                case .manualStop, .waiting, .retryDelay, .skip(.outOfRange): true
                case .running, .success, .skip: false
                }
            }.map(\.name))
    }

    package func refusal(ofRetryFrom location: RetryInstances.Location) -> String? {
        if let refusal = refusal(of: .retry) { return refusal }
        switch location {
        case .specifiedNode(let name) where index(of: name) == nil:
            return "there is no node \(name)"
        case .errorNode where status != .success && errorNodes.isEmpty:
            return "there is nothing to retry"
        case .firstNode, .errorNode, .specifiedNode: return nil
        }
    }

    mutating func retry(from location: RetryInstances.Location) {
        let all = Set(nodes.map(\.name))
        switch location {
        case _ where status == .success: retry(all)
        case .firstNode: retry(all)
        case .errorNode: retry(closure(of: errorNodes))
        case .specifiedNode(let name):
            skipOutside(closure(of: [name]))
            retry(closure(of: [name]))
        }
        reopen()
    }

    private mutating func skipOutside(_ range: Set<String>) {
        for index in nodes.indices where !range.contains(nodes[index].name) {
            if nodes[index].phase != .success {
                nodes[index].end(as: .skip(.outOfRange))
            }
        }
    }

    private mutating func retry(_ names: Set<String>) {
        for index in nodes.indices where names.contains(nodes[index].name) { nodes[index].reset() }
    }
}
