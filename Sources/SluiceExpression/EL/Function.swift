import SluiceModel

/// The objects of the sources' language (reference, 4.6).
enum ExpressionObject: String, Hashable, Sendable, CaseIterable {
    case job = "Job"
    case env = "Env"
    case dateUtil = "DateUtil"
    case stringUtil = "StringUtil"
    case jsonUtil = "JSONUtil"
    case loop = "Loop"
    /// Known only to be refused: expressions reach nothing outside.
    case obsUtil = "OBSUtil"

    private static let usable = allCases.filter { $0 != .obsUtil }.map(\.rawValue)

    static func unknown(_ name: String) -> String {
        if let near = Spelling.nearest(to: name, among: usable) {
            return "the object '\(name)' is unknown; did you mean '\(near)'?"
        }
        return "'\(name)' is unknown; the objects are \(usable.joined(separator: ", ")), "
            + "and a parameter is Job.getParam(\"\(name)\")"
    }

    func unknownMember(_ name: String, isCall: Bool) -> String {
        guard self != .obsUtil else {
            return "an expression cannot look outside; let the job wait for the file"
        }
        if let known = Catalog.overloads(of: name, in: self).first {
            return isCall
                ? "'\(name)' takes no arguments: \(known.fullName)"
                : "'\(name)' takes arguments: \(known.usage)"
        }
        let kind = isCall ? "method" : "property"
        let members = Catalog.members(of: self, properties: !isCall)
        if let near = Spelling.nearest(to: name, among: members) {
            return "\(rawValue) has no \(kind) '\(name)'; did you mean '\(near)'?"
        }
        let all =
            self == .stringUtil
            ? "those of StringUtils in Apache Commons"
            : members.isEmpty ? "none" : members.joined(separator: ", ")
        return "\(rawValue) has no \(kind) '\(name)'; it has \(all)"
    }
}

/// A property or a method of an object.
struct Function: Sendable {
    typealias Body = @Sendable (Call) throws(EvaluationFailure) -> ExpressionValue

    let object: ExpressionObject
    let name: String
    let parameters: [Parameter]
    /// The last parameter may come any number of times, also not at all.
    let isVariadic: Bool
    let isProperty: Bool
    let result: Kinds
    let body: Body
    /// Index in the catalog.
    var id = FunctionID(index: 0)

    init(
        _ object: ExpressionObject, _ name: String, _ parameters: [Parameter],
        isVariadic: Bool = false, isProperty: Bool = false, result: Kinds,
        body: @escaping Body,
    ) {
        self.object = object
        self.name = name
        self.parameters = parameters
        self.isVariadic = isVariadic
        self.isProperty = isProperty
        self.result = result
        self.body = body
    }

    /// The same arguments always give the same value, whatever the instance.
    var isPure: Bool { object == .stringUtil || object == .jsonUtil }

    /// `StringUtil.left`
    var fullName: String { "\(object.rawValue).\(name)" }

    /// `StringUtil.left(text, length)`
    var usage: String {
        guard !isProperty else { return fullName }
        let names = parameters.map(\.name).joined(separator: ", ")
        return "\(fullName)(\(names)\(isVariadic ? ", …" : ""))"
    }

    func takes(_ count: Int) -> Bool {
        isVariadic ? count >= parameters.count - 1 : count == parameters.count
    }

    func parameter(_ index: Int) -> Parameter { parameters[min(index, parameters.count - 1)] }
}

/// A function in a tree.
struct FunctionID: Hashable, Sendable {
    let index: Int

    var function: Function { Catalog.functions[index] }
}

/// What an argument has to be, and what it is called in messages.
struct Parameter: Sendable {
    enum Kind: Sendable {
        /// Text that names something; never made from anything else.
        case name
        /// A date and time pattern.
        case pattern
        /// A path into JSON.
        case path
        /// Text, or null; numbers and truth values are written out.
        case text
        /// A whole number, or text that reads as one.
        case whole
        case time
        /// A list, or null.
        case list
        /// Whatever there is.
        case value
    }

    let kind: Kind
    let name: String

    static let text = Parameter(kind: .text, name: "text")
    static func text(_ name: String) -> Parameter { Parameter(kind: .text, name: name) }
    static func whole(_ name: String) -> Parameter { Parameter(kind: .whole, name: name) }
    static func name(_ name: String) -> Parameter { Parameter(kind: .name, name: "\"\(name)\"") }
    static let pattern = Parameter(kind: .pattern, name: "pattern")
    static let path = Parameter(kind: .path, name: "path")
    static let time = Parameter(kind: .time, name: "time")
    static let list = Parameter(kind: .list, name: "list")
    static let value = Parameter(kind: .value, name: "value")

    var accepted: Kinds {
        switch kind {
        case .name, .pattern, .path: .text
        case .text: [.text, .number, .flag, .null]
        case .whole: [.number, .text]
        case .time: .time
        case .list: [.list, .null]
        case .value: .any
        }
    }

    /// What is needed, for messages.
    var wanted: String {
        switch kind {
        case .name: "quoted text"
        case .pattern: "a pattern as in \"yyyy-MM-dd\""
        case .path: "a path as in \"rows[0].name\""
        case .text: "text"
        case .whole: "a whole number"
        case .time: "a time, as Job.planTime or DateUtil.parseDate(text, pattern) give it,"
        case .list: "a list"
        case .value: "a value"
        }
    }

    /// The argument as the function takes it, or what is wrong with it.
    func accept(_ value: ExpressionValue) throws(Refusal) -> ExpressionValue {
        guard accepted.isSuperset(of: value.kinds) else { throw refusal(value) }
        switch kind {
        case .name, .time, .list, .value: return value
        case .text: return value.text.map { .text($0) } ?? .null
        case .whole:
            guard let number = Number(value)?.whole else { throw refusal(value) }
            return .integer(number)
        case .pattern:
            if case .text(let text) = value { _ = try DatePattern(text) }
            return value
        case .path:
            if case .text(let text) = value { _ = try JSONPath(text) }
            return value
        }
    }

    private func refusal(_ value: ExpressionValue) -> Refusal {
        Refusal("the argument is \(value.shown); \(wanted) is needed")
    }
}

/// Why a value does not do, without a place.
struct Refusal: Error {
    var reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

/// A call with its arguments as the function takes them.
struct Call {
    let function: Function
    let arguments: [ExpressionValue]
    /// Of the arguments.
    let places: [Cursor.Place]
    /// Of the call itself.
    let place: Cursor.Place
    let context: any ExpressionContext

    /// An argument that is a name, a pattern or a path.
    func string(_ index: Int) -> String {
        if case .text(let text) = arguments[index] { text } else { "" }
    }

    /// A text in its characters; nil for null.
    func letters(_ index: Int) -> Letters? {
        if case .text(let text) = arguments[index] { Letters(text.unicodeScalars) } else { nil }
    }

    /// All texts from `index` on.
    func letters(from index: Int) -> [Letters?] {
        (index..<max(index, arguments.count)).map { letters($0) }
    }

    /// A whole number, cut off where it is farther than any length or time, so that what is done
    /// with it never overflows.
    func whole(_ index: Int) -> Int {
        guard case .integer(let number) = arguments[index] else { return 0 }
        return Int(min(max(number, -Self.farthest), Self.farthest))
    }

    private static let farthest: Int64 = 1 << 40

    func time(_ index: Int) -> Timestamp {
        if case .time(let time) = arguments[index] { time } else { .zero }
    }

    /// Elements of a list; nil for null.
    func list(_ index: Int) -> [ExpressionValue]? {
        if case .list(let elements) = arguments[index] { elements } else { nil }
    }

    /// An argument is to blame.
    func failure(_ index: Int, _ reason: String) -> EvaluationFailure {
        EvaluationFailure(reason: reason, place: places[index])
    }

    /// What a part of the call refuses is the fault of an argument.
    func blaming<Value>(
        _ index: Int, _ part: () throws(Refusal) -> Value,
    ) throws(EvaluationFailure) -> Value {
        do throws(Refusal) {
            return try part()
        } catch {
            throw failure(index, error.reason)
        }
    }
}

/// Unicode scalars: positions and lengths in `StringUtil` count them.
typealias Letters = [Unicode.Scalar]
