import SluiceWire

/// A graph drawn with characters, the layers from left to right or from top to bottom.
struct GraphDrawing {
    /// How the layers lie.
    enum Form: Hashable {
        /// From left to right, the items of a layer so many lines from each other.
        case right(spacing: Int)
        /// From top to bottom; dense: the items as near to each other as they may be.
        case down(isDense: Bool)
    }

    /// Tried one after the other; the first of the lowest is taken.
    static let forms: [Form] = [
        .right(spacing: 1), .right(spacing: 2), .right(spacing: 4), .down(isDense: false),
        .down(isDense: true),
    ]
    /// Larger graphs are listed.
    private static let mostNodes = 300
    /// Columns of the longest name, tried one after the other until the drawing fits.
    private static let nameWidths = [40, 24, 18, 14, 12, 10]
    /// Columns between two labels side by side.
    private static let gap = 2

    let graph: Graph
    let layout: GraphLayout
    let labels: [String]
    private let form: Form
    private(set) var places: [Int] = []
    private(set) var routings: [GraphRouting] = []
    var canvas = GraphCanvas()

    /// The lines of the drawing that needs the fewest and is no wider than `width`; nil: none.
    static func lines(_ graph: Graph, width: Int, _ paint: Paint) -> [String]? {
        guard graph.nodes.count <= mostNodes, let layout = GraphLayout(graph) else { return nil }
        for longest in nameWidths {
            let drawings = forms.compactMap { form in
                GraphDrawing(graph, layout, form, longest: longest, width: width)?.canvas
            }
            let best = drawings.filter { $0.width <= width }.min { $0.height < $1.height }
            if let best { return best.lines(paint).trimmed }
        }
        return nil
    }

    /// Nil where there is not room enough for every line, or where names of a layer that were cut
    /// could be taken for each other.
    init?(
        _ graph: Graph, _ layout: GraphLayout, _ form: Form, longest: Int, width: Int = .max,
    ) {
        self.graph = graph
        self.layout = layout
        self.form = form
        labels = graph.nodes.map { node in graph.label(of: node, width: longest) }
        guard Self.areDistinct(graph, longest) else { return nil }
        places =
            form == .down(isDense: true)
            ? layout.densePlaces(apart: distance) : layout.places(apart: distance)
        moveIn()
        guard leastWidth <= width else { return nil }
        for links in layout.links {
            guard let routing = GraphRouting(links, reach: reach) else { return nil }
            routings.append(routing)
        }
        draw()
    }

    /// The layers lie side by side, not one below the other.
    var isLevel: Bool {
        switch form {
        case .right: true
        case .down: false
        }
    }

    /// The cut names of each layer differ from each other.
    private static func areDistinct(_ graph: Graph, _ longest: Int) -> Bool {
        struct Name: Hashable {
            var layer: Int
            var text: String
        }
        let names = zip(graph.layers, graph.nodes).map { layer, node in
            Name(layer: layer, text: shortened(graph.name(of: node), to: longest))
        }
        return Set(names).count == names.count
    }

    /// Makes room for the labels and the bends of the items that are first.
    private mutating func moveIn() {
        let least = places.indices.map { places[$0] - reach(of: $0).before }.min() ?? 0
        places = places.map { $0 - least }
    }

    /// Columns of the labels alone.
    private var leastWidth: Int {
        isLevel
            ? layout.layers.reduce(0) { $0 + ($1.map(width).max() ?? 0) } : places.max() ?? 0
    }

    /// Columns of an item; of one that only passes, that of its line.
    func width(of item: Int) -> Int {
        guard case .node(let node) = layout.items[item] else { return 1 }
        return displayWidth(labels[node])
    }

    private func distance(from item: Int, to next: Int) -> Int {
        switch form {
        case .right(let spacing): return spacing
        case .down:
            let (here, there) = (width(of: item), width(of: next))
            return here - here / 2 + Self.gap + there / 2
        }
    }

    private func reach(of item: Int) -> GraphRouting.Reach {
        let middle = places[item]
        switch (form, layout.items[item]) {
        case (.right(let spacing), _):
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
