import SluiceWire

/// A graph as a picture of its own: no style sheet, font or script from elsewhere.
struct GraphSVG {
    /// In pixels.
    private enum Size {
        static let boxHeight = 40
        static let rowHeight = 56
        static let letter = 8
        static let narrowest = 60
        static let channel = 70
        static let margin = 20
    }

    private let graph: Graph
    private let layout: GraphLayout
    private let rows: [Int]
    /// Left side and width of each layer.
    private let columns: [(x: Int, width: Int)]

    /// Nil where the edges do not all lead to later layers.
    init?(_ graph: Graph) {
        guard let layout = GraphLayout(graph) else { return nil }
        self.graph = graph
        self.layout = layout
        rows = layout.places { _, _ in 1 }
        var x = Size.margin
        columns = layout.layers.map { layer in
            let widths = layer.map { item in
                guard case .node(let node) = layout.items[item] else { return Size.narrowest }
                return Self.lines(of: graph.nodes[node], graph)
                    .map { displayWidth($0) * Size.letter + 24 }.max() ?? Size.narrowest
            }
            let column = (x: x, width: max(Size.narrowest, widths.max() ?? 0))
            x += column.width + Size.channel
            return column
        }
    }

    var text: String {
        let width = (columns.last.map { $0.x + $0.width } ?? 0) + Size.margin
        let height = ((rows.max() ?? 0) + 1) * Size.rowHeight + Size.margin
        let head = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" font-family="sans-serif" font-size="13">
            <title>\(Self.escaped("instance \(graph.instanceID)"))</title>
            <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" \
            markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">\
            <path d="M0 0L8 4L0 8z" fill="#555"/></marker></defs>
            <rect width="100%" height="100%" fill="#fff"/>

            """
        return head + lines.joined() + boxes.joined() + "</svg>\n"
    }

    private var layerOfItem: [Int: Int] {
        var found: [Int: Int] = [:]
        for (layer, items) in layout.layers.enumerated() {
            for item in items { found[item] = layer }
        }
        return found
    }

    private func middle(of item: Int) -> Int {
        Size.margin + rows[item] * Size.rowHeight + Size.boxHeight / 2
    }

    private var lines: [String] {
        let layers = layerOfItem
        return layout.links.joined().map { link in
            let (from, to) = (columns[layers[link.from] ?? 0], columns[layers[link.to] ?? 0])
            let start = from.x + from.width
            let (y, end) = (middle(of: link.from), middle(of: link.to))
            let bend = Size.channel / 2
            var path = "M\(start) \(y)C\(start + bend) \(y) \(to.x - bend) \(end) \(to.x) \(end)"
            var tip = " marker-end=\"url(#tip)\""
            if case .pass = layout.items[link.to] {
                path += "H\(to.x + to.width)"
                tip = ""
            }
            let look = Self.look(link.kind) + tip
            return "<path d=\"\(path)\" fill=\"none\" stroke=\"#555\"\(look)/>\n"
        }
    }

    private static func look(_ kind: Graph.Kind) -> String {
        switch kind {
        case .usual: ""
        case .removed: " stroke-dasharray=\"6 4\""
        case .crossJob: " stroke-width=\"3\""
        }
    }

    private var boxes: [String] {
        let layers = layerOfItem
        return layout.items.indices.compactMap { item in
            guard case .node(let index) = layout.items[item] else { return nil }
            return box(graph.nodes[index], columns[layers[item] ?? 0], middle(of: item))
        }
    }

    private func box(_ node: GraphNode, _ column: (x: Int, width: Int), _ middle: Int) -> String {
        let lines = Self.lines(of: node, graph)
        let center = column.x + column.width / 2
        return """
            <g><rect x="\(column.x)" y="\(middle - Size.boxHeight / 2)" width="\(column.width)" \
            height="\(Size.boxHeight)" rx="6" fill="\(node.fill)" stroke="#333"\
            \(node.main ? " stroke-width=\"3\"" : "")/>\
            <text x="\(center)" y="\(middle - 3)" text-anchor="middle">\(Self.escaped(lines[0]))\
            </text><text x="\(center)" y="\(middle + 13)" text-anchor="middle" fill="#444" \
            font-size="11">\(Self.escaped(lines[1]))</text></g>

            """
    }

    private static func lines(of node: GraphNode, _ graph: Graph) -> [String] {
        let name = graph.name(of: node)
        return [
            (node.moreUp ? "… " : "") + name + (node.moreDown ? " …" : ""), node.statusWord,
        ]
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in harmless(text) {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
