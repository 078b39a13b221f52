internal import SluiceEngine
internal import SluiceModel
internal import SluiceWire

/// What the waiting nodes of an instance wait for, in words.
struct NodeWaits {
    let instance: InstanceRow
    let dependencies: [Dependency]
    let facts: VersionFacts
    /// All nodes of the instance, by name.
    let standings: [String: NodeStanding]

    /// Upstream nodes, or jobs, that are named; the others are counted.
    private static let named = 5

    /// Empty unless the node waits.
    func words(for node: NodeInstance) -> String {
        switch node.waitReason {
        case .confirm: "a confirmation"
        case .crossJob: Self.list(openDependencies.map { "job \($0.jobName)" })
        case .planTime: "its plan time"
        case .file: "a file"
        case .upstream: upstreamWords(for: node)
        case .slot: pauseWords(of: node) ?? "a free slot"
        case .retryDelay: pauseWords(of: node) ?? ""
        case .unspecified, .unrecognized: ""
        }
    }

    private func upstreamWords(for node: NodeInstance) -> String {
        let open = openUpstream(of: node)
        if !open.isEmpty { return Self.list(open) }
        if let words = pauseWords(of: node) { return words }
        if instance.stage == Stage.queued.rawValue {
            return "its turn among the instances of the job"
        }
        return instance.message.status == .runningException ? "the end of the suspension" : ""
    }

    /// Nil where nothing of it is paused.
    private func pauseWords(of node: NodeInstance) -> String? {
        if node.paused { return "its resume" }
        return instance.message.paused ? "the resume of the instance" : nil
    }

    /// `load`, or `load (paused)` where it is the pause that holds.
    private func openUpstream(of node: NodeInstance) -> [String] {
        if standings[node.nodeName]?.flags.contains(.startsForced) == true { return [] }
        return node.dependsOn.compactMap { name in
            guard !node.removedUpstreams.contains(name) else { return nil }
            let standing = standings[name]
            if standing?.isPassed(facts.facts(of: name, at: -1)?.policy) == true { return nil }
            return standing?.isPaused == true ? "\(name) (paused)" : name
        }
    }

    private var openDependencies: [Dependency] {
        dependencies.filter { dependency in
            guard !dependency.isDropped else { return false }
            guard let status = dependency.upstream?.status else { return true }
            let isPassed = dependency.failPolicy == .ignore ? status.isFinal : status == .success
            return !isPassed
        }
    }

    /// `a, b, c, d, e and 3 more`.
    private static func list(_ names: [String]) -> String {
        let words = names.prefix(named).joined(separator: ", ")
        let rest = names.count - named
        return rest > 0 ? "\(words) and \(rest) more" : words
    }
}
