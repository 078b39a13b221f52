import SluiceRPC
import SluiceWire
import Testing

@Suite struct EnvelopeTests {
    private let codec = TTRPCEnvelopeCodec()

    @Test func `a request survives`() throws {
        let request = RequestEnvelope(
            service: "sluice.v1.InstanceService", method: "GetInstance", payload: [1, 0, 2],
            timeoutNanoseconds: -5, metadata: [Metadata(key: "k", value: "v")])
        #expect(try codec.decodeRequest(codec.encodeRequest(request)) == request)
    }

    @Test func `a request has ttrpc's bytes`() throws {
        let request = RequestEnvelope(
            service: "s", method: "m", payload: [7], timeoutNanoseconds: 9)
        #expect(
            try codec.encodeRequest(request) == bytes(hex: "0a0173" + "12016d" + "1a0107" + "2009"))
    }

    @Test func `a success has no status, and an empty status is a success`() throws {
        let success = ResponseEnvelope.success(payload: [1])
        #expect(try codec.encodeResponse(success) == bytes(hex: "120101"))
        #expect(try codec.decodeResponse(bytes(hex: "0a00" + "120101")) == success)
        #expect(try codec.decodeResponse([]) == .success(payload: []))
    }

    @Test func `a failure survives with its details`() throws {
        let status = Status(
            .notFound, "Job instance does not exist.",
            detail: ErrorDetail(errorCode: "DLF.0137", reason: "INSTANCE_NOT_FOUND"))
        let back = try codec.decodeResponse(codec.encodeResponse(.failure(status)))
        #expect(back == .failure(status))
        #expect(status.errorDetail?.errorCode == "DLF.0137")
    }

    @Test func `a code beyond gRPC's is unknown`() throws {
        guard case .failure(let status) = try codec.decodeResponse(bytes(hex: "0a02087f")) else {
            Issue.record("the status was taken for a success")
            return
        }
        #expect(status.code == .unknown)
    }

    @Test func `an envelope that does not parse is the sender's fault`() {
        let request = #expect(throws: Status.self) { try codec.decodeRequest([0xff]) }
        #expect(request?.code == .invalidArgument)
        let response = #expect(throws: Status.self) { try codec.decodeResponse([0xff]) }
        #expect(response?.code == .internalError)
    }

    @Test func `foreign and broken details are passed over`() {
        var status = Status(.internalError, "x")
        #expect(status.errorDetail == nil)
        let url = "type.googleapis.com/sluice.v1.ErrorDetail"
        status.details = [.init(typeURL: "other", value: [1]), .init(typeURL: url, value: [0xff])]
        #expect(status.errorDetail == nil)
        status.details.append(.init(typeURL: url, value: field(3, Array("R".utf8))))
        #expect(status.errorDetail?.reason == "R")
    }
}
