package import SluiceEngine
package import SluiceModel

extension MemoryJournal {
    /// Where what was committed is not what the naive world says; nil: nowhere.
    package func disagreement(with world: NaiveWorld) -> String? {
        for id in world.ids {
            guard let expected = world.instances[id] else { continue }
            guard let seen = instances[id] else { return "instance \(id) is lost" }
            if let fault = fault("instance \(id)", expected.words, seen.words) { return fault }
            for node in expected.nodes {
                let target = NodeTarget(id, node.name)
                let row = row(of: target)?.words(in: seen) ?? "lost"
                if let fault = fault("\(target)", expected.words(of: node), row) { return fault }
            }
        }
        return nil
    }

    private func fault(_ subject: String, _ expected: String, _ seen: String) -> String? {
        expected == seen ? nil : "\(subject): expected '\(expected)', seen '\(seen)'"
    }

    /// The present row of a node.
    package func row(of target: NodeTarget) -> NodeRecord? {
        guard let instance = instances[target.instance] else { return nil }
        return nodes.values.first {
            $0.ref.instance == target.instance && $0.name == target.name
                && $0.ref.ordinal >= instance.firstOrdinal
        }
    }

    /// The latest attempt of a node.
    package func attempt(of target: NodeTarget) -> AttemptID? {
        row(of: target).map { AttemptID(node: $0.ref, number: $0.attempt) }
    }

    /// How all instances and their nodes stand, a line each.
    package var standing: [String] {
        instances.values.sorted { $0.id < $1.id }.flatMap { instance in
            ["instance \(instance.id) \(instance.words)"]
                + nodes.values.filter { $0.ref.instance == instance.id }
                .sorted { $0.ref < $1.ref }
                .map { "  \($0.name) \($0.words(in: instance))" }
        }
    }
}

// What both have to agree on, in the same words.
extension NaiveInstance {
    fileprivate var words: String {
        let flags = [
            (isPaused, "paused"), (forceSuccess, "forced"), (ignoreSuccess, "ignored"),
            (stage == .ended, "ended"),
        ]
        return "\(status) run \(run)" + flags.words
    }

    fileprivate func words(of node: NaiveNode) -> String {
        let flags = [
            (node.isPaused, "paused"), (node.isForcedSuccess, "forced"),
            (node.isPassedOver, "passed-over"),
            (node.startsForced && node.isWaiting, "starts-forced"),
        ]
        return "\(node.status) \(waitReason(of: node)?.name ?? node.skipWords) "
            + "attempt \(node.attempt) retries \(node.retries)" + flags.words
            + node.removedUpstreams.sorted().without
    }
}

extension NaiveNode {
    fileprivate var skipWords: String {
        guard case .skip(let skip) = phase else { return "-" }
        return "\(skip)"
    }
}

extension InstanceRecord {
    fileprivate var words: String {
        let flags = [
            (isPaused, "paused"), (forceSuccess, "forced"), (ignoreSuccess, "ignored"),
            (stage == .ended, "ended"),
        ]
        return "\(status) run \(run)" + flags.words
    }
}

extension NodeRecord {
    fileprivate func words(in instance: InstanceRecord) -> String {
        var status = phase.status
        var reason = "-"
        var startsForced = false
        if case .waiting(let wait) = phase {
            if flags.contains(.paused) { status = .pause }
            startsForced = flags.contains(.startsForced)
            let obstacle = instance.stage == .held ? instance.waitReason : nil
            reason = (obstacle ?? wait.reason).name
        }
        if case .skip(let cause) = phase { reason = cause.words }
        let flags = [
            (flags.contains(.paused), "paused"), (flags.contains(.forcedSuccess), "forced"),
            (flags.contains(.passedOver), "passed-over"),
            (startsForced, "starts-forced"),
        ]
        return "\(status) \(reason) attempt \(attempt) retries \(retries)" + flags.words
            + removedUpstreams.sorted().without
    }
}

extension SkipCause {
    fileprivate var words: String {
        switch self {
        case .retryRange: "outOfRange"
        case .manual, .condition, .withUpstream: "\(self)"
        }
    }
}

extension [(Bool, String)] {
    fileprivate var words: String { filter(\.0).map { " \($0.1)" }.joined() }
}

extension [String] {
    fileprivate var without: String {
        isEmpty ? "" : " without \(joined(separator: ","))"
    }
}
