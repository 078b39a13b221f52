package import SluiceModel

/// Jobs of chance: small graphs of shell and dummy nodes with all policies.
package enum NaiveJobs {
    /// Milliseconds that are longer than every retry interval of these jobs.
    package static let patienceMilliseconds: Int64 = 10_000

    /// Two jobs; the second depends on the first.
    package static func two(_ dice: inout Dice) -> [JobDefinition] {
        var jobs = ["first", "second"].map { JobDefinition(name: $0, nodes: nodes(&dice)) }
        let policy = dice.pick([FailPolicy.fail, .ignore, .suspend]) ?? .fail
        jobs[1].dependJobs = [JobDependency(jobName: "first", failPolicy: policy)]
        jobs[1].confirmBeforeRun = dice.oneIn(3)
        return jobs
    }

    private static func nodes(_ dice: inout Dice) -> [NodeDefinition] {
        let count = dice.oneIn(12) ? 1 : 2 + dice.upTo(10)
        let sparseness = 2 + dice.upTo(4)
        let policies =
            dice.oneIn(2) ? FailPolicy.allCases : [dice.pick(FailPolicy.allCases) ?? .fail]
        let hasConditions = !dice.oneIn(3)
        return (0..<count).map { index in
            var node = NodeDefinition(name: "n\(index)", type: dice.oneIn(4) ? .dummy : .shell)
            node.dependsOn = (0..<index).filter { _ in dice.oneIn(sparseness) }.map { "n\($0)" }
            node.failPolicy = dice.pick(policies) ?? .fail
            node.retry.times = max(0, dice.upTo(4) - 2)
            node.retry.intervalMilliseconds = Int64(1 + dice.upTo(4)) * 1_000
            node.retry.onTimeout = dice.oneIn(2)
            if hasConditions { addConditions(to: &node, &dice) }
            return node
        }
    }

    /// On some edges. A condition that does not evaluate fails a node whose policy leaves the
    /// others alone: else it would matter which of them had started by then.
    private static func addConditions(to node: inout NodeDefinition, _ dice: inout Dice) {
        let leavesOthers = node.failPolicy == .ignore || node.failPolicy == .failChild
        for upstream in node.dependsOn where dice.oneIn(2) {
            let kind = dice.pick(kinds) ?? .always
            guard kind != .broken || leavesOthers else { continue }
            node.conditions.append(kind.on(upstream))
        }
        node.join = dice.oneIn(2) ? .and : .or
        node.skipsDownstream = !dice.oneIn(3)
    }

    private static let kinds: [NaiveCondition] = [
        .isSuccess, .isSuccess, .isSuccess, .isFail, .isFail, .isSkip, .always, .never, .broken,
    ]
}

extension JobDefinition {
    /// A line for each node, for the report of a fault.
    package var naiveWords: [String] {
        let depends = dependJobs.map { " after \($0.jobName) \($0.failPolicy.name)" }.joined()
        let header = "job \(name)\(depends)\(confirmBeforeRun ? " confirmed" : "")"
        return [header]
            + nodes.map { node in
                let upstream = node.dependsOn.isEmpty ? [] : ["<-"] + node.dependsOn
                let retry = "retry=\(node.retry.times)"
                let onTimeout = node.retry.onTimeout ? ["onTimeout"] : []
                let words = [node.name, node.type.rawValue, node.failPolicy.name, retry]
                return "  "
                    + (words + onTimeout + upstream + node.conditionWords).joined(separator: " ")
            }
    }
}

extension NodeDefinition {
    fileprivate var conditionWords: [String] {
        guard !conditions.isEmpty else { return [] }
        return [join.rawValue, skipsDownstream ? "all" : "next"]
            + conditions.map { "\($0.node)?\($0.expression)" }
    }
}
