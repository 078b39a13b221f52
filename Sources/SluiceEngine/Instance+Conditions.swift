internal import SluiceExpression
internal import SluiceModel

/// What becomes of a node that nothing holds any more (reference, 2.2).
enum Verdict {
    case runs
    case isSkipped(SkipCause, reason: String)
    /// A condition does not evaluate.
    case fails(why: String)
}

extension Instance {
    /// Conditions are asked each time the node is let go, with the instance as it is then; but not
    /// of a node that was forced, nor again for an automatic retry.
    func verdict(on index: Int, at time: Timestamp) -> Verdict {
        let node = nodes[index]
        guard !node.flags.contains(.startsForced), node.retries == 0 else { return .runs }
        let conditions = conditions(of: index)
        guard !conditions.isEmpty else { return verdict(ofUpstreamOf: index) }
        do throws(NotEvaluated) {
            let untrue = try untrue(conditions, of: index, at: time)
            return graph.nodes[index].join.isMet(untrue: untrue.count, of: conditions.count)
                ? .runs : .isSkipped(.condition, reason: untrue.reason)
        } catch {
            return .fails(why: error.why)
        }
    }

    /// Those whose edge counts: without the edge there is nothing to ask.
    private func conditions(of index: Int) -> [EdgeCondition] {
        let conditions = graph.nodes[index].conditions
        let removed = nodes[index].removedUpstreams
        guard !conditions.isEmpty, !removed.isEmpty else { return conditions }
        return conditions.filter { !removed.contains($0.node) }
    }

    /// Those that are not true, all of them asked within one budget of work.
    private func untrue(
        _ conditions: [EdgeCondition], of index: Int, at time: Timestamp,
    ) throws(NotEvaluated) -> [EdgeCondition] {
        var filling = Filling(for: self, at: time)
        if conditions.contains(where: \.asksForVariables) {
            _ = try filling.variables(graph.definition.env + graph.nodes[index].env)
        }
        var untrue: [EdgeCondition] = []
        for condition in conditions where try !filling.holds(condition) {
            untrue.append(condition)
        }
        return untrue
    }

    /// A node without conditions is skipped with any node before it that was skipped that way.
    private func verdict(ofUpstreamOf index: Int) -> Verdict {
        guard counts[.skip] > 0,
            let skipped = graph.predecessors[index].first(where: {
                counts($0, for: index) && skipsDownstream($0)
            })
        else { return .runs }
        return .isSkipped(.withUpstream, reason: "skipped with \(graph.nodes[skipped].name)")
    }

    private func skipsDownstream(_ index: Int) -> Bool {
        switch nodes[index].phase {
        case .skip(.condition): graph.nodes[index].skipsDownstream
        case .skip(.withUpstream): true
        case .skip(.retryRange), .skip(.manual), .waiting, .running, .success, .fail, .manualStop:
            false
        }
    }
}

extension NodeDefinition.Join {
    fileprivate func isMet(untrue: Int, of count: Int) -> Bool {
        switch self {
        case .or: untrue < count
        case .and: untrue == 0
        }
    }
}

extension EdgeCondition {
    /// What cannot be read asks for nothing here: it fails where it is evaluated.
    fileprivate var asksForVariables: Bool {
        (try? Condition(expression))?.references.variablesAsked.isEmpty == false
    }
}

extension [EdgeCondition] {
    /// `condition is false: a: #{…}`
    fileprivate var reason: String {
        let what = count == 1 ? "condition is false: " : "conditions are false: "
        return (what + map { "\($0.node): \($0.expression)" }.joined(separator: "; ")).shortened
    }
}
