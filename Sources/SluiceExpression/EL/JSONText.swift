import SluiceModel

/// Writes JSON, without blanks.
struct JSONText {
    private(set) var text = ""

    init(_ value: ExpressionValue) {
        append(value)
    }

    /// An object with texts as values, in the order given.
    init(_ pairs: [Pair]) {
        append(.object(pairs.map { ExpressionValue.Member($0.name, .text($0.value)) }))
    }

    private mutating func append(_ value: ExpressionValue) {
        switch value {
        case .null: text += "null"
        case .text(let text): quote(text)
        case .time(let time): quote(time.utcText)
        case .integer(let number): text += String(number)
        case .decimal(let number): text += number.description
        case .flag(let flag): text += flag ? "true" : "false"
        case .list(let elements):
            append("[", elements, "]") { $0.append($1) }
        case .object(let members):
            append("{", members, "}") { json, member in
                json.quote(member.name)
                json.text += ":"
                json.append(member.value)
            }
        }
    }

    private mutating func append<Part>(
        _ opening: String, _ parts: [Part], _ closing: String,
        _ append: (inout JSONText, Part) -> Void,
    ) {
        text += opening
        for (index, part) in parts.enumerated() {
            if index > 0 { text += "," }
            append(&self, part)
        }
        text += closing
    }

    private mutating func quote(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                text += "\\u" + Int(scalar.value).hexadecimal
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension Int {
    /// At least four digits.
    fileprivate var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
    }
}
