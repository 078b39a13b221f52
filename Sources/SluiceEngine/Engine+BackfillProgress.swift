internal import DequeModule
internal import HeapModule
internal import SluiceModel

/// The item of a backfill that an instance is.
struct BackfillPlace: Hashable, Sendable {
    var backfill: BackfillID
    var position: Int
}

/// How backfills go on.
extension Engine {
    mutating func operateBackfills(
        _ command: OperateBackfills, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        let ids = command.backfills.uniqued()
        var refusals: [SluiceError.Offender] = []
        for id in ids {
            guard let message = try refusal(of: command.operation, on: id, command.scope) else {
                continue
            }
            refusals.append(SluiceError.Offender(subject: "backfill \(id)", message: message))
        }
        guard refusals.isEmpty else { throw .refused(refusals, reason: "BACKFILL_STATUS") }
        for id in ids { operate(command.operation, on: id, now, &effects) }
        return Reply(.backfills(ids.compactMap { backfills[$0] }))
    }

    /// Why an operation is refused; nil: it is admitted. Throws where there never was such a
    /// backfill.
    private func refusal(
        of operation: OperateBackfills.Operation, on id: BackfillID, _ scope: Scope,
    ) throws(SluiceError) -> String? {
        guard let backfill = backfills[id] else {
            // The engine holds no more of those that have ended than their numbers.
            guard id.rawValue > 0, id.rawValue < counters.backfill else {
                throw .noBackfill(id, in: scope)
            }
            return .hasEnded(id)
        }
        guard backfill.scope == scope else { throw .noBackfill(id, in: scope) }
        return backfill.refusal(of: operation)
    }

    private mutating func operate(
        _ operation: OperateBackfills.Operation, on id: BackfillID, _ now: Now,
        _ effects: inout Effects,
    ) {
        change(id, &effects) { backfill in
            switch operation {
            case .pause:
                backfill.state = .paused
                backfill.why = "by hand"
                return []
            case .resume:
                backfill.state = .running
                backfill.why = ""
                return []
            case .cancel:
                backfill.state = .cancelled
                backfill.why = "by hand"
                backfill.endTime = now.wall
                return backfill.items.indices.flatMap { position in
                    backfill.items[position].state == .waiting
                        ? backfill.end(position, as: .skipped, "cancelled by hand") : []
                }
            }
        }
        hungry.append(id)
    }

    // MARK: - Beginning items

    /// What the items need that may begin now.
    func needsOfBackfills() -> [Need] {
        hungry.uniqued().flatMap { id -> [Need] in
            guard let backfill = backfills[id] else { return [] }
            return backfill.startable.flatMap { needs(of: backfill.items[$0], in: backfill) }
        }
    }

    private func needs(of item: BackfillItem, in backfill: Backfill) -> [Need] {
        guard let head = catalog.head(item.job) else { return [] }
        var needs: [Need] = []
        if item.isRetry, let instance = item.instance, instances[instance] == nil {
            needs.append(.instance(instance))
        }
        guard !item.isRetry || backfill.version == .current else { return needs }
        let key = VersionKey(job: head.id, version: head.latestVersion)
        guard let graph = catalog.graph(key) else { return needs + [.graph(key)] }
        needs += self.needs(ofSchedulesOf: head)
        guard !item.isRetry, needs.isEmpty else { return needs }
        // Its own: somebody may have made it meanwhile.
        let own = Cycle(job: head.id, planTime: item.planTime)
        return (waitedFor(by: graph, of: head, item.planTime).map(\.cycle) + [own])
            .map { .cycle(job: $0.job, planTime: $0.planTime) }
            .filter { stored[$0] == nil }
    }

    mutating func feedBackfills(_ now: Now, _ effects: inout Effects) {
        let ids = hungry.uniqued()
        hungry.removeAll()
        for id in ids {
            for position in backfills[id]?.startable ?? [] {
                begin(position, of: id, now, &effects)
            }
            settle(id, now, &effects)
        }
    }

    private mutating func begin(
        _ position: Int, of id: BackfillID, _ now: Now, _ effects: inout Effects,
    ) {
        guard let backfill = backfills[id] else { return }
        do throws(SluiceError) {
            let item = backfill.items[position]
            let instance =
                item.isRetry
                ? try retry(item, of: backfill, now, &effects)
                : try make(item, of: backfill, now, &effects)
            change(id, &effects) { backfill in
                backfill.begin(position, as: instance)
                return [position]
            }
            backfillPlaces[instance] = BackfillPlace(backfill: id, position: position)
            // It may have come to its end at once.
            changedStatuses.append(instance)
        } catch {
            notBegun(position, of: id, error, now, &effects)
        }
    }

    private mutating func notBegun(
        _ position: Int, of id: BackfillID, _ error: SluiceError, _ now: Now,
        _ effects: inout Effects,
    ) {
        guard error.code != .resourceExhausted else {
            let later = Timestamp(milliseconds: now.wall.milliseconds + Self.noRoomMilliseconds)
            alarms.insert(Alarm(due: later, subject: .backfill(id)))
            return
        }
        let isThere = ["INSTANCE_EXISTS", "INSTANCE_STATUS", "NOTHING_TO_RETRY"]
            .contains(error.reason)
        end(
            position, of: id, as: isThere ? .leftOut : .fail, error.message.shortened, &effects)
    }

    private mutating func retry(
        _ item: BackfillItem, of backfill: Backfill, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> InstanceID {
        guard let instance = item.instance else { preconditionFailure("it is there to run again") }
        let graph: JobGraph? =
            switch backfill.version {
            case .current: catalog.head(item.job).flatMap { latestGraph(of: $0) }
            case .original: instances[instance]?.graph
            }
        let command = RetryInstances(
            scope: item.scope, jobName: item.jobName, location: backfill.location,
            version: backfill.version, targets: [.instance(instance)],
            params: backfill.params(of: graph), listens: backfill.listens)
        let caller = Caller(uid: 0, gid: 0, pid: 0, user: backfill.user)
        _ = try retryInstances(command, by: caller, because: backfill.reason, now, &effects)
        return instance
    }

    private mutating func make(
        _ item: BackfillItem, of backfill: Backfill, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> InstanceID {
        guard let head = catalog.head(item.job) else {
            throw SluiceError(
                .failedPrecondition, reason: "JOB_NOT_FOUND", "the job was deleted")
        }
        if let existing = newest(of: Cycle(job: head.id, planTime: item.planTime)) {
            throw SluiceError(
                .failedPrecondition, reason: "INSTANCE_EXISTS",
                "instance \(existing.instance) was made meanwhile")
        }
        let graph = try graph(of: head, version: nil)
        try checkRoom(for: graph.nodes.count)
        let overrides = backfill.params(of: graph)
        let id = InstanceID(counters.instance)
        let params = try parameters(
            of: graph, overrides: overrides, instance: id, planTime: item.planTime)
        counters.instance += 1
        var instance = Instance(
            newest: id, of: head, graph, type: .backfill, planTime: item.planTime,
            user: backfill.user, overrides: overrides, params: params,
            cause: "backfill \(backfill.id)", at: now)
        // What the backfill makes itself comes in its own order; of the rest only what is there is
        // waited for.
        instance.dependencies = dependencies(of: graph, head, item.planTime).filter {
            $0.upstream != nil
        }
        instance.expectFile()
        admit(instance, now, &effects)
        return id
    }

    // MARK: - Ends

    /// The status of an instance changed: its backfill may go on.
    mutating func tellBackfill(of id: InstanceID, _ effects: inout Effects) {
        guard let place = backfillPlaces[id], let instance = instances[id],
            instance.status.isFinal
        else { return }
        let isSuccess = instance.status == .success
        end(
            place.position, of: place.backfill, as: isSuccess ? .success : .fail,
            isSuccess ? "" : instance.reason, &effects)
    }

    private mutating func end(
        _ position: Int, of id: BackfillID, as state: BackfillItem.State, _ reason: String,
        _ effects: inout Effects,
    ) {
        change(id, &effects) { backfill in
            let changed = backfill.end(position, as: state, reason)
            if state == .fail, !changed.isEmpty, backfill.stopsOnFailure,
                backfill.state == .running
            {
                let item = backfill.items[position]
                backfill.state = .paused
                backfill.why = item.wordsOfFailure
            }
            return changed
        }
        hungry.append(id)
    }

    /// Brings a backfill to its end where nothing is left to do; answers how it stands then.
    @discardableResult mutating func settle(
        _ id: BackfillID, _ now: Now, _ effects: inout Effects,
    ) -> Backfill? {
        guard let backfill = backfills[id] else { return nil }
        if !backfill.state.isFinal, backfill.isDone {
            let hasFailed = backfill.items.contains { $0.state == .fail }
            change(id, &effects) { backfill in
                backfill.state = hasFailed ? .fail : .success
                backfill.why = ""
                backfill.endTime = now.wall
                return []
            }
        }
        guard let settled = backfills[id] else { return nil }
        if settled.state.isFinal, settled.active == 0 { forget(settled) }
        return settled
    }

    private mutating func forget(_ backfill: Backfill) {
        for item in backfill.items {
            guard let instance = item.instance else { continue }
            if backfillPlaces[instance]?.backfill == backfill.id { backfillPlaces[instance] = nil }
        }
        backfills[backfill.id] = nil
    }

    /// Changes a backfill, and writes it and the items that `body` names.
    private mutating func change(
        _ id: BackfillID, _ effects: inout Effects, _ body: (inout Backfill) -> [Int],
    ) {
        guard var backfill = backfills.removeValue(forKey: id) else { return }
        let before = (backfill.state, backfill.why, backfill.endTime)
        let changed = body(&backfill)
        if before != (backfill.state, backfill.why, backfill.endTime) {
            effects.records.append(.backfill(BackfillRecord(backfill.replacing([]))))
        }
        for position in changed.uniqued() {
            record(backfill.items[position], at: position, of: id, &effects)
        }
        backfills[id] = backfill
    }

    func record(
        _ item: BackfillItem, at position: Int, of id: BackfillID, _ effects: inout Effects,
    ) {
        effects.records.append(
            .backfillItem(BackfillItemRecord(backfill: id, position: position, item: item)))
    }
}

extension Backfill {
    /// Those of its parameters that a job has.
    fileprivate func params(of graph: JobGraph?) -> [Pair] {
        let known = graph?.definition.params.map(\.name) ?? []
        return params.filter { known.contains($0.name) }
    }

    /// Why an operation on it is refused; nil: it is admitted.
    fileprivate func refusal(of operation: OperateBackfills.Operation) -> String? {
        switch (operation, state) {
        case (_, .success), (_, .fail), (_, .cancelled):
            .hasEnded(id)
        case (.pause, .paused): "backfill \(id) is paused already"
        case (.resume, .running): "backfill \(id) is not paused"
        case (.pause, .running), (.resume, .paused), (.cancel, .running), (.cancel, .paused): nil
        }
    }
}

extension String {
    fileprivate static func hasEnded(_ id: BackfillID) -> String {
        "backfill \(id) has ended and cannot be changed"
    }
}

extension SluiceError {
    fileprivate static func noBackfill(_ id: BackfillID, in scope: Scope) -> SluiceError {
        SluiceError(
            .notFound, reason: "BACKFILL_NOT_FOUND",
            "there is no backfill \(id) in workspace '\(scope.workspace)'",
            subject: "backfill \(id)", domain: .instanceDoesNotExist)
    }
}
