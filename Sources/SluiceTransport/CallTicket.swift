import Synchronization

/// Ties a waiting task to what it waits for on the event loop, so that its cancellation finds it.
///
/// `isCancelled` is set before the loop is told, so a wait that begins later sees it.
final class CallTicket: Sendable {
    private let cancelled = Atomic<Bool>(false)
    private let stream = Atomic<UInt32>(0)

    init() {}

    /// For a wait in a stream that is open already.
    init(streamID: UInt32) {
        stream.store(streamID, ordering: .relaxed)
    }

    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    func cancel() { cancelled.store(true, ordering: .releasing) }

    /// 0 until the call has been opened. Written and read on the event loop only.
    var streamID: UInt32 {
        get { stream.load(ordering: .relaxed) }
        set { stream.store(newValue, ordering: .relaxed) }
    }
}
