/// Writes JSON text, value after value. The caller keeps to the grammar: one object or array opened
/// is one closed, and in an object every value has its name.
public struct JSONWriter: Sendable {
    private var bytes: [UInt8] = []
    private let pretty: Bool
    private var depth = 0
    /// The next value or name is the first of its object or array.
    private var first = true

    public init(pretty: Bool = false) {
        self.pretty = pretty
    }

    /// All that was written.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public mutating func beginObject() { open("{") }
    public mutating func endObject() { close("}") }
    public mutating func beginArray() { open("[") }
    public mutating func endArray() { close("]") }

    /// Writes the name of the next value.
    public mutating func name(_ name: String) {
        separate()
        quote(name)
        append(":")
        if pretty { append(" ") }
    }

    /// Begins the next element of an array.
    public mutating func element() { separate() }

    public mutating func string(_ text: String) { quote(text) }

    /// Text that is JSON already, for example a number.
    mutating func literal(_ text: some StringProtocol) { bytes.append(contentsOf: text.utf8) }

    /// Bytes as a string in base64 with padding.
    public mutating func base64(_ data: [UInt8]) {
        append("\"")
        appendBase64(data)
        append("\"")
    }
}

// MARK: - Fields

extension JSONWriter {
    public mutating func field(_ name: String, _ value: some JSONValue) {
        self.name(name)
        value.writeJSON(into: &self)
    }

    /// Writes nothing where the value is absent.
    public mutating func field(_ name: String, ifPresent value: (some JSONValue)?) {
        guard let value else { return }
        field(name, value)
    }

    public mutating func field(_ name: String, list values: [some JSONValue]) {
        self.name(name)
        beginArray()
        for value in values {
            element()
            value.writeJSON(into: &self)
        }
        endArray()
    }
}

// MARK: - Layout

extension JSONWriter {
    private mutating func open(_ bracket: Unicode.Scalar) {
        append(bracket)
        depth += 1
        first = true
    }

    private mutating func close(_ bracket: Unicode.Scalar) {
        depth -= 1
        if !first { breakLine() }
        append(bracket)
        first = false
    }

    private mutating func separate() {
        if !first { append(",") }
        first = false
        breakLine()
    }

    private mutating func breakLine() {
        guard pretty, depth > 0 || !first else { return }
        append("\n")
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        bytes.append(UInt8(ascii: scalar))
    }
}

// MARK: - Text

extension JSONWriter {
    private mutating func quote(_ text: String) {
        append("\"")
        if text.utf8.contains(where: Self.needsEscape) {
            for byte in text.utf8 { appendEscaped(byte) }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        append("\"")
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7f
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            append("\\")
            bytes.append(byte)
        case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
        case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
        case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
        case 0..<0x20, 0x7f:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(Self.hexDigit(byte >> 4))
            bytes.append(Self.hexDigit(byte & 15))
        default: bytes.append(byte)
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static let base64Alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private mutating func appendBase64(_ data: [UInt8]) {
        bytes.reserveCapacity(bytes.count + (data.count + 2) / 3 * 4)
        for start in stride(from: 0, to: data.count, by: 3) {
            let group = data[start..<min(start + 3, data.count)]
            var bits: UInt32 = 0
            for byte in group { bits = bits << 8 | UInt32(byte) }
            bits <<= 8 * UInt32(3 - group.count)
            for digit in 0..<4 {
                let index = Int(bits >> (18 - 6 * UInt32(digit)) & 63)
                bytes.append(digit <= group.count ? Self.base64Alphabet[index] : UInt8(ascii: "="))
            }
        }
    }
}
