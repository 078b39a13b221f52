package import SluiceRPC

/// What a request names in field 1, which in every request is the workspace.
package enum RequestedWorkspace {
    /// Found without reading the request: one pass over its fields, no memory but the name. Of a
    /// field that comes several times the last one counts, as it does for the handler. Empty: none
    /// is named. Throws where the handler could not read the bytes either.
    package static func read(_ request: [UInt8]) throws(Status) -> String {
        do throws(WireError.Fault) {
            return try unsafe request.withUnsafeBufferPointer {
                (bytes) throws(WireError.Fault) -> String in
                try unsafe name(in: UnsafeRawBufferPointer(bytes))
            }
        } catch {
            throw WireError(error, in: "the request").asInvalidArgument
        }
    }

    private static let field: UInt64 = 1

    private static func name(
        in bytes: UnsafeRawBufferPointer,
    ) throws(WireError.Fault) -> String {
        guard let start = bytes.baseAddress else { return "" }
        let end = unsafe start + bytes.count
        var reader = unsafe WireReader(start)
        var found: Piece?
        while unsafe reader.position < end {
            let tag = try unsafe reader.varint(until: end)
            guard let wireType = WireType(rawValue: UInt8(tag & 7)) else { throw .wrongWireType }
            guard wireType == .lengthPrefixed, tag >> 3 == field else {
                try unsafe reader.skip(wireType, until: end)
                continue
            }
            let piece = try unsafe reader.piece(until: end)
            unsafe found = piece
            unsafe reader.position = piece.end
        }
        guard let found = unsafe found else { return "" }
        if let fault = unsafe textFault(found) { throw fault }
        return unsafe String(
            decoding: UnsafeRawBufferPointer(
                start: found.start, count: found.end - found.start), as: UTF8.self)
    }
}
