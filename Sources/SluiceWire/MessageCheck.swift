import CProtobufC

/// Reads bytes against a message's table before protobuf-c unpacks them, since protobuf-c alone
/// overflows the stack on deep nesting, merges duplicate messages in quadratic time, and hands out
/// text that ends at its first NUL and may not be UTF-8. One pass, no memory.
@safe
struct MessageCheck {
    private var reader: WireReader
    private var fieldsLeft = WireLimits.fields

    static func check(
        _ bytes: UnsafeRawBufferPointer,
        against descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
    ) throws(WireError) {
        guard let start = bytes.baseAddress else { return }
        var check = unsafe MessageCheck(reader: WireReader(start))
        var scope = unsafe Scope(
            descriptor: descriptor, end: start + bytes.count, levelsLeft: WireLimits.depth)
        try unsafe check.message(&scope)
    }

    private mutating func message(_ scope: inout Scope) throws(WireError) {
        guard unsafe scope.levelsLeft > 0 else { throw unsafe scope.fault(.tooDeep) }
        while unsafe reader.position < scope.end {
            let tag = try unsafe readTag(scope)
            if let index = unsafe scope.find(tag.number) {
                try unsafe field(index, tag, &scope)
            } else {
                try unsafe skip(tag, scope)
            }
        }
    }

    @inline(__always)
    private mutating func field(
        _ index: Int, _ tag: Tag, _ scope: inout Scope,
    ) throws(WireError) {
        let field = unsafe scope.descriptor.pointee.fields + index
        let expected = unsafe field.pointee.type.wireType
        if tag.wireType == expected {
            guard expected == .lengthPrefixed else { return try unsafe skip(tag, scope) }
            return try unsafe content(of: field, index, tag, &scope)
        }
        guard tag.wireType == .lengthPrefixed,
            unsafe field.pointee.label == PROTOBUF_C_LABEL_REPEATED
        else { throw unsafe scope.fault(.wrongWireType, tag) }
        try unsafe packed(Tag(number: tag.number, wireType: expected), scope)
    }

    /// A string, bytes or a message.
    private mutating func content(
        of field: UnsafePointer<ProtobufCFieldDescriptor>, _ index: Int, _ tag: Tag,
        _ scope: inout Scope,
    ) throws(WireError) {
        let piece = try unsafe readPiece(tag, scope)
        switch unsafe field.pointee.type {
        case PROTOBUF_C_TYPE_STRING:
            if let found = unsafe textFault(piece) { throw unsafe scope.fault(found, tag) }
            unsafe reader.position = piece.end
        case PROTOBUF_C_TYPE_MESSAGE:
            if unsafe field.pointee.label != PROTOBUF_C_LABEL_REPEATED {
                guard unsafe scope.isFirst(index) else {
                    throw unsafe scope.fault(.duplicateMessage, tag)
                }
            }
            var inner = unsafe Scope(of: field, end: piece.end, levelsLeft: scope.levelsLeft - 1)
            try unsafe message(&inner)
        default:
            unsafe reader.position = piece.end
        }
    }

    /// `element` is the tag that each number would have on its own.
    private mutating func packed(_ element: Tag, _ scope: Scope) throws(WireError) {
        let piece = try unsafe readPiece(element, scope)
        while unsafe reader.position < piece.end {
            try unsafe countField(scope)
            do throws(WireError.Fault) {
                try unsafe reader.skip(element.wireType, until: piece.end)
            } catch {
                throw unsafe scope.fault(error, element)
            }
        }
    }
}

// MARK: - Pieces of the wire

extension MessageCheck {
    @inline(__always)
    private mutating func readTag(_ scope: Scope) throws(WireError) -> Tag {
        try unsafe countField(scope)
        let raw: UInt64
        do throws(WireError.Fault) { raw = try unsafe reader.varint(until: scope.end) } catch {
            throw unsafe scope.fault(error)
        }
        guard raw >= 1 << 3, raw < 1 << 32 else { throw unsafe scope.fault(.badFieldNumber) }
        let number = UInt32(truncatingIfNeeded: raw >> 3)
        guard let wireType = WireType(rawValue: UInt8(truncatingIfNeeded: raw & 7)) else {
            throw unsafe scope.fault(.wrongWireType, Tag(number: number, wireType: .varint))
        }
        return Tag(number: number, wireType: wireType)
    }

    /// Steps over the length of a piece, not over the piece.
    @inline(__always)
    private mutating func readPiece(_ tag: Tag, _ scope: Scope) throws(WireError) -> Piece {
        do throws(WireError.Fault) { return try unsafe reader.piece(until: scope.end) } catch {
            throw unsafe scope.fault(error, tag)
        }
    }

    @inline(__always)
    private mutating func skip(_ tag: Tag, _ scope: Scope) throws(WireError) {
        do throws(WireError.Fault) {
            try unsafe reader.skip(tag.wireType, until: scope.end)
        } catch {
            throw unsafe scope.fault(error, tag)
        }
    }

    @inline(__always)
    private mutating func countField(_ scope: Scope) throws(WireError) {
        fieldsLeft -= 1
        guard fieldsLeft >= 0 else { throw unsafe scope.fault(.tooManyFields) }
    }
}

/// A message that is being read.
@unsafe
private struct Scope {
    let descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    let end: UnsafeRawPointer
    let levelsLeft: Int
    /// A bit for each field of the table; the generator takes at most 64.
    private var seen: UInt64 = 0
    /// Index of the field found last: the next one is usually at it or right after it.
    private var latest = 0

    init(
        descriptor: UnsafePointer<ProtobufCMessageDescriptor>, end: UnsafeRawPointer,
        levelsLeft: Int,
    ) {
        unsafe self.descriptor = unsafe descriptor
        unsafe self.end = unsafe end
        unsafe self.levelsLeft = levelsLeft
    }

    /// The message in a field; protobuf-c's table of such a field always names one.
    init(
        of field: UnsafePointer<ProtobufCFieldDescriptor>, end: UnsafeRawPointer, levelsLeft: Int,
    ) {
        guard let descriptor = unsafe field.pointee.descriptor else {
            preconditionFailure("a message field without a table")
        }
        unsafe self.init(
            descriptor: descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self),
            end: end, levelsLeft: levelsLeft)
    }

    /// Index of the field in the table; nil: the table has no such field.
    @inline(__always)
    mutating func find(_ number: UInt32) -> Int? {
        guard let fields = unsafe descriptor.pointee.fields else { return nil }
        for index in unsafe latest..<min(latest + 2, Int(descriptor.pointee.n_fields))
        where unsafe fields[index].id == number {
            unsafe latest = index
            return index
        }
        guard let field = unsafe protobuf_c_message_descriptor_get_field(descriptor, number) else {
            return nil
        }
        unsafe latest = unsafe field - fields
        return unsafe latest
    }

    mutating func isFirst(_ index: Int) -> Bool {
        let bit = UInt64(1) << UInt64(index)
        defer { unsafe seen |= bit }
        return unsafe seen & bit == 0
    }

    @inline(never)
    func fault(_ fault: WireError.Fault, _ tag: Tag? = nil) -> WireError {
        unsafe WireError(
            fault, in: String(cString: descriptor.pointee.name), field: tag?.number ?? 0)
    }
}

extension ProtobufCType {
    /// The wire type of one value of this type.
    @inline(__always)
    fileprivate var wireType: WireType {
        switch self {
        case PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_BYTES, PROTOBUF_C_TYPE_MESSAGE: .lengthPrefixed
        case PROTOBUF_C_TYPE_DOUBLE, PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_SFIXED64: .eightBytes
        case PROTOBUF_C_TYPE_FLOAT, PROTOBUF_C_TYPE_FIXED32, PROTOBUF_C_TYPE_SFIXED32: .fourBytes
        default: .varint
        }
    }
}
