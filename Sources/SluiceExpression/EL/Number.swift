/// A number as operators take it.
enum Number {
    case whole(Int64)
    /// Always finite.
    case real(Double)

    /// A number, or text that reads as one as JSON writes it; else nil.
    init?(_ value: ExpressionValue) {
        switch value {
        case .integer(let number): self = .whole(number)
        case .decimal(let number): self = .real(number)
        case .text(let text):
            guard let number = Number(text) else { return nil }
            self = number
        case .null, .flag, .time, .list, .object: return nil
        }
    }

    /// `42`, `-1.5`, `2e3`; nothing else, and no blanks.
    init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.length,
            text.utf8.allSatisfy({ Self.characters.contains($0) })
        else { return nil }
        if text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || $0.isDigit }) {
            guard let number = Int64(text) else { return nil }
            self = .whole(number)
        } else {
            guard let number = Double(text), number.isFinite else { return nil }
            self = .real(number)
        }
    }

    /// No number that is meant needs more characters.
    private static let length = 400
    private static let characters = Set("0123456789+-.eE".utf8)

    var real: Double {
        switch self {
        case .whole(let number): Double(number)
        case .real(let number): number
        }
    }

    /// Nil where there is a fraction, or more than 64 bits would be needed.
    var whole: Int64? {
        switch self {
        case .whole(let number): number
        case .real(let number): Int64(exactly: number)
        }
    }

    var value: ExpressionValue {
        switch self {
        case .whole(let number): .integer(number)
        case .real(let number): .decimal(number)
        }
    }
}

// MARK: - Arithmetic

extension Number {
    /// Whole numbers stay whole, also in a division without rest; what does not fit 64 bits is
    /// refused, never rounded.
    func combined(
        _ arithmetic: BinaryOperator, with other: Number,
    ) throws(Refusal) -> ExpressionValue {
        if case .whole(let left) = self, case .whole(let right) = other {
            return try Self.whole(left, arithmetic, right)
        }
        let result = try Self.real(real, arithmetic, other.real)
        guard result.isFinite else { throw Refusal("the result is too large for a number") }
        return .decimal(result)
    }

    private static func whole(
        _ left: Int64, _ arithmetic: BinaryOperator, _ right: Int64,
    ) throws(Refusal) -> ExpressionValue {
        let (result, overflow): (Int64, Bool)
        switch arithmetic {
        case .minus: (result, overflow) = left.subtractingReportingOverflow(right)
        case .times: (result, overflow) = left.multipliedReportingOverflow(by: right)
        case .divided, .remainder:
            guard right != 0 else { throw Refusal("a division by zero") }
            guard arithmetic == .divided else {
                return .integer(left.remainderReportingOverflow(dividingBy: right).partialValue)
            }
            guard right == -1 || left % right == 0 else {
                return .decimal(Double(left) / Double(right))
            }
            (result, overflow) = left.dividedReportingOverflow(by: right)
        default: (result, overflow) = left.addingReportingOverflow(right)
        }
        guard !overflow else { throw Refusal("the result does not fit 64 bits") }
        return .integer(result)
    }

    private static func real(
        _ left: Double, _ arithmetic: BinaryOperator, _ right: Double,
    ) throws(Refusal) -> Double {
        switch arithmetic {
        case .minus: return left - right
        case .times: return left * right
        case .divided, .remainder:
            guard right != 0 else { throw Refusal("a division by zero") }
            return arithmetic == .divided
                ? left / right : left.truncatingRemainder(dividingBy: right)
        default: return left + right
        }
    }
}
