/// Why a cron expression was refused.
package struct CronError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The whole expression, at most `CronExpression.textLength` characters of it.
    package var expression: String
    /// Where the value begins, from 1, in Unicode scalars.
    package var column: Int
    /// The part that is wrong.
    package var value: String
    /// What is wrong with it and what would be right.
    package var reason: String

    package init(expression: String, column: Int, value: String, reason: String) {
        self.expression = expression
        self.column = column
        self.value = value
        self.reason = reason
    }

    /// `cron expression '0 61 * * * ?', column 3, '61': a minute is 0 to 59`
    package var description: String {
        "cron expression '\(expression)', column \(column), '\(value)': \(reason)"
    }
}
