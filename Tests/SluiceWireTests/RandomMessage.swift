import CProtobufC

/// Writes random messages of any type in canonical form: fields in the order of their numbers,
/// plain fields never at their default, numbers packed.
struct RandomMessage {
    var random: SplitMix

    /// Levels of messages below which no more messages are put in.
    private static let depth = 4

    mutating func bytes(
        of descriptor: UnsafePointer<ProtobufCMessageDescriptor>, depth: Int = 0,
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        var usedOneofs: Set<UInt32> = []
        for index in 0..<Int(unsafe descriptor.pointee.n_fields) {
            let field = unsafe descriptor.pointee.fields[index]
            if unsafe field.flags & UInt32(PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue) != 0,
                unsafe !usedOneofs.insert(field.quantifier_offset).inserted
            {
                continue
            }
            // One in eight is left out.
            guard random.next() % 8 > 0 else { continue }
            bytes += unsafe self.bytes(of: field, depth: depth)
        }
        return bytes
    }

    private mutating func bytes(of field: ProtobufCFieldDescriptor, depth: Int) -> [UInt8] {
        guard unsafe field.label == PROTOBUF_C_LABEL_REPEATED else {
            return unsafe tag(field) + value(of: field, depth: depth)
        }
        let count = Int(random.next() % 4)
        let values = (0..<count).map { _ in unsafe value(of: field, depth: depth) }
        guard unsafe field.wireType != 2 else { return values.flatMap { unsafe tag(field) + $0 } }
        let packed = values.flatMap { $0 }
        return unsafe count == 0
            ? [] : varint(UInt64(field.id) << 3 | 2) + varint(UInt64(packed.count)) + packed
    }

    private func tag(_ field: ProtobufCFieldDescriptor) -> [UInt8] {
        unsafe varint(UInt64(field.id) << 3 | field.wireType)
    }

    /// Never 0 or empty, except for a message.
    private mutating func value(of field: ProtobufCFieldDescriptor, depth: Int) -> [UInt8] {
        switch unsafe field.type {
        case PROTOBUF_C_TYPE_MESSAGE:
            guard depth < Self.depth, let inner = unsafe field.descriptor else { return [0] }
            let content = unsafe bytes(
                of: inner.assumingMemoryBound(to: ProtobufCMessageDescriptor.self),
                depth: depth + 1)
            return varint(UInt64(content.count)) + content
        case PROTOBUF_C_TYPE_STRING:
            let text = Array(String(repeating: "文a", count: 1 + Int(random.next() % 9)).utf8)
            return varint(UInt64(text.count)) + text
        case PROTOBUF_C_TYPE_BYTES:
            let count = 1 + random.next() % 40
            return varint(count) + (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        case PROTOBUF_C_TYPE_DOUBLE:
            return [1, 2, 3, 4, 5, 6, 7, UInt8(random.next() % 100) + 1]
        case PROTOBUF_C_TYPE_BOOL:
            return [1]
        case PROTOBUF_C_TYPE_INT32, PROTOBUF_C_TYPE_ENUM:
            let number = Int32(truncatingIfNeeded: random.next() >> (random.next() % 32)) | 1
            return varint(UInt64(bitPattern: Int64(number)))
        default:
            return varint((random.next() >> (random.next() % 64)) | 1)
        }
    }
}

extension ProtobufCFieldDescriptor {
    fileprivate var wireType: UInt64 {
        switch unsafe type {
        case PROTOBUF_C_TYPE_MESSAGE, PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_BYTES: 2
        case PROTOBUF_C_TYPE_DOUBLE: 1
        default: 0
        }
    }
}

/// The same numbers for the same seed, on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
