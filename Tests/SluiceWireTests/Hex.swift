/// Bytes written in hexadecimal, as golden values are.
func bytes(hex: String) -> [UInt8] {
    var digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }[...]
    var bytes: [UInt8] = []
    while let high = digits.popFirst(), let low = digits.popFirst() {
        bytes.append(UInt8(high << 4 | low))
    }
    return bytes
}

/// A length-prefixed field, of at most 127 fields and any length.
func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
    precondition(number < 16)
    return [number << 3 | 2] + varint(UInt64(content.count)) + content
}

func varint(_ number: UInt64) -> [UInt8] {
    var rest = number
    var bytes: [UInt8] = []
    while rest > 0x7f {
        bytes.append(UInt8(rest & 0x7f) | 0x80)
        rest >>= 7
    }
    return bytes + [UInt8(rest)]
}
