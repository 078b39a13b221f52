package import SluiceRPC

// What the generated dispatch and stubs are made of.

extension Method {
    package static func unary<Request: WireMessage, Reply: WireMessage>(
        _ info: MethodInfo,
        _ answer:
            @escaping @Sendable (Request, CallContext) async throws(Status) -> Reply,
    ) -> Method {
        Method(
            info: info,
            handler: .unary { (bytes, context) async throws(Status) -> [UInt8] in
                let reply = try await answer(try Request(request: bytes), context)
                return try reply.answer()
            })
    }

    package static func serverStreaming<Request: WireMessage, Reply: WireMessage>(
        _ info: MethodInfo,
        _ answer:
            @escaping @Sendable (Request, ReplyStream<Reply>, CallContext)
            async throws(Status) -> Void,
    ) -> Method {
        Method(
            info: info,
            handler: .serverStreaming { (bytes, sink, context) async throws(Status) in
                try await answer(try Request(request: bytes), ReplyStream(sink), context)
            })
    }
}

extension ClientChannel {
    func call<Request: WireMessage, Reply: WireMessage>(
        _ method: MethodInfo, _ request: Request, _ options: CallOptions,
    ) async throws(Status) -> Reply {
        let bytes = try await unary(method, try request.question(), options)
        return try Reply(reply: bytes)
    }

    func callForStream<Request: WireMessage, Reply: WireMessage>(
        _ method: MethodInfo, _ request: Request, _ options: CallOptions,
    ) async throws(Status) -> ReplySequence<Reply> {
        ReplySequence(try await serverStreaming(method, try request.question(), options))
    }
}

// MARK: - Whose fault it is

extension WireMessage {
    /// A server reads a request: a fault is the caller's.
    init(request bytes: [UInt8]) throws(Status) {
        do { self = try Self(decoding: bytes) } catch { throw error.asInvalidArgument }
    }

    /// A client reads a reply: a fault is the server's.
    init(reply bytes: [UInt8]) throws(Status) {
        do { self = try Self(decoding: bytes) } catch { throw error.asInternalError }
    }

    /// A client writes a request: a fault is its caller's.
    func question() throws(Status) -> [UInt8] {
        do { return try encoded() } catch { throw error.asInvalidArgument }
    }

    /// A server writes a reply: a fault is its own.
    func answer() throws(Status) -> [UInt8] {
        do { return try encoded() } catch { throw error.asInternalError }
    }
}
