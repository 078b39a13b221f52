/// Bytes that are written as text (RFC 4648, with padding).
package enum Base64 {
    /// The bytes that a text stands for; nil: it is no base64.
    package static func bytes(of text: String) -> [UInt8]? {
        let letters = Array(text.utf8)
        let body = letters.prefix { $0 != UInt8(ascii: "=") }
        guard letters.count % 4 == 0, letters.count - body.count <= 2,
            letters[body.endIndex...].allSatisfy({ $0 == UInt8(ascii: "=") })
        else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(letters.count / 4 * 3)
        var (bits, count): (UInt32, UInt32) = (0, 0)
        for letter in body {
            guard let value = value(of: letter) else { return nil }
            (bits, count) = (bits << 6 | value, count + 6)
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> count))
        }
        return bytes
    }

    private static func value(of letter: UInt8) -> UInt32? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

extension DescriptorSet {
    /// All schemas as protobuf's own tools know them.
    package static let bytes = Base64.bytes(of: base64) ?? []
}
