internal import SluiceModel

/// Walks from what was asked to its first causes, and gathers what would put them right.
///
/// Depth first, by a list of steps: a chain may have as many nodes as a job may.
struct Explainer {
    let engine: Engine
    let now: Now
    /// Of the instance that was asked about.
    let scope: Scope
    let rights: Rights
    private var causes: [Explanation.Cause] = []
    private var remedies: [Explanation.Remedy] = []
    var seenNodes: Set<NodeRef> = []
    var seenInstances: Set<InstanceID> = []
    var seenSuspensions: Set<InstanceID> = []
    /// What the thing that is looked at leads to, in order.
    var found: [Step] = []

    enum Step {
        case cause(Explanation.Cause)
        case remedy(Explanation.Remedy)
        case node(Int, InstanceID, depth: Int)
        case instance(InstanceID, depth: Int)
        /// What holds the instance of a waiting node that was asked about.
        case rest(Int, InstanceID)
    }

    init(engine: Engine, now: Now, scope: Scope, rights: Rights) {
        self.engine = engine
        self.now = now
        self.scope = scope
        self.rights = rights
    }

    /// Why an instance is not running.
    mutating func explain(_ id: InstanceID) -> Explanation {
        walk(from: [.instance(id, depth: 0)])
    }

    /// Why a node is not running: what holds its instance is part of the answer.
    mutating func explain(_ index: Int, of id: InstanceID) -> Explanation {
        walk(from: [.node(index, id, depth: 0), .rest(index, id)])
    }

    /// Instances of workspaces in which the asker has no role are no part of an answer.
    func shows(_ id: InstanceID) -> Bool {
        guard let other = engine.instances[id]?.scope else { return true }
        return other == scope || rights.sees(other.workspace)
    }

    private mutating func walk(from first: [Step]) -> Explanation {
        var steps = Array(first.reversed())
        while let step = steps.popLast() {
            take(step)
            steps += found.reversed()
            found = []
        }
        return Explanation(summary: summary, causes: causes, remedies: sortedRemedies)
    }

    private mutating func take(_ step: Step) {
        switch step {
        case .cause(let cause): keep(cause)
        case .remedy(let remedy): keep(remedy)
        case .node(let index, let id, let depth):
            if let instance = engine.instances[id] { explain(index, of: instance, depth) }
        case .instance(let id, let depth):
            if let instance = engine.instances[id], shows(id) { explain(instance, depth: depth) }
        case .rest(let index, let id):
            if let instance = engine.instances[id] { explainRest(index, of: instance) }
        }
    }

    /// The way down to the first cause, its middle left out where it is long; then what is true
    /// beside it.
    private var summary: String {
        var way: [String] = []
        var beside: [String] = []
        var depth = -1
        for cause in causes {
            if cause.depth > depth, beside.isEmpty {
                if way.last != cause.text { way.append(cause.text) }
                depth = cause.depth
            } else if cause.depth == 0, !way.contains(cause.text) {
                beside.append(cause.text)
            }
        }
        if way.count > Self.summaryParts {
            way = way.prefix(Self.summaryParts / 2) + ["…"] + way.suffix(Self.summaryParts / 2)
        }
        return (way + beside.prefix(Self.summaryParts)).joined(separator: "; ")
    }

    private static let summaryParts = 6
    /// Steps from what was asked after which only first causes are listed.
    static let listedDepth = 50
}

// MARK: - Gathering

extension Explainer {
    mutating func add(_ cause: Explanation.Cause) {
        found.append(.cause(cause))
    }

    private mutating func keep(_ cause: Explanation.Cause) {
        if cause.kind == .upstream, cause.depth > Self.listedDepth { return }
        if causes.count < Limits.listedChanges { causes.append(cause) }
    }

    mutating func add(
        _ kind: Explanation.CauseKind, _ text: String, _ instance: Instance, depth: Int,
        since: Timestamp? = nil, until: Timestamp? = nil,
    ) {
        add(
            Explanation.Cause(
                depth: depth, instance: instance.id, jobName: instance.jobName, node: nil,
                kind: kind, text: text, since: since, until: until))
    }

    /// Offers what is admitted now.
    mutating func offer(
        _ operation: NodeOperation, _ instance: Instance, _ node: String, _ text: String,
    ) {
        guard let index = instance.graph.index(of: node),
            instance.refusal(of: operation, on: index) == nil
        else { return }
        offer(operation.name, instance, node, text)
    }

    mutating func offer(
        _ operation: InstanceOperation, _ instance: Instance, _ text: String,
    ) {
        guard instance.refusal(of: operation) == nil else { return }
        offer(operation.name, instance, nil, text)
    }

    mutating func offer(
        _ operation: String, _ instance: Instance, _ node: String?, _ text: String,
    ) {
        found.append(
            .remedy(
                Explanation.Remedy(
                    operation: operation, instance: instance.id, node: node, text: text)))
    }

    private mutating func keep(_ remedy: Explanation.Remedy) {
        let isKnown = remedies.contains {
            $0.operation == remedy.operation && $0.instance == remedy.instance
                && $0.node == remedy.node
        }
        guard !isKnown, remedies.count < Self.remedyLimit else { return }
        remedies.append(remedy)
    }

    /// Commands that an answer names.
    private static let remedyLimit = 100

    /// The mildest first, in the order in which they were found.
    private var sortedRemedies: [Explanation.Remedy] {
        Self.mildness.flatMap { name in remedies.filter { $0.operation == name } }
    }

    private static let mildness: [String] =
        [
            InstanceOperation.resume.name, InstanceOperation.confirm.name,
            InstanceOperation.retry.name, NodeOperation.rerun.name,
            InstanceOperation.continue.name, NodeOperation.setSuccess.name,
            InstanceOperation.runPreferentially.name,
            InstanceOperation.runWithoutDependencies.name, NodeOperation.removeUpstream.name,
            NodeOperation.skip.name, NodeOperation.forceRerun.name,
            InstanceOperation.forceSuccess.name,
        ]
}
