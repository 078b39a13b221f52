package import SluiceModel

/// Conditions of chance: of few kinds, so that they can be answered without the language.
package enum NaiveCondition: Hashable, CaseIterable, Sendable {
    case isSuccess
    case isFail
    case isSkip
    case always
    case never
    /// Does not evaluate: no node of these jobs has outputs.
    case broken

    /// The condition on the edge from a node.
    package func on(_ node: String) -> EdgeCondition {
        EdgeCondition(node: node, expression: expression(about: node))
    }

    private func expression(about node: String) -> String {
        switch self {
        case .isSuccess: "#{Job.getNodeStatus(\"\(node)\") == \"success\"}"
        case .isFail: "#{Job.getNodeStatus(\"\(node)\") == \"fail\" ? \"true\" : \"false\"}"
        case .isSkip: "#{Job.getNodeStatus(\"\(node)\") eq 'skip'}"
        case .always: "true"
        case .never: " false "
        case .broken: "#{Job.getNodeOutput(\"\(node)\", \"none\") == \"1\"}"
        }
    }
}

/// What becomes of a node that may start.
enum NaiveAnswer: Hashable {
    case yes
    case no(NaiveNode.Skip)
    case broken
}

extension NaiveInstance {
    /// A forced node and an automatic retry are not asked. Conditions decide where there are any;
    /// else a node is skipped with any that comes right before it and takes its downstream along.
    func answer(for node: NaiveNode) -> NaiveAnswer {
        if node.startsForced || node.retries > 0 { return .yes }
        if node.conditions.isEmpty {
            let isSkipped = upstream(of: node).contains(where: \.skipsDownstream)
            return isSkipped ? .no(.withUpstream) : .yes
        }
        let truths = node.conditions.map { isTrue($0) }
        if truths.contains(nil) { return .broken }
        let isMet = node.definition.join == .or ? truths.contains(true) : !truths.contains(false)
        return isMet ? .yes : .no(.condition)
    }

    /// Nil: it does not evaluate.
    private func isTrue(_ condition: EdgeCondition) -> Bool? {
        let kind = NaiveCondition.allCases.first { $0.on(condition.node) == condition }
        let status = index(of: condition.node).map { nodes[$0].status }
        return switch kind {
        case .isSuccess: status == .success
        case .isFail: status == .fail
        case .isSkip: status == .skip
        case .always: true
        case .never: false
        case .broken, nil: nil
        }
    }
}
