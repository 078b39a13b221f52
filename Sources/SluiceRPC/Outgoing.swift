/// The frames of a connection on their way to the socket.
///
/// At most `window` bytes are handed over and not yet taken by the kernel; the others wait here.
struct Outgoing: Sendable {
    private var waiting = Fifo<(frame: Frame, call: CallID?)>()
    private let window: Int
    private(set) var inFlight = 0
    /// Bytes of waiting answers, which no sender can be made to wait with.
    private(set) var backlog = 0

    init(window: Int) {
        self.window = window
    }

    var isFlushed: Bool { inFlight == 0 && waiting.isEmpty }
    var canPass: Bool { waiting.isEmpty && inFlight < window }

    /// Accounts for a frame that is written at once.
    mutating func pass(_ frame: Frame) {
        inFlight += frame.byteCount
    }

    mutating func append(_ frame: Frame, of call: CallID?) {
        waiting.append((frame, call))
        if frame.type == .response { backlog += frame.byteCount }
    }

    /// The next frame that the window has room for. A frame longer than the window passes alone.
    mutating func popFirst() -> (frame: Frame, call: CallID?)? {
        guard inFlight < window, let next = waiting.popFirst() else { return nil }
        inFlight += next.frame.byteCount
        if next.frame.type == .response { backlog -= next.frame.byteCount }
        return next
    }

    mutating func written(_ bytes: Int) {
        inFlight -= bytes
        precondition(inFlight >= 0, "more bytes were written than handed over")
    }
}
