import CDescriptorProto
import CProtobufC

// protoc is trusted: what it sends is read without checks of its bytes.

/// Empty for a field that is absent.
func text(_ c: UnsafePointer<CChar>?) -> String {
    guard let c = unsafe c else { return "" }
    return unsafe String(cString: c)
}

/// The messages of a repeated field, each converted with its index.
func convert<C, T>(
    _ c: UnsafeMutablePointer<UnsafeMutablePointer<C>?>?, _ count: Int,
    _ conversion: (UnsafeMutablePointer<C>, Int) throws(SchemaError) -> T,
) throws(SchemaError) -> [T] {
    var converted: [T] = []
    for index in 0..<count {
        guard let element = unsafe c?[index] else { continue }
        converted.append(try unsafe conversion(element, index))
    }
    return converted
}

func texts(_ c: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int) -> [String] {
    (0..<count).map { unsafe text(c?[$0]) }
}

/// The last varint given for an option that this program's own tables do not know; 0: none.
func varintOption(_ number: UInt32, in options: ProtobufCMessage) -> Int32 {
    let unknown = unsafe UnsafeBufferPointer(
        start: options.unknown_fields, count: Int(options.n_unknown_fields))
    guard let option = unsafe unknown.last(where: { unsafe $0.tag == number }) else { return 0 }
    var value: UInt64 = 0
    for index in 0..<min(unsafe option.len, 10) {
        value |= UInt64(unsafe option.data[index] & 0x7f) << UInt64(7 * index)
    }
    return Int32(truncatingIfNeeded: value)
}
