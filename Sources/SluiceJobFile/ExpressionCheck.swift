import SluiceExpression
import SluiceModel

/// Reads every `${…}` and `#{…}` of a job and checks the names in it, so that a run fails for none
/// of this.
struct ExpressionCheck {
    private let job: ReadJob
    private let params: [String]
    private let known: Set<String>
    private let indexes: [String: Int]
    private let ancestors: Ancestors
    private let findings: Findings

    init(_ job: ReadJob, indexes: [String: Int], ancestors: Ancestors, findings: Findings) {
        self.job = job
        params = job.definition.params.map(\.name)
        known = Set(params)
        self.indexes = indexes
        self.ancestors = ancestors
        self.findings = findings
    }

    func run() {
        checkParams()
        for text in job.texts {
            guard let template = template(of: text) else { continue }
            checkParams(of: template, in: text)
            checkNoNodes(of: template, in: text, owner: "the whole job")
        }
        for text in job.notificationTexts {
            guard let template = template(of: text) else { continue }
            checkParams(of: template, in: text)
            checkNodes(template.nodesRead + template.nodesAsked, in: text)
            checkNoLoop(of: template, in: text)
        }
        for (index, node) in job.nodes.enumerated() {
            for text in node.texts { check(text, of: index) }
        }
    }

    /// A parameter's value may refer to those before it.
    private func checkParams() {
        var earlier: Set<String> = []
        for (param, text) in zip(job.definition.params, job.params) {
            defer { earlier.insert(param.name) }
            guard let template = template(of: text) else { continue }
            for need in template.neededParams where !earlier.contains(need.name) {
                let isLater = known.contains(need.name)
                report(
                    need, in: text,
                    isLater
                        ? "the parameter '\(need.name)' is not declared before '\(param.name)'"
                        : unknownParam(need.name),
                    hint: isLater ? "move it up" : hint(for: need.name))
            }
            checkNoNodes(of: template, in: text, owner: "a parameter")
        }
    }

    private func check(_ text: ReadText, of node: Int) {
        guard let template = template(of: text) else { return }
        checkParams(of: template, in: text)
        checkNodes(template.nodesAsked, in: text)
        for name in template.nodesRead { checkRead(name, in: text, by: node) }
        if text.kind != .loop { checkNoLoop(of: template, in: text) }
    }

    private func checkNodes(_ names: [Template.Reference], in text: ReadText) {
        for name in names where indexes[name.name] == nil {
            report(name, in: text, "there is no node '\(name.name)'", hint: nodeHint(name.name))
        }
    }

    private func checkNoLoop(of template: Template, in text: ReadText) {
        for name in template.loopsAsked {
            report(
                name, in: text, "'\(name.name)' is there only in the params of a ForEach",
                hint: "hand it to the job there, as in 'day: \"#{Loop.current}\"'")
        }
    }

    private func checkRead(_ read: Template.Reference, in text: ReadText, by node: Int) {
        guard let other = indexes[read.name] else {
            return report(
                read, in: text, "there is no node '\(read.name)'", hint: nodeHint(read.name))
        }
        guard !ancestors.mayContain(other, of: node) else { return }
        let name = job.nodes[node].definition.name
        report(
            read, in: text,
            "node '\(name)' reads outputs of '\(read.name)', which does not come before it",
            hint: "add '\(read.name)' to its dependsOn")
    }

    /// What of a text could be read; the rest is reported.
    private func template(of text: ReadText) -> Template? {
        guard let content = text.value.text else { return nil }
        let mode: Template.Mode = text.kind == .script ? .script : .strict
        var (template, errors) = Template.reading(content, mode: mode)
        if text.kind == .condition, errors.isEmpty { errors = Condition.check(content) }
        for error in errors {
            let mark = findings.place(of: text.value, line: error.line, column: error.column)
            let subject = error.expression.isEmpty ? "" : error.expression + ": "
            findings.add(mark, text.path, subject + error.reason)
        }
        return template
    }

    private func checkParams(of template: Template, in text: ReadText) {
        for need in template.neededParams where !known.contains(need.name) {
            report(need, in: text, unknownParam(need.name), hint: hint(for: need.name))
        }
    }

    private func checkNoNodes(of template: Template, in text: ReadText, owner: String) {
        for name in template.nodesRead + template.nodesAsked {
            report(
                name, in: text, "\(owner) cannot ask for node '\(name.name)'",
                hint: "ask in a node that comes after it")
        }
    }

    private func report(
        _ reference: Template.Reference, in text: ReadText, _ message: String, hint: String,
    ) {
        let mark = findings.place(of: text.value, line: reference.line, column: reference.column)
        findings.add(mark, text.path, message, hint: hint)
    }

    private func unknownParam(_ name: String) -> String { "no parameter is called '\(name)'" }

    private func hint(for name: String) -> String {
        findings.suggestion(
            for: name, among: params,
            otherwise: "declare it under 'params', or write $${\(name)} for the text ${\(name)}")
    }

    private func nodeHint(_ name: String) -> String {
        findings.suggestion(for: name, among: job.definition.nodes.map(\.name))
    }
}

extension Findings {
    /// The place of a character of a text in the file.
    func place(of value: SourceValue, line: Int, column: Int) -> Mark {
        lines.place(of: value, line: line, column: column)
    }
}
