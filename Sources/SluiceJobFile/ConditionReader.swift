import SluiceModel

/// What a node says about conditions, as read.
struct ReadConditions {
    var list: [EdgeCondition] = []
    var join: NodeDefinition.Join = .or
    var skipsDownstream = true
    /// The expressions.
    var texts: [ReadText] = []
}

/// Reads the conditions of a node, and what is to become of them.
struct ConditionReader {
    private let section: Section<NodeKey>
    /// The node, as messages name it.
    private let label: String
    private let dependsOn: [String]
    private let findings: Findings

    init(_ section: Section<NodeKey>, label: String, dependsOn: [String], findings: Findings) {
        self.section = section
        self.label = label
        self.dependsOn = dependsOn
        self.findings = findings
    }

    func read() -> ReadConditions {
        var conditions = ReadConditions()
        readList(into: &conditions)
        let joins = NodeDefinition.Join.allCases.map { (name: $0.rawValue, value: $0) }
        conditions.join = section.choice(.join, among: joins, otherwise: .or)
        conditions.skipsDownstream = section.choice(
            .onSkip, among: [("all", true), ("next", false)], otherwise: true)
        checkUse()
        return conditions
    }

    private func readList(into conditions: inout ReadConditions) {
        guard let value = section[.conditions] else { return }
        let path = section.path(of: .conditions)
        guard case .list(let list) = value.content else {
            section.report(
                .conditions, "\(path) is \(value.words); a list is needed", hint: Self.example)
            return
        }
        if list.count > Limits.conditions {
            section.report(
                .conditions,
                "\(path) has \(list.count) entries; at most \(Limits.conditions) are allowed")
        }
        for (index, entry) in list.prefix(Limits.conditions).enumerated() {
            read(entry, path: "\(path)[\(index)]", into: &conditions)
        }
    }

    private static let example = #"write [{node: a, if: '#{Job.getNodeStatus("a") == "fail"}'}]"#

    private func read(_ value: SourceValue, path: String, into conditions: inout ReadConditions) {
        let condition = Section<ConditionKey>(
            value, path: path, findings: findings,
            hint: #"write {node: a, if: '#{Job.getNodeStatus("a") == "fail"}'}"#)
        guard condition.isMap else { return }
        checkNode(of: condition)
        if let text = condition[.expression], text.text != nil {
            conditions.texts.append(
                ReadText(value: text, path: condition.path(of: .expression), kind: .condition))
        } else if condition[.expression] == nil {
            condition.report(
                .expression, "\(path) has no if",
                hint: #"write if: '#{Job.getNodeStatus("a") == "fail"}'"#)
        }
        conditions.list.append(
            EdgeCondition(node: condition.text(.node), expression: condition.text(.expression)))
    }

    private func checkNode(of condition: Section<ConditionKey>) {
        guard let value = condition[.node] else {
            condition.report(
                .node, "\(condition.path) has no node", hint: "write 'node: NAME', a node before it"
            )
            return
        }
        guard let name = value.text, !dependsOn.contains(name) else { return }
        condition.report(
            .node, "\(label) has a condition on '\(name)', which is not in its dependsOn",
            hint: findings.suggestion(
                for: name, among: dependsOn, otherwise: "add '\(name)' to its dependsOn"))
    }

    /// `join` and `onSkip` say how conditions are taken; without any they would say nothing.
    private func checkUse() {
        if let value = section[.conditions] {
            guard case .list(let list) = value.content, list.isEmpty else { return }
        }
        for key in [NodeKey.join, .onSkip] where section[key] != nil {
            section.report(
                key, "\(label) has \(key.rawValue) and no conditions",
                hint: "remove it, or write 'conditions:' and below it '- node: a'")
        }
    }
}
