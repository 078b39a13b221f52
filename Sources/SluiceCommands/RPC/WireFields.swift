/// The fields of a message in protobuf's binary form, one after the other, without its schema.
struct WireFields: Sequence, IteratorProtocol {
    enum Value: Equatable {
        case number(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        case bytes(ArraySlice<UInt8>)
    }

    private var left: ArraySlice<UInt8>

    init(_ bytes: some Collection<UInt8>) {
        left = ArraySlice(bytes)
    }

    /// Nil at the end, and where the bytes are no message any more.
    mutating func next() -> (number: Int, value: Value)? {
        guard let tag = varint() else { return nil }
        let number = Int(tag >> 3)
        switch tag & 7 {
        case 0: return varint().map { (number, .number($0)) }
        case 1: return fixed(8).map { (number, .fixed64($0)) }
        case 2:
            guard let count = varint(), count <= UInt64(left.count) else { return nil }
            defer { left = left.dropFirst(Int(count)) }
            return (number, .bytes(left.prefix(Int(count))))
        case 5: return fixed(4).map { (number, .fixed32(UInt32($0))) }
        default: return nil
        }
    }

    /// The numbers of a packed list.
    static func packed(_ bytes: ArraySlice<UInt8>) -> [UInt64] {
        var fields = WireFields(bytes)
        var numbers: [UInt64] = []
        while let number = fields.varint() { numbers.append(number) }
        return numbers
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = left.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }

    /// Least significant byte first.
    private mutating func fixed(_ count: Int) -> UInt64? {
        guard left.count >= count else { return nil }
        defer { left = left.dropFirst(count) }
        return left.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// Puts a message in protobuf's binary form together.
struct WireText {
    private(set) var bytes: [UInt8] = []

    mutating func number(_ number: Int, _ value: UInt64) {
        varint(UInt64(number) << 3)
        varint(value)
    }

    mutating func bytes(_ number: Int, _ value: [UInt8]) {
        varint(UInt64(number) << 3 | 2)
        varint(UInt64(value.count))
        bytes += value
    }

    mutating func fixed64(_ number: Int, _ value: UInt64) {
        varint(UInt64(number) << 3 | 1)
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    private mutating func varint(_ value: UInt64) {
        var left = value
        while left >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: left) | 0x80)
            left >>= 7
        }
        bytes.append(UInt8(left))
    }
}
