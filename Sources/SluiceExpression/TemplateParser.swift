/// Cuts a text into what is copied and what is filled in.
struct TemplateParser {
    /// After so many errors the rest of a text is not read: nobody mends more at a time.
    static let errorsKept = 100

    private var cursor: Cursor
    private let mode: Template.Mode
    private(set) var parts: [Template.Part] = []
    private(set) var errors: [ExpressionError] = []
    private var work = ExpressionWork()
    private var plain = String.UnicodeScalarView()

    init(_ text: String, mode: Template.Mode) {
        cursor = Cursor(text)
        self.mode = mode
    }

    /// Reads the whole text; after an error it goes on behind the two characters that began the
    /// expression.
    mutating func parse() {
        while errors.count < Self.errorsKept, let scalar = cursor.next {
            let start = cursor
            do throws(ExpressionError) {
                switch scalar {
                case "$": try parseDollar()
                case "#": try parseHash()
                default: append(cursor.take { $0 != "$" && $0 != "#" })
                }
            } catch {
                errors.append(error)
                cursor = start
                cursor.advance()
                cursor.advance()
            }
        }
        flush()
    }

    /// A `$` or `#` that begins nothing.
    private mutating func copy() {
        if let scalar = cursor.next { plain.append(scalar) }
        cursor.advance()
    }

    private mutating func append(_ text: String) {
        plain.append(contentsOf: text.unicodeScalars)
    }

    private mutating func append(_ part: Template.Part) {
        flush()
        parts.append(part)
    }

    private mutating func flush() {
        if !plain.isEmpty { parts.append(.text(String(plain))) }
        plain = String.UnicodeScalarView()
    }

    private mutating func parseDollar() throws(ExpressionError) {
        let start = cursor
        let isEscaped = cursor.take("$${")
        guard isEscaped || cursor.take("${") else { return copy() }
        let name = cursor.take(while: Self.isName)
        if !name.isEmpty, cursor.take("}") {
            return append(isEscaped ? .escapedParam(name) : .param(name, start.place))
        }
        guard mode == .script || isEscaped else {
            throw cursor.error(
                "a parameter's name and '}' are needed after '${'; write '$${' for the text '${'",
                in: start)
        }
        let isVerbatim = mode == .script
        append(isVerbatim ? cursor.text(since: start) : "${" + name)
    }

    private mutating func parseHash() throws(ExpressionError) {
        let start = cursor
        if cursor.take("##{") {
            let isOurs = mode == .strict || beginsWithObject()
            return append(isOurs ? "#{" : "##{")
        }
        guard cursor.take("#{") else { return copy() }
        guard mode == .strict || beginsWithObject() else { return append("#{") }
        var parser = ExpressionParser(at: cursor, start: start)
        let expression = try parser.parse(&work)
        cursor = parser.cursor
        append(.expression(expression, source: cursor.text(since: start), start.place))
    }

    /// Whether an object and a `.` come next, maybe behind brackets and operators for one value.
    private func beginsWithObject() -> Bool {
        var ahead = cursor
        while true {
            ahead.skipSpaces()
            if ahead.take("(") || ahead.take("!") || ahead.take("-") { continue }
            let name = ahead.take(while: Lexer.isIdentifier)
            if name == "not" || name == "empty" { continue }
            return ahead.next == "." && ExpressionObject(rawValue: name) != nil
        }
    }

    /// What a parameter's name may consist of: the same as any name.
    private static func isName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": true
        default: scalar.value >= 0x3400 && scalar.value <= 0xFAFF
        }
    }
}
