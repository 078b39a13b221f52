/// A message of the schema as a plain value. All of its conformers are generated.
public protocol WireMessage: Sendable, Hashable, JSONValue {
    /// Full proto name, for example `sluice.v1.Instance`.
    static var messageName: String { get }

    /// Takes bytes from anyone: what is not a message of this type, or costs too much, is refused
    /// before it is unpacked. Fields that this version does not know are dropped.
    init(decoding bytes: [UInt8]) throws(WireError)

    /// The message in protobuf's binary form. Refuses a string with a NUL.
    func encoded() throws(WireError) -> [UInt8]

    /// Writes the message as one JSON object: names in lowerCamelCase, fields in the order of the
    /// schema. Absent optional fields are left out; plain fields are written even at their default.
    func writeJSON(into json: inout JSONWriter)
}

extension WireMessage {
    /// The message as JSON text. Pretty: two spaces a level, one field a line.
    public func jsonString(pretty: Bool = false) -> String {
        var json = JSONWriter(pretty: pretty)
        writeJSON(into: &json)
        return json.text
    }
}

/// An enumeration of the schema. A number that this version does not know is kept as it is.
public protocol WireEnum: Sendable, Hashable, CaseIterable, JSONValue {
    init(rawValue: Int32)
    var rawValue: Int32 { get }
    /// The name that people and JSON see; nil for an unknown number.
    var text: String? { get }
}

extension WireEnum {
    /// The value that `text` names; nil: none does.
    public init?(text: some StringProtocol) {
        guard let found = Self.allCases.first(where: { $0.text.map { $0 == text } ?? false })
        else { return nil }
        self = found
    }

    /// An unknown number is written as the number.
    public func writeJSON(into json: inout JSONWriter) {
        guard let text else { return rawValue.writeJSON(into: &json) }
        json.string(text)
    }
}
