package import SluiceModel

/// What an expression has come to.
package enum ExpressionValue: Hashable, Sendable {
    /// Nothing: a key that an object lacks, a variable that is not set. It can be asked for with
    /// `empty` and `==`, and is refused where a text is filled in.
    case null
    case text(String)
    case integer(Int64)
    /// Always finite.
    case decimal(Double)
    case flag(Bool)
    case time(Timestamp)
    case list([ExpressionValue])
    /// In the order of the text that it was read from; each name comes once.
    case object([Member])

    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: ExpressionValue

        package init(_ name: String, _ value: ExpressionValue) {
            self.name = name
            self.value = value
        }
    }

    /// As it is filled in; nil for null. A time is RFC 3339 in UTC: `2026-11-20T02:00:00Z`, with
    /// milliseconds only where it has some. Lists and objects are JSON.
    package var text: String? {
        switch self {
        case .null: nil
        case .text(let text): text
        case .integer(let number): String(number)
        case .decimal(let number): number.description
        case .flag(let flag): flag ? "true" : "false"
        case .time(let time): time.utcText
        case .list, .object: JSONText(self).text
        }
    }

    /// For messages and for people: `a number`.
    package var kind: String { kinds.description }

    var kinds: Kinds {
        switch self {
        case .null: .null
        case .text: .text
        case .integer, .decimal: .number
        case .flag: .flag
        case .time: .time
        case .list: .list
        case .object: .object
        }
    }

    /// `kind` with the value of what is short.
    var shown: String {
        switch self {
        case .null: "null"
        case .text(let text) where text.unicodeScalars.count <= 40: "the text '\(text)'"
        case .integer, .decimal: text.map { "the number \($0)" } ?? kind
        case .flag(let flag): flag ? "true" : "false"
        case .text, .time, .list, .object: kind
        }
    }

    var isNull: Bool { self == .null }

    /// Nothing, or a text, list or object with nothing in it.
    var isEmpty: Bool {
        switch self {
        case .null: true
        case .text(let text): text.isEmpty
        case .list(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        case .integer, .decimal, .flag, .time: false
        }
    }

    /// What is under a name; null where it is missing.
    func member(_ name: String) -> ExpressionValue {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value ?? .null
    }

    /// The element of a list, counted from 0; null outside it.
    func element(_ index: Int64) -> ExpressionValue {
        guard case .list(let elements) = self, let index = Int(exactly: index),
            elements.indices.contains(index)
        else { return .null }
        return elements[index]
    }
}

/// Which kinds a value can be of.
struct Kinds: OptionSet, Hashable, CustomStringConvertible {
    let rawValue: UInt8

    static let null = Kinds(rawValue: 1)
    static let text = Kinds(rawValue: 2)
    static let number = Kinds(rawValue: 4)
    static let flag = Kinds(rawValue: 8)
    static let time = Kinds(rawValue: 16)
    static let list = Kinds(rawValue: 32)
    static let object = Kinds(rawValue: 64)
    static let any = Kinds(rawValue: 127)

    private static let names: [(Kinds, String)] = [
        (.text, "text"), (.number, "a number"), (.flag, "a truth value"), (.time, "a time"),
        (.list, "a list"), (.object, "an object"), (.null, "null"),
    ]

    /// `text or a number`
    var description: String {
        Self.names.filter { contains($0.0) }.map { $0.1 }.joined(separator: " or ")
    }
}
