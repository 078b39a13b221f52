import SluiceModel

/// A text that says whether something is to happen: true or false, or the texts `true` and `false`,
/// as in `#{Job.getNodeStatus("load") == "success"}`.
package struct Condition: Hashable, Sendable {
    private let template: Template
    private let source: String

    /// Throws what is wrong first.
    package init(_ text: String) throws(ExpressionError) {
        if let error = Condition.check(text).first { throw error }
        source = Self.trimmed(text)
        template = try Template(source, mode: .strict)
    }

    /// For names that the condition asks for.
    package var references: Template { template }

    /// What is wrong whatever the instance; also what can never be true or false.
    package static func check(_ text: String) -> [ExpressionError] {
        let source = trimmed(text)
        let (template, errors) = Template.reading(source, mode: .strict)
        guard errors.isEmpty else { return errors }
        guard template.parts.count <= 1 else { return [] }
        switch template.parts.first {
        case .param, .escapedParam: return []
        case .expression(let expression, _, let place):
            var checker = ExpressionChecker(work: ExpressionWork())
            let kinds = checker.check(expression)
            guard kinds.isDisjoint(with: [.flag, .text]) else { return [] }
            return [error("it is \(kinds), not true or false", source, place)]
        case nil: return [error("it is empty; write true or #{…}", source)]
        case .text("true"), .text("false"): return []
        case .text:
            return [error("this is text, not true or false; write #{…} around it", source)]
        }
    }

    private static func trimmed(_ text: String) -> String {
        Letters(text).stripped(nil, start: true, end: true).string
    }

    private static func error(
        _ reason: String, _ source: String, _ place: Cursor.Place = Cursor.Place(),
    ) -> ExpressionError {
        Cursor.error("a condition: " + reason, at: place, expression: Cursor.excerpt(of: source))
    }

    package func holds(in context: some ExpressionContext) throws(ExpressionError) -> Bool {
        var work = ExpressionWork()
        return try holds(in: context, &work)
    }

    /// - Parameter work: what may be done; several conditions can share it.
    package func holds(
        in context: some ExpressionContext, _ work: inout ExpressionWork,
    ) throws(ExpressionError) -> Bool {
        switch try template.value(in: context, &work) {
        case .flag(let flag): return flag
        case .text("true"): return true
        case .text("false"): return false
        case let value:
            throw Self.error("it has come to \(value.shown), not to true or false", source)
        }
    }
}

/// A text that gives the list that a `ForEach` goes over: a list, or text that is a list in JSON,
/// as in `[["a", 1], ["b", 2]]` or `#{Job.getNodeOutput("load", "rows")}`.
package struct ListExpression: Hashable, Sendable {
    private let template: Template
    private let source: String

    /// Throws what is wrong first.
    package init(_ text: String) throws(ExpressionError) {
        if let error = ListExpression.check(text).first { throw error }
        source = text
        template = try Template(text, mode: .strict)
    }

    /// For names that the list asks for.
    package var references: Template { template }

    /// What is wrong whatever the instance; also what can never be a list.
    package static func check(_ text: String) -> [ExpressionError] {
        let (template, errors) = Template.reading(text, mode: .strict)
        guard errors.isEmpty else { return errors }
        guard template.parts.count <= 1 else { return [] }
        switch template.parts.first {
        case .param: return []
        case .expression(let expression, _, let place):
            var checker = ExpressionChecker(work: ExpressionWork())
            let kinds = checker.check(expression)
            guard kinds.isDisjoint(with: [.list, .text]) else { return [] }
            return [error("it is \(kinds), not a list", text, place)]
        case nil: return [error("it is empty; write [] for a list of nothing", text)]
        case .text, .escapedParam:
            do throws(Refusal) {
                _ = try elements(of: .text(text))
                return []
            } catch {
                return [Self.error(error.reason, text)]
            }
        }
    }

    private static func error(
        _ reason: String, _ source: String, _ place: Cursor.Place = Cursor.Place(),
    ) -> ExpressionError {
        Cursor.error("a list: " + reason, at: place, expression: Cursor.excerpt(of: source))
    }

    /// The elements, at most `Limits.listElements`.
    package func elements(
        in context: some ExpressionContext,
    ) throws(ExpressionError) -> [ExpressionValue] {
        var work = ExpressionWork()
        let value = try template.value(in: context, &work)
        do throws(Refusal) {
            return try Self.elements(of: value)
        } catch {
            throw Self.error(error.reason, source)
        }
    }

    private static func elements(of value: ExpressionValue) throws(Refusal) -> [ExpressionValue] {
        var value = value
        if case .text(let text) = value { value = try JSONParser.value(of: text) }
        guard case .list(let elements) = value else {
            throw Refusal("it has come to \(value.shown), not to a list")
        }
        guard elements.count <= Limits.listElements else {
            throw Refusal("it has \(elements.count) elements; \(Limits.listElements) are allowed")
        }
        return elements
    }
}
