/// How tightly what is written binds, loosest first (Java EL's order).
enum Precedence: Int, Comparable {
    case choice = 1, or, and, equality, comparison, sum, product, unary, postfix

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

    /// What the right side of an operator that groups to the left has to bind with at least.
    var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .postfix }
}

enum UnaryOperator: String, Hashable, Sendable, CaseIterable {
    case negative = "-"
    case not = "!"
    /// Whether a value is null, or a text, list or object with nothing in it.
    case empty

    /// - Parameter token: `!` or its word, `not`.
    init?(_ token: Token) {
        switch token {
        case .symbol("-"): self = .negative
        case .symbol("!"), .name("not"): self = .not
        case .name("empty"): self = .empty
        default: return nil
        }
    }
}

/// The raw value is how the operator is printed.
enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
    case or = "||"
    case and = "&&"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case remainder = "%"

    init?(_ token: Token) {
        switch token {
        case .symbol(let symbol): self.init(rawValue: symbol)
        case .name(let word):
            guard let known = Self.words[word] else { return nil }
            self = known
        default: return nil
        }
    }

    private static let words: [String: BinaryOperator] = [
        "or": .or, "and": .and, "eq": .equal, "ne": .notEqual, "lt": .less, "le": .lessOrEqual,
        "gt": .greater, "ge": .greaterOrEqual, "div": .divided, "mod": .remainder,
    ]

    var precedence: Precedence {
        switch self {
        case .or: .or
        case .and: .and
        case .equal, .notEqual: .equality
        case .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
        case .plus, .minus: .sum
        case .times, .divided, .remainder: .product
        }
    }
}
