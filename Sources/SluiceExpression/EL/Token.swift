/// The smallest part of an expression that has a meaning.
enum Token: Hashable, Sendable {
    case text(String)
    case integer(UInt64)
    case decimal(Double)
    /// An object, a member, or an operator that is a word.
    case name(String)
    /// An operator or a bracket.
    case symbol(String)
    /// Behind it there is no text.
    case end

    /// As messages show it.
    var shown: String {
        switch self {
        case .text: "the quoted text"
        case .integer(let number): "'\(number)'"
        case .decimal(let number): "'\(number)'"
        case .name(let text), .symbol(let text): "'\(text)'"
        case .end: "the end"
        }
    }
}

/// Cuts the inside of a `#{…}` into tokens.
struct Lexer {
    private(set) var cursor: Cursor
    /// At the `#{`, for messages.
    let start: Cursor

    private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
        "n": "\n", "r": "\r", "t": "\t",
    ]
    private static let doubles = ["==", "!=", "<=", ">=", "&&", "||"]
    private static let singles: Set<Unicode.Scalar> = [
        "+", "-", "*", "/", "%", "<", ">", "!", "?", ":", ".", ",", "(", ")", "[", "]", "}",
    ]

    init(at cursor: Cursor, start: Cursor) {
        self.cursor = cursor
        self.start = start
    }

    /// The next token and where it begins.
    mutating func next() throws(ExpressionError) -> (token: Token, place: Cursor.Place) {
        cursor.skipSpaces()
        let place = cursor.place
        return (try token(), place)
    }

    private mutating func token() throws(ExpressionError) -> Token {
        guard let scalar = cursor.next else { return .end }
        if scalar == "\"" || scalar == "'" { return .text(try text()) }
        if Self.isDigit(scalar) { return try number() }
        if Self.isIdentifier(scalar) { return .name(cursor.take(while: Self.isIdentifier)) }
        for symbol in Self.doubles where cursor.take(symbol) { return .symbol(symbol) }
        guard Self.singles.contains(scalar) else { throw cursor.error(unknown(scalar), in: start) }
        cursor.advance()
        return .symbol(String(scalar))
    }

    private func unknown(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "=": "'=' is not expected here; '==' compares"
        case "&", "|": "'\(scalar)' is not expected here; '\(scalar)\(scalar)' is an operator"
        case "$": "'$' is not expected here; a parameter is Job.getParam(\"name\")"
        default: "'\(scalar)' is not expected here"
        }
    }

    /// Text in single or double quotes; `\` takes the next character as it is, but for `\n`,
    /// `\r` and `\t`.
    private mutating func text() throws(ExpressionError) -> String {
        let opening = cursor
        let quote = cursor.next
        cursor.advance()
        var text = String.UnicodeScalarView()
        while let scalar = cursor.next, scalar != quote {
            cursor.advance()
            guard scalar == "\\", let escaped = cursor.next else {
                text.append(scalar)
                continue
            }
            cursor.advance()
            text.append(Self.escapes[escaped] ?? escaped)
        }
        guard cursor.next != nil else {
            throw opening.error("the quoted text never ends", in: start)
        }
        cursor.advance()
        return String(text)
    }

    /// `42`, `1.5`, `2e-3`
    private mutating func number() throws(ExpressionError) -> Token {
        let before = cursor
        var digits = cursor.take(while: Self.isDigit)
        var isWhole = true
        if let fraction = taking({ $0.take(".") ? "." : nil }) {
            digits += fraction
            isWhole = false
        }
        if let exponent = taking({ Self.exponentMark(&$0) }) {
            digits += exponent
            isWhole = false
        }
        if let next = cursor.next, Self.isIdentifier(next) {
            throw cursor.error("'\(next)' is not expected in a number", in: start)
        }
        if isWhole, let number = UInt64(digits) { return .integer(number) }
        if !isWhole, let number = Double(digits), number.isFinite { return .decimal(number) }
        throw before.error(
            "'\(digits)' is not a \(isWhole ? "whole number" : "number") of 64 bits", in: start)
    }

    private static func exponentMark(_ cursor: inout Cursor) -> String? {
        guard cursor.take("e") || cursor.take("E") else { return nil }
        return "e" + (cursor.take("-") ? "-" : cursor.take("+") ? "+" : "")
    }

    /// A mark and the digits behind it; nothing is taken where one of them is missing.
    private mutating func taking(_ mark: (inout Cursor) -> String?) -> String? {
        var ahead = cursor
        guard let mark = mark(&ahead) else { return nil }
        let digits = ahead.take(while: Self.isDigit)
        guard !digits.isEmpty else { return nil }
        cursor = ahead
        return mark + digits
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    static func isIdentifier(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: scalar.value >= 0x3400 && scalar.value <= 0xFAFF
        }
    }
}
