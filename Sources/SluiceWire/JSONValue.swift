/// What a JSON field or element can hold.
public protocol JSONValue {
    func writeJSON(into json: inout JSONWriter)
}

extension String: JSONValue {
    public func writeJSON(into json: inout JSONWriter) { json.string(self) }
}

extension Bool: JSONValue {
    public func writeJSON(into json: inout JSONWriter) { json.literal(self ? "true" : "false") }
}

extension Int32: JSONValue {
    public func writeJSON(into json: inout JSONWriter) { json.literal(String(self)) }
}

extension UInt32: JSONValue {
    public func writeJSON(into json: inout JSONWriter) { json.literal(String(self)) }
}

/// A number, not a string as in protobuf's own JSON: every id and time here is below 2^53.
extension Int64: JSONValue {
    public func writeJSON(into json: inout JSONWriter) { json.literal(String(self)) }
}

extension UInt64: JSONValue {
    public func writeJSON(into json: inout JSONWriter) { json.literal(String(self)) }
}

/// JSON has no NaN and no infinity: they are strings, as in protobuf's own JSON.
extension Double: JSONValue {
    public func writeJSON(into json: inout JSONWriter) {
        guard isFinite else { return json.string(nameOfNonFinite) }
        let text = description
        json.literal(text.hasSuffix(".0") ? text.dropLast(2) : text[...])
    }

    private var nameOfNonFinite: String {
        if isNaN { return "NaN" }
        return self < 0 ? "-Infinity" : "Infinity"
    }
}

extension Float: JSONValue {
    public func writeJSON(into json: inout JSONWriter) {
        guard isFinite else { return Double(self).writeJSON(into: &json) }
        let text = description
        json.literal(text.hasSuffix(".0") ? text.dropLast(2) : text[...])
    }
}

/// The bytes of a `bytes` field, in base64.
extension Array: JSONValue where Element == UInt8 {
    public func writeJSON(into json: inout JSONWriter) { json.base64(self) }
}
