import SluiceModel

/// Finds what is wrong with a tree whatever the instance: kinds that never fit, and constant parts
/// that have no value.
struct ExpressionChecker {
    private(set) var failures: [EvaluationFailure] = []
    /// For constant parts; what costs more is left to the evaluation.
    private(set) var work: ExpressionWork

    init(work: ExpressionWork) {
        self.work = work
    }

    /// The kinds that the value can be of.
    @discardableResult
    mutating func check(_ expression: Expression) -> Kinds {
        if case .literal(let literal) = expression.form { return literal.value.kinds }
        if expression.isConstant { return constant(expression) }
        let place = expression.place
        switch expression.form {
        case .literal: return .any
        case .call(let id, let arguments): return call(id.function, arguments)
        case .member(let base, let name):
            let kinds = check(base)
            require([.object, .null], kinds, at: place) { "\($0) has no '\(name)'" }
            return .any
        case .element(let base, let index):
            let kinds = check(base)
            require([.list, .object, .null], kinds, at: place) { "\($0) has no elements" }
            check(index)
            return .any
        case .unary(let unary, let operand): return self.unary(unary, operand, at: place)
        case .binary(let binary, let left, let right):
            return self.binary(binary, left, right, at: place)
        case .choice(let condition, let first, let second):
            truth(condition)
            return check(first).union(check(second))
        }
    }

    private mutating func constant(_ expression: Expression) -> Kinds {
        var evaluation = Evaluation(in: NoInstance(), work: work)
        defer { work = evaluation.work }
        do throws(EvaluationFailure) {
            return try evaluation.value(of: expression).kinds
        } catch {
            if !evaluation.work.isSpent { failures.append(error) }
            return .any
        }
    }

    private mutating func call(_ function: Function, _ arguments: [Expression]) -> Kinds {
        for (index, argument) in arguments.enumerated() {
            let parameter = function.parameter(index)
            if case .literal(let literal) = argument.form {
                do throws(Refusal) {
                    _ = try parameter.accept(literal.value)
                } catch {
                    failures.append(EvaluationFailure(reason: error.reason, place: argument.place))
                }
            } else {
                require(parameter.accepted, check(argument), at: argument.place) {
                    "the argument is \($0); \(parameter.wanted) is needed"
                }
            }
        }
        return function.result
    }

    private mutating func unary(
        _ unary: UnaryOperator, _ operand: Expression, at place: Cursor.Place,
    ) -> Kinds {
        switch unary {
        case .empty:
            check(operand)
            return .flag
        case .not:
            truth(operand)
            return .flag
        case .negative:
            numeric(operand, "-")
            return .number
        }
    }

    private mutating func binary(
        _ binary: BinaryOperator, _ left: Expression, _ right: Expression, at place: Cursor.Place,
    ) -> Kinds {
        switch binary {
        case .and, .or:
            truth(left)
            truth(right)
            return .flag
        case .minus, .times, .divided, .remainder:
            numeric(left, binary.rawValue)
            numeric(right, binary.rawValue)
            return .number
        case .plus: return plus(check(left), check(right), at: place)
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            compare(check(left), check(right), orders: binary.precedence == .comparison, at: place)
            return .flag
        }
    }

    private mutating func truth(_ expression: Expression) {
        require([.flag, .text], check(expression), at: expression.place) {
            "true or false is needed; this is \($0)"
        }
    }

    private mutating func numeric(_ expression: Expression, _ symbol: String) {
        require([.number, .text], check(expression), at: expression.place) {
            "'\(symbol)' needs numbers; this is \($0)"
                + ($0 == .time ? "; DateUtil.addDays and its like reckon with times" : "")
        }
    }

    private mutating func plus(_ left: Kinds, _ right: Kinds, at place: Cursor.Place) -> Kinds {
        if left == .number, right == .number { return .number }
        let mayJoin = left.contains(.text) || right.contains(.text)
        let mayAdd = left.contains(.number) && right.contains(.number)
        if !mayJoin, !mayAdd {
            let wrong = left == .number ? right : left
            failures.append(
                EvaluationFailure(
                    reason: "'+' needs numbers, or a text to join to; this is \(wrong)"
                        + (wrong == .time
                            ? "; DateUtil.addDays and its like reckon with times" : ""),
                    place: place))
        }
        return mayAdd ? [.number, .text] : .text
    }

    private mutating func compare(
        _ left: Kinds, _ right: Kinds, orders: Bool, at place: Cursor.Place,
    ) {
        let ordered: [Kinds] = [[.number, .text], .time]
        let comparable = orders ? ordered : ordered + [[.flag, .text], .list, .object]
        let hasNull = !orders && (left.contains(.null) || right.contains(.null))
        let fits = comparable.contains { !$0.isDisjoint(with: left) && !$0.isDisjoint(with: right) }
        if !fits, !hasNull {
            failures.append(
                EvaluationFailure(
                    reason: "\(left) and \(right) "
                        + (orders ? "have no order" : "cannot be compared"), place: place))
        }
    }

    private mutating func require(
        _ accepted: Kinds, _ kinds: Kinds, at place: Cursor.Place, _ reason: (Kinds) -> String,
    ) {
        guard accepted.isDisjoint(with: kinds) else { return }
        failures.append(EvaluationFailure(reason: reason(kinds), place: place))
    }
}

extension Expression {
    /// The same value for every instance.
    fileprivate var isConstant: Bool {
        if case .call(let id, _) = form, !id.function.isPure { return false }
        return form.children.allSatisfy(\.isConstant)
    }
}

/// What constant parts are evaluated in: they ask nothing of it.
private struct NoInstance: ExpressionContext {
    func param(_ name: String) -> String? { nil }
    func nodeStatus(_ name: String) -> String? { nil }
    func nodeOutput(_ name: String) -> [Pair]? { nil }
    var jobName: String { "" }
    var planTime: Timestamp { .zero }
    var instanceID: InstanceID { InstanceID(0) }
}
