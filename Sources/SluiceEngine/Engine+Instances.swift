internal import DequeModule
internal import SluiceModel

/// Operations on whole instances (reference, 2.6), all or nothing.
extension Engine {
    mutating func operateInstances(
        _ command: OperateInstances, by caller: Caller, because reason: String, _ now: Now,
        _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        let targets = command.instances.uniqued()
        let operation = command.operation
        precondition(operation != .retry, "a retry is a command of its own")
        let refused = try admit(
            targets, to: operation, in: command.scope, skipsRefused: command.skipsRefused)
        let left = Set(refused.map(\.instance))
        let author = Author(user: caller.user, reason: reason)
        var changes: [InstanceChange] = []
        for id in targets where !left.contains(id) {
            changes.append(operate(operation, on: id, author, now, &effects))
        }
        dispatch(now, &effects)
        return Reply(.instances, changes: changes, refused: refused)
    }

    mutating func operate(
        _ operation: InstanceOperation, on id: InstanceID, _ author: Author, _ now: Now,
        _ effects: inout Effects,
    ) -> InstanceChange {
        var marks: [NodeMark] = []
        let stage = instances[id]?.stage
        let change = withInstance(id, now, &effects) { instance, turn in
            marks = instance.marks
            return instance.operate(operation, author, &turn)
        }
        guard var change, let job = instances[id]?.job else {
            preconditionFailure("an admitted instance is held")
        }
        if let stage, instances[id]?.stage != stage { leave(stage, id, of: job) }
        switch operation {
        case .confirm, .runWithoutDependencies: reconsider(id, now, &effects)
        case .runPreferentially: moveAhead(id)
        case .stop, .resume, .continue, .forceSuccess, .pause, .retry: break
        }
        openQueued(of: job, now, &effects)
        hungryCalls += instances[id]?.callsAtWork ?? []
        guard let instance = instances[id] else { preconditionFailure("it is still held") }
        change.starts = instance.starts(since: marks)
        return change
    }

    /// An operation took an instance out of what it waited in.
    private mutating func leave(_ stage: Stage, _ id: InstanceID, of job: JobID) {
        switch stage {
        case .held:
            unregister(id)
            instances[id]?.obstacle = nil
        case .queued: queuedByJob[job]?.removeAll { $0 == id }
        case .open, .stopping, .ended: break
        }
    }

    /// Puts an instance at the head of its job's line, and its ready nodes at that of the slots.
    private mutating func moveAhead(_ id: InstanceID) {
        guard let instance = instances[id] else { return }
        if instance.stage == .queued {
            queuedByJob[instance.job]?.removeAll { $0 == id }
            queuedByJob[instance.job, default: []].prepend(id)
        }
        // The entries further back are stale once these have had their turn.
        let waiting = instance.nodes.indices.filter {
            instance.nodes[$0].phase == .waiting(.slot) && !instance.isHeldByPause($0)
        }
        lineUp(waiting.map { instance.ref($0) }, of: instance, seen)
    }
}
