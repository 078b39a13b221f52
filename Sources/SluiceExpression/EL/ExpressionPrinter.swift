extension Expression {
    /// As it could be written: read again it gives the same tree.
    var text: String { text(atLeast: .choice) }

    private func text(atLeast least: Precedence) -> String {
        let text = bareText
        return precedence < least ? "(\(text))" : text
    }

    private var precedence: Precedence {
        switch form {
        case .literal(.integer(let number)) where number < 0: .unary
        case .literal(.decimal(let number)) where number.sign == .minus: .unary
        case .literal, .call, .member, .element: .postfix
        case .unary: .unary
        case .binary(let binary, _, _): binary.precedence
        case .choice: .choice
        }
    }

    private var bareText: String {
        switch form {
        case .literal(let literal): literal.text
        case .call(let id, let arguments):
            id.function.isProperty
                ? id.function.fullName
                : "\(id.function.fullName)(\(arguments.map(\.text).joined(separator: ", ")))"
        case .member(let base, let name): "\(base.text(atLeast: .postfix)).\(name)"
        case .element(let base, let index): "\(base.text(atLeast: .postfix))[\(index.text)]"
        case .unary(.empty, let operand): "empty \(operand.text(atLeast: .unary))"
        case .unary(let unary, let operand):
            // A number right behind a '-' would be read as one literal with it.
            operand.beginsWithNumber
                ? "\(unary.rawValue)(\(operand.bareText))"
                : unary.rawValue + operand.text(atLeast: .unary)
        case .binary(let binary, let left, let right):
            left.text(atLeast: binary.precedence) + " \(binary.rawValue) "
                + right.text(atLeast: binary.precedence.tighter)
        case .choice(let condition, let first, let second):
            condition.text(atLeast: .or) + " ? \(first.text) : \(second.text)"
        }
    }

    private var beginsWithNumber: Bool {
        switch form {
        case .literal(.integer), .literal(.decimal): true
        case .member(let base, _), .element(let base, _): base.beginsWithNumber
        default: false
        }
    }
}

extension Expression.Literal {
    fileprivate var text: String {
        switch self {
        case .text(let text): Self.quote(text)
        case .integer(let number): String(number)
        case .decimal(let number): number.description
        case .flag(let flag): flag ? "true" : "false"
        case .null: "null"
        }
    }

    private static func quote(_ text: String) -> String {
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": quoted.append(contentsOf: "\\n".unicodeScalars)
            case "\r": quoted.append(contentsOf: "\\r".unicodeScalars)
            case "\t": quoted.append(contentsOf: "\\t".unicodeScalars)
            case "\"", "\\":
                quoted.append("\\")
                quoted.append(scalar)
            default: quoted.append(scalar)
            }
        }
        quoted.append("\"")
        return String(quoted)
    }
}
