/// Reads what is between `#{` and `}`. All that can be known without an instance is checked here:
/// objects, members, number and kind of arguments.
struct ExpressionParser {
    private(set) var cursor: Cursor
    /// At the `#{`, for messages.
    private let start: Cursor

    /// - Parameter cursor: behind the `#{`.
    init(at cursor: Cursor, start: Cursor) {
        self.cursor = cursor
        self.start = start
    }

    /// The expression; the cursor is behind the `}` then.
    mutating func parse() throws(ExpressionError) -> Expression {
        let expression = try parseOperand()
        cursor.skipSpaces()
        guard cursor.take("}") else {
            throw cursor.error(
                cursor.next.map { "'\($0)' is not expected here; '}' is" } ?? "the '}' is missing",
                in: start)
        }
        return expression
    }

    private mutating func parseOperand() throws(ExpressionError) -> Expression {
        cursor.skipSpaces()
        switch cursor.next {
        case nil: throw cursor.error("the '}' is missing", in: start)
        case "\""?, "'"?: return .literal(.text(try parseText()))
        case let scalar? where scalar == "-" || ("0"..."9").contains(scalar):
            return .literal(.integer(try parseInteger()))
        case let scalar? where Self.isIdentifier(scalar): return try parseNamed()
        case let scalar?:
            throw cursor.error(
                "'\(scalar)' is not expected here; an object as in 'Job.name' is", in: start)
        }
    }

    private mutating func parseNamed() throws(ExpressionError) -> Expression {
        let before = cursor
        let name = cursor.take(while: Self.isIdentifier)
        if name == "true" || name == "false" { return .literal(.flag(name == "true")) }
        guard name == "Job" else {
            let known = Expression.objects.contains(name) ? "is not supported yet" : "is unknown"
            throw before.error("the object '\(name)' \(known); 'Job' is there", in: start)
        }
        cursor.skipSpaces()
        guard cursor.take(".") else { throw cursor.error("a '.' is needed after 'Job'", in: start) }
        cursor.skipSpaces()
        return try parseMember()
    }

    private mutating func parseMember() throws(ExpressionError) -> Expression {
        let before = cursor
        let name = cursor.take(while: Self.isIdentifier)
        cursor.skipSpaces()
        let isCall = cursor.take("(")
        if isCall, let method = Expression.Method(rawValue: name) {
            return .call(method, try parseArguments(of: method))
        }
        if !isCall, let property = Expression.Property(rawValue: name) {
            return .property(property)
        }
        throw before.error(Self.unknownMember(name, isCall: isCall), in: start)
    }

    private static func unknownMember(_ name: String, isCall: Bool) -> String {
        if let method = Expression.Method(rawValue: name) {
            return "'\(name)' takes arguments: \(method.usage)"
        }
        if Expression.Property(rawValue: name) != nil {
            return "'\(name)' takes no arguments: Job.\(name)"
        }
        let members =
            isCall
            ? Expression.Method.allCases.map(\.rawValue)
            : Expression.Property.allCases.map(\.rawValue)
        let kind = isCall ? "method" : "property"
        return "Job has no \(kind) '\(name)'; it has \(members.joined(separator: ", "))"
    }

    private mutating func parseArguments(
        of method: Expression.Method,
    ) throws(ExpressionError) -> [Expression.Argument] {
        var arguments: [Expression.Argument] = []
        cursor.skipSpaces()
        if !cursor.take(")") {
            repeat { arguments.append(try parseArgument()) } while cursor.take(",")
            guard cursor.take(")") else { throw cursor.error("a ')' is missing", in: start) }
        }
        guard method.arity.contains(arguments.count) else {
            throw cursor.error(
                "\(method.rawValue) has \(arguments.count) arguments; write \(method.usage)",
                in: start)
        }
        return arguments
    }

    private mutating func parseArgument() throws(ExpressionError) -> Expression.Argument {
        cursor.skipSpaces()
        let before = cursor
        let value = try parseOperand()
        if case .literal(let literal) = value, literal.kind != "text" {
            throw before.error("the argument is \(literal.kind); quoted text is needed", in: start)
        }
        cursor.skipSpaces()
        return Expression.Argument(value: value, place: before.place)
    }

    /// Text in single or double quotes; `\` takes the next character as it is, `\n` and `\t` apart.
    private mutating func parseText() throws(ExpressionError) -> String {
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
            text.append(escaped == "n" ? "\n" : escaped == "t" ? "\t" : escaped)
        }
        guard cursor.next != nil else {
            throw opening.error("the quoted text never ends", in: start)
        }
        cursor.advance()
        return String(text)
    }

    private mutating func parseInteger() throws(ExpressionError) -> Int64 {
        let before = cursor
        let digits = cursor.take { $0 == "-" || ("0"..."9").contains($0) }
        guard let number = Int64(digits) else {
            throw before.error("'\(digits)' is not a whole number of 64 bits", in: start)
        }
        return number
    }

    static func isIdentifier(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }
}
