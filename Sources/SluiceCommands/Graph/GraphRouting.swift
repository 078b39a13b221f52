/// The lines between two layers. Each place on the way belongs to one net alone, so that lines of
/// different nets cross but never run together.
struct GraphRouting {
    /// Items that are joined by one line: those above have the same items below.
    struct Net {
        var kind: Graph.Kind
        /// Items above and below, and where the line leaves and reaches them.
        var exits: [(item: Int, place: Int)]
        var arrivals: [(item: Int, place: Int)]
        /// The track on which it runs across, from 0; nil: it goes straight on.
        var track: Int?

        fileprivate var places: [Int] { exits.map(\.place) + arrivals.map(\.place) }
        var span: ClosedRange<Int> { (places.min() ?? 0)...(places.max() ?? 0) }
    }

    /// Where a line may touch an item: its middle, and so far to both sides.
    struct Reach {
        var middle: Int
        var before: Int
        var after: Int

        fileprivate var places: ClosedRange<Int> { middle - before...middle + after }
    }

    private(set) var nets: [Net]
    private(set) var trackTotal = 0

    /// Nil where there is not room enough for every line.
    init?(_ links: [GraphLayout.Link], reach: (_ item: Int) -> Reach) {
        nets = Self.nets(of: links)
        var owners: [Int: Int] = [:]
        guard takeExits(reach, &owners), takeArrivals(reach, &owners) else { return nil }
        takeTracks()
    }

    private static func nets(of links: [GraphLayout.Link]) -> [Net] {
        struct Source: Hashable {
            var item: Int
            var kind: Graph.Kind
        }
        struct Ends: Hashable {
            var below: Set<Int>
            var kind: Graph.Kind
        }
        var below: [Source: Set<Int>] = [:]
        var sources: [Source] = []
        for link in links {
            let source = Source(item: link.from, kind: link.kind)
            if below[source] == nil { sources.append(source) }
            below[source, default: []].insert(link.to)
        }
        var nets: [Net] = []
        var known: [Ends: Int] = [:]
        for source in sources {
            let ends = Ends(below: below[source] ?? [], kind: source.kind)
            if let net = known[ends] {
                nets[net].exits.append((source.item, 0))
                continue
            }
            known[ends] = nets.count
            nets.append(
                Net(
                    kind: source.kind, exits: [(source.item, 0)],
                    arrivals: ends.below.sorted().map { ($0, 0) }))
        }
        return nets
    }

    private mutating func takeExits(
        _ reach: (Int) -> Reach, _ owners: inout [Int: Int],
    ) -> Bool {
        for net in nets.indices {
            for exit in nets[net].exits.indices {
                let reach = reach(nets[net].exits[exit].item)
                let place = reach.places.filter { owners[$0] == nil }
                    .min { abs($0 - reach.middle) < abs($1 - reach.middle) }
                guard let place else { return false }
                owners[place] = net
                nets[net].exits[exit].place = place
            }
        }
        return true
    }

    private mutating func takeArrivals(
        _ reach: (Int) -> Reach, _ owners: inout [Int: Int],
    ) -> Bool {
        var arrivals: [Int: [(net: Int, index: Int, from: Int)]] = [:]
        for (net, value) in nets.enumerated() {
            let from = value.exits.reduce(0) { $0 + $1.place } / value.exits.count
            for (index, arrival) in value.arrivals.enumerated() {
                arrivals[arrival.item, default: []].append((net, index, from))
            }
        }
        // Two items never share a place, not even those of one net.
        var taken: Set<Int> = []
        for (item, ends) in arrivals.sorted(by: { reach($0.key).middle < reach($1.key).middle }) {
            let reach = reach(item)
            let ends = ends.sorted { ($0.from, $0.net) < ($1.from, $1.net) }
            for (turn, end) in ends.enumerated() {
                let even = reach.middle + 2 * turn - (ends.count - 1)
                let straight = nets[end.net].exits.map(\.place)
                let wishes = straight.filter(reach.places.contains) + [even]
                let open = reach.places.filter {
                    (owners[$0] ?? end.net) == end.net && !taken.contains($0)
                }
                guard let place = Self.best(of: open, wishes, for: end.net, owners) else {
                    return false
                }
                owners[place] = end.net
                taken.insert(place)
                nets[end.net].arrivals[end.index].place = place
            }
        }
        return true
    }

    /// The first wish that is open, else what is near the last and not beside another line.
    private static func best(
        of open: [Int], _ wishes: [Int], for net: Int, _ owners: [Int: Int],
    ) -> Int? {
        let straight = wishes.dropLast().first(where: open.contains)
        guard straight == nil, let wish = wishes.last else { return straight }
        func cost(_ place: Int) -> Int {
            let isCrowded = [place - 1, place + 1].contains { (owners[$0] ?? net) != net }
            return abs(place - wish) + (isCrowded ? 2 : 0)
        }
        return open.min { (cost($0), $0) < (cost($1), $1) }
    }

    /// Nets share a track where they are not beside each other.
    private mutating func takeTracks() {
        var ends: [Int] = []
        let order = nets.indices.sorted {
            (nets[$0].span.lowerBound, nets[$0].span.upperBound)
                < (nets[$1].span.lowerBound, nets[$1].span.upperBound)
        }
        for net in order where nets[net].span.count > 1 {
            let span = nets[net].span
            let track = ends.firstIndex { $0 + 1 < span.lowerBound } ?? ends.count
            if track == ends.count { ends.append(span.upperBound) }
            ends[track] = span.upperBound
            nets[net].track = track
        }
        trackTotal = ends.count
    }
}
