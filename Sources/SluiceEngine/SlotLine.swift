internal import HeapModule
internal import SluiceModel

/// Ready nodes in the order in which they get slots.
///
/// Each has a moment: when it became ready, a minute later for each level of its job's priority.
/// The earliest is first, so one that waits comes ahead of those of higher priority that come
/// after: nothing starves. Nodes that take of the same slots stand in one lane, and the first of a
/// lane that has no room holds the lane: a node that needs many slots is not passed over for ever.
struct SlotLine: Sendable {
    /// What nodes take slots of, beside the daemon's own.
    struct Lane: Hashable, Sendable {
        var workspace: String
        /// Empty: of no pool.
        var pool: String
    }

    struct Entry: Comparable, Sendable {
        /// Milliseconds of the boot clock.
        var moment: Int64
        var number: Int
        var node: NodeRef
        /// Slots of the pool.
        var slots: Int

        static func < (left: Entry, right: Entry) -> Bool {
            (left.moment, left.number) < (right.moment, right.number)
        }
    }

    /// Milliseconds that a level of priority is worth.
    static let levelMilliseconds: Int64 = 60_000

    private var lanes: [(lane: Lane, entries: Heap<Entry>)] = []
    private var nextNumber = 0

    mutating func insert(
        _ node: NodeRef, slots: Int, moment: Int64, in lane: Lane,
    ) {
        let entry = Entry(moment: moment, number: nextNumber, node: node, slots: slots)
        nextNumber += 1
        if let place = lanes.firstIndex(where: { $0.lane == lane }) {
            lanes[place].entries.insert(entry)
        } else {
            lanes.append((lane, Heap(CollectionOfOne(entry))))
        }
    }

    /// Nodes that wait for slots of each pool. Some stand there twice, some do not wait any more.
    var nodesByPool: [String: [NodeRef]] {
        Dictionary(grouping: lanes.filter { !$0.lane.pool.isEmpty }, by: \.lane.pool)
            .mapValues { lanes in lanes.flatMap { $0.entries.unordered.map(\.node) } }
    }

    mutating func removeAll() { lanes.removeAll() }

    /// The first of all that has room; what is stale goes.
    mutating func popFirst(
        isStale: (NodeRef) -> Bool, hasRoom: (Lane, Int) -> Bool,
    ) -> NodeRef? {
        var best: (place: Int, entry: Entry)?
        for place in lanes.indices {
            while let head = lanes[place].entries.min, isStale(head.node) {
                lanes[place].entries.removeMin()
            }
            guard let head = lanes[place].entries.min, hasRoom(lanes[place].lane, head.slots),
                best.map({ head < $0.entry }) ?? true
            else { continue }
            best = (place, head)
        }
        guard let best else {
            lanes.removeAll { $0.entries.isEmpty }
            return nil
        }
        lanes[best.place].entries.removeMin()
        return best.entry.node
    }
}
