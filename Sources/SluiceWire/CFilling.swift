import CProtobufC

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

// What the generated code fills C messages with. All memory is the arena's.

extension Arena {
    /// Memory for `count` values, not initialized.
    @inline(__always)
    mutating func array<T>(
        of type: T.Type, _ count: Int,
    ) throws(WireError) -> UnsafeMutablePointer<T> {
        guard let memory = unsafe allocate(count * MemoryLayout<T>.stride) else {
            throw WireError(.tooMuchMemory, in: "message")
        }
        return unsafe memory.bindMemory(to: type, capacity: count)
    }

    mutating func form<Message: CBacked>(
        of message: Message,
    ) throws(WireError) -> UnsafeMutablePointer<Message.CForm> {
        let c = try unsafe array(of: Message.CForm.self, 1)
        unsafe Message.initialize(c)
        try unsafe message.fill(c, in: &self)
        return unsafe c
    }

    mutating func form<Message: CBacked>(
        ifPresent message: Message?,
    ) throws(WireError) -> UnsafeMutablePointer<Message.CForm>? {
        guard let message else { return nil }
        return try unsafe form(of: message)
    }

    /// A copy that ends with a NUL. A text that holds one is refused, naming its field.
    mutating func text(
        _ text: String, _ message: @autoclosure () -> String, _ field: UInt32,
    ) throws(WireError) -> UnsafeMutablePointer<CChar> {
        var text = text
        guard let copy = text.withUTF8({ unsafe cString($0) }) else {
            throw WireError(isExhausted ? .tooMuchMemory : .nulInText, in: message(), field: field)
        }
        return unsafe copy
    }

    /// Nil: the text holds a NUL, or the arena is exhausted.
    private mutating func cString(
        _ utf8: UnsafeBufferPointer<UInt8>,
    ) -> UnsafeMutablePointer<CChar>? {
        guard let memory = unsafe allocate(utf8.count + 1) else { return nil }
        let copy = unsafe memory.bindMemory(to: CChar.self, capacity: utf8.count + 1)
        unsafe copy[utf8.count] = 0
        guard let source = utf8.baseAddress, utf8.count > 0 else { return unsafe copy }
        guard unsafe memchr(source, 0, utf8.count) == nil else { return nil }
        unsafe memcpy(copy, source, utf8.count)
        return unsafe copy
    }

    mutating func bytes(_ bytes: [UInt8]) throws(WireError) -> ProtobufCBinaryData {
        let copy = try unsafe array(of: UInt8.self, bytes.count)
        unsafe bytes.withUnsafeBytes { bytes in
            guard let source = bytes.baseAddress else { return }
            unsafe memcpy(copy, source, bytes.count)
        }
        return unsafe ProtobufCBinaryData(len: bytes.count, data: copy)
    }
}

// MARK: - Repeated fields

extension Arena {
    mutating func forms<Message: CBacked>(
        of messages: [Message],
    ) throws(WireError) -> UnsafeMutablePointer<UnsafeMutablePointer<Message.CForm>?>? {
        guard !messages.isEmpty else { return nil }
        let list = try unsafe array(
            of: UnsafeMutablePointer<Message.CForm>?.self, messages.count)
        for (index, message) in messages.enumerated() {
            unsafe (list + index).initialize(to: try form(of: message))
        }
        return unsafe list
    }

    mutating func texts(
        _ texts: [String], _ message: @autoclosure () -> String, _ field: UInt32,
    ) throws(WireError) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
        guard !texts.isEmpty else { return nil }
        let list = try unsafe array(of: UnsafeMutablePointer<CChar>?.self, texts.count)
        for (index, text) in texts.enumerated() {
            unsafe (list + index).initialize(to: try self.text(text, message(), field))
        }
        return unsafe list
    }

    mutating func byteStrings(
        _ values: [[UInt8]],
    ) throws(WireError) -> UnsafeMutablePointer<ProtobufCBinaryData>? {
        guard !values.isEmpty else { return nil }
        let list = try unsafe array(of: ProtobufCBinaryData.self, values.count)
        for (index, value) in values.enumerated() {
            unsafe (list + index).initialize(to: try bytes(value))
        }
        return unsafe list
    }

    /// Numbers, and enumerations by their numbers.
    mutating func numbers<Number, C>(
        _ numbers: [Number], _ convert: (Number) -> C,
    ) throws(WireError) -> UnsafeMutablePointer<C>? {
        guard !numbers.isEmpty else { return nil }
        let list = try unsafe array(of: C.self, numbers.count)
        for (index, number) in numbers.enumerated() {
            unsafe (list + index).initialize(to: convert(number))
        }
        return unsafe list
    }
}
