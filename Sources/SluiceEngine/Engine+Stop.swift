internal import SluiceModel

/// Stop (取消): what runs is stopped, what waits never starts; both end `manual-stop`.
extension Engine {
    mutating func stopInstances(
        _ command: StopInstances, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        let targets = command.instances.uniqued()
        try admit(targets, to: .stop, in: command.scope)
        let changes = targets.compactMap { id in
            withInstance(id, now, &effects) { instance, turn in instance.stop(&turn) }
        }
        for job in changes.compactMap({ instances[$0.instance]?.job }).uniqued() {
            openQueued(of: job, now, &effects)
        }
        dispatch(now, &effects)
        return Reply(.instances, changes: changes)
    }
}

extension Instance {
    fileprivate mutating func stop(_ turn: inout Turn) -> InstanceChange {
        let before = statuses
        stage = .stopping
        reason = "stopped by hand"
        for index in nodes.indices {
            switch nodes[index].phase {
            case .waiting: setPhase(index, .manualStop, &turn)
            case .running: stop(index, .instanceStopped, &turn)
            case .success, .fail, .skip, .manualStop: break
            }
        }
        settle(&turn)
        return willHaveStopped(change(from: before))
    }

    /// What still runs will be `manual-stop` once it is gone; the change names that end.
    private func willHaveStopped(_ change: InstanceChange) -> InstanceChange {
        var change = change
        change.to = .manualStop
        for index in nodes.indices {
            guard case .running = nodes[index].phase else { continue }
            change.nodes.append(
                NodeChange(name: graph.nodes[index].name, from: .running, to: .manualStop))
        }
        return change
    }
}

extension Sequence where Element: Hashable {
    /// The elements without repetitions, in order.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
