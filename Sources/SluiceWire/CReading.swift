import CProtobufC

/// What the generated code reads fields with. Text was checked before it was unpacked, so a fault
/// here means a C message that came from elsewhere than `decode`.
enum CReading {
    @inline(__always)
    static func text(_ c: UnsafePointer<CChar>?) throws(WireError) -> String {
        guard let c = unsafe c, unsafe c.pointee != 0 else { return "" }
        guard let text = unsafe String(validatingCString: c) else {
            throw WireError(.notUTF8, in: "text")
        }
        return text
    }

    @inline(__always)
    static func bytes(_ c: ProtobufCBinaryData) -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: c.data, count: c.len))
    }

    static func message<Message: CBacked>(
        _ c: UnsafePointer<Message.CForm>?,
    ) throws(WireError) -> Message? {
        guard let c = unsafe c else { return nil }
        return try unsafe Message(reading: c)
    }

    static func messages<Message: CBacked>(
        _ c: UnsafeMutablePointer<UnsafeMutablePointer<Message.CForm>?>?, _ count: Int,
    ) throws(WireError) -> [Message] {
        var messages: [Message] = []
        messages.reserveCapacity(count)
        for index in 0..<count {
            guard let element = unsafe c?[index] else { continue }
            messages.append(try unsafe Message(reading: element))
        }
        return messages
    }

    static func texts(
        _ c: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int,
    ) throws(WireError) -> [String] {
        var texts: [String] = []
        texts.reserveCapacity(count)
        for index in 0..<count {
            texts.append(try unsafe text(c?[index]))
        }
        return texts
    }

    /// Numbers, and enumerations by their numbers.
    static func numbers<C, Number>(
        _ c: UnsafeMutablePointer<C>?, _ count: Int, _ convert: (C) -> Number,
    ) -> [Number] {
        unsafe UnsafeBufferPointer(start: c, count: count).map(convert)
    }

    static func byteStrings(
        _ c: UnsafeMutablePointer<ProtobufCBinaryData>?, _ count: Int,
    ) -> [[UInt8]] {
        unsafe UnsafeBufferPointer(start: c, count: count).map { unsafe bytes($0) }
    }
}
