import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// A job in which each attempt of a node runs, at a gate of its node's, until the test ends it.
///
/// Instances of it share the gates: two attempts of one node at a time cannot be told apart.
struct Pipeline: Sendable {
    let sluice: Sluice
    let job: String
    /// The job file.
    let source: String
    fileprivate let gates: [String: Gate]

    /// - Parameters:
    ///   - nodes: one each, `load < extract, rates; failPolicy: SUSPEND, retryTimes: 2`: name,
    ///     upstream, keys of the job file. The policy is FAIL_CHILD unless a key says another.
    ///   - keys: of the job file, a line each.
    init(
        _ world: World, _ daemon: Daemon, _ job: String, _ nodes: [String],
        keys: String = "",
    ) async throws {
        var gates: [String: Gate] = [:]
        var lines: [String] = []
        for text in nodes {
            let (head, keys) = text.cut(at: ";")
            let (name, upstream) = head.cut(at: "<")
            let gate = Gate(world, "\(job).\(name)")
            gates[name] = gate
            let policy = keys.contains("failPolicy") ? "" : ", failPolicy: FAIL_CHILD"
            let more = keys.isEmpty ? "" : ", \(keys)"
            let code = "echo \(name) attempt $SLUICE_ATTEMPT; \(gate.arrive); \(gate.obey)"
            lines.append(
                "  - {name: \(name), type: Shell, dependsOn: [\(upstream)]\(policy)\(more), "
                    + "script: \"\(code)\"}")
        }
        self.gates = gates
        self.job = job
        sluice = daemon.sluice
        let head = ["name: \(job)"] + (keys.isEmpty ? [] : [keys]) + ["nodes:"]
        source = (head + lines).joined(separator: "\n")
        try await sluice.submit(source)
    }

    init(
        _ world: World, _ daemon: Daemon, _ nodes: [String], keys: String = "",
    ) async throws {
        try await self.init(world, daemon, "chain", nodes, keys: keys)
    }

    /// - Parameter planTime: 0: now, and without waiting for other jobs.
    func run(planTime: Int64 = 0) async throws -> Run {
        let id = try await sluice.instances.runJob(
            RunJobRequest(options: .once(), jobName: job, planTime: planTime)
        ).instanceId
        return Run(pipeline: self, id: id)
    }
}

/// An instance of a pipeline.
struct Run: Sendable {
    let pipeline: Pipeline
    let id: Int64

    var sluice: Sluice { pipeline.sluice }

    // MARK: Attempts

    /// Returns when an attempt of the node has begun, one for each time that it is called.
    func begun(_ node: String) async throws {
        try await gate(node).arrived()
    }

    /// Ends the attempt that runs of a node and has begun; returns when the daemon knows.
    func finish(_ node: String, exit code: Int = 0) async throws {
        let attempt = try await sluice.details(of: id).node(node).attempt
        try gate(node).answer(code)
        _ = try await sluice.details(of: id) { details in
            details.nodes.contains {
                $0.nodeName == node && ($0.attempt > attempt || $0.status != .running)
            }
        }
    }

    /// Both.
    func end(_ node: String, exit code: Int = 0) async throws {
        try await begun(node)
        try await finish(node, exit: code)
    }

    /// Both, of several nodes one after the other.
    func end(_ nodes: [String]) async throws {
        for node in nodes { try await end(node) }
    }

    /// Returns when no process of the node's is left.
    func gone(_ node: String) async throws {
        try await gate(node).deserted()
    }

    private func gate(_ node: String) throws -> Gate {
        try #require(pipeline.gates[node])
    }

    // MARK: Operations

    @discardableResult func operate(
        _ verb: NodeVerb, _ names: String..., reason: String = "", skipRefused: Bool = false,
        upstreams: [String] = [], dependents: [Int64] = [],
    ) async throws -> ChangeResult {
        try await sluice.operate(
            verb, names.map(target), .once(reason: reason), skipRefused: skipRefused,
            upstreams: upstreams, dependents: dependents)
    }

    @discardableResult func operate(
        _ verb: InstanceVerb, reason: String = "",
    ) async throws -> ChangeResult {
        try await sluice.operate(verb, [id], .once(reason: reason))
    }

    /// What an operation would change.
    func preview(_ verb: NodeVerb, _ names: String...) async throws -> ChangeResult {
        try await sluice.operate(verb, names.map(target), .once(dryRun: true))
    }

    /// What the daemon refuses an operation with; that it changes nothing is checked.
    func refusal(
        of verb: NodeVerb, _ names: String..., upstreams: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation,
    ) async throws -> Status {
        let before = try await picture
        let status = try await IntegrationTests.refusal(sourceLocation: sourceLocation) {
            () async throws(Status) in
            try await sluice.operate(verb, names.map(target), upstreams: upstreams)
        }
        #expect(try await picture == before, sourceLocation: sourceLocation)
        return status
    }

    func refusal(
        of verb: InstanceVerb, sourceLocation: SourceLocation = #_sourceLocation,
    ) async throws -> Status {
        let before = try await picture
        let status = try await IntegrationTests.refusal(sourceLocation: sourceLocation) {
            () async throws(Status) in try await sluice.operate(verb, [id])
        }
        #expect(try await picture == before, sourceLocation: sourceLocation)
        return status
    }

    func target(_ node: String) -> NodeTarget { NodeTarget(instanceId: id, nodeName: node) }

    // MARK: What there is

    /// `fail: a#1 success, b#2 fail, c#0 waiting UPSTREAM`: the instance, then each node with the
    /// number of its latest attempt, its status and what is particular about it.
    var picture: String {
        get async throws { try await sluice.details(of: id).picture }
    }

    /// The picture as soon as the instance has a status.
    func picture(at status: InstanceStatus) async throws -> String {
        try await sluice.details(of: id) { $0.status == status }.picture
    }

    /// The picture when the instance has ended.
    var end: String {
        get async throws { try await sluice.ended(id).picture }
    }

    func node(_ name: String) async throws -> NodeInstance {
        try await sluice.details(of: id).node(name)
    }
}

extension GetInstanceResponse {
    /// See `Run.picture`.
    var picture: String {
        let paused = instance?.paused == true ? " paused" : ""
        return "\(status.text ?? "?")\(paused): " + nodes.map(\.picture).joined(separator: ", ")
    }
}

extension NodeInstance {
    fileprivate var picture: String {
        var words = ["\(nodeName)#\(attempt)", status.text ?? "?"]
        if waitReason != .unspecified { words.append(waitReason.text ?? "?") }
        // The status `pause` says it already.
        if paused, status != .pause { words.append("paused") }
        if forced { words.append("forced") }
        if !removedUpstreams.isEmpty { words += ["without"] + removedUpstreams }
        return words.joined(separator: " ")
    }
}

extension String {
    /// What is before and what is after a sign, trimmed.
    fileprivate func cut(at sign: Character) -> (String, String) {
        let parts = split(separator: sign, maxSplits: 1).map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
    }
}
