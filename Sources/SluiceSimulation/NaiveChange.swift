package import SluiceEngine
package import SluiceModel

/// How an operation itself changes an instance.
package struct NaiveChange: Hashable, Sendable {
    package var instance: InstanceID
    package var from: InstanceStatus
    package var to: InstanceStatus
    /// The nodes whose status changes, and those that the operation names; by name.
    package var nodes: [Node]

    package struct Node: Hashable, Sendable {
        package var name: String
        package var from: NodeStatus
        package var to: NodeStatus

        package init(name: String, from: NodeStatus, to: NodeStatus) {
            self.name = name
            self.from = from
            self.to = to
        }
    }

    /// The same of what the engine tells, without words.
    package init(_ change: InstanceChange, named: [NodeTarget]) {
        instance = change.instance
        from = change.from ?? .waiting
        to = change.to
        nodes = change.nodes.compactMap { node in
            let isNamed = named.contains(NodeTarget(change.instance, node.name))
            guard let from = node.from, isNamed || from != node.to else { return nil }
            return Node(name: node.name, from: from, to: node.to)
        }.sorted { $0.name < $1.name }
    }

    init(from before: NaiveInstance, to after: NaiveInstance, named: [NodeTarget]) {
        var last = after
        _ = last.endWhereOver()
        instance = before.id
        from = before.status
        to = last.status(after: before)
        nodes = zip(before.nodes, last.nodes).compactMap { old, new in
            let isNamed = named.contains(NodeTarget(before.id, old.name))
            let node = Node(name: old.name, from: old.status, to: new.status(after: old))
            return isNamed || node.from != node.to ? node : nil
        }.sorted { $0.name < $1.name }
    }
}

// What an operation begins to stop counts as what it becomes.
extension NaiveInstance {
    fileprivate func status(after before: NaiveInstance) -> InstanceStatus {
        let isStopped = before.stage != .stopping || before.forceSuccess != forceSuccess
        guard stage == .stopping, isStopped else { return status }
        return forceSuccess ? .success : .manualStop
    }
}

extension NaiveNode {
    fileprivate func status(after before: NaiveNode) -> NodeStatus {
        switch stopping {
        case before.stopping, .forceRerun, nil: status
        case .instanceStopped, .siblingFailed, .instanceForced: .manualStop
        case .terminated, .timedOut: .fail
        }
    }
}

package struct NaiveRefusal: Error, Hashable, Sendable {
    package var reasons: [String]
}

extension [NaiveChange] {
    /// Where a reply tells something else than these changes; nil: nowhere. What an operation does
    /// to instances that it does not name is not compared.
    package func fault(in reply: Reply, named: [NodeTarget]) -> String? {
        for change in self {
            let told = reply.changes.first { $0.instance == change.instance }
                .map { NaiveChange($0, named: named) }
            if told == change { continue }
            return "expected change '\(change.words)', told '\(told?.words ?? "nothing")'"
        }
        return nil
    }
}

extension NaiveChange {
    fileprivate var words: String {
        let nodes = nodes.map { ", \($0.name) \($0.from) -> \($0.to)" }.joined()
        return "\(instance) \(from) -> \(to)\(nodes)"
    }
}
