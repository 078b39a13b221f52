internal import HeapModule
internal import SluiceModel

/// The item of a node that an instance was made for.
struct CallPlace: Hashable, Sendable {
    var node: NodeRef
    var position: Int
}

/// Nodes that run instances of other jobs: SubJob and ForEach.
extension Engine {
    // MARK: - Beginning items

    /// What the items need that may begin now.
    func needsOfCalls() -> [Need] {
        hungryCalls.uniqued().flatMap { ref -> [Need] in
            guard let (index, call, head) = callAtWork(ref), let head,
                let items = instances[ref.instance]?.calls[index]
            else { return [] }
            let key = VersionKey(job: head.id, version: head.latestVersion)
            let again = items.startable(by: call).compactMap { items.items[$0].instance }
                .filter { instances[$0] == nil }
            guard let graph = catalog.graph(key) else { return [.graph(key)] }
            let schedule = graph.definition.schedule.map { schedules[$0] == nil ? [$0] : [] } ?? []
            return again.map { .instance($0) } + schedule.map { .schedule($0) }
        }
    }

    /// A node that may begin items now, and the job that it calls; nil: it may not.
    private func callAtWork(_ ref: NodeRef) -> (index: Int, call: JobCall, head: JobHead?)? {
        guard let instance = instances[ref.instance],
            let index = instance.index(ofOrdinal: ref.ordinal),
            case .running(let running) = instance.nodes[index].phase,
            running.incarnation == nil, running.stopping == nil,
            !instance.isHeldByPause(index), let call = instance.graph.nodes[index].call
        else { return nil }
        return (index, call, catalog.head(call.scope(in: instance.scope), call.jobName))
    }

    /// Lets nodes begin what they may, until nothing more can begin without the store.
    mutating func feedCalls(_ now: Now, _ effects: inout Effects) {
        var rounds = 0
        repeat {
            let nodes = hungryCalls.uniqued()
            hungryCalls.removeAll()
            for node in nodes { feed(node, now, &effects) }
            dispatch(now, &effects)
            rounds += 1
        } while !hungryCalls.isEmpty && rounds < Self.jobsPerBatch && needsOfCalls().isEmpty
    }

    private mutating func feed(_ ref: NodeRef, _ now: Now, _ effects: inout Effects) {
        guard !isDraining, let (index, call, _) = callAtWork(ref) else { return }
        for position in instances[ref.instance]?.calls[index]?.startable(by: call) ?? [] {
            // An item that failed may have ended the node, or its instance.
            guard callAtWork(ref) != nil, begin(position, of: ref, now, &effects) else { return }
        }
        settleCall(ref, now, &effects)
    }

    /// False: there is no room for it now.
    private mutating func begin(
        _ position: Int, of ref: NodeRef, _ now: Now, _ effects: inout Effects,
    ) -> Bool {
        do throws(SluiceError) {
            let id = try take(position, of: ref, now, &effects)
            callPlaces[id] = CallPlace(node: ref, position: position)
            let waits = callAtWork(ref)?.call.waits ?? true
            set(item: position, of: ref, now, &effects) { item in
                item.instance = id
                item.state = waits ? .active : .success
            }
            // It may have come to its end at once.
            if waits { changedStatuses.append(id) } else { callPlaces[id] = nil }
        } catch {
            guard error.code != .resourceExhausted else {
                let later = Timestamp(
                    milliseconds: now.wall.milliseconds + Self.noRoomMilliseconds)
                alarms.insert(Alarm(due: later, subject: .call(ref)))
                return false
            }
            set(item: position, of: ref, now, &effects) { item in
                item.state = .fail
                item.reason = error.message.shortened
            }
        }
        return true
    }

    /// The instance of an item: the one that it had, which runs again where it has to, or a new
    /// one.
    private mutating func take(
        _ position: Int, of ref: NodeRef, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> InstanceID {
        guard let parent = instances[ref.instance],
            let index = parent.index(ofOrdinal: ref.ordinal),
            let call = parent.graph.nodes[index].call
        else { preconditionFailure("a node at work is held") }
        let scope = call.scope(in: parent.scope)
        let head = try job(scope, call.jobName)
        guard let id = parent.calls[index]?.items[position].instance, let old = instances[id],
            old.job == head.id
        else {
            return try make(position, of: index, of: parent, head, now, &effects)
        }
        if old.stage == .ended, old.status != .success {
            try retry(id, of: head, for: parent, now, &effects)
        }
        return id
    }

    private mutating func retry(
        _ id: InstanceID, of head: JobHead, for parent: Instance, _ now: Now,
        _ effects: inout Effects,
    ) throws(SluiceError) {
        let caller = Caller(uid: 0, gid: 0, pid: 0, user: parent.user)
        var command = RetryInstances(
            scope: head.scope, jobName: head.name, location: .errorNode, version: .original,
            targets: [.instance(id)])
        // A success that was forced away has nothing that failed.
        if instances[id]?.hasErrorNodes != true { command.location = .firstNode }
        _ = try retryInstances(
            command, by: caller, because: "instance \(parent.id) goes on", now, &effects)
    }

    private mutating func make(
        _ position: Int, of index: Int, of parent: Instance, _ head: JobHead, _ now: Now,
        _ effects: inout Effects,
    ) throws(SluiceError) -> InstanceID {
        let graph = try graph(of: head, version: nil)
        try checkRoom(for: graph.nodes.count)
        let overrides: [Pair]
        do throws(NotEvaluated) {
            overrides = try parent.params(ofItem: position, of: index, at: now.wall)
        } catch {
            throw SluiceError(
                .invalidArgument, reason: "PARAMETER_NOT_EVALUATED", error.why, subject: "params",
                domain: .parameterInvalid)
        }
        let id = InstanceID(counters.instance)
        let params = try parameters(
            of: graph, overrides: overrides, instance: id, planTime: parent.planTime)
        counters.instance += 1
        let node = CallingNode(instance: parent.id, name: parent.graph.nodes[index].name)
        var instance = Instance(
            newest: id, of: head, graph, type: .subJob, planTime: parent.planTime,
            user: parent.user, overrides: overrides, params: params,
            cause: "called by \(node.instance)/\(node.name)", at: now)
        instance.callingNode = node
        admit(instance, now, &effects)
        return id
    }

    // MARK: - Ends

    /// The status of an instance changed: the node that made it may go on.
    mutating func tellCall(of id: InstanceID, _ now: Now, _ effects: inout Effects) {
        guard let place = callPlaces[id], let called = instances[id] else { return }
        let state: CallItem.State =
            called.status.isFinal ? (called.status == .success ? .success : .fail) : .active
        let words = state == .fail ? called.wordsOfFailure : ""
        let outputs = state == .success ? called.lastOutputs : []
        set(item: place.position, of: place.node, now, &effects) { item in
            item.state = state
            item.reason = words
        }
        settleCall(place.node, outputs: outputs, now, &effects)
        hungryCalls.append(place.node)
    }

    private mutating func set(
        item position: Int, of ref: NodeRef, _ now: Now, _ effects: inout Effects,
        _ change: (inout CallItem) -> Void,
    ) {
        withInstance(ref.instance, now, &effects) { instance, turn in
            guard let index = instance.index(ofOrdinal: ref.ordinal) else { return }
            instance.set(item: position, of: index, &turn, change)
        }
    }

    /// Ends a node where its items have come to their ends.
    private mutating func settleCall(
        _ ref: NodeRef, outputs: [Pair] = [], _ now: Now, _ effects: inout Effects,
    ) {
        withInstance(ref.instance, now, &effects) { instance, turn in
            guard let index = instance.index(ofOrdinal: ref.ordinal) else { return }
            instance.settleCall(index, outputs: outputs, &turn)
        }
        forgetCall(ref)
    }

    /// Once a node has come to its end its instances are instances like any other.
    private mutating func forgetCall(_ ref: NodeRef) {
        guard let instance = instances[ref.instance],
            let index = instance.index(ofOrdinal: ref.ordinal),
            let items = instance.calls[index]?.items
        else { return }
        if case .running = instance.nodes[index].phase { return }
        for id in items.compactMap(\.instance) where callPlaces[id]?.node == ref {
            callPlaces[id] = nil
        }
    }

    // MARK: - Stopping

    /// Stops what a node has at work, since the node is to end.
    mutating func stopCall(_ ref: NodeRef, _ now: Now, _ effects: inout Effects) {
        guard let parent = instances[ref.instance],
            let index = parent.index(ofOrdinal: ref.ordinal), let call = parent.calls[index]
        else { return }
        let author = Author(
            user: parent.user, reason: "instance \(parent.id) ended what it had begun",
            isAutomatic: true)
        for item in call.items where item.state == .active {
            guard let id = item.instance, instances[id]?.refusal(of: .stop) == nil,
                instances[id] != nil
            else { continue }
            _ = operate(.stop, on: id, author, now, &effects)
        }
        settleCall(ref, now, &effects)
    }

    /// The time of a node at work on instances is over.
    mutating func callIsDue(_ ref: NodeRef, _ now: Now, _ effects: inout Effects) {
        withInstance(ref.instance, now, &effects) { instance, turn in
            guard let index = instance.index(ofOrdinal: ref.ordinal),
                let deadline = instance.calls[index]?.deadline, deadline <= now.boot
            else { return }
            instance.stop(index, .timedOut, &turn)
        }
    }

    /// Takes up what was at work when the engine was restored.
    mutating func restoreCalls(of instance: Instance) {
        for ref in instance.callsAtWork {
            hungryCalls.append(ref)
            guard let index = instance.index(ofOrdinal: ref.ordinal),
                let call = instance.calls[index]
            else { continue }
            if let deadline = call.deadline { timers.insert(Timer(due: deadline, node: ref)) }
            if case .running(let running) = instance.nodes[index].phase, running.stopping != nil {
                callStops.append(ref)
            }
            for position in call.items.indices {
                guard let id = call.items[position].instance else { continue }
                callPlaces[id] = CallPlace(node: ref, position: position)
            }
        }
    }
}

extension JobCall {
    func scope(in scope: Scope) -> Scope {
        workspace.isEmpty
            ? scope : Scope(workspace: workspace, environment: scope.environment)
    }
}

extension Instance {
    fileprivate var wordsOfFailure: String {
        "instance \(id) of \(jobName): \(status)" + (reason.isEmpty ? "" : " (\(reason))")
    }
}
