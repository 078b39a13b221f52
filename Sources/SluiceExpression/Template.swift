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
        /// and a `.` follow, as in `#{Job.name}`. All else is left to the interpreter.
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
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "#") })
        else {
            return (Template(mode: mode, parts: text.isEmpty ? [] : [.text(text)]), [])
        }
        var parser = TemplateParser(text, mode: mode)
        parser.parse()
        return (Template(mode: mode, parts: parser.parts), parser.errors)
    }

    private init(mode: Mode, parts: [Part]) {
        self.mode = mode
        self.parts = parts
    }

    /// The text with everything filled in, at most `Limits.expandedBytes`.
    package func expand(in context: some ExpressionContext) throws(ExpressionError) -> String {
        var result = ""
        for part in parts {
            result += try expand(part, in: context)
            guard result.utf8.count <= Limits.expandedBytes else {
                throw Cursor.error(
                    "with its parameters filled in the text is longer than "
                        + "\(Limits.expandedBytes) bytes", at: place(of: part),
                    expression: source(of: part))
            }
        }
        return result
    }

    private func expand(
        _ part: Part, in context: some ExpressionContext,
    ) throws(ExpressionError) -> String {
        switch part {
        case .text(let text): return text
        case .escapedParam(let name):
            return mode == .strict || context.param(name) != nil ? "${\(name)}" : "$${\(name)}"
        case .param(let name, let place):
            if let value = context.param(name) { return value }
            guard mode == .strict else { return "${\(name)}" }
            throw Cursor.error(
                "no parameter is called '\(name)'", at: place, expression: "${\(name)}")
        case .expression(let expression, let source, let place):
            do throws(EvaluationFailure) {
                return try expression.value(in: context).text
            } catch {
                throw Cursor.error(error.reason, at: error.place ?? place, expression: source)
            }
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
