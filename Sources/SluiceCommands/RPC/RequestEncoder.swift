import SluiceExpression
import SluiceWire

/// Makes a request of JSON: names in lowerCamelCase or as in the schema, enumerations by name or
/// number, bytes in base64. Says where the first thing is that does not fit.
struct RequestEncoder {
    private let schema: APISchema

    init(_ schema: APISchema) {
        self.schema = schema
    }

    /// - Parameter name: the full name of the message.
    func encode(_ value: ExpressionValue, as name: String) throws(Failure) -> [UInt8] {
        try encode(value, as: name, at: "")
    }

    private func encode(
        _ value: ExpressionValue, as name: String, at path: String,
    ) throws(Failure) -> [UInt8] {
        guard case .object(let members) = value, let message = schema.messages[name] else {
            throw wrong(value, at: path, needed: "an object")
        }
        var text = WireText()
        for member in members where member.value != .null {
            let place = path.isEmpty ? member.name : "\(path).\(member.name)"
            guard let field = message.field(member.name) else {
                let names = message.fields.map(\.jsonName)
                throw .usage(
                    "\(place): \(message.name) has no such field",
                    hint: names.isEmpty
                        ? "it has none" : "its fields: \(names.joined(separator: ", "))")
            }
            for (element, place) in try elements(of: member.value, field, at: place) {
                try put(element, field, at: place, into: &text)
            }
        }
        return text.bytes
    }

    private func elements(
        of value: ExpressionValue, _ field: APISchema.Field, at path: String,
    ) throws(Failure) -> [(ExpressionValue, String)] {
        guard field.isList else { return [(value, path)] }
        guard case .list(let elements) = value else {
            throw wrong(value, at: path, needed: "a list")
        }
        return elements.enumerated().map { ($1, "\(path)[\($0)]") }
    }

    private func put(
        _ value: ExpressionValue, _ field: APISchema.Field, at path: String,
        into text: inout WireText,
    ) throws(Failure) {
        switch (field.kind, value) {
        case (.text, .text(let string)): text.bytes(field.number, Array(string.utf8))
        case (.flag, .flag(let flag)): text.number(field.number, flag ? 1 : 0)
        case (.bytes, .text(let string)):
            guard let bytes = Base64.bytes(of: string) else {
                throw wrong(value, at: path, needed: "base64")
            }
            text.bytes(field.number, bytes)
        case (.double, .integer(let number)):
            text.fixed64(field.number, Double(number).bitPattern)
        case (.double, .decimal(let number)): text.fixed64(field.number, number.bitPattern)
        case (.integer(let bits, let isSigned), _):
            let number = try integer(value, bits: bits, isSigned: isSigned, at: path)
            text.number(field.number, UInt64(bitPattern: number))
        case (.enumeration(let name), _):
            text.number(field.number, UInt64(bitPattern: try choice(value, of: name, at: path)))
        case (.message(let name), _):
            text.bytes(field.number, try encode(value, as: name, at: path))
        case (.text, _): throw wrong(value, at: path, needed: "a text")
        case (.flag, _): throw wrong(value, at: path, needed: "true or false")
        case (.bytes, _): throw wrong(value, at: path, needed: "a text in base64")
        case (.double, _): throw wrong(value, at: path, needed: "a number")
        }
    }

    /// Also of a text, as protobuf's own JSON writes long numbers.
    private func integer(
        _ value: ExpressionValue, bits: Int, isSigned: Bool, at path: String,
    ) throws(Failure) -> Int64 {
        let number: Int64? =
            switch value {
            case .integer(let number): number
            case .text(let text): Int64(text)
            default: nil
            }
        let least: Int64 = isSigned ? (bits == 32 ? Int64(Int32.min) : .min) : 0
        let most: Int64 = bits == 32 ? (isSigned ? Int64(Int32.max) : Int64(UInt32.max)) : .max
        guard let number, (least...most).contains(number) else {
            throw wrong(value, at: path, needed: "a whole number from \(least) to \(most)")
        }
        return number
    }

    private func choice(
        _ value: ExpressionValue, of name: String, at path: String,
    ) throws(Failure) -> Int64 {
        let cases = schema.enumerations[name]?.shortCases ?? []
        switch value {
        case .integer(let number) where Int32(exactly: number) != nil: return number
        case .text(let text):
            let wanted = text.uppercased().replacing("-", with: "_")
            if let found = cases.first(where: { $0.short == wanted || $0.long == wanted }) {
                return found.number
            }
        default: break
        }
        let names = cases.map(\.short).joined(separator: ", ")
        throw wrong(value, at: path, needed: "one of \(names)")
    }

    private func wrong(
        _ value: ExpressionValue, at path: String, needed: String,
    ) -> Failure {
        .usage("\(path.isEmpty ? "the request" : path) is \(value.kind); \(needed) is needed")
    }
}

extension APISchema.Message {
    func field(_ name: String) -> APISchema.Field? {
        fields.first { $0.jsonName == name || $0.name == name }
    }
}

extension APISchema.Enumeration {
    /// Without what all of them begin with: `RUNNING` of `INSTANCE_STATUS_RUNNING`.
    var shortCases: [(short: String, long: String, number: Int64)] {
        let unspecified = "_UNSPECIFIED"
        let prefix = cases.first { $0.name.hasSuffix(unspecified) }
            .map { String($0.name.dropLast(unspecified.count)) + "_" }
        return cases.map { entry in
            let short = prefix.map { entry.name.replacing($0, with: "", maxReplacements: 1) }
            return (short ?? entry.name, entry.name, entry.number)
        }
    }
}
