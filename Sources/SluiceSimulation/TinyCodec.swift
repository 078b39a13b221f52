package import SluiceRPC

/// Envelopes as length-prefixed fields: enough where serialization is not what is looked at.
package struct TinyCodec: EnvelopeCodec {
    package init() {}

    package func decodeRequest(_ bytes: [UInt8]) throws(Status) -> RequestEnvelope {
        var fields = try Fields(bytes, or: .invalidArgument)
        let service = try fields.string()
        let method = try fields.string()
        let payload = try fields.next()
        let timeout = try fields.integer()
        var metadata: [Metadata] = []
        while !fields.isEmpty {
            metadata.append(Metadata(key: try fields.string(), value: try fields.string()))
        }
        return RequestEnvelope(
            service: service, method: method, payload: payload, timeoutNanoseconds: timeout,
            metadata: metadata)
    }

    package func encodeRequest(_ request: RequestEnvelope) throws(Status) -> [UInt8] {
        Self.encoded(request)
    }

    package static func encoded(_ request: RequestEnvelope) -> [UInt8] {
        let pairs = request.metadata.flatMap { [Array($0.key.utf8), Array($0.value.utf8)] }
        return Fields.encode(
            [
                Array(request.service.utf8), Array(request.method.utf8), request.payload,
                Array(String(request.timeoutNanoseconds).utf8),
            ] + pairs)
    }

    package func decodeResponse(_ bytes: [UInt8]) throws(Status) -> ResponseEnvelope {
        var fields = try Fields(bytes, or: .internalError)
        let code = try fields.integer()
        guard code != 0 else { return .success(payload: try fields.next()) }
        let known = StatusCode(rawValue: Int32(truncatingIfNeeded: code)) ?? .unknown
        return .failure(Status(known, try fields.string()))
    }

    package func encodeResponse(_ response: ResponseEnvelope) throws(Status) -> [UInt8] {
        Self.encoded(response)
    }

    package static func encoded(_ response: ResponseEnvelope) -> [UInt8] {
        switch response {
        case .success(let payload): Fields.encode([Array("0".utf8), payload])
        case .failure(let status):
            Fields.encode([Array(String(status.code.rawValue).utf8), Array(status.message.utf8)])
        }
    }
}

/// A field is four bytes of length, most significant first, and its bytes.
private struct Fields {
    private var rest: ArraySlice<UInt8>
    private let code: StatusCode

    init(_ bytes: [UInt8], or code: StatusCode) throws(Status) {
        rest = bytes[...]
        self.code = code
        if bytes.isEmpty { throw Status(code, "the envelope is empty") }
    }

    var isEmpty: Bool { rest.isEmpty }

    mutating func next() throws(Status) -> [UInt8] {
        guard rest.count >= 4 else { throw Status(code, "the envelope is cut") }
        let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(4)
        guard rest.count >= length else { throw Status(code, "the envelope is cut") }
        defer { rest = rest.dropFirst(length) }
        return Array(rest.prefix(length))
    }

    mutating func string() throws(Status) -> String {
        String(decoding: try next(), as: UTF8.self)
    }

    mutating func integer() throws(Status) -> Int64 {
        guard let value = Int64(try string()) else {
            throw Status(code, "the envelope holds no number")
        }
        return value
    }

    static func encode(_ fields: [[UInt8]]) -> [UInt8] {
        fields.flatMap { field in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: field.count >> $0) } + field
        }
    }
}
