package import SluiceRPC

/// The envelopes of ttrpc in protobuf; their schema is `sluice/v1/ttrpc.proto`.
package struct TTRPCEnvelopeCodec: EnvelopeCodec {
    package init() {}

    package func decodeRequest(_ bytes: [UInt8]) throws(Status) -> RequestEnvelope {
        let request = try RpcRequest(request: bytes)
        return RequestEnvelope(
            service: request.service,
            method: request.method,
            payload: request.payload,
            timeoutNanoseconds: request.timeoutNano,
            metadata: request.metadata.map { Metadata(key: $0.key, value: $0.value) },
        )
    }

    package func encodeRequest(_ request: RequestEnvelope) throws(Status) -> [UInt8] {
        let message = RpcRequest(
            service: request.service,
            method: request.method,
            payload: request.payload,
            timeoutNano: request.timeoutNanoseconds,
            metadata: request.metadata.map { KeyValue(key: $0.key, value: $0.value) },
        )
        return try message.question()
    }

    package func decodeResponse(_ bytes: [UInt8]) throws(Status) -> ResponseEnvelope {
        let response = try RpcResponse(reply: bytes)
        guard let status = response.status, status.code != 0 else {
            return .success(payload: response.payload)
        }
        return .failure(Status(status))
    }

    package func encodeResponse(_ response: ResponseEnvelope) throws(Status) -> [UInt8] {
        switch response {
        case .success(let payload): try RpcResponse(payload: payload).answer()
        case .failure(let status): try RpcResponse(status: RpcStatus(status)).answer()
        }
    }
}

extension Status {
    /// A code beyond gRPC's sixteen is `.unknown`, as gRPC says.
    init(_ status: RpcStatus) {
        self.init(
            StatusCode(rawValue: status.code) ?? .unknown,
            status.message,
            details: status.details.map { Detail(typeURL: $0.typeUrl, value: $0.value) },
        )
    }
}

extension RpcStatus {
    init(_ status: Status) {
        self.init(
            code: status.code.rawValue,
            message: status.message,
            details: status.details.map { RpcAny(typeUrl: $0.typeURL, value: $0.value) },
        )
    }
}
