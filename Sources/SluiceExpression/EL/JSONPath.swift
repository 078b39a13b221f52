/// A way into JSON: `tables[0].table_name`, `$.rows[2]['the name']`.
struct JSONPath: Hashable {
    enum Step: Hashable {
        case name(String)
        case index(Int64)
    }

    let steps: [Step]

    init(_ text: String) throws(Refusal) {
        var rest = text.unicodeScalars[...]
        var steps: [Step] = []
        var isStart = true
        if rest.first == "$" {
            rest = rest.dropFirst()
            isStart = false
        }
        while let scalar = rest.first {
            if scalar == "[" {
                rest = rest.dropFirst()
                steps.append(try Self.bracket(&rest, in: text))
            } else {
                if scalar == "." {
                    guard !isStart else { throw Self.failure("it begins with '.'", text) }
                    rest = rest.dropFirst()
                } else if !isStart {
                    throw Self.failure("'.' or '[' is missing before '\(scalar)'", text)
                }
                steps.append(try Self.name(&rest, in: text))
            }
            isStart = false
        }
        guard !steps.isEmpty || text == "$" else { throw Self.failure("it is empty", text) }
        self.steps = steps
    }

    private static func failure(_ reason: String, _ text: String) -> Refusal {
        let shown = text.unicodeScalars.count <= 60 ? "'\(text)'" : "this"
        return Refusal("\(shown) is no path as in 'rows[0].name': \(reason)")
    }

    private static func name(
        _ rest: inout Substring.UnicodeScalarView, in text: String,
    ) throws(Refusal) -> Step {
        let name = rest.prefix { $0 != "." && $0 != "[" && $0 != "]" }
        guard !name.isEmpty else { throw failure("a name is missing", text) }
        guard name.first != "*" else { throw failure("'*' is not supported", text) }
        rest = rest.dropFirst(name.count)
        return .name(String(name))
    }

    /// A number or a quoted name, up to the `]`; `rest` begins behind the `[`.
    private static func bracket(
        _ rest: inout Substring.UnicodeScalarView, in text: String,
    ) throws(Refusal) -> Step {
        let step: Step
        if let quote = rest.first, quote == "'" || quote == "\"" {
            let name = rest.dropFirst().prefix { $0 != quote }
            rest = rest.dropFirst(name.count + 2)
            step = .name(String(name))
        } else {
            let digits = rest.prefix(while: Lexer.isDigit)
            guard let index = Int64(String(digits)) else {
                throw failure("a number from 0 or a quoted name is needed in '[]'", text)
            }
            rest = rest.dropFirst(digits.count)
            step = .index(index)
        }
        guard rest.first == "]" else { throw failure("a ']' is missing", text) }
        rest = rest.dropFirst()
        return step
    }

    /// What is at the end of the way; null where it leads nowhere.
    func value(in value: ExpressionValue) -> ExpressionValue {
        steps.reduce(value) { value, step in
            switch step {
            case .name(let name): value.member(name)
            case .index(let index): value.element(index)
            }
        }
    }
}

/// `JSONUtil`
enum JSONFunctions {
    static let all: [Function] = [
        Function(.jsonUtil, "parse", [.text("json")], result: .any) {
            call throws(EvaluationFailure) in try parsed(call)
        },
        Function(.jsonUtil, "toString", [.value], result: .text) {
            .text(JSONText($0.arguments[0]).text)
        },
        Function(.jsonUtil, "path", [.value, .path], result: .any) {
            call throws(EvaluationFailure) in
            let path = try call.blaming(1) { () throws(Refusal) in try JSONPath(call.string(1)) }
            return path.value(in: try parsed(call))
        },
    ]

    /// The first argument, read if it is text; null stays null.
    private static func parsed(_ call: Call) throws(EvaluationFailure) -> ExpressionValue {
        guard case .text(let text) = call.arguments[0] else { return call.arguments[0] }
        return try call.blaming(0) { () throws(Refusal) in try JSONParser.value(of: text) }
    }
}
