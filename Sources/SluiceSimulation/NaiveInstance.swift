package import SluiceModel

/// An instance of the naive world. Everything that follows from its nodes is computed when asked.
package struct NaiveInstance: Hashable, Sendable {
    package enum Stage: Hashable, Sendable {
        case held
        /// In line among the instances of its job: in this world only where it is paused.
        case queued
        case open
        case stopping
        case ended
    }

    /// What it waits for in another job of the same plan time.
    package struct Dependency: Hashable, Sendable {
        package var jobName: String
        package var failPolicy: FailPolicy
        package var isDropped = false
    }

    package let id: InstanceID
    package let jobName: String
    package let planTime: Timestamp
    /// In the order of the definition.
    package var nodes: [NaiveNode]
    package var stage = Stage.held
    /// Why it is held: told by the world, which knows the time and the other instances.
    package var obstacles: [WaitReason] = []
    package var needsConfirmation = false
    package var dependencies: [Dependency] = []
    package var isPaused = false
    package var isPreferred = false
    package var forceSuccess = false
    package var run = 1
    /// The status of an ended instance.
    var outcome = InstanceStatus.success

    package init(
        id: InstanceID, of definition: JobDefinition, planTime: Timestamp, isPlanned: Bool,
    ) {
        self.id = id
        self.planTime = planTime
        jobName = definition.name
        nodes = definition.nodes.map { NaiveNode($0) }
        needsConfirmation = definition.confirmBeforeRun
        guard isPlanned else { return }
        dependencies = definition.dependJobs.map {
            Dependency(jobName: $0.jobName, failPolicy: $0.failPolicy)
        }
    }

    package func index(of name: String) -> Int? { nodes.firstIndex { $0.name == name } }
}

// MARK: - What lets a node start

extension NaiveInstance {
    func upstream(of node: NaiveNode) -> [NaiveNode] {
        node.definition.dependsOn.filter { !node.removedUpstreams.contains($0) }
            .compactMap { index(of: $0) }.map { nodes[$0] }
    }

    /// Every predecessor that it has not removed is satisfied, or can be asked about where there
    /// is a condition.
    func isFree(_ node: NaiveNode) -> Bool {
        isFreeButForPauses(node) && !upstream(of: node).contains(where: \.isPaused)
    }

    func isFreeButForPauses(_ node: NaiveNode) -> Bool {
        upstream(of: node).allSatisfy { before in
            node.conditions.contains { $0.node == before.name }
                ? node.mayAskButForPauses(about: before) : before.isSatisfiedButForPauses
        }
    }

    package var isSuspended: Bool { nodes.contains(where: \.suspends) }

    /// Waits for a slot: it would start if there were one and nothing were paused.
    func isReady(_ node: NaiveNode) -> Bool {
        guard node.phase == .waiting else { return false }
        switch stage {
        case .held, .queued: return node.startsForced
        case .open: return node.startsForced || (!isSuspended && isFree(node))
        case .stopping, .ended: return false
        }
    }

    func mayStart(_ node: NaiveNode) -> Bool {
        isReady(node) && !node.isPaused && !isPaused
    }

    /// It waits, and nothing but a slot, a retry, a suspension or a pause keeps it from starting.
    func couldStart(_ node: NaiveNode) -> Bool {
        guard node.isWaiting else { return false }
        return node.phase == .retryDelay || isReady(node) || isFreeButForPauses(node)
    }

    /// The names of the nodes and of all that comes after them.
    func closure(of names: Set<String>) -> Set<String> {
        var closure = names
        var size = 0
        while size != closure.count {
            size = closure.count
            for node in nodes where !closure.isDisjoint(with: node.definition.dependsOn) {
                closure.insert(node.name)
            }
        }
        return closure
    }

    /// All that comes after the node, without it.
    func downstream(of name: String) -> Set<String> { closure(of: [name]).subtracting([name]) }
}

// MARK: - What is shown

extension NaiveInstance {
    /// Nil: the node does not wait.
    package func waitReason(of node: NaiveNode) -> WaitReason? {
        guard node.isWaiting else { return nil }
        if stage == .held, let first = obstacles.first { return first }
        if node.phase == .retryDelay { return .retryDelay }
        return isReady(node) ? .slot : .upstream
    }

    package var status: InstanceStatus {
        switch stage {
        case .held, .queued: heldStatus
        case .open: openStatus
        case .stopping: .running
        case .ended: outcome
        }
    }

    private var heldStatus: InstanceStatus {
        if nodes.contains(where: { isUnderWay($0) }) { return .running }
        return isPaused ? .pause : .waiting
    }

    private var openStatus: InstanceStatus {
        if isSuspended { return .runningException }
        if nodes.contains(where: { isUnderWay($0) }) { return .running }
        if nodes.contains(where: { couldStart($0) }) { return .pause }
        return finalStatus
    }

    /// Runs, or starts by itself.
    private func isUnderWay(_ node: NaiveNode) -> Bool {
        if node.isRunning { return true }
        let isComing = node.phase == .retryDelay || isReady(node)
        return isComing && !node.isPaused && !isPaused
    }

    /// What the nodes alone say of an instance where nothing happens any more.
    var finalStatus: InstanceStatus {
        if nodes.contains(where: \.isUnresolvedFailure) { return .fail }
        if nodes.contains(where: { $0.phase == .manualStop }) { return .manualStop }
        return .success
    }

    /// Success with a failure that was passed over.
    package var ignoreSuccess: Bool {
        stage == .ended && outcome == .success && !forceSuccess && nodes.contains(where: \.isFail)
    }
}
