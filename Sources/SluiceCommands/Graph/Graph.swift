import SluiceWire

/// Nodes and their dependencies, in layers: a node is in the layer after the last that it needs.
struct Graph {
    enum Kind: Hashable {
        case usual
        /// The dependency was removed by hand.
        case removed
        case crossJob
    }

    struct Edge: Hashable {
        /// Index in `nodes`.
        var from: Int
        var to: Int
        var kind: Kind
    }

    let nodes: [GraphNode]
    let edges: [Edge]
    /// The layer of each node, from 0.
    let layers: [Int]
    /// The instance that was asked for: its nodes are named without it.
    let instanceID: Int64

    init(_ reply: GetGraphResponse, of instanceID: Int64) {
        nodes = reply.nodes
        self.instanceID = instanceID
        edges = reply.edges.compactMap { Edge($0, nodeTotal: reply.nodes.count) }
        layers = Self.layers(of: nodes, edges)
    }

    var layerTotal: Int { (layers.max() ?? -1) + 1 }

    /// `load`, `900/load` of another instance, or `report (900)` for an instance as a whole.
    func name(of node: GraphNode) -> String {
        guard !node.nodeName.isEmpty else { return "\(node.jobName) (\(node.instanceId))" }
        return node.instanceId == instanceID
            ? node.nodeName : "\(node.instanceId)/\(node.nodeName)"
    }

    /// Longest ways from the nodes without upstream. What a cycle keeps from having one stays where
    /// the daemon says.
    private static func layers(of nodes: [GraphNode], _ edges: [Edge]) -> [Int] {
        var layers = nodes.map { _ in 0 }
        var missing = nodes.map { _ in 0 }
        var after = nodes.map { _ in [Int]() }
        for edge in edges {
            missing[edge.to] += 1
            after[edge.from].append(edge.to)
        }
        var ready = nodes.indices.filter { missing[$0] == 0 }
        while let node = ready.popLast() {
            for next in after[node] {
                layers[next] = max(layers[next], layers[node] + 1)
                missing[next] -= 1
                if missing[next] == 0 { ready.append(next) }
            }
        }
        for node in nodes.indices where missing[node] > 0 {
            layers[node] = Int(nodes[node].layer)
        }
        return layers
    }
}

extension Graph.Edge {
    fileprivate init?(_ edge: GraphEdge, nodeTotal: Int) {
        let (from, to) = (Int(edge.from), Int(edge.to))
        let places = 0..<nodeTotal
        guard from != to, places.contains(from), places.contains(to) else { return nil }
        self.init(
            from: from, to: to, kind: edge.removed ? .removed : edge.crossJob ? .crossJob : .usual)
    }
}

extension GraphNode {
    var style: Style { nodeName.isEmpty ? instanceStatus.style : status.style }

    var symbol: String {
        guard nodeName.isEmpty else { return status.symbol }
        return instanceStatus == .runningException ? "✗" : status.symbol
    }

    /// The status as people see it.
    var statusWord: String {
        let word = nodeName.isEmpty ? instanceStatus.word : status.word
        return paused && word != "pause" ? "\(word), paused" : word
    }

    /// Paused, where the status does not say so.
    var hasPauseBadge: Bool { paused && status != .pause }
}

extension Graph {
    /// A node in a drawing: `✗ load`, in brackets where it was asked for, with `‖` where it is
    /// paused and `…` where more comes before or after it.
    func label(of node: GraphNode, width: Int) -> String {
        let pause = node.hasPauseBadge ? " ‖" : ""
        let text = node.symbol + " " + shortened(harmless(name(of: node)), to: width) + pause
        return (node.moreUp ? "… " : "") + (node.main ? "[\(text)]" : text)
            + (node.moreDown ? " …" : "")
    }
}
