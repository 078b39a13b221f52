/// FNV-1a over what is added: the same in every process, unlike `Hasher`. Not for secrets.
package struct Digest: Sendable {
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    package mutating func add(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    package mutating func add(_ number: Int64) {
        for shift in stride(from: Int64(0), to: 64, by: 8) {
            add(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    /// The text's bytes and its length, so that two texts in a row cannot be taken for others.
    package mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(Int64(text.utf8.count))
    }

    /// 16 hexadecimal digits.
    package var hex: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
