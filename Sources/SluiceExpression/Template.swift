import SluiceModel

/// A text with `${name}` and `#{…}` in it, read once and filled in for each attempt.
///
/// - `${name}` is the value of a parameter, `#{…}` of an expression (reference, 4.6).
/// - `$${name}` gives `${name}`, and `##{…}` gives `#{…}`, unfilled.
///
/// What is filled in is not read again: a value with `${…}` in it stays as it is.
package struct Template: Hashable, Sendable {
    /// How far the syntax belongs to us.
    package enum Mode: Hashable, Sendable {
        /// Every `${…}` and `#{…}` is ours, and an unknown name is an error: paths, environment,
        /// properties, commands, SQL.
        case strict
        /// The text has a `${…}` of its own: shell and Python. `${name}` and `$${name}` are ours
        /// where `name` is a declared parameter, `#{…}` and `##{…}` where an object of the language
        /// and a `.` follow, as in `#{Job.name}` or `#{!(empty Env.get("X"))}`. All else is left to
        /// the interpreter.
        case script
    }

    enum Part: Hashable, Sendable {
        case text(String)
        case param(String, Cursor.Place)
        /// `$${name}`
        case escapedParam(String)
        case expression(Expression, source: String, Cursor.Place)
    }

    package let mode: Mode
    let parts: [Part]

    /// Reads a text; it may be of any size that the job file allows. Throws the first error.
    package init(_ text: String, mode: Mode) throws(ExpressionError) {
        let (template, errors) = Template.reading(text, mode: mode)
        if let error = errors.first { throw error }
        self = template
    }

    /// Reads a text and says all that is wrong with it at once; the template lacks the parts that
    /// could not be read.
    package static func reading(
        _ text: String, mode: Mode,
    ) -> (template: Template, errors: [ExpressionError]) {
        guard hasSyntax(text) else {
            return (Template(mode: mode, parts: text.isEmpty ? [] : [.text(text)]), [])
        }
        var parser = TemplateParser(text, mode: mode)
        parser.parse()
        return (Template(mode: mode, parts: parser.parts), parser.errors)
    }

    /// What is wrong with a text whatever the instance: syntax, names, numbers of arguments, kinds
    /// that do not fit, constant parts without a value.
    package static func check(_ text: String, mode: Mode) -> [ExpressionError] {
        reading(text, mode: mode).errors
    }

    /// A `${` or `#{`, so that texts without them cost one look.
    private static func hasSyntax(_ text: String) -> Bool {
        var last: UInt8 = 0
        for byte in text.utf8 {
            let isMark = last == UInt8(ascii: "$") || last == UInt8(ascii: "#")
            if isMark, byte == UInt8(ascii: "{") { return true }
            last = byte
        }
        return false
    }

    private init(mode: Mode, parts: [Part]) {
        self.mode = mode
        self.parts = parts
    }

    /// The text with everything filled in, at most `Limits.expandedBytes`.
    package func expand(in context: some ExpressionContext) throws(ExpressionError) -> String {
        var work = ExpressionWork()
        return try expand(in: context, &work)
    }

    /// The text with everything filled in.
    ///
    /// - Parameter work: what may be done; several texts can share it.
    package func expand(
        in context: some ExpressionContext, _ work: inout ExpressionWork,
    ) throws(ExpressionError) -> String {
        var result = ""
        for part in parts {
            result += try expand(part, in: context, &work)
            guard result.utf8.count <= Limits.expandedBytes else {
                throw Cursor.error(
                    "with its parameters filled in the text is longer than "
                        + "\(Limits.expandedBytes) bytes", at: place(of: part),
                    expression: source(of: part))
            }
        }
        return result
    }

    /// The value of a text that is nothing but one `#{…}`; else the text, filled in.
    package func value(
        in context: some ExpressionContext, _ work: inout ExpressionWork,
    ) throws(ExpressionError) -> ExpressionValue {
        guard parts.count == 1, let part = parts.first,
            case .expression(let expression, _, _) = part
        else { return .text(try expand(in: context, &work)) }
        return try evaluating(part, in: context, &work) {
            (evaluation) throws(EvaluationFailure) in try evaluation.value(of: expression)
        }
    }

    private func expand(
        _ part: Part, in context: some ExpressionContext, _ work: inout ExpressionWork,
    ) throws(ExpressionError) -> String {
        switch part {
        case .text(let text): return text
        case .escapedParam(let name):
            return mode == .strict || context.param(name) != nil ? "${\(name)}" : "$${\(name)}"
        case .param(let name, let place):
            if let value = context.param(name) { return value }
            guard mode == .strict else { return "${\(name)}" }
            let hint = Spelling.nearest(to: name, among: context.paramNames)
            throw Cursor.error(
                "no parameter is called '\(name)'" + (hint.map { "; did you mean '\($0)'?" } ?? ""),
                at: place, expression: "${\(name)}")
        case .expression(let expression, _, _):
            return try evaluating(part, in: context, &work) {
                (evaluation) throws(EvaluationFailure) in try evaluation.text(of: expression)
            }
        }
    }

    private func evaluating<Value>(
        _ part: Part, in context: some ExpressionContext, _ work: inout ExpressionWork,
        _ body: (inout Evaluation) throws(EvaluationFailure) -> Value,
    ) throws(ExpressionError) -> Value {
        var evaluation = Evaluation(in: context, work: work)
        defer { work = evaluation.work }
        do throws(EvaluationFailure) {
            return try body(&evaluation)
        } catch {
            throw Cursor.error(error.reason, at: error.place, expression: source(of: part))
        }
    }

    private func place(of part: Part) -> Cursor.Place {
        switch part {
        case .text, .escapedParam: Cursor.Place()
        case .param(_, let place), .expression(_, _, let place): place
        }
    }

    private func source(of part: Part) -> String {
        switch part {
        case .text, .escapedParam: ""
        case .param(let name, _): "${\(name)}"
        case .expression(_, let source, _): source
        }
    }
}
