import SluiceModel

/// What concerns nodes together: names, predecessors, cycles, connections, expressions.
struct GraphCheck {
    private let job: ReadJob
    private let findings: Findings
    private let names: [String]
    private let indexes: [String: Int]
    /// Indexes of each node's predecessors, those that exist.
    private let predecessors: [[Int]]

    init(_ job: ReadJob, findings: Findings) {
        self.job = job
        self.findings = findings
        let names = job.nodes.map(\.definition.name)
        let indexes = Dictionary(
            zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        (self.names, self.indexes) = (names, indexes)
        predecessors = job.nodes.map { $0.definition.dependsOn.compactMap { indexes[$0] } }
    }

    func run() {
        for (index, node) in job.nodes.enumerated() {
            checkName(of: node, index)
            checkPredecessors(of: node)
            checkConnection(of: node)
        }
        Cycles(predecessors: predecessors).found.forEach(report)
        let ancestors = Ancestors(predecessors: predecessors)
        ExpressionCheck(job, indexes: indexes, ancestors: ancestors, findings: findings).run()
    }

    private func checkName(of node: ReadNode, _ index: Int) {
        let name = node.definition.name
        guard !name.isEmpty, let first = indexes[name], first != index else { return }
        findings.add(
            node.mark, "\(node.path).name",
            "a node '\(name)' is already there on line \(job.nodes[first].mark.line)",
            hint: "give one of them another name")
    }

    private func checkPredecessors(of node: ReadNode) {
        var seen: Set<String> = []
        for (mark, name, path) in node.dependsOn {
            if name == node.definition.name {
                findings.add(mark, path, "node '\(name)' depends on itself", hint: "remove it")
            } else if indexes[name] == nil {
                findings.add(
                    mark, path, "there is no node '\(name)'",
                    hint: findings.suggestion(for: name, among: names))
            } else if !seen.insert(name).inserted {
                findings.add(mark, path, "'\(name)' is listed twice", hint: "remove one")
            }
        }
    }

    private func checkConnection(of node: ReadNode) {
        let name = node.definition.connection
        let known = job.definition.connections.map(\.name)
        guard node.definition.type == .sql, !name.isEmpty, !known.contains(name) else { return }
        let list = known.isEmpty ? "none is declared" : "declared: " + known.joined(separator: ", ")
        findings.add(
            node.connectionMark, "\(node.path).connection",
            "there is no connection '\(name)'; \(list)",
            hint: findings.suggestion(
                for: name, among: known, otherwise: "declare it under 'connections'"))
    }

    /// Spelled out in the direction of flow, from the node that is first in the file.
    private func report(_ cycle: [Int]) {
        let node = job.nodes[cycle[0]]
        let before = names[cycle[cycle.count - 1]]
        let entry = node.dependsOn.first { $0.name == before }
        var steps = cycle.map { names[$0] }
        if steps.count > 20 {
            steps.replaceSubrange(10..<(steps.count - 5), with: ["… (\(steps.count - 15) more)"])
        }
        findings.add(
            entry?.mark ?? node.mark, entry?.path ?? node.path,
            "the nodes wait for each other: " + (steps + [steps[0]]).joined(separator: " -> "),
            hint: "remove one of these dependencies")
    }
}
