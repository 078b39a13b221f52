import SluiceModel

/// What an expression has come to.
enum ExpressionValue: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case flag(Bool)
    case time(Timestamp)

    /// As it is filled in. A time is RFC 3339 in UTC: `2026-11-20T02:00:00Z`, with milliseconds
    /// only where it has some.
    var text: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .time(let time): time.utcText
        }
    }
}

/// Why an expression has no value; the place where the argument is to blame.
struct EvaluationFailure: Error {
    var reason: String
    var place: Cursor.Place?
}

extension Expression {
    func value(in context: some ExpressionContext) throws(EvaluationFailure) -> ExpressionValue {
        switch self {
        case .literal(.text(let text)): .text(text)
        case .literal(.integer(let number)): .integer(number)
        case .literal(.flag(let flag)): .flag(flag)
        case .property(.name): .text(context.jobName)
        case .property(.planTime): .time(context.planTime)
        case .property(.instanceId): .integer(context.instanceID.rawValue)
        case .call(let method, let arguments): .text(try call(method, arguments, in: context))
        }
    }

    private func call(
        _ method: Method, _ arguments: [Argument], in context: some ExpressionContext,
    ) throws(EvaluationFailure) -> String {
        var texts: [String] = []
        for argument in arguments { texts.append(try argument.value.value(in: context).text) }
        switch method {
        case .getParam:
            guard let value = context.param(texts[0]) else {
                throw EvaluationFailure(
                    reason: "no parameter is called '\(texts[0])'", place: arguments[0].place)
            }
            return value
        case .getNodeStatus:
            guard let status = context.nodeStatus(texts[0]) else {
                throw EvaluationFailure(
                    reason: "no node is called '\(texts[0])'", place: arguments[0].place)
            }
            return status
        case .getNodeOutput: return try output(texts, arguments, in: context)
        }
    }

    private func output(
        _ texts: [String], _ arguments: [Argument], in context: some ExpressionContext,
    ) throws(EvaluationFailure) -> String {
        guard let outputs = context.nodeOutput(texts[0]) else {
            throw EvaluationFailure(
                reason: "node '\(texts[0])' has no outputs: it is unknown or has not ended",
                place: arguments[0].place)
        }
        guard texts.count == 2 else { return JSONText.object(outputs) }
        guard let output = outputs.last(where: { $0.name == texts[1] }) else {
            let names = outputs.map { $0.name }.joined(separator: ", ")
            let reported = names.isEmpty ? "it reported none" : "it reported \(names)"
            throw EvaluationFailure(
                reason: "node '\(texts[0])' reported no output '\(texts[1])'; \(reported)",
                place: arguments[1].place)
        }
        return output.value
    }
}

/// Writes JSON.
enum JSONText {
    /// An object with texts as values, in the order given.
    static func object(_ pairs: [Pair]) -> String {
        "{" + pairs.map { quote($0.name) + ":" + quote($0.value) }.joined(separator: ",") + "}"
    }

    static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
