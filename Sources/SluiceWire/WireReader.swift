/// How the length of a value is told; the numbers are protobuf's. There are no groups (3 and 4).
enum WireType: UInt8 {
    case varint = 0
    case eightBytes = 1
    case lengthPrefixed = 2
    case fourBytes = 5
}

/// What stands before each value.
struct Tag {
    var number: UInt32
    var wireType: WireType
}

/// The bytes of a length-prefixed value.
@unsafe
struct Piece {
    var start: UnsafeRawPointer
    var end: UnsafeRawPointer
}

/// Steps through protobuf's binary form and never past `end`.
@unsafe
struct WireReader {
    var position: UnsafeRawPointer

    init(_ start: UnsafeRawPointer) {
        unsafe position = start
    }

    @inline(__always)
    mutating func varint(until end: UnsafeRawPointer) throws(WireError.Fault) -> UInt64 {
        guard unsafe position < end else { throw .truncated }
        let byte = unsafe position.load(as: UInt8.self)
        guard byte & 0x80 != 0 else {
            unsafe position += 1
            return UInt64(byte)
        }
        return try unsafe longVarint(until: end)
    }

    /// At most ten bytes; bits beyond 64 are dropped, as protobuf-c does.
    private mutating func longVarint(
        until end: UnsafeRawPointer,
    ) throws(WireError.Fault) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard unsafe position < end else { throw .truncated }
            let byte = unsafe position.load(as: UInt8.self)
            unsafe position += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw .overlongVarint
    }

    /// Steps over a length and returns the bytes that it speaks of.
    @inline(__always)
    mutating func piece(until end: UnsafeRawPointer) throws(WireError.Fault) -> Piece {
        let length = try unsafe varint(until: end)
        guard length <= UInt64(unsafe end - position) else { throw .truncated }
        return unsafe Piece(start: position, end: position + Int(length))
    }

    @inline(__always)
    mutating func skip(
        _ wireType: WireType, until end: UnsafeRawPointer,
    ) throws(WireError.Fault) {
        switch wireType {
        case .varint: _ = try unsafe varint(until: end)
        case .eightBytes: try unsafe step(8, until: end)
        case .fourBytes: try unsafe step(4, until: end)
        case .lengthPrefixed: unsafe position = try unsafe piece(until: end).end
        }
    }

    private mutating func step(
        _ count: Int, until end: UnsafeRawPointer,
    ) throws(WireError.Fault) {
        guard unsafe end - position >= count else { throw .truncated }
        unsafe position += count
    }
}
