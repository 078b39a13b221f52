/// Cycles of a graph of nodes, by a walk in depth that keeps its own stack: 10,000 nodes in a row
/// are deeper than a thread's.
struct Cycles {
    /// More are not looked for; whoever mends these sees the next.
    static let limit = 100

    /// Each in the direction of flow, from its node of the lowest index; one for each dependency
    /// that closes a cycle.
    private(set) var found: [[Int]] = []
    private var successors: [[Int]]
    private var state: [State]
    private var path: [Int] = []

    private enum State {
        case unseen
        case onPath(next: Int)
        case done
    }

    init(predecessors: [[Int]]) {
        successors = Array(repeating: [], count: predecessors.count)
        state = Array(repeating: .unseen, count: predecessors.count)
        for (node, before) in predecessors.enumerated() {
            for other in before where other != node { successors[other].append(node) }
        }
        for node in successors.indices { walk(from: node) }
    }

    private mutating func walk(from root: Int) {
        guard case .unseen = state[root] else { return }
        enter(root)
        while let node = path.last, case .onPath(let next) = state[node] {
            guard next < successors[node].count else {
                state[node] = .done
                path.removeLast()
                continue
            }
            state[node] = .onPath(next: next + 1)
            follow(successors[node][next])
        }
    }

    private mutating func enter(_ node: Int) {
        state[node] = .onPath(next: 0)
        path.append(node)
    }

    private mutating func follow(_ node: Int) {
        switch state[node] {
        case .unseen: enter(node)
        case .onPath: closeCycle(at: node)
        case .done: break
        }
    }

    private mutating func closeCycle(at node: Int) {
        guard found.count < Self.limit, let start = path.lastIndex(of: node) else { return }
        let cycle = Array(path[start...])
        let lowest = cycle.indices.min { cycle[$0] < cycle[$1] } ?? 0
        found.append(Array(cycle[lowest...] + cycle[..<lowest]))
    }
}

/// Which nodes come before which, through any number of others. One bit for each pair, made only
/// when asked.
final class Ancestors {
    private let predecessors: [[Int]]
    private lazy var rows = Self.rows(of: predecessors)

    init(predecessors: [[Int]]) {
        self.predecessors = predecessors
    }

    /// False: `ancestor` certainly does not come before `node`. In and behind a cycle, which is
    /// reported as such, nothing is certain.
    func mayContain(_ ancestor: Int, of node: Int) -> Bool {
        guard let row = rows[node] else { return true }
        return row[ancestor / 64] & (1 << UInt64(ancestor % 64)) != 0
    }

    private static func rows(of predecessors: [[Int]]) -> [[UInt64]?] {
        let width = (predecessors.count + 63) / 64
        var rows = [[UInt64]?](repeating: nil, count: predecessors.count)
        for node in order(of: predecessors) {
            var row = [UInt64](repeating: 0, count: width)
            for before in predecessors[node] {
                if let other = rows[before] {
                    for word in 0..<width { row[word] |= other[word] }
                }
                row[before / 64] |= 1 << UInt64(before % 64)
            }
            rows[node] = row
        }
        return rows
    }

    /// Every node behind its predecessors; without those in and behind cycles.
    private static func order(of predecessors: [[Int]]) -> [Int] {
        var successors = Array(repeating: [Int](), count: predecessors.count)
        var open = predecessors.map(\.count)
        for (node, before) in predecessors.enumerated() {
            for other in before { successors[other].append(node) }
        }
        var order = open.indices.filter { open[$0] == 0 }
        var next = 0
        while next < order.count {
            for node in successors[order[next]] {
                open[node] -= 1
                if open[node] == 0 { order.append(node) }
            }
            next += 1
        }
        return order
    }
}
