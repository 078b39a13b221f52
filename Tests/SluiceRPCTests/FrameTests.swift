import SluiceRPC
import Testing

struct FrameTests {
    @Test func `a frame is ten bytes of header and its data`() {
        let frame = Frame(.data, stream: 0x0102_0305, flags: [.remoteClosed], data: [0xAA, 0xBB])
        #expect(frame.encoded == [0, 0, 0, 2, 1, 2, 3, 5, 3, 1, 0xAA, 0xBB])
        #expect(
            frame.header
                == FrameHeader(
                    length: 2, streamID: 0x0102_0305, type: .data, flags: [.remoteClosed]))
    }

    @Test func `a frame without data is legal`() {
        #expect(decode([Frame(.data, stream: 1).encoded]) == [.frame(Frame(.data, stream: 1))])
    }

    @Test func `types and flags that nobody knows keep their numbers`() {
        let frame = Frame(FrameType(rawValue: 200), stream: 7, flags: FrameFlags(rawValue: 0xF0))
        #expect(decode([frame.encoded]) == [.frame(frame)])
    }

    @Test func `an oversized frame is skipped to its last byte`() {
        let long = Frame(.request, stream: 1, data: [UInt8](repeating: 9, count: 33))
        let next = Frame(.request, stream: 3, data: [1])
        #expect(
            decode([long.encoded + next.encoded])
                == [.oversized(long.header), .frame(next)])
    }

    @Test func `nothing comes after a frame that is not worth skipping`() {
        let hopeless = Frame(.request, stream: 1, data: [UInt8](repeating: 9, count: 64))
        let bytes = hopeless.encoded + Frame(.request, stream: 3).encoded
        #expect(decode([bytes]) == [.hopeless(hopeless.header)])
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `frames do not depend on how their bytes are chunked`(_ seed: UInt64) {
        var dice = Dice(seed: seed)
        let frames = (0..<dice.roll(1...20)).map { _ in dice.frame(longest: 40) }
        let bytes = frames.flatMap(\.encoded)
        #expect(decode(dice.chunks(of: bytes)) == decode([bytes]))
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `random bytes never trap`(_ seed: UInt64) {
        var dice = Dice(seed: seed)
        _ = decode(dice.chunks(of: dice.bytes(dice.roll(0...2_000))))
    }

    private func decode(_ chunks: [[UInt8]]) -> [FrameDecoder.Event] {
        var limits = RPCLimits()
        limits.frameBytes = 32
        limits.discardBytes = 64
        var decoder = FrameDecoder(limits: limits)
        let now = ContinuousClock.now
        var events: [FrameDecoder.Event] = []
        for chunk in chunks {
            var offset = 0
            while let event = unsafe decoder.next(chunk.span.bytes, from: &offset, at: now) {
                events.append(event)
            }
        }
        return events
    }
}
