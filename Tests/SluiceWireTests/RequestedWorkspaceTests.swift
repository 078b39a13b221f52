import SluiceRPC
import SluiceWire
import Testing

/// What decides on a call and what carries it out read the same workspace.
@Suite struct RequestedWorkspaceTests {
    /// Fields that a request may be made of, right and wrong ones.
    private static let pieces: [[UInt8]] = [
        [0x0a, 1, 0x61], [0x0a, 2, 0x62, 0x63], [0x0a, 0], [0x8a, 0, 1, 0x64],
        [0x0a, 0x81, 0, 0x65], [0x10, 1], [0x10, 2], [0x1a, 1, 0x66], [0x3a, 3, 0x0a, 1, 0x67],
        [0xa2, 0x3f, 1, 0x0a], [0x79, 1, 2, 3, 4, 5, 6, 7, 8], [0x7d, 1, 2, 3, 4], [0x08, 1],
        [0x0b], [0x0a, 5, 0x68], [0x0a, 1, 0xff], [0x0a, 1, 0], [0x0a, 3, 0xe4, 0xb8, 0xad],
        [0x00], [0x0f],
    ]

    @Test func `it is what the handler reads, of whatever bytes`() throws {
        var random = SplitMix(state: 7)
        var readable = 0
        for _ in 1...20_000 {
            let bytes = (0..<Int.random(in: 0...5, using: &random)).flatMap { _ in
                Self.pieces.randomElement(using: &random) ?? []
            }
            guard let request = try? ListJobsRequest(decoding: bytes) else { continue }
            readable += 1
            let found = try? RequestedWorkspace.read(bytes)
            #expect(found == request.workspace, "\(bytes)")
        }
        #expect(readable > 1_000)
    }

    @Test func `bytes that end too early or are no text name none`() {
        for bytes: [UInt8] in [[0x0a, 5, 1], [0x0a, 1, 0xff], [0x0a, 1, 0], [0x0b], [0x0a]] {
            let error = #expect(throws: Status.self) { try RequestedWorkspace.read(bytes) }
            #expect(error?.code == .invalidArgument)
        }
    }
}
