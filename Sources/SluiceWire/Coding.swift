import CProtobufC

/// A message with a C form. All of its conformers are generated.
protocol CBacked: WireMessage {
    associatedtype CForm

    /// protobuf-c's table of the message's fields; lives as long as the process.
    static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { get }
    /// An empty message in C.
    static func initialize(_ c: UnsafeMutablePointer<CForm>)

    init(reading c: UnsafePointer<CForm>) throws(WireError)
    /// Writes the message over an initialized `c`, whose pointers then lead into `arena`.
    func fill(_ c: UnsafeMutablePointer<CForm>, in arena: inout Arena) throws(WireError)
}

/// The table of a message's fields, from its C initializer: the address that protobuf-c itself
/// uses, where taking the address of the imported constant could give that of a copy.
func descriptor<C>(
    from initialize: (UnsafeMutablePointer<C>) -> Void,
) -> UnsafePointer<ProtobufCMessageDescriptor> {
    let c = UnsafeMutablePointer<C>.allocate(capacity: 1)
    defer { unsafe c.deallocate() }
    unsafe initialize(c)
    return unsafe UnsafeRawPointer(c).loadUnaligned(as: ProtobufCMessage.self).descriptor
}

// MARK: - From bytes

extension CBacked {
    /// Checks the bytes, lets protobuf-c unpack them into an arena, and reads the result.
    static func decode(_ bytes: [UInt8]) throws(WireError) -> Self {
        guard bytes.count <= WireLimits.messageBytes else {
            throw WireError(.tooLong, in: messageName)
        }
        return try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(WireError) -> Self in
            try unsafe decode(UnsafeRawBufferPointer(bytes))
        }
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> Self {
        try unsafe withArena { (arena) throws(WireError) -> Self in
            let message = try unsafe unpack(bytes, descriptor, messageName, into: arena)
            return try unsafe Self(reading: message.assumingMemoryBound(to: CForm.self))
        }
    }
}

/// What is the same for all messages. Inlined into the decoding of each, it would cost the compiler
/// minutes.
@inline(never)
private func unpack(
    _ bytes: UnsafeRawBufferPointer, _ descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
    _ messageName: String, into arena: UnsafeMutablePointer<Arena>,
) throws(WireError) -> UnsafeRawPointer {
    try unsafe MessageCheck.check(bytes, against: descriptor)
    var allocator = unsafe Arena.allocator(over: arena)
    let message = unsafe protobuf_c_message_unpack(
        descriptor, &allocator, bytes.count,
        bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    guard let message = unsafe message else {
        throw WireError(
            unsafe arena.pointee.isExhausted ? .tooMuchMemory : .malformed, in: messageName)
    }
    return UnsafeRawPointer(message)
}

// MARK: - To bytes

extension CBacked {
    func encode() throws(WireError) -> [UInt8] {
        try unsafe withArena { (arena) throws(WireError) -> [UInt8] in
            let c = try unsafe arena.pointee.form(of: self)
            let message = unsafe UnsafeRawPointer(c).assumingMemoryBound(to: ProtobufCMessage.self)
            let size = unsafe protobuf_c_message_get_packed_size(message)
            return unsafe [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
                guard let start = bytes.baseAddress else { return }
                unsafe count = protobuf_c_message_pack(message, start)
            }
        }
    }
}

/// Runs `body` with an arena whose first block is on the stack.
@inline(__always)
private func withArena<Result>(
    _ body: (UnsafeMutablePointer<Arena>) throws(WireError) -> Result,
) throws(WireError) -> Result {
    try unsafe withUnsafeTemporaryAllocation(
        byteCount: Arena.firstBlockSize, alignment: Arena.alignment,
    ) { (block) throws(WireError) -> Result in
        var arena = unsafe Arena(firstBlock: block)
        return try unsafe withUnsafeMutablePointer(to: &arena) {
            (arena) throws(WireError) -> Result in
            try unsafe body(arena)
        }
    }
}
