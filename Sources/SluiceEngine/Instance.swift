internal import SluiceExpression
package import SluiceModel

/// How far an instance is in its present run. The raw value is stored.
package enum Stage: Int, Hashable, Sendable {
    /// Waits for its turn among the instances of its job.
    case queued = 1
    /// Nodes start as their upstream allows.
    case open = 2
    /// Stopped, or forced to success: nothing starts any more, what runs is being stopped.
    case stopping = 4
    /// Final.
    case ended = 5
    /// Waits for something outside: a confirmation, other jobs, its plan time.
    case held = 6
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
    /// What its environment set for it when it took its version.
    package var fromEnvironment = EnvironmentSettings()
    package var stage: Stage
    package var status: InstanceStatus
    package var run: Run
    package var ignoreSuccess = false
    package var forceSuccess = false
    /// What runs goes on, nothing more starts.
    package var isPaused = false
    /// Ahead of other waiting instances.
    package var isPreferred = false
    /// Somebody has to confirm it first.
    package var needsConfirmation = false
    /// The file that it waits for before it begins; nil: for none, or no longer.
    package var fileWait: FileWait?
    /// What came with the event that made it; nil: none did.
    package var eventData: String?
    /// What it waits for in other jobs.
    package var dependencies: [Dependency] = []
    /// Alerts that need no telling any more.
    package var alertsTold: AlertsTold = []
    /// The node that made it; nil: none did.
    package var callingNode: CallingNode?
    /// What its nodes of type SubJob and ForEach have at work or had, by index.
    package var calls: [Int: Call] = [:]
    /// The versions of file objects that its nodes find, pinned when it was made or retried.
    package var resources: [FilePin] = []
    /// Why it has this status, in words.
    package var reason = ""
    /// The schedule of its version, whose zone and calendar its expressions mean. Not stored.
    var schedule: Schedule?
    /// Milliseconds that a run of its job takes; nil: too few are known. Not stored.
    var usualMilliseconds: Int64?
    /// Ordinal of the node with index 0.
    package var firstOrdinal: Int
    /// In the order of the graph.
    package var nodes: [Node]

    /// Nodes by the status that they show.
    package private(set) var counts = NodeCounts()
    /// Nodes that wait for a slot or a retry and are not paused: they can still start.
    private(set) var pending = 0
    /// Failed nodes of policy SUSPEND that nobody has resolved.
    private(set) var suspends = 0
    /// Nodes that are paused, whatever their status.
    private(set) var pauses = 0
    /// First obstacle, while it is held.
    var obstacle: WaitReason?
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
        pauses = 0
        for index in nodes.indices {
            count(index, by: 1)
            nodes[index].upstreamLeft = 0
            nodes[index].upstreamPaused = 0
            for predecessor in graph.predecessors[index] {
                bear(
                    bearing(predecessor, on: index), on: index, from: predecessor, by: 1)
            }
        }
    }
}

// MARK: - Changing a node

extension Instance {
    mutating func setPhase(
        _ index: Int, _ phase: Phase, reason: String = "", _ turn: inout Turn,
    ) {
        change(index, reason: reason, &turn) { node in
            node.phase = phase
            node.reason = reason
            switch phase {
            case .waiting, .running: break
            case .success, .fail, .skip, .manualStop: node.flags.remove(.startsForced)
            }
        }
    }

    /// The one place where a node changes: keeps the counts, lets those after it know what it means
    /// for them, and tells of a changed status. Starts nothing.
    mutating func change(
        _ index: Int, reason: String = "", _ turn: inout Turn, _ body: (inout Node) -> Void,
    ) {
        let (status, meant) = (nodes[index].shownStatus, bearings(index))
        count(index, by: -1)
        body(&nodes[index])
        count(index, by: 1)
        touch(index, &turn)
        let (newStatus, means) = (nodes[index].shownStatus, bearings(index))
        if status != newStatus {
            nodes[index].since = turn.now.wall
            turn.tell(
                .node(
                    ref(index), attempt: nodes[index].attempt, from: status, to: newStatus),
                reason: reason)
        }
        guard meant != means else { return }
        for successor in graph.successors[index] {
            let before = bearing(meant, from: index, on: successor)
            let after = bearing(means, from: index, on: successor)
            bear(before, on: successor, from: index, by: -1)
            bear(after, on: successor, from: index, by: 1)
            if after != .lets { holdBack(successor, &turn) }
        }
    }

    /// A node that was ready and whose upstream no longer lets it start waits for that again.
    private mutating func holdBack(_ index: Int, _ turn: inout Turn) {
        guard nodes[index].phase == .waiting(.slot), !nodes[index].isFree,
            !nodes[index].flags.contains(.startsForced)
        else { return }
        setPhase(index, .waiting(.upstream), &turn)
    }

    mutating func touch(_ index: Int, _ turn: inout Turn) {
        guard !nodes[index].isTouched else { return }
        nodes[index].isTouched = true
        turn.touched.append(ref(index))
    }

    private mutating func count(_ index: Int, by delta: Int) {
        let flags = nodes[index].flags
        counts[nodes[index].shownStatus] += delta
        if flags.contains(.paused) { pauses += delta }
        switch nodes[index].phase {
        case .waiting(.slot), .waiting(.retryDelay):
            if !flags.contains(.paused) { pending += delta }
        case .fail(let cause) where graph.nodes[index].failPolicy == .suspend:
            if !cause.overridesPolicy, !flags.contains(.passedOver) { suspends += delta }
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
    var alarms: [Alarm] = []
    /// Nodes that may begin instances of another job, and those whose instances are to end.
    var calls: [NodeRef] = []
    var callStops: [NodeRef] = []
    /// Nodes that changed and are not sealed yet.
    var touched: [NodeRef] = []
    /// Attempts with a process that began minus those that ended.
    var slotsTaken = 0
    /// Slots of pools that they took, below 0 where they gave them back.
    var poolSlots: [(pool: String, slots: Int)] = []
    var nextEvent: Int64

    mutating func tell(_ subject: EventRecord.Subject, reason: String = "") {
        records.append(
            .event(
                EventRecord(seq: nextEvent, time: now.wall, subject: subject, reason: reason)))
        nextEvent += 1
    }
}

/// A moment at which something is due for a node; stale where it has gone on.
struct Timer: Comparable, Sendable {
    var due: BootTime
    var instance: InstanceID
    var ordinal: Int

    init(due: BootTime, node: NodeRef) {
        self.due = due
        instance = node.instance
        ordinal = node.ordinal
    }

    static func < (left: Timer, right: Timer) -> Bool {
        (left.due, left.instance, left.ordinal) < (right.due, right.instance, right.ordinal)
    }
}
