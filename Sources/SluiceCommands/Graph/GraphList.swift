/// A graph as a list: the layers one after the other, and what each node comes after.
struct GraphList {
    private let graph: Graph
    private let paint: Paint

    init(_ graph: Graph, _ paint: Paint) {
        self.graph = graph
        self.paint = paint
    }

    /// No line is wider than `width`.
    func lines(width: Int) -> [String] {
        let upstream = Dictionary(grouping: graph.edges, by: \.to)
        let labels = graph.nodes.map { graph.label(of: $0, width: width / 2) }
        let widest = labels.map(displayWidth).max() ?? 0
        var lines: [String] = []
        for layer in 0..<graph.layerTotal {
            let nodes = graph.nodes.indices.filter { graph.layers[$0] == layer }
            guard !nodes.isEmpty else { continue }
            lines.append(paint("layer \(layer + 1), \(counted(nodes.count, "node"))", .dim))
            for node in nodes {
                let after = upstream[node, default: []].map(name).joined(separator: ", ")
                let label = paint(labels[node], graph.nodes[node].style)
                let padding = String(repeating: " ", count: widest - displayWidth(labels[node]))
                let room = width - widest - 6
                lines.append(
                    "  " + label
                        + (after.isEmpty ? "" : padding + "  ← " + truncated(after, to: room)))
            }
        }
        return lines
    }

    private func name(ofSource edge: Graph.Edge) -> String {
        let name = graph.name(of: graph.nodes[edge.from])
        return edge.kind == .removed ? "\(name) (removed)" : name
    }
}
