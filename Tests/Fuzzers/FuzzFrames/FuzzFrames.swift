import FuzzDriver
import Glibc
import SluiceRPC

@main
enum FuzzFrames {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
            unsafe CommandLine.unsafeArgv
        exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, fuzzFrames))
    }
}

/// A connection that is driven by an input: bytes of a client, ends of handlers, time and the
/// kernel's progress, in whatever order. `FrameWorld` says what must hold.
private func fuzzFrames(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    var world = FrameWorld()
    var rest = input[...]
    while let step = rest.popFirst() {
        world.take(Step(step, &rest))
    }
    world.end()
    return 0
}

/// What a byte of the input asks for.
enum Step {
    /// Bytes of the client; the step's byte is their count.
    case receive([UInt8])
    /// The handler of the oldest call ends.
    case finish(success: Bool)
    case send(count: Int)
    case next
    case stopReceiving
    case stopWaiting
    /// The kernel takes a share of what was written.
    case written(quarters: Int)
    case wait(seconds: Int)
    case shutDown
    case peerClosed

    init(_ byte: UInt8, _ rest: inout ArraySlice<UInt8>) {
        let low = Int(byte & 15)
        switch byte {
        case ..<0xA0:
            let taken = rest.prefix(Int(byte))
            rest = rest.dropFirst(taken.count)
            self = .receive(Array(taken))
        case ..<0xB0: self = .finish(success: low < 12)
        case ..<0xC0: self = .send(count: low * 8)
        case ..<0xD0: self = .next
        case ..<0xD8: self = .stopReceiving
        case ..<0xE0: self = .stopWaiting
        case ..<0xF0: self = .written(quarters: low % 4 + 1)
        case ..<0xFD: self = .wait(seconds: low)
        case 0xFD: self = .shutDown
        default: self = .peerClosed
        }
    }
}
