import SluiceModel

/// Reads what is between `#{` and `}`, by precedence. Names and numbers of arguments are resolved
/// here; what values may be is the checker's matter.
struct ExpressionParser {
    private var lexer: Lexer
    private let start: Cursor
    private var token = Token.end
    private var place: Cursor.Place

    /// Behind the `}` when `parse` has returned.
    var cursor: Cursor { lexer.cursor }

    /// - Parameter cursor: behind the `#{`.
    init(at cursor: Cursor, start: Cursor) {
        lexer = Lexer(at: cursor, start: start)
        self.start = start
        place = cursor.place
    }

    /// The expression up to its `}`, read and checked.
    ///
    /// - Parameter work: for the check of constant parts.
    mutating func parse(_ work: inout ExpressionWork) throws(ExpressionError) -> Expression {
        let expression = try parseTree()
        var checker = ExpressionChecker(work: work)
        checker.check(expression)
        work = checker.work
        if let first = checker.failures.first { throw failure(first.reason, at: first.place) }
        return expression
    }

    /// The expression up to its `}`, as it is written.
    mutating func parseTree() throws(ExpressionError) -> Expression {
        try advance()
        let expression = try parseExpression(.choice, level: 1)
        guard token == .symbol("}") else {
            throw failure(
                token == .end
                    ? "the '}' is missing" : "\(token.shown) is not expected here; '}' is")
        }
        return expression
    }

    private mutating func advance() throws(ExpressionError) {
        (token, place) = try lexer.next()
    }

    private mutating func take(_ symbol: String) throws(ExpressionError) -> Bool {
        guard token == .symbol(symbol) else { return false }
        try advance()
        return true
    }

    private mutating func require(_ symbol: String) throws(ExpressionError) {
        guard try take(symbol) else { throw failure("a '\(symbol)' is missing") }
    }

    private func failure(_ reason: String, at other: Cursor.Place? = nil) -> ExpressionError {
        start.error(reason, at: other ?? place)
    }

    private func expression(
        _ form: Expression.Form, at place: Cursor.Place,
    ) throws(ExpressionError) -> Expression {
        let expression = Expression(form, at: place)
        guard expression.depth <= Limits.expressionDepth else { throw tooDeep(place) }
        return expression
    }

    private func tooDeep(_ place: Cursor.Place) -> ExpressionError {
        failure(
            "the expression has more than \(Limits.expressionDepth) levels; move a part of it "
                + "into a parameter", at: place)
    }
}

// MARK: - Operators

extension ExpressionParser {
    /// What binds at least as tightly as `least`.
    private mutating func parseExpression(
        _ least: Precedence, level: Int,
    ) throws(ExpressionError) -> Expression {
        guard level <= Limits.expressionDepth else { throw tooDeep(place) }
        var left = try parseOperand(level)
        while true {
            let place = place
            if let binary = BinaryOperator(token), binary.precedence >= least {
                try advance()
                let right = try parseExpression(binary.precedence.tighter, level: level + 1)
                left = try expression(.binary(binary, left, right), at: place)
            } else if least == .choice, try take("?") {
                let first = try parseExpression(.choice, level: level + 1)
                try require(":")
                let second = try parseExpression(.choice, level: level + 1)
                left = try expression(.choice(left, first, second), at: left.place)
            } else {
                return left
            }
        }
    }

    private mutating func parseOperand(_ level: Int) throws(ExpressionError) -> Expression {
        let place = place
        guard let unary = UnaryOperator(token) else {
            return try parsePostfix(parsePrimary(level), level)
        }
        try advance()
        if unary == .negative, let literal = try negativeNumber() {
            return try parsePostfix(expression(.literal(literal), at: place), level)
        }
        let operand = try parseExpression(.unary, level: level + 1)
        return try expression(.unary(unary, operand), at: place)
    }

    /// A number behind a `-` is one literal with it, so that the least whole number can be written.
    private mutating func negativeNumber() throws(ExpressionError) -> Expression.Literal? {
        switch token {
        case .integer(let number):
            guard number <= Int64.min.magnitude else { throw tooLarge(number) }
            try advance()
            return .integer(Int64(truncatingIfNeeded: 0 &- number))
        case .decimal(let number):
            try advance()
            return .decimal(-number)
        default: return nil
        }
    }

    private func tooLarge(_ number: UInt64) -> ExpressionError {
        failure("'\(number)' is not a whole number of 64 bits")
    }

    private mutating func parsePostfix(
        _ base: Expression, _ level: Int,
    ) throws(ExpressionError) -> Expression {
        var base = base
        while true {
            let place = place
            if try take(".") {
                guard case .name(let name) = token else {
                    throw failure("a name is needed after '.'")
                }
                try advance()
                guard token != .symbol("(") else { throw methodOfValue(name, at: place) }
                base = try expression(.member(base, name), at: place)
            } else if try take("[") {
                let index = try parseExpression(.choice, level: level + 1)
                try require("]")
                base = try expression(.element(base, index), at: place)
            } else {
                return base
            }
        }
    }

    private func methodOfValue(_ name: String, at place: Cursor.Place) -> ExpressionError {
        let same = Catalog.overloads(of: name, in: .stringUtil).first.map { "; write \($0.usage)" }
        return failure("values have no methods, so no '\(name)'" + (same ?? ""), at: place)
    }
}

// MARK: - Operands

extension ExpressionParser {
    private mutating func parsePrimary(_ level: Int) throws(ExpressionError) -> Expression {
        let place = place
        switch token {
        case .text(let text): return try literal(.text(text), at: place)
        case .decimal(let number): return try literal(.decimal(number), at: place)
        case .integer(let number):
            guard let number = Int64(exactly: number) else { throw tooLarge(number) }
            return try literal(.integer(number), at: place)
        case .name(let name): return try parseNamed(name, level)
        case .symbol("("):
            try advance()
            let inner = try parseExpression(.choice, level: level + 1)
            try require(")")
            return inner
        case .symbol("}"):
            throw failure("a value is missing in front of '}'")
        case .symbol:
            throw failure("\(token.shown) is not expected here; an object as in 'Job.name' is")
        case .end: throw failure("the '}' is missing")
        }
    }

    private mutating func literal(
        _ literal: Expression.Literal, at place: Cursor.Place,
    ) throws(ExpressionError) -> Expression {
        try advance()
        return try expression(.literal(literal), at: place)
    }

    private mutating func parseNamed(
        _ name: String, _ level: Int,
    ) throws(ExpressionError) -> Expression {
        let place = place
        switch name {
        case "true": return try literal(.flag(true), at: place)
        case "false": return try literal(.flag(false), at: place)
        case "null": return try literal(.null, at: place)
        default: break
        }
        guard BinaryOperator(token) == nil else {
            throw failure("'\(name)' is not expected here; a value is")
        }
        guard let object = ExpressionObject(rawValue: name) else {
            throw failure(ExpressionObject.unknown(name))
        }
        try advance()
        guard try take(".") else { throw failure("a '.' is needed after '\(name)'") }
        return try parseMember(of: object, at: place, level)
    }

    private mutating func parseMember(
        of object: ExpressionObject, at start: Cursor.Place, _ level: Int,
    ) throws(ExpressionError) -> Expression {
        let namePlace = place
        guard case .name(let name) = token else {
            throw failure("a name is needed after '\(object.rawValue).'")
        }
        try advance()
        let isCall = try take("(")
        let overloads = Catalog.overloads(of: name, in: object)
        guard let first = overloads.first, first.isProperty != isCall else {
            throw failure(object.unknownMember(name, isCall: isCall), at: namePlace)
        }
        let arguments = isCall ? try parseArguments(level) : []
        guard let function = overloads.first(where: { $0.takes(arguments.count) }) else {
            let usages = overloads.map(\.usage).joined(separator: " or ")
            throw failure("\(name) has \(arguments.count) arguments; write \(usages)")
        }
        return try expression(.call(function.id, arguments), at: start)
    }

    /// The arguments; the current token is the one behind `)` then.
    private mutating func parseArguments(_ level: Int) throws(ExpressionError) -> [Expression] {
        guard token != .symbol(")") else {
            try advance()
            return []
        }
        var arguments: [Expression] = []
        repeat {
            guard arguments.count < Limits.expressionArguments else {
                throw failure("a call has at most \(Limits.expressionArguments) arguments")
            }
            arguments.append(try parseExpression(.choice, level: level + 1))
        } while try take(",")
        try require(")")
        return arguments
    }
}
