internal import DequeModule
internal import HeapModule
internal import SluiceModel

/// The instances of a job for a plan time.
struct Cycle: Hashable, Sendable {
    var job: JobID
    var planTime: Timestamp
}

extension Dependency {
    var cycle: Cycle { Cycle(job: job, planTime: planTime) }

    /// It still holds the dependent instance (reference, 2.8).
    package var isOpen: Bool {
        guard !isDropped else { return false }
        guard let upstream, upstream.status.isFinal else { return true }
        if upstream.status == .success { return false }
        return switch failPolicy {
        case .ignore: false
        case .fail, .suspend, .failChild: true
        }
    }

    /// The dependent instance is cancelled for it.
    var cancels: Bool {
        guard !isDropped, failPolicy == .fail, let upstream else { return false }
        return upstream.status.isFinal && upstream.status != .success
    }
}

extension Instance {
    package var hasOpenDependencies: Bool {
        stage == .held && dependencies.contains { $0.isOpen }
    }

    /// What holds the instance as a whole, first things first.
    func firstObstacle(at now: Now) -> WaitReason? {
        if needsConfirmation { return .confirm }
        if dependencies.contains(where: \.isOpen) { return .crossJob }
        if comes(after: now.wall) { return .planTime }
        return fileWait != nil ? .file : nil
    }

    /// Its plan time is later. That of an event is its number more than a time.
    func comes(after time: Timestamp) -> Bool { eventData == nil && planTime > time }

    func dependencyRecord(_ position: Int) -> DependencyRecord {
        DependencyRecord(
            instance: id, position: position, dependency: dependencies[position])
    }

    /// Cancelled since an instance that it depends on failed (reference, 2.8).
    mutating func cancel(because dependency: Dependency, _ turn: inout Turn) {
        stage = .stopping
        let upstream = dependency.upstream.map { " \($0.instance) ended \($0.status)" } ?? ""
        reason = "cancelled: it depends on job '\(dependency.jobName)', whose instance\(upstream)"
        for index in nodes.indices {
            switch nodes[index].phase {
            case .waiting: setPhase(index, .manualStop, reason: "cancelled", &turn)
            case .running: stop(index, .instanceStopped, &turn)
            case .success, .fail, .skip, .manualStop: break
            }
        }
        settle(&turn)
    }
}

// MARK: - Held instances

extension Engine {
    /// Looks anew at what holds an instance: it goes on waiting, is cancelled, or joins its job's
    /// line.
    mutating func reconsider(_ id: InstanceID, _ now: Now, _ effects: inout Effects) {
        guard let (job, cause, old, obstacle) = holding(id, now) else { return }
        if let cause {
            unregister(id)
            withInstance(id, now, &effects) { instance, turn in
                instance.obstacle = nil
                instance.cancel(because: cause, &turn)
            }
            notify(.failure, of: id, now, &effects)
        } else if let obstacle {
            guard obstacle != old || isDueToListen(id) else { return }
            if obstacle == .planTime { setAlarm(for: id) }
            withInstance(id, now, &effects) { instance, _ in instance.obstacle = obstacle }
            if obstacle == .file {
                listen(id, now, &effects)
            } else if old == .file {
                stopListening(id, now, &effects)
            }
        } else {
            unregister(id)
            withInstance(id, now, &effects) { instance, turn in
                instance.obstacle = nil
                instance.stage = .queued
                instance.settle(&turn)
            }
            enqueue(id, of: job)
            openQueued(of: job, now, &effects)
        }
    }

    private func isDueToListen(_ id: InstanceID) -> Bool {
        instances[id]?.obstacle == .file && instances[id]?.fileWait == .due
    }

    /// What holds an instance; nil: it is not held. The instance itself is let go of here: what
    /// still held it while it is changed would make a copy of its nodes.
    private func holding(
        _ id: InstanceID, _ now: Now,
    ) -> (job: JobID, cause: Dependency?, old: WaitReason?, obstacle: WaitReason?)? {
        guard let instance = instances[id], instance.stage == .held else { return nil }
        return (
            instance.job, instance.dependencies.first(where: \.cancels), instance.obstacle,
            instance.firstObstacle(at: now)
        )
    }

    /// At the end of its job's line, or at its head where it is preferred.
    mutating func enqueue(_ id: InstanceID, of job: JobID) {
        if instances[id]?.isPreferred == true {
            queuedByJob[job, default: []].prepend(id)
        } else {
            queuedByJob[job, default: []].append(id)
        }
    }

    private mutating func setAlarm(for id: InstanceID) {
        guard let planTime = instances[id]?.planTime else { return }
        alarms.insert(Alarm(due: planTime, subject: .planTime(id)))
    }

    // MARK: - Who waits for whom

    /// Remembers that a held instance waits for other jobs.
    mutating func register(_ instance: Instance) {
        for cycle in instance.dependencies.map(\.cycle).uniqued() {
            dependents[cycle, default: []].append(instance.id)
        }
    }

    mutating func unregister(_ id: InstanceID) {
        watch(nil, for: .instance(id))
        for cycle in (instances[id]?.dependencies ?? []).map(\.cycle).uniqued() {
            dependents[cycle]?.removeAll { $0 == id }
            if dependents[cycle]?.isEmpty == true { dependents[cycle] = nil }
        }
    }

    /// Tells those that wait for an instance what became of it, and those that wait for them.
    mutating func tellDependents(_ now: Now, _ effects: inout Effects) {
        while !changedStatuses.isEmpty || !callStops.isEmpty {
            if let node = callStops.popLast() { stopCall(node, now, &effects) }
            guard let id = changedStatuses.popLast(), instances[id] != nil else { continue }
            tellBackfill(of: id, &effects)
            tellCall(of: id, now, &effects)
            guard let upstream = instances[id] else { continue }
            let cycle = Cycle(job: upstream.job, planTime: upstream.planTime)
            for dependent in dependents[cycle] ?? [] {
                tell(dependent, of: upstream, now, &effects)
            }
        }
    }

    private mutating func tell(
        _ dependent: InstanceID, of upstream: Instance, _ now: Now, _ effects: inout Effects,
    ) {
        guard instances[dependent]?.stage == .held else { return }
        withInstance(dependent, now, &effects) { instance, _ in
            for index in instance.dependencies.indices {
                let dependency = instance.dependencies[index]
                let newest = dependency.upstream?.instance ?? upstream.id
                guard dependency.job == upstream.job, dependency.planTime == upstream.planTime,
                    newest <= upstream.id
                else { continue }
                instance.dependencies[index].upstream = Dependency.Upstream(
                    instance: upstream.id, status: upstream.status)
            }
        }
        reconsider(dependent, now, &effects)
    }
}

// MARK: - Reruns across jobs

extension Engine {
    /// The instances of other jobs that depend on the target of a rerun downstream, and on those,
    /// as far as the caller sees them.
    func dependents(
        of command: OperateNodes, seenBy caller: Caller,
    ) -> [DependentInstance] {
        guard let target = command.nodes.first else { return [] }
        return instancesAfter(target.instance).compactMap { id in
            guard let instance = instances[id],
                mayName(instance.scope, caller, from: command.scope)
            else { return nil }
            return DependentInstance(
                instance: id, jobName: instance.jobName, status: instance.status,
                isIncluded: command.dependents.contains(id))
        }
    }

    /// Breadth first, each once, without the instance itself.
    func instancesAfter(_ id: InstanceID) -> [InstanceID] {
        var found: [InstanceID] = []
        var seen: Set<InstanceID> = [id]
        var left = [id]
        while let next = left.popLast(), found.count < Limits.listedChanges {
            guard let instance = instances[next] else { continue }
            for after in suppliedDependents(of: instance) where seen.insert(after).inserted {
                found.append(after)
                left.insert(after, at: 0)
            }
        }
        return found
    }

    private func suppliedDependents(of instance: Instance) -> [InstanceID] {
        let need = Need.dependents(job: instance.job, planTime: instance.planTime)
        let stored = found[need] ?? []
        let held = dependents[Cycle(job: instance.job, planTime: instance.planTime)] ?? []
        return Set(stored + held).sorted()
    }

    /// What has to be known before a rerun downstream: all that depends on its target.
    func needs(ofDependentsOf id: InstanceID) -> [Need] {
        var needs: [Need] = []
        var seen: Set<InstanceID> = []
        var left = [id]
        while let next = left.popLast(), seen.count < Limits.listedChanges {
            guard seen.insert(next).inserted else { continue }
            guard let instance = instances[next] else {
                needs.append(.instance(next))
                continue
            }
            let need = Need.dependents(job: instance.job, planTime: instance.planTime)
            if found[need] == nil { needs.append(need) }
            left.append(contentsOf: suppliedDependents(of: instance))
        }
        return needs
    }

    /// The dependents that a rerun downstream names; refused unless each depends on the target and
    /// is final, and unless the caller may operate on it. In another workspace it is of the same
    /// environment, since only such jobs depend on each other.
    func dependentsToRerun(
        _ command: OperateNodes, _ caller: Caller,
    ) throws(SluiceError) -> [InstanceID] {
        guard !command.dependents.isEmpty, let target = command.nodes.first else { return [] }
        let after = dependents(of: command, seenBy: caller).map(\.instance)
        for id in command.dependents where !after.contains(id) {
            throw SluiceError(
                .invalidArgument, reason: "NOT_A_DEPENDENT",
                "instance \(id) does not depend on instance \(target.instance)",
                subject: "dependents", domain: .parameterInvalid)
        }
        let ids = command.dependents.uniqued()
        let workspaces = ids.compactMap { instances[$0]?.scope.workspace }.uniqued()
        for workspace in workspaces where workspace != command.scope.workspace {
            try caller.check(.operator, in: workspace, for: "a rerun of what depends on it")
        }
        for workspace in workspaces {
            let scope = Scope(workspace: workspace, environment: command.scope.environment)
            _ = try admit(ids.filter { instances[$0]?.scope == scope }, to: .retry, in: scope)
        }
        return ids
    }

    /// Lets a dependent instance run again from its first node, once those that it depends on are
    /// done.
    mutating func resetDependent(
        _ id: InstanceID, _ author: Author, _ now: Now, _ effects: inout Effects,
    ) -> InstanceChange {
        let change = withInstance(id, now, &effects) { instance, turn in
            let before = instance.statuses
            turn.tell(.operation(id, ordinal: nil), reason: NodeOperation.rerunDownstream.name)
            instance.note(.rerun, nil, author, &turn)
            for index in instance.nodes.indices { instance.reset(index, &turn) }
            instance.beginRun(cause: NodeOperation.rerunDownstream.name, &turn)
            instance.stage = .held
            return instance.change(from: before)
        }
        guard let change, let instance = instances[id] else {
            preconditionFailure("an admitted instance is held")
        }
        register(instance)
        return change
    }

    /// What the instances that it depends on have come to by now.
    mutating func refreshDependencies(
        of id: InstanceID, _ now: Now, _ effects: inout Effects,
    ) {
        let known = (instances[id]?.dependencies ?? []).map { newest(of: $0) }
        withInstance(id, now, &effects) { instance, _ in
            for index in known.indices { instance.dependencies[index].upstream = known[index] }
        }
        reconsider(id, now, &effects)
    }

    private func newest(of dependency: Dependency) -> Dependency.Upstream? {
        guard let known = dependency.upstream else { return nil }
        // What the engine holds is ahead of what the store has.
        let status = instances[known.instance]?.status ?? known.status
        return Dependency.Upstream(instance: known.instance, status: status)
    }
}
