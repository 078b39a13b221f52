/// An expression that cannot be read or does not evaluate. The node fails before it starts, with
/// the expression and the reason.
package struct ExpressionError: Error, Hashable, Sendable {
    /// Where in the text: Unicode scalars from its start, from 0.
    package var offset: Int
    /// Line in the text, from 1.
    package var line: Int
    /// Column in the line, from 1, in Unicode scalars.
    package var column: Int
    /// The whole `${…}` or `#{…}`, as far as it could be read.
    package var expression: String
    /// What is wrong and, where there is one, what would be right.
    package var reason: String

    package init(offset: Int, line: Int, column: Int, expression: String, reason: String) {
        self.offset = offset
        self.line = line
        self.column = column
        self.expression = expression
        self.reason = reason
    }

    /// `${day} at line 3, column 7: no parameter is called 'day'`
    package var message: String { "\(expression) at line \(line), column \(column): \(reason)" }
}
