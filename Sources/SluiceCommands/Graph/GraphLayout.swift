/// A graph cut into layers: between any two that follow each other run links, and an edge over
/// several layers passes through each.
struct GraphLayout {
    enum Item: Hashable {
        /// Index of a node of the graph.
        case node(Int)
        /// Where edges of one kind from one node pass a layer.
        case pass(from: Int, kind: Graph.Kind)
    }

    struct Link: Hashable {
        /// Indices in `items`; `to` is one layer below `from`.
        var from: Int
        var to: Int
        var kind: Graph.Kind
    }

    private(set) var items: [Item] = []
    /// Items of each layer, in their order.
    private(set) var layers: [[Int]] = []
    /// Links that leave each layer.
    private(set) var links: [[Link]] = []

    /// Nil where the edges do not all lead to later layers.
    init?(_ graph: Graph) {
        guard graph.edges.allSatisfy({ graph.layers[$0.from] < graph.layers[$0.to] }) else {
            return nil
        }
        layers = Array(repeating: [], count: graph.layerTotal)
        links = Array(repeating: [], count: graph.layerTotal)
        for node in graph.nodes.indices { add(.node(node), to: graph.layers[node]) }
        connect(graph)
        sort()
    }

    @discardableResult
    private mutating func add(_ item: Item, to layer: Int) -> Int {
        items.append(item)
        layers[layer].append(items.count - 1)
        return items.count - 1
    }

    /// Edges from one node share their way as far as they go together.
    private mutating func connect(_ graph: Graph) {
        struct Passing: Hashable {
            var from: Int
            var kind: Graph.Kind
            var layer: Int
        }
        var passes: [Passing: Int] = [:]
        var known: Set<Link> = []
        for edge in graph.edges {
            var last = edge.from
            for layer in graph.layers[edge.from] + 1...graph.layers[edge.to] {
                var next = edge.to
                if layer < graph.layers[edge.to] {
                    let passing = Passing(from: edge.from, kind: edge.kind, layer: layer)
                    let item = Item.pass(from: edge.from, kind: edge.kind)
                    next = passes[passing] ?? add(item, to: layer)
                    passes[passing] = next
                }
                let link = Link(from: last, to: next, kind: edge.kind)
                if known.insert(link).inserted { links[layer - 1].append(link) }
                last = next
            }
        }
    }
}

// MARK: - Order within the layers

extension GraphLayout {
    /// Rounds down and up; more of them change little.
    private static let rounds = 8

    /// Puts items near what they are linked to, and keeps the order with the fewest crossings.
    private mutating func sort() {
        var best = layers
        var fewest = crossings
        for _ in 0..<Self.rounds where fewest > 0 {
            for layer in layers.indices.dropFirst() {
                reorder(layer, by: links[layer - 1].map { ($0.to, $0.from) }, in: layer - 1)
            }
            for layer in layers.indices.dropLast().reversed() {
                reorder(layer, by: links[layer].map { ($0.from, $0.to) }, in: layer + 1)
            }
            let now = crossings
            guard now < fewest else { continue }
            (best, fewest) = (layers, now)
        }
        layers = best
    }

    /// By the mean place of the neighbours in the other layer; items without any stay in place.
    private mutating func reorder(
        _ layer: Int, by pairs: [(item: Int, other: Int)], in other: Int,
    ) {
        let places = places(in: other)
        var sums: [Int: (sum: Int, count: Int)] = [:]
        for (item, neighbour) in pairs {
            sums[item, default: (0, 0)].sum += places[neighbour] ?? 0
            sums[item, default: (0, 0)].count += 1
        }
        let keys = layers[layer].enumerated().map { place, item in
            let found = sums[item] ?? (place, 1)
            return (item: item, mean: Double(found.sum) / Double(found.count), place: place)
        }
        layers[layer] = keys.sorted { ($0.mean, $0.place) < ($1.mean, $1.place) }.map(\.item)
    }

    private func places(in layer: Int) -> [Int: Int] {
        Dictionary(uniqueKeysWithValues: layers[layer].enumerated().map { ($1, $0) })
    }

    /// Pairs of links that cross.
    private var crossings: Int {
        var total = 0
        for layer in layers.indices.dropLast() {
            let (upper, lower) = (places(in: layer), places(in: layer + 1))
            let ends = links[layer].map { (upper[$0.from] ?? 0, lower[$0.to] ?? 0) }
            for (index, first) in ends.enumerated() {
                for second in ends[(index + 1)...]
                where (first.0 - second.0) * (first.1 - second.1) < 0 { total += 1 }
            }
        }
        return total
    }
}

// MARK: - Places

extension GraphLayout {
    /// A place for every item on the line of its layer, near those of its neighbours; two that
    /// follow each other are at least `apart` from each other. The smallest is 0.
    func places(apart: (_ item: Int, _ next: Int) -> Int) -> [Int] {
        let distances = layers.map { layer in zip(layer, layer.dropFirst()).map(apart) }
        var places = densePlaces(areCentered: false, apart: apart)
        let (above, below) = neighbours
        for _ in 0..<Self.rounds {
            for layer in layers.indices { move(layer, to: above, distances[layer], &places) }
            for layer in layers.indices.reversed() {
                move(layer, to: below, distances[layer], &places)
            }
        }
        for layer in layers.indices { move(layer, to: above, distances[layer], &places) }
        let least = places.min() ?? 0
        return places.map { $0 - least }
    }

    /// Places as near to each other as they may be; if they are to be centered, every layer in the
    /// middle of the longest.
    func densePlaces(
        areCentered: Bool = true, apart: (_ item: Int, _ next: Int) -> Int,
    ) -> [Int] {
        var places = items.map { _ in 0 }
        let distances = layers.map { layer in zip(layer, layer.dropFirst()).map(apart) }
        let longest = distances.map { $0.reduce(0, +) }.max() ?? 0
        for (layer, distances) in zip(layers, distances) {
            var place = areCentered ? (longest - distances.reduce(0, +)) / 2 : 0
            for (index, item) in layer.enumerated() {
                places[item] = place
                if index < distances.count { place += distances[index] }
            }
        }
        return places
    }

    private var neighbours: (above: [[Int]], below: [[Int]]) {
        var above = items.map { _ in [Int]() }
        var below = above
        for link in links.joined() {
            above[link.to].append(link.from)
            below[link.from].append(link.to)
        }
        return (above, below)
    }

    private func move(
        _ layer: Int, to neighbours: [[Int]], _ distances: [Int], _ places: inout [Int],
    ) {
        let wanted = layers[layer].map { item in
            let others = neighbours[item]
            guard !others.isEmpty else { return Double(places[item]) }
            return Double(others.reduce(0) { $0 + places[$1] }) / Double(others.count)
        }
        for (item, place) in zip(layers[layer], nearest(to: wanted, apart: distances)) {
            places[item] = place
        }
    }
}

/// Places in the same order as near as they can be to the wanted ones (least squares), each at
/// least so far from the one before: neighbours that want too much form a block, which takes the
/// mean of their wishes.
func nearest(to wanted: [Double], apart distances: [Int]) -> [Int] {
    var offsets = [0]
    for distance in distances { offsets.append((offsets.last ?? 0) + distance) }
    var blocks: [(sum: Double, count: Int)] = []
    for (wish, offset) in zip(wanted, offsets) {
        blocks.append((wish - Double(offset), 1))
        while blocks.count > 1 {
            let (last, before) = (blocks[blocks.count - 1], blocks[blocks.count - 2])
            guard before.sum / Double(before.count) > last.sum / Double(last.count) else { break }
            blocks.removeLast(2)
            blocks.append((before.sum + last.sum, before.count + last.count))
        }
    }
    let starts = blocks.flatMap { block in
        Array(repeating: Int((block.sum / Double(block.count)).rounded()), count: block.count)
    }
    return zip(starts, offsets).map { $0 + $1 }
}
