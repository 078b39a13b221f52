import SluiceWire

/// JSON text taken apart: to pick fields of a message, or to write it in another form.
indirect enum JSONTree: Hashable {
    case null
    case bool(Bool)
    /// As it was written.
    case number(String)
    case string(String)
    case list([JSONTree])
    /// In the order in which it was written.
    case object([Member])

    struct Member: Hashable {
        var name: String
        var value: JSONTree
    }

    /// A message as JSON shows it.
    init(_ message: some JSONValue) {
        var writer = JSONWriter()
        message.writeJSON(into: &writer)
        var reader = JSONReader(writer.text)
        self = reader.value()
    }

    subscript(name: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// Names of an object's fields, in order.
    var fields: [String] {
        guard case .object(let members) = self else { return [] }
        return members.map(\.name)
    }

    /// The object with these fields only, in this order; those that it lacks are left out.
    func picking(_ names: [String]) -> JSONTree {
        .object(names.compactMap { name in self[name].map { Member(name: name, value: $0) } })
    }

    /// A value in one cell of a table.
    var flat: String {
        switch self {
        case .null: ""
        case .bool(let value): value ? "true" : "false"
        case .number(let text), .string(let text): text
        case .list(let items): items.map(\.flat).joined(separator: ",")
        case .object(let members): Self.flat(members)
        }
    }

    /// A pair reads `key=value`.
    private static func flat(_ members: [Member]) -> String {
        if members.map(\.name) == ["key", "value"] {
            return members.map(\.value.flat).joined(separator: "=")
        }
        return members.map { "\($0.name)=\($0.value.flat)" }.joined(separator: " ")
    }
}

extension JSONTree {
    func json(pretty: Bool) -> String {
        var writer = JSONWriter(pretty: pretty)
        TreeValue(tree: self).writeJSON(into: &writer)
        return writer.text
    }
}

private struct TreeValue: JSONValue {
    let tree: JSONTree

    func writeJSON(into json: inout JSONWriter) {
        switch tree {
        case .null: JSONLiteral(text: "null").writeJSON(into: &json)
        case .bool(let value): value.writeJSON(into: &json)
        case .number(let text): JSONLiteral(text: text).writeJSON(into: &json)
        case .string(let text): json.string(text)
        case .list(let items):
            json.beginArray()
            for item in items {
                json.element()
                TreeValue(tree: item).writeJSON(into: &json)
            }
            json.endArray()
        case .object(let members):
            json.beginObject()
            for member in members { json.field(member.name, TreeValue(tree: member.value)) }
            json.endObject()
        }
    }
}

/// A number as it was read.
private struct JSONLiteral: JSONValue {
    let text: String

    func writeJSON(into json: inout JSONWriter) {
        if let number = Int64(text) {
            number.writeJSON(into: &json)
        } else {
            (Double(text) ?? 0).writeJSON(into: &json)
        }
    }
}

/// Reads JSON that this program has written itself; what is not JSON reads as null.
private struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func value() -> JSONTree {
        switch next {
        case UInt8(ascii: "{"): return object()
        case UInt8(ascii: "["): return list()
        case UInt8(ascii: "\""): return .string(string())
        default: return literal()
        }
    }

    private mutating func object() -> JSONTree {
        var members: [JSONTree.Member] = []
        position += 1
        while let byte = next, byte != UInt8(ascii: "}") {
            if byte == UInt8(ascii: ",") { position += 1 }
            let name = string()
            position += 1
            members.append(JSONTree.Member(name: name, value: value()))
        }
        position += 1
        return .object(members)
    }

    private mutating func list() -> JSONTree {
        var items: [JSONTree] = []
        position += 1
        while let byte = next, byte != UInt8(ascii: "]") {
            if byte == UInt8(ascii: ",") { position += 1 }
            items.append(value())
        }
        position += 1
        return .list(items)
    }

    private mutating func literal() -> JSONTree {
        let start = position
        while let byte = next, !",]}".utf8.contains(byte) { position += 1 }
        switch String(decoding: bytes[start..<position], as: UTF8.self) {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null", "": return .null
        case let text: return .number(text)
        }
    }

    private mutating func string() -> String {
        var text: [UInt8] = []
        position += 1
        while let byte = next, byte != UInt8(ascii: "\"") {
            position += 1
            if byte == UInt8(ascii: "\\") { text += escape() } else { text.append(byte) }
        }
        position += 1
        return String(decoding: text, as: UTF8.self)
    }

    /// Only the escapes that `JSONWriter` makes; `\u` stands for control characters alone.
    private mutating func escape() -> [UInt8] {
        let letter = next ?? 0
        position += 1
        switch letter {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            let digits = String(
                decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
            position += 4
            return [UInt8(digits, radix: 16) ?? 0x20]
        default: return [letter]
        }
    }
}
