import SluiceWire

/// How the lines of a drawing become cells. Along is the way from layer to layer, across is the
/// other; where layers go from left to right, the one is x and the other y.
extension GraphDrawing {
    /// The cells along the way between two layers.
    private struct Channel {
        /// The first cell behind the widest label.
        var start: Int
        /// Column in which lines that leave an item beside its middle come from there.
        var bendBefore: Int?
        /// The first of the tracks, and what follows the last.
        var tracks: Range<Int>
        var bendAfter: Int?
        /// Where the next layer begins.
        var end: Int
    }

    /// Sides of a cell by their meaning.
    private struct Ways {
        var back: GraphCanvas.Sides
        var forward: GraphCanvas.Sides
        var before: GraphCanvas.Sides
        var after: GraphCanvas.Sides

        var along: GraphCanvas.Sides { back.union(forward) }
        var across: GraphCanvas.Sides { before.union(after) }
    }

    private var ways: Ways {
        isLevel
            ? Ways(back: .left, forward: .right, before: .up, after: .down)
            : Ways(back: .up, forward: .down, before: .left, after: .right)
    }

    mutating func draw() {
        var start = 0
        for layer in layout.layers.indices {
            let depth = isLevel ? layout.layers[layer].map(width).max() ?? 0 : 1
            for item in layout.layers[layer] { draw(item, from: start, depth: depth) }
            guard layer < layout.layers.count - 1 else { return }
            let channel = channel(after: layer, from: start + depth)
            for (number, net) in routings[layer].nets.enumerated() {
                draw(net, number, in: channel)
                drawEnds(of: net, from: start, in: channel)
            }
            start = channel.end
        }
    }

    private func channel(after layer: Int, from start: Int) -> Channel {
        let routing = routings[layer]
        guard isLevel else {
            let end = start + max(1, routing.trackTotal)
            return Channel(start: start, tracks: start..<end, end: end)
        }
        let bendsBefore = routing.nets.contains { net in
            net.exits.contains { $0.place != places[$0.item] }
        }
        let bendsAfter = routing.nets.contains { net in
            net.arrivals.contains { $0.place != places[$0.item] }
        }
        // A blank behind the label and the beginning of a line.
        let bendBefore = start + 2
        let first = bendBefore + (bendsBefore ? 1 : 0)
        let last = first + routing.trackTotal
        return Channel(
            start: start, bendBefore: bendsBefore ? bendBefore : nil, tracks: first..<last,
            bendAfter: bendsAfter ? last : nil, end: last + (bendsAfter ? 1 : 0) + 2)
    }

    private mutating func draw(_ item: Int, from start: Int, depth: Int) {
        switch layout.items[item] {
        case .pass(_, let kind):
            guard isLevel else { return }
            for along in start - 1...start + depth {
                stroke(along, places[item], ways.along, joint(item), kind)
            }
        case .node(let index):
            let label = labels[index]
            var origin = point(start, places[item])
            if !isLevel { origin.x -= displayWidth(label) / 2 }
            canvas.text(
                label, at: origin, graph.nodes[index].style, isBold: graph.nodes[index].main)
        }
    }

    /// The part of a net between the bends.
    private mutating func draw(_ net: GraphRouting.Net, _ owner: Int, in channel: Channel) {
        guard let number = net.track else {
            guard let place = net.exits.first?.place else { return }
            for along in channel.tracks { stroke(along, place, ways.along, owner, net.kind) }
            return
        }
        let track = channel.tracks.lowerBound + number
        for exit in net.exits {
            for along in channel.tracks.lowerBound..<track {
                stroke(along, exit.place, ways.along, owner, net.kind)
            }
            stroke(track, exit.place, ways.back, owner, net.kind)
        }
        for arrival in net.arrivals {
            stroke(track, arrival.place, ways.forward, owner, net.kind)
            for along in track + 1..<max(track + 1, channel.tracks.upperBound) {
                stroke(along, arrival.place, ways.along, owner, net.kind)
            }
        }
        strokeAcross(track, net.span, owner, net.kind)
    }

    private mutating func strokeAcross(
        _ along: Int, _ span: ClosedRange<Int>, _ owner: Int, _ kind: Graph.Kind,
    ) {
        for place in span where span.count > 1 {
            var sides = ways.across
            if place == span.lowerBound { sides = ways.after }
            if place == span.upperBound { sides = ways.before }
            stroke(along, place, sides, owner, kind)
        }
    }

    /// Between the items and the net. What meets at an item joins there, whatever net it is of.
    private mutating func drawEnds(
        of net: GraphRouting.Net, from layer: Int, in channel: Channel,
    ) {
        guard isLevel else {
            for exit in net.exits { drawJog(exit, at: layer, ways.forward, net.kind) }
            for arrival in net.arrivals { drawJog(arrival, at: channel.end, ways.back, net.kind) }
            return
        }
        for exit in net.exits {
            let middle = places[exit.item]
            var first = channel.start
            if case .node = layout.items[exit.item] { first = layer + width(of: exit.item) + 1 }
            for along in first..<max(first, channel.start + 2) {
                stroke(along, middle, ways.along, joint(exit.item), net.kind)
            }
            if let bend = channel.bendBefore {
                drawBend(exit, at: bend, inner: ways.back, outer: ways.forward, net.kind)
            }
        }
        for arrival in net.arrivals {
            // The last cell before the next layer stays blank.
            let lead = channel.end - 2
            stroke(lead, places[arrival.item], ways.along, joint(arrival.item), net.kind)
            guard let bend = channel.bendAfter else { continue }
            drawBend(arrival, at: bend, inner: ways.forward, outer: ways.back, net.kind)
        }
    }

    /// From the middle of an item across to where its line goes on.
    private mutating func drawBend(
        _ end: (item: Int, place: Int), at along: Int, inner: GraphCanvas.Sides,
        outer: GraphCanvas.Sides, _ kind: Graph.Kind,
    ) {
        let (middle, owner) = (places[end.item], joint(end.item))
        stroke(along, middle, inner, owner, kind)
        stroke(along, end.place, outer, owner, kind)
        strokeAcross(
            along, min(middle, end.place)...max(middle, end.place), owner, kind)
    }

    /// Where layers go down a line that passes one bends in the line of the labels.
    private mutating func drawJog(
        _ end: (item: Int, place: Int), at along: Int, _ side: GraphCanvas.Sides,
        _ kind: Graph.Kind,
    ) {
        guard case .pass = layout.items[end.item] else { return }
        let (middle, owner) = (places[end.item], joint(end.item))
        stroke(along, end.place, side, owner, kind)
        strokeAcross(along, min(middle, end.place)...max(middle, end.place), owner, kind)
    }

    /// The owner of the lines at an item; nets count from 0.
    private func joint(_ item: Int) -> Int { -1 - item }

    private func point(_ along: Int, _ across: Int) -> GraphCanvas.Point {
        isLevel
            ? GraphCanvas.Point(x: along, y: across) : GraphCanvas.Point(x: across, y: along)
    }

    private mutating func stroke(
        _ along: Int, _ across: Int, _ sides: GraphCanvas.Sides, _ owner: Int, _ kind: Graph.Kind,
    ) {
        canvas.stroke(point(along, across), sides, owner: owner, kind)
    }
}
