/// The tree of one `#{…}`. Names are resolved: what is unknown never gets into a tree.
struct Expression: Hashable, Sendable {
    indirect enum Form: Hashable, Sendable {
        case literal(Literal)
        /// `Job.planTime`, `StringUtil.left("abc", 2)`
        case call(FunctionID, [Expression])
        /// `value.name`
        case member(Expression, String)
        /// `value[index]`
        case element(Expression, Expression)
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        /// `condition ? first : second`
        case choice(Expression, Expression, Expression)
    }

    /// A value that is written out.
    enum Literal: Hashable, Sendable {
        case text(String)
        case integer(Int64)
        case decimal(Double)
        case flag(Bool)
        case null

        var value: ExpressionValue {
            switch self {
            case .text(let text): .text(text)
            case .integer(let number): .integer(number)
            case .decimal(let number): .decimal(number)
            case .flag(let flag): .flag(flag)
            case .null: .null
            }
        }
    }

    let form: Form
    /// Where it is to blame: at its operator, else at its beginning.
    let place: Cursor.Place
    /// Levels of the tree, at most `Limits.expressionDepth`; a literal has one.
    let depth: Int

    init(_ form: Form, at place: Cursor.Place) {
        self.form = form
        self.place = place
        depth = 1 + (form.children.map(\.depth).max() ?? 0)
    }
}

extension Expression.Form {
    /// In the order of the text.
    var children: [Expression] {
        switch self {
        case .literal: []
        case .call(_, let arguments): arguments
        case .member(let base, _), .unary(_, let base): [base]
        case .element(let base, let index): [base, index]
        case .binary(_, let left, let right): [left, right]
        case .choice(let condition, let first, let second): [condition, first, second]
        }
    }
}
