import SluiceModel

/// Why an expression has no value, and the place that is to blame.
struct EvaluationFailure: Error, Hashable {
    var reason: String
    var place: Cursor.Place
}

/// Gives trees their values. Pure: all that it knows comes from the context.
struct Evaluation {
    let context: any ExpressionContext
    private(set) var work: ExpressionWork

    init(in context: any ExpressionContext, work: ExpressionWork) {
        self.context = context
        self.work = work
    }

    mutating func value(
        of expression: Expression,
    ) throws(EvaluationFailure) -> ExpressionValue {
        let place = expression.place
        try spend(at: place)
        switch expression.form {
        case .literal(let literal): return literal.value
        case .call(let id, let arguments): return try call(id.function, arguments, at: place)
        case .member(let base, let name):
            let base = try value(of: base)
            try spend(bytes: base.count * 16, at: place)
            return try blaming(place) { () throws(Refusal) in try base.member(named: name) }
        case .element(let base, let index):
            let (base, index) = (try value(of: base), try value(of: index))
            try spend(bytes: base.count * 16, at: place)
            return try blaming(place) { () throws(Refusal) in try base.element(at: index) }
        case .unary(let unary, let operand):
            let operand = try value(of: operand)
            return try blaming(place) { () throws(Refusal) in try unary.applied(to: operand) }
        case .binary(let binary, let left, let right):
            return try apply(binary, left, right, at: place)
        case .choice(let condition, let first, let second):
            return try value(of: truth(of: condition) ? first : second)
        }
    }

    /// `&&` and `||` look at their right side only where it decides.
    private mutating func apply(
        _ binary: BinaryOperator, _ left: Expression, _ right: Expression, at place: Cursor.Place,
    ) throws(EvaluationFailure) -> ExpressionValue {
        switch binary {
        case .and: return .flag(try truth(of: left) ? truth(of: right) : false)
        case .or: return .flag(try truth(of: left) ? true : truth(of: right))
        default: break
        }
        let (left, right) = (try value(of: left), try value(of: right))
        try spend(bytes: left.weight + right.weight, at: place)
        let result = try blaming(place) { () throws(Refusal) in
            try binary.applied(to: left, right)
        }
        return try bounded(result, at: place)
    }

    private mutating func truth(of expression: Expression) throws(EvaluationFailure) -> Bool {
        let value = try value(of: expression)
        return try blaming(expression.place) { () throws(Refusal) in try value.truth() }
    }

    private mutating func call(
        _ function: Function, _ expressions: [Expression], at place: Cursor.Place,
    ) throws(EvaluationFailure) -> ExpressionValue {
        var arguments: [ExpressionValue] = []
        var bytes = 0
        for (index, expression) in expressions.enumerated() {
            let value = try value(of: expression)
            let parameter = function.parameter(index)
            bytes += value.weight
            arguments.append(
                try blaming(expression.place) { () throws(Refusal) in
                    try parameter.accept(value)
                })
        }
        // Where there are several texts to look for, each costs a look through the first.
        try spend(bytes: bytes * max(1, function.isVariadic ? arguments.count : 1), at: place)
        let call = Call(
            function: function, arguments: arguments, places: expressions.map(\.place),
            place: place, context: context)
        return try bounded(function.body(call), at: place)
    }

    /// What is made stays within its limits.
    private mutating func bounded(
        _ value: ExpressionValue, at place: Cursor.Place,
    ) throws(EvaluationFailure) -> ExpressionValue {
        switch value {
        case .text(let text):
            guard text.utf8.count <= Limits.expressionBytes else {
                throw EvaluationFailure(
                    reason: "the text is longer than \(Limits.expressionBytes) bytes",
                    place: place)
            }
            try spend(bytes: text.utf8.count, at: place)
        case .list(let elements):
            guard elements.count <= Limits.listElements else {
                throw EvaluationFailure(
                    reason: "the list has more than \(Limits.listElements) elements",
                    place: place)
            }
            try spend(bytes: elements.count * 8, at: place)
        case .null, .integer, .decimal, .flag, .time, .object: break
        }
        return value
    }

    private mutating func spend(
        bytes: Int = 0, at place: Cursor.Place,
    ) throws(EvaluationFailure) {
        do throws(Refusal) {
            try work.spend(bytes: bytes)
        } catch {
            throw EvaluationFailure(reason: error.reason, place: place)
        }
    }

    private func blaming<Value>(
        _ place: Cursor.Place, _ part: () throws(Refusal) -> Value,
    ) throws(EvaluationFailure) -> Value {
        do throws(Refusal) {
            return try part()
        } catch {
            throw EvaluationFailure(reason: error.reason, place: place)
        }
    }
}

extension Evaluation {
    /// The value as it is filled into a text.
    mutating func text(of expression: Expression) throws(EvaluationFailure) -> String {
        let value = try value(of: expression)
        try spend(bytes: value.weight, at: expression.place)
        guard let text = value.text else {
            throw EvaluationFailure(
                reason: "the value is null; give another one for that, as in "
                    + "'empty value ? \"none\" : value'", place: expression.place)
        }
        return text
    }
}
