internal import HeapModule
package import SluiceModel

/// One version of a job with its edges resolved: immutable, shared by all instances that run it.
///
/// A node's index is its place in `nodes`. Without `order` the indices are topological, and nodes
/// that are free to come in any order keep that of the job file.
package final class JobGraph: Sendable {
    package let job: JobID
    package let version: Int
    package let definition: JobDefinition
    /// In index order.
    package let nodes: [NodeDefinition]
    package let predecessors: [[Int]]
    package let successors: [[Int]]
    private let indices: [String: Int]
    /// For each node, the predecessors that its conditions are about.
    private let conditionalPredecessors: [Set<Int>]

    /// - Parameters:
    ///   - definition: a checked definition: names are unique, predecessors exist, no cycle, and
    ///     conditions are about predecessors.
    ///   - order: names in index order, where an instance has its nodes in another order already.
    package init(job: JobID, version: Int, definition: JobDefinition, order: [String]? = nil) {
        self.job = job
        self.version = version
        self.definition = definition
        let position = Dictionary(
            uniqueKeysWithValues: definition.nodes.enumerated().map { ($1.name, $0) })
        let order = order ?? Self.topologicalOrder(of: definition.nodes, position: position)
        precondition(order.count == definition.nodes.count, "an order names every node once")
        let indices = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        let nodes = order.compactMap { name in position[name].map { definition.nodes[$0] } }
        let predecessors = nodes.map { node in node.dependsOn.compactMap { indices[$0] } }
        var successors = [[Int]](repeating: [], count: nodes.count)
        for (node, before) in predecessors.enumerated() {
            for predecessor in before { successors[predecessor].append(node) }
        }
        conditionalPredecessors = nodes.map { node in
            Set(node.conditions.compactMap { indices[$0.node] })
        }
        self.indices = indices
        self.nodes = nodes
        self.predecessors = predecessors
        self.successors = successors
    }

    package func index(of name: String) -> Int? { indices[name] }

    /// The edge between the two has a condition.
    func isConditional(from predecessor: Int, to node: Int) -> Bool {
        conditionalPredecessors[node].contains(predecessor)
    }

    /// The nodes named by `seeds` and everything that comes after them.
    package func closure(of seeds: [Int]) -> [Bool] {
        var isIn = [Bool](repeating: false, count: nodes.count)
        var left = seeds
        while let node = left.popLast() {
            if isIn[node] { continue }
            isIn[node] = true
            left.append(contentsOf: successors[node])
        }
        return isIn
    }

    /// Kahn's algorithm; among free nodes the one that stands first in the file goes first.
    private static func topologicalOrder(
        of nodes: [NodeDefinition], position: [String: Int],
    ) -> [String] {
        var missing = nodes.map(\.dependsOn.count)
        var after = [[Int]](repeating: [], count: nodes.count)
        for (index, node) in nodes.enumerated() {
            for name in node.dependsOn {
                if let before = position[name] { after[before].append(index) }
            }
        }
        var free = Heap(missing.indices.filter { missing[$0] == 0 })
        var order: [String] = []
        order.reserveCapacity(nodes.count)
        while let index = free.popMin() {
            order.append(nodes[index].name)
            for successor in after[index] {
                missing[successor] -= 1
                if missing[successor] == 0 { free.insert(successor) }
            }
        }
        return order
    }
}
