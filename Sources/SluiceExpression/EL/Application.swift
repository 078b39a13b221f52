import SluiceModel

/// What operators do with values.
extension UnaryOperator {
    func applied(to operand: ExpressionValue) throws(Refusal) -> ExpressionValue {
        switch self {
        case .empty: return .flag(operand.isEmpty)
        case .not: return .flag(try !operand.truth())
        case .negative:
            guard let number = Number(operand) else { throw .notANumber(operand, rawValue) }
            return try Number.whole(0).combined(.minus, with: number)
        }
    }
}

extension BinaryOperator {
    /// All but `&&` and `||`, which may leave their right side alone.
    func applied(
        to left: ExpressionValue, _ right: ExpressionValue,
    ) throws(Refusal) -> ExpressionValue {
        switch self {
        case .plus: return try left.plus(right)
        case .minus, .times, .divided, .remainder:
            guard let first = Number(left) else { throw .notANumber(left, rawValue) }
            guard let second = Number(right) else { throw .notANumber(right, rawValue) }
            return try first.combined(self, with: second)
        case .equal: return .flag(try left.equals(right))
        case .notEqual: return .flag(try !left.equals(right))
        case .less: return .flag(try left.isBelow(right))
        case .greater: return .flag(try right.isBelow(left))
        case .lessOrEqual: return .flag(try !right.isBelow(left))
        case .greaterOrEqual: return .flag(try !left.isBelow(right))
        case .and, .or: preconditionFailure("the evaluation itself sees to \(rawValue)")
        }
    }
}

extension Refusal {
    static func notANumber(_ value: ExpressionValue, _ symbol: String) -> Refusal {
        let advice = value.kinds == .time ? "; DateUtil.addDays and its like reckon with times" : ""
        return Refusal("'\(symbol)' needs numbers; this is \(value.shown)\(advice)")
    }
}

extension ExpressionValue {
    /// What `&&`, `||`, `!` and `?:` ask; the texts `true` and `false` will do.
    func truth() throws(Refusal) -> Bool {
        switch self {
        case .flag(let flag): return flag
        case .text("true"): return true
        case .text("false"): return false
        default: throw Refusal("true or false is needed; this is \(shown)")
        }
    }

    /// The sum of numbers; everything else is joined as text, if one side is text.
    func plus(_ other: ExpressionValue) throws(Refusal) -> ExpressionValue {
        if kinds == .number, other.kinds == .number, let left = Number(self),
            let right = Number(other)
        {
            return try left.combined(.plus, with: right)
        }
        guard kinds == .text || other.kinds == .text else {
            throw .notANumber(kinds == .number ? other : self, "+")
        }
        guard let left = text, let right = other.text else {
            throw Refusal("null cannot be joined to a text; ask with 'empty' first")
        }
        return .text(left + right)
    }

    /// Numbers are equal to texts that read as them, truth values to the texts `true` and `false`.
    func equals(_ other: ExpressionValue) throws(Refusal) -> Bool {
        switch (self, other) {
        case (.null, _), (_, .null): return isNull && other.isNull
        case (.text(let left), .text(let right)): return left.utf8.elementsEqual(right.utf8)
        case (.list, .list), (.object, .object), (.time, .time), (.flag, .flag):
            return self == other
        case (.flag(let flag), .text(let text)), (.text(let text), .flag(let flag)):
            return text == (flag ? "true" : "false")
        default: break
        }
        guard Kinds.numberOrText.isSuperset(of: kinds.union(other.kinds)) else {
            throw Refusal("\(shown) and \(other.shown) cannot be compared")
        }
        guard let left = Number(self), let right = Number(other) else { return false }
        if case .whole(let left) = left, case .whole(let right) = right { return left == right }
        return left.real == right.real
    }

    /// Numbers by size, times by time, texts by their Unicode scalars; a text beside a number has
    /// to read as one.
    func isBelow(_ other: ExpressionValue) throws(Refusal) -> Bool {
        switch (self, other) {
        case (.time(let left), .time(let right)): return left < right
        case (.text(let left), .text(let right)):
            return left.utf8.lexicographicallyPrecedes(right.utf8)
        default: break
        }
        guard let left = Number(self), let right = Number(other) else {
            throw Refusal("\(shown) and \(other.shown) have no order")
        }
        if case .whole(let left) = left, case .whole(let right) = right { return left < right }
        return left.real < right.real
    }
}

// MARK: - Parts of values

extension Kinds {
    static let numberOrText: Kinds = [.number, .text]
}

extension ExpressionValue {
    /// Elements or members.
    var count: Int {
        switch self {
        case .list(let elements): elements.count
        case .object(let members): members.count
        case .null, .text, .integer, .decimal, .flag, .time: 0
        }
    }

    /// `value.name`; null has every name, and null is under it.
    func member(named name: String) throws(Refusal) -> ExpressionValue {
        guard Kinds([.object, .null]).contains(kinds) else {
            throw Refusal(
                kinds == .text
                    ? "text has no '\(name)'; JSONUtil.parse makes an object of it"
                    : "\(kind) has no '\(name)'")
        }
        return member(name)
    }

    /// `value[index]`: a number into a list, a name into an object; null where there is nothing.
    func element(at index: ExpressionValue) throws(Refusal) -> ExpressionValue {
        switch self {
        case .null: return .null
        case .object:
            guard let name = index.text else { throw Refusal("a name is needed in '[]', not null") }
            return member(name)
        case .list:
            guard let number = Number(index)?.whole else {
                throw Refusal("a whole number is needed in '[]'; this is \(index.shown)")
            }
            return element(number)
        case .text: throw Refusal("text has no elements; JSONUtil.parse makes a list of it")
        case .integer, .decimal, .flag, .time: throw Refusal("\(kind) has no elements")
        }
    }
}
