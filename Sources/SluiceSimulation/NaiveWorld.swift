package import SluiceEngine
package import SluiceModel

/// The rules of instances and nodes a second time, as plainly as the reference puts them: after
/// each step everything is looked at anew until nothing changes any more. No queues, no counts,
/// no slots: whatever may run, runs.
package struct NaiveWorld: Hashable, Sendable {
    package private(set) var instances: [InstanceID: NaiveInstance] = [:]
    package private(set) var now: Timestamp

    package init(at now: Timestamp) {
        self.now = now
    }

    /// In the order in which they were created.
    package var ids: [InstanceID] { instances.keys.sorted() }

    /// A run by hand; without a plan time it waits for no other job.
    package mutating func run(
        _ definition: JobDefinition, as id: InstanceID, at planTime: Timestamp?,
    ) {
        instances[id] = NaiveInstance(
            id: id, of: definition, planTime: planTime ?? now, isPlanned: planTime != nil)
        settle()
    }

    // MARK: - Facts

    package mutating func attemptEnded(_ target: NodeTarget, _ outcome: Outcome) {
        guard let index = instances[target.instance]?.index(of: target.name),
            instances[target.instance]?.nodes[index].isRunning == true
        else { return }
        instances[target.instance]?.attemptEnded(index, outcome)
        settle()
    }

    /// Time goes on; every automatic retry that was waited for is due.
    package mutating func retriesAreDue(at now: Timestamp) {
        self.now = now
        for id in ids {
            for index in instances[id]?.nodes.indices ?? 0..<0 {
                instances[id]?.retryIsDue(index)
            }
        }
        settle()
    }

    // MARK: - Operations

    /// What the operation itself changes, or why it is refused; then what follows happens.
    package mutating func operate(
        _ operation: NodeOperation, on targets: [NodeTarget], upstreams: [String] = [],
    ) -> Result<[NaiveChange], NaiveRefusal> {
        var refusals = targets.compactMap { refusal(of: operation, on: $0, upstreams: upstreams) }
        if targets.count > 1, !operation.isBatch { refusals.append("one node at a time") }
        guard refusals.isEmpty else { return .failure(NaiveRefusal(reasons: refusals)) }
        return .success(
            change(Set(targets.map(\.instance)), named: targets) { instance in
                for target in targets where target.instance == instance.id {
                    instance.apply(operation, on: target.name, upstreams: upstreams)
                }
                instance.comeBackWhereSomethingCanStart()
            })
    }

    package func refusal(
        of operation: NodeOperation, on target: NodeTarget, upstreams: [String] = [],
    ) -> String? {
        guard let instance = instances[target.instance] else { return "no \(target.instance)" }
        return instance.refusal(of: operation, on: target.name, upstreams: upstreams)
    }

    package mutating func operate(
        _ operation: InstanceOperation, on ids: [InstanceID],
    ) -> Result<[NaiveChange], NaiveRefusal> {
        let refusals = ids.compactMap { id in
            guard let instance = instances[id] else { return "no \(id)" }
            return instance.refusal(of: operation)
        }
        guard refusals.isEmpty else { return .failure(NaiveRefusal(reasons: refusals)) }
        return .success(change(Set(ids), named: []) { $0.apply(operation) })
    }

    /// Mode A, on the original version.
    package mutating func retry(
        _ ids: [InstanceID], from location: RetryInstances.Location,
    ) -> Result<[NaiveChange], NaiveRefusal> {
        let refusals = ids.compactMap { id in
            guard let instance = instances[id] else { return "no \(id)" }
            return instance.refusal(ofRetryFrom: location)
        }
        guard refusals.isEmpty else { return .failure(NaiveRefusal(reasons: refusals)) }
        return .success(change(Set(ids), named: []) { $0.retry(from: location) })
    }

    private mutating func change(
        _ ids: Set<InstanceID>, named: [NodeTarget], _ apply: (inout NaiveInstance) -> Void,
    ) -> [NaiveChange] {
        var changes: [NaiveChange] = []
        for id in ids.sorted() {
            guard let before = instances[id] else { continue }
            var after = before
            apply(&after)
            instances[id] = after
            lookAtObstacles(of: id)
            if let after = instances[id] {
                changes.append(NaiveChange(from: before, to: after, named: named))
            }
        }
        settle()
        return changes
    }

    // MARK: - What follows

    private mutating func settle() {
        var before: [InstanceID: NaiveInstance]
        repeat {
            before = instances
            for id in ids { goOn(id) }
        } while instances != before
    }

    private mutating func goOn(_ id: InstanceID) {
        cancelWhereUpstreamFailed(id)
        lookAtObstacles(of: id)
        takeTurn(id)
        if instances[id]?.startNext() == true { return }
        _ = instances[id]?.endWhereOver()
    }

    private mutating func lookAtObstacles(of id: InstanceID) {
        guard let instance = instances[id], instance.stage == .held else { return }
        let obstacles = obstacles(of: instance)
        instances[id]?.obstacles = obstacles
        if obstacles.isEmpty { instances[id]?.stage = .queued }
    }

    /// Every turn is free here; a paused instance does not take its own.
    private mutating func takeTurn(_ id: InstanceID) {
        guard let instance = instances[id], instance.stage == .queued else { return }
        if !instance.isPaused { instances[id]?.stage = .open }
    }
}

// MARK: - Other jobs

extension NaiveWorld {
    /// In the order in which they are shown.
    private func obstacles(of instance: NaiveInstance) -> [WaitReason] {
        let isWaiting = instance.dependencies.contains { waits(for: $0, instance) }
        return (instance.needsConfirmation ? [.confirm] : []) + (isWaiting ? [.crossJob] : [])
            + (now < instance.planTime ? [.planTime] : [])
    }

    private func waits(
        for dependency: NaiveInstance.Dependency, _ instance: NaiveInstance,
    ) -> Bool {
        guard !dependency.isDropped else { return false }
        guard let status = newest(dependency.jobName, at: instance.planTime)?.status,
            status.isFinal
        else { return true }
        return status != .success && dependency.failPolicy != .ignore
    }

    private func newest(_ jobName: String, at planTime: Timestamp) -> NaiveInstance? {
        ids.reversed().compactMap { instances[$0] }
            .first { $0.jobName == jobName && $0.planTime == planTime }
    }

    private mutating func cancelWhereUpstreamFailed(_ id: InstanceID) {
        guard let instance = instances[id], instance.stage == .held else { return }
        let isCancelled = instance.dependencies.contains { dependency in
            guard !dependency.isDropped, dependency.failPolicy == .fail else { return false }
            let status = newest(dependency.jobName, at: instance.planTime)?.status
            return status == .fail || status == .manualStop
        }
        if isCancelled { instances[id]?.stop() }
    }
}
