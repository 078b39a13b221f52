import SluiceWire
import Testing

/// Costly messages of 4 MiB.
@Suite struct CostlyMessagesTests {
    /// Optimized code needs some 20 ms; minutes are what protobuf-c alone takes.
    private static let patience = Duration.seconds(20)
    private static let clock = ContinuousClock()

    private func faultOfDecoding<M: WireMessage>(
        _ type: M.Type, _ bytes: [UInt8],
    ) -> WireError.Fault? {
        var fault: WireError.Fault?
        let time = Self.clock.measure {
            do throws(WireError) { _ = try M(decoding: bytes) } catch { fault = error.fault }
        }
        #expect(time < Self.patience)
        return fault
    }

    private func filled(with piece: [UInt8]) -> [UInt8] {
        var bytes = piece
        while bytes.count <= WireLimits.messageBytes / 2 { bytes += bytes }
        let rest = WireLimits.messageBytes - bytes.count
        return bytes + bytes.prefix(rest - rest % piece.count)
    }

    @Test func `4 MiB of one message again and again is refused`() {
        let bytes = filled(with: field(1, []))
        #expect(faultOfDecoding(GetInstanceResponse.self, bytes) == .duplicateMessage)
    }

    @Test func `4 MiB of empty messages is refused`() {
        let bytes = filled(with: field(2, []))
        #expect(faultOfDecoding(GetInstanceResponse.self, bytes) == .tooManyFields)
    }

    @Test func `small messages that need much memory are refused`() {
        let bytes = filled(with: field(2, field(1, Array("node_813".utf8))))
        #expect(faultOfDecoding(GetInstanceResponse.self, bytes) == .tooMuchMemory)
    }

    @Test func `4 MiB of one number again and again is refused`() {
        #expect(
            faultOfDecoding(GetInstanceResponse.self, filled(with: [0x78, 0])) == .tooManyFields)
    }

    @Test func `4 MiB of packed numbers is refused`() {
        let ids = [UInt8](repeating: 1, count: WireLimits.messageBytes - 8)
        #expect(faultOfDecoding(StopInstancesRequest.self, field(4, ids)) == .tooManyFields)
    }

    @Test func `more than 4 MiB is refused unseen`() {
        let bytes = [UInt8](repeating: 0xff, count: WireLimits.messageBytes + 1)
        #expect(faultOfDecoding(KeyValue.self, bytes) == .tooLong)
    }

    @Test func `one text of nearly 4 MiB is taken`() throws {
        let text = String(repeating: "x", count: WireLimits.messageBytes - 16)
        let request = try SubmitJobRequest(source: text).encoded()
        #expect(faultOfDecoding(SubmitJobRequest.self, request) == nil)
    }
}
