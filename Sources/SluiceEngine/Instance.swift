package import SluiceModel

/// How far an instance is in its present run. The raw value is stored.
package enum Stage: Int, Hashable, Sendable {
    /// Waits for its turn among the instances of its job.
    case queued = 1
    /// Nodes start as their upstream allows.
    case open = 2
    /// A node of policy FAIL failed: nothing starts any more, what runs is being stopped.
    case failing = 3
    /// Stopped by hand: nothing starts any more, what runs is being stopped.
    case stopping = 4
    /// Final.
    case ended = 5
}

/// One run of an instance: a retry begins the next.
package struct Run: Hashable, Sendable {
    /// From 1.
    package var number: Int
    package var start: Timestamp?
    package var startBoot: BootTime?
    package var end: Timestamp?
    package var milliseconds: Int64?
    /// `run`, `retry errorNode`.
    package var cause: String

    package init(
        number: Int, start: Timestamp? = nil, startBoot: BootTime? = nil, end: Timestamp? = nil,
        milliseconds: Int64? = nil, cause: String,
    ) {
        self.number = number
        self.start = start
        self.startBoot = startBoot
        self.end = end
        self.milliseconds = milliseconds
        self.cause = cause
    }
}

/// A job instance that the engine holds: live, or called back by a command.
package struct Instance: Sendable {
    package let id: InstanceID
    package let scope: Scope
    package let job: JobID
    package let jobName: String
    package let type: InstanceType
    package let planTime: Timestamp
    package let submitTime: Timestamp
    package let user: String
    package let labels: [Pair]
    package var graph: JobGraph
    /// Parameters that were given by hand, at the run or at a retry.
    package var overrides: [Pair]
    /// All parameters, as the nodes see them.
    package var params: [Pair]
    package var stage: Stage
    package var status: InstanceStatus
    package var run: Run
    package var ignoreSuccess = false
    package var forceSuccess = false
    /// Why it has this status, in words.
    package var reason = ""
    /// Ordinal of the node with index 0.
    package var firstOrdinal: Int
    /// In the order of the graph.
    package var nodes: [Node]

    package private(set) var counts = NodeCounts()
    /// Nodes that wait for a slot or a retry: they can still start.
    private(set) var pending = 0
    /// Failed nodes of policy SUSPEND that nobody has resolved.
    private(set) var suspends = 0
    /// Ready nodes that wait for `maxParallelNodes`.
    var overParallel: [Int] = []
    var isTouched = false
    var isNew = false
    /// The run as it was written last by this life of the engine.
    var writtenRun: (run: Run, status: InstanceStatus)?

    package init(
        id: InstanceID, scope: Scope, jobName: String, type: InstanceType, planTime: Timestamp,
        submitTime: Timestamp, user: String, labels: [Pair], graph: JobGraph, overrides: [Pair],
        params: [Pair], stage: Stage = .queued, status: InstanceStatus = .waiting, run: Run,
        firstOrdinal: Int = 0, nodes: [Node],
    ) {
        precondition(nodes.count == graph.nodes.count, "one state for each node of the graph")
        self.id = id
        self.scope = scope
        self.job = graph.job
        self.jobName = jobName
        self.type = type
        self.planTime = planTime
        self.submitTime = submitTime
        self.user = user
        self.labels = labels
        self.graph = graph
        self.overrides = overrides
        self.params = params
        self.stage = stage
        self.status = status
        self.run = run
        self.firstOrdinal = firstOrdinal
        self.nodes = nodes
        recount()
    }

    package func ref(_ index: Int) -> NodeRef {
        NodeRef(instance: id, ordinal: firstOrdinal + index)
    }

    package func attemptID(_ index: Int) -> AttemptID {
        AttemptID(node: ref(index), number: nodes[index].attempt)
    }

    /// Index of a node by its ordinal; nil where it belongs to an earlier version's nodes.
    package func index(ofOrdinal ordinal: Int) -> Int? {
        let index = ordinal - firstOrdinal
        return nodes.indices.contains(index) ? index : nil
    }

    /// Computes everything that follows from the phases anew.
    mutating func recount() {
        counts = NodeCounts()
        pending = 0
        suspends = 0
        for index in nodes.indices {
            count(nodes[index].phase, of: index, by: 1)
            nodes[index].upstreamLeft = graph.predecessors[index].count { !isSatisfied($0) }
        }
    }

    /// True where the node's end lets its successors start.
    func isSatisfied(_ index: Int) -> Bool {
        switch nodes[index].phase {
        case .success, .skip: true
        case .fail: graph.nodes[index].failPolicy == .ignore
        case .waiting, .running, .manualStop: false
        }
    }

    /// The one place where a phase changes: keeps the counts, tells of a changed status.
    mutating func setPhase(
        _ index: Int, _ phase: Phase, reason: String = "", _ turn: inout Turn,
    ) {
        let old = nodes[index].phase
        count(old, of: index, by: -1)
        count(phase, of: index, by: 1)
        nodes[index].phase = phase
        nodes[index].reason = reason
        touch(index, &turn)
        guard old.status != phase.status else { return }
        turn.tell(
            .node(
                ref(index), attempt: nodes[index].attempt, from: old.status, to: phase.status),
            reason: reason)
    }

    mutating func touch(_ index: Int, _ turn: inout Turn) {
        guard !nodes[index].isTouched else { return }
        nodes[index].isTouched = true
        turn.touched.append(ref(index))
    }

    private mutating func count(_ phase: Phase, of index: Int, by delta: Int) {
        counts[phase.status] += delta
        switch phase {
        case .waiting(.slot), .waiting(.retryDelay): pending += delta
        case .fail where graph.nodes[index].failPolicy == .suspend: suspends += delta
        case .waiting(.upstream), .running, .success, .fail, .skip, .manualStop: break
        }
    }
}

/// What one instance's change needs of the engine and leaves for it.
struct Turn {
    let now: Now
    /// Where attempts are dispatched to.
    let incarnation: Incarnation
    let stopGraceMilliseconds: Int64
    var records: [Record] = []
    var actions: [Action] = []
    /// Nodes that became ready for a slot.
    var ready: [NodeRef] = []
    var timers: [Timer] = []
    /// Nodes that changed and are not sealed yet.
    var touched: [NodeRef] = []
    /// Attempts with a process that began minus those that ended.
    var slotsTaken = 0
    var nextEvent: Int64

    mutating func tell(_ subject: EventRecord.Subject, reason: String = "") {
        records.append(
            .event(
                EventRecord(seq: nextEvent, time: now.wall, subject: subject, reason: reason)))
        nextEvent += 1
    }
}

/// A moment at which something is due for a node; stale where the node has gone on.
struct Timer: Comparable, Sendable {
    var due: BootTime
    var node: NodeRef

    static func < (left: Timer, right: Timer) -> Bool {
        (left.due, left.node) < (right.due, right.node)
    }
}
