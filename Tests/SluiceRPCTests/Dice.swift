import SluiceRPC

/// Chance that repeats: the same seed, the same throws (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func roll(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// Cuts bytes into pieces of any length, empty ones too.
    mutating func chunks(of bytes: [UInt8]) -> [[UInt8]] {
        var chunks: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = roll(0...min(rest.count, 30))
            chunks.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return chunks
    }

    mutating func frame(longest: Int) -> Frame {
        let types: [FrameType] = [.request, .response, .data, .cancel, FrameType(rawValue: 9)]
        return Frame(
            types[roll(0...types.count - 1)], stream: UInt32(roll(0...9)),
            flags: FrameFlags(rawValue: UInt8(roll(0...7))), data: bytes(roll(0...longest)))
    }

    /// A frame that a client might send, in or out of place.
    mutating func clientFrame() -> Frame {
        let names = ["Echo", "Watch", "Follow", "Collect", "Chat", "Nothing"]
        let stream = UInt32(roll(0...9))
        switch roll(0...5) {
        case 0, 1:
            return Desk.request(
                names[roll(0...5)], stream: stream, payload: bytes(roll(0...5)),
                timeout: Int64(roll(-1...1)))
        case 2: return Desk.data(bytes(roll(0...5)), stream: stream)
        case 3: return .endOfMessages(stream: stream)
        case 4: return Frame(.cancel, stream: stream)
        default: return frame(longest: 300)
        }
    }
}
