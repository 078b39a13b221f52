internal import SluiceEngine
internal import SluiceModel

/// Nodes that run instances of other jobs.
extension World {
    /// Only jobs with a smaller number: no cycles.
    func callAnother(from name: String, _ node: inout NodeDefinition) {
        guard let other = dice.pick(jobs.filter { $0 < name }) else { return }
        var call = JobCall(jobName: other, params: [Pair("p", "2")])
        if dice.oneIn(2) {
            node.type = .subJob
            call.waits = !dice.oneIn(4)
        } else {
            node.type = .forEach
            call.items = (0..<dice.upTo(3)).map { String($0) }
            call.parallel = 1 + dice.upTo(1)
            call.stopsOnFailure = dice.oneIn(2)
        }
        node.call = call
        node.maxExecutionMilliseconds = dice.oneIn(3) ? Int64(dice.upTo(60_000)) : 0
    }

    /// What a node at work has made is what it believes, and belongs to it alone.
    func checkCalls() {
        for (ref, items) in journal.callItems {
            guard let node = journal.nodes[ref], case .running = node.phase else { continue }
            let ids = items.values.compactMap(\.instance)
            if Set(ids).count < ids.count {
                faults.append("items of node \(ref) share an instance: \(ids.sorted())")
            }
            for (position, item) in items where item.state != .waiting {
                checkItem(item, "item \(position) of node \(ref)", madeBy: node)
            }
        }
    }

    private func checkItem(_ item: CallItem, _ words: String, madeBy node: NodeRecord) {
        guard let id = item.instance, let called = journal.instances[id] else {
            if item.state != .fail { faults.append("\(words) is \(item.state) without instance") }
            return
        }
        let parent = CallingNode(instance: node.ref.instance, name: node.name)
        if called.callingNode != parent {
            faults.append("\(words) has instance \(id), which another has made")
        }
        guard item.state == .active, called.status.isFinal else { return }
        faults.append("\(words) is active, and instance \(id) is \(called.status)")
    }

    /// What a node has made waits for a person.
    func waitsForCalled(_ instance: InstanceRecord) -> Bool {
        journal.callItems.contains { ref, items in
            guard ref.instance == instance.id, case .running? = journal.nodes[ref]?.phase else {
                return false
            }
            return items.values.contains { item in
                item.state == .active
                    && item.instance.flatMap { journal.instances[$0] }?.status.isFinal == false
            } || instance.isPaused || journal.nodes[ref]?.flags.contains(.paused) == true
        }
    }
}
