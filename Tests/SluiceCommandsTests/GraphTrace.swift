import SluiceWire
import Testing

@testable import SluiceCommands

/// A drawing as an eye reads it: from every label along the lines to other labels, ever onwards.
struct GraphTrace {
    private enum Way: CaseIterable {
        case up
        case down
        case left
        case right

        var step: (x: Int, y: Int) {
            switch self {
            case .up: (0, -1)
            case .down: (0, 1)
            case .left: (-1, 0)
            case .right: (1, 0)
            }
        }

        var opposite: Way {
            switch self {
            case .up: .down
            case .down: .up
            case .left: .right
            case .right: .left
            }
        }

        /// Characters of lines that touch this side.
        var characters: String {
            switch self {
            case .up: "│┘┤└├┴┼"
            case .down: "│┐┤┌├┬┼"
            case .left: "─┘┐┤┴┬┼"
            case .right: "─└┌├┴┬┼"
            }
        }
    }

    private struct Place: Hashable {
        var x: Int
        var y: Int

        func moved(_ way: Way) -> Place { Place(x: x + way.step.x, y: y + way.step.y) }
    }

    private struct Move: Hashable {
        var place: Place
        var way: Way
    }

    private let cells: [[Character]]
    private let isDown: Bool
    private var labels: [Place: String] = [:]
    /// `a>b` for every way from a to b.
    private(set) var edges: Set<String> = []

    /// Labels are a symbol, a blank and a name of three letters.
    init(_ lines: [String], isDown: Bool) {
        cells = lines.map { Array($0) }
        self.isDown = isDown
        for (y, line) in cells.enumerated() {
            for x in line.indices where line[x] == "·" {
                let name = String(line[(x + 2)...(x + 4)])
                for column in x...x + 4 { labels[Place(x: column, y: y)] = name }
            }
        }
        for (place, name) in labels { follow(from: place, name) }
    }

    private func character(_ place: Place) -> Character {
        guard cells.indices.contains(place.y), cells[place.y].indices.contains(place.x) else {
            return " "
        }
        return cells[place.y][place.x]
    }

    private mutating func follow(from place: Place, _ name: String) {
        let onward: Way = isDown ? .down : .right
        var start = place.moved(onward)
        if !isDown {
            guard labels[start] == nil else { return }
            start = start.moved(onward)
        }
        guard onward.opposite.characters.contains(character(start)) else { return }
        var open = [Move(place: start, way: onward)]
        var seen: Set<Move> = []
        while let move = open.popLast() {
            guard seen.insert(move).inserted else { continue }
            let target = isDown ? move.place : move.place.moved(onward)
            if move.way == onward, let reached = labels[target] {
                edges.insert("\(name)>\(reached)")
                continue
            }
            open += next(move, onward)
        }
    }

    private func next(_ move: Move, _ onward: Way) -> [Move] {
        let here = character(move.place)
        // A line that is not met here is crossed.
        let ways =
            move.way.opposite.characters.contains(here)
            ? Way.allCases.filter {
                $0.characters.contains(here) && $0 != move.way.opposite && $0 != onward.opposite
            } : here == " " ? [] : [move.way]
        return ways.map { Move(place: move.place.moved($0), way: $0) }
    }
}

/// Numbers that are the same each time.
struct GraphDice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) &* 0x9E37_79B9_7F4A_7C15
    }
}

@Suite struct GraphTraceTests {
    @Test(arguments: GraphDrawing.forms)
    func `every line of a drawing leads where an edge does and nowhere else`(
        _ form: GraphDrawing.Form,
    ) throws {
        var dice = GraphDice(state: 7)
        var drawn = 0
        for _ in 0..<60 {
            let (reply, edges) = random(&dice)
            let graph = Graph(reply, of: 12)
            let layout = try #require(GraphLayout(graph))
            guard let drawing = GraphDrawing(graph, layout, form, longest: 40) else { continue }
            drawn += 1
            let lines = drawing.canvas.lines(Paint(isOn: false))
            let trace = GraphTrace(lines, isDown: !drawing.isLevel)
            #expect(trace.edges == edges, "\(lines.joined(separator: "\n"))")
            if trace.edges != edges { return }
        }
        #expect(drawn > 10, "only \(drawn) were drawn")
    }

    private func random(_ dice: inout GraphDice) -> (GetGraphResponse, Set<String>) {
        let total = Int.random(in: 2...16, using: &dice)
        let names = (0..<total).map { "n" + padded(Int64($0)) }
        var edges: [GraphEdge] = []
        for to in 1..<total {
            for _ in 0..<Int.random(in: 0...3, using: &dice) {
                let from = Int.random(in: max(0, to - 6)..<to, using: &dice)
                let edge = GraphEdge(from: Int32(from), to: Int32(to))
                if !edges.contains(edge) { edges.append(edge) }
            }
        }
        let nodes = names.map { GraphNode(instanceId: 12, nodeName: $0, status: .waiting) }
        return (
            GetGraphResponse(nodes: nodes, edges: edges),
            Set(edges.map { "\(names[Int($0.from)])>\(names[Int($0.to)])" })
        )
    }
}
