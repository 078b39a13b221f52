import SluiceWire

/// A graph drawn with characters, the layers from left to right or from top to bottom.
struct GraphDrawing {
    enum Direction: CaseIterable {
        case right
        case down
    }

    /// Larger graphs are listed.
    private static let mostNodes = 300
    /// Columns of the longest label, tried one after the other until the drawing fits.
    private static let labelWidths = [40, 24, 16, 10]
    /// Columns between two labels side by side.
    private static let gap = 2

    let graph: Graph
    let layout: GraphLayout
    let direction: Direction
    let labels: [String]
    /// Lines from one item to the next in a layer, where layers go from left to right.
    private let spacing: Int
    private(set) var places: [Int] = []
    private(set) var routings: [GraphRouting] = []
    var canvas = GraphCanvas()

    /// The lines of the drawing that needs the fewest and is no wider than `width`; nil: none.
    static func lines(_ graph: Graph, width: Int, _ paint: Paint) -> [String]? {
        guard graph.nodes.count <= mostNodes, let layout = GraphLayout(graph) else { return nil }
        for longest in labelWidths {
            let drawings = [(Direction.right, 1), (.right, 2), (.right, 4), (.down, 1)]
                .compactMap { direction, spacing in
                    GraphDrawing(graph, layout, direction, spacing, longest, width: width)?.canvas
                }
            let best = drawings.filter { $0.width <= width }.min { $0.height < $1.height }
            if let best { return best.lines(paint).trimmed }
        }
        return nil
    }

    /// Nil where there is not room enough for every line; a larger spacing may help.
    init?(
        _ graph: Graph, _ layout: GraphLayout, _ direction: Direction, _ spacing: Int,
        _ longest: Int, width: Int = .max,
    ) {
        self.graph = graph
        self.layout = layout
        self.direction = direction
        self.spacing = spacing
        labels = graph.nodes.map { node in graph.label(of: node, width: longest) }
        places = layout.places(apart: distance)
        moveIn()
        guard leastWidth <= width else { return nil }
        for links in layout.links {
            guard let routing = GraphRouting(links, reach: reach) else { return nil }
            routings.append(routing)
        }
        draw()
    }

    /// Makes room for the labels and the bends of the items that are first.
    private mutating func moveIn() {
        let least = places.indices.map { places[$0] - reach(of: $0).before }.min() ?? 0
        places = places.map { $0 - least }
    }

    /// Columns of the labels alone.
    private var leastWidth: Int {
        switch direction {
        case .right: layout.layers.reduce(0) { $0 + ($1.map(width).max() ?? 0) }
        case .down: places.max() ?? 0
        }
    }

    /// Columns of an item; of one that only passes, that of its line.
    func width(of item: Int) -> Int {
        guard case .node(let node) = layout.items[item] else { return 1 }
        return displayWidth(labels[node])
    }

    private func distance(from item: Int, to next: Int) -> Int {
        switch direction {
        case .right: return spacing
        case .down:
            let (here, there) = (width(of: item), width(of: next))
            return here - here / 2 + Self.gap + there / 2
        }
    }

    private func reach(of item: Int) -> GraphRouting.Reach {
        let middle = places[item]
        switch (direction, layout.items[item]) {
        case (.right, _):
            return GraphRouting.Reach(middle: middle, before: spacing / 2, after: spacing / 2)
        case (.down, .pass): return GraphRouting.Reach(middle: middle, before: 1, after: 1)
        case (.down, .node):
            let width = width(of: item)
            return GraphRouting.Reach(
                middle: middle, before: width / 2, after: width - width / 2 - 1)
        }
    }
}

extension [String] {
    /// Without the empty lines before the first that is not and after the last.
    fileprivate var trimmed: [String] {
        Array(drop(while: \.isEmpty).reversed().drop(while: \.isEmpty).reversed())
    }
}
