internal import SluiceWire

/// Boxes and the dependencies between them, of which a part is drawn. A box is added after all that
/// it comes after.
struct DrawnGraph {
    /// A dependency on an earlier box.
    struct Link {
        var from: Int
        var isRemoved = false
        var crossesJobs = false
    }

    private var boxes: [GraphNode] = []
    private var upstream: [[Link]] = []
    private var downstream: [[Int]] = []

    var indices: Range<Int> { boxes.indices }

    mutating func add(_ box: GraphNode, after links: [Link] = []) {
        for link in links { downstream[link.from].append(boxes.count) }
        boxes.append(box)
        upstream.append(links)
        downstream.append([])
    }

    /// A box, and those that are at most so many layers above and below it.
    func around(_ main: Int, up: Int, down: Int) -> Set<Int> {
        reached(from: main, within: up) { upstream[$0].map(\.from) }
            .union(reached(from: main, within: down) { downstream[$0] })
    }

    /// These and what is right beside them, of `candidates`.
    func neighbours(of shown: Set<Int>, among candidates: [Int]) -> [Int] {
        candidates.filter { box in
            upstream[box].contains { shown.contains($0.from) }
                || downstream[box].contains { shown.contains($0) }
        }
    }

    private func reached(
        from start: Int, within layers: Int, _ next: (Int) -> [Int],
    ) -> Set<Int> {
        var reached: Set = [start]
        var edge = [start]
        for _ in 0..<layers where !edge.isEmpty {
            edge = edge.flatMap(next).filter { reached.insert($0).inserted }
        }
        return reached
    }

    /// What an answer has at most, so that it fits into a message: boxes, bytes of them, edges.
    private static let boxLimit = 10_000
    private static let boxBytes = 2 * 1024 * 1024
    private static let edgeLimit = 100_000

    /// What is shown, by layer and then in the order of the boxes, as far as there is room.
    func drawing(of shown: Set<Int>, main: Int?) -> GetGraphResponse {
        let layers = layers(of: shown)
        var room = Self.boxBytes
        let order = shown.sorted { (layers[$0], $0) < (layers[$1], $1) }.prefix(Self.boxLimit)
            .prefix { box in
                room -= boxes[box].jobName.utf8.count + boxes[box].nodeName.utf8.count + 32
                return room >= 0
            }
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        let nodes = order.map { box in
            var node = boxes[box]
            node.layer = Int32(clamping: layers[box])
            node.main = box == main
            node.moreUp = node.moreUp || upstream[box].contains { places[$0.from] == nil }
            node.moreDown = node.moreDown || downstream[box].contains { places[$0] == nil }
            return node
        }
        let edges = edges(between: order, places)
        return GetGraphResponse(
            nodes: nodes, edges: Array(edges.prefix(Self.edgeLimit)),
            edgeTotal: Int32(clamping: edges.count))
    }

    private func edges(
        between order: ArraySlice<Int>, _ places: [Int: Int],
    ) -> [GraphEdge] {
        var edges: [GraphEdge] = []
        for box in order {
            for link in upstream[box] {
                guard let from = places[link.from], let to = places[box] else { continue }
                edges.append(
                    GraphEdge(
                        from: Int32(from), to: Int32(to), removed: link.isRemoved,
                        crossJob: link.crossesJobs))
            }
        }
        return edges.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    }

    /// Longest way from a box without upstream in what is shown; 0 for what is not shown.
    private func layers(of shown: Set<Int>) -> [Int] {
        var layers = [Int](repeating: 0, count: boxes.count)
        for box in boxes.indices where shown.contains(box) {
            for link in upstream[box] where shown.contains(link.from) {
                layers[box] = max(layers[box], layers[link.from] + 1)
            }
        }
        return layers
    }
}
