import NIOCore

/// One timer of a connection, armed for the earliest of its deadlines. Lives on its event loop.
///
/// It may fire early, when the deadline that it was armed for has gone; the session then has
/// nothing to do. That costs less than to disarm it with every call that ends.
final class LoopTimer {
    private let eventLoop: any EventLoop
    private var scheduled: Scheduled<Void>?
    private var due: ContinuousClock.Instant?
    var fire: (() -> Void)?

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func arm(for instant: ContinuousClock.Instant?) {
        guard let instant else { return }
        if let due, due <= instant { return }
        scheduled?.cancel()
        due = instant
        let delay = ContinuousClock.now.duration(to: instant)
        scheduled = eventLoop.assumeIsolated().scheduleTask(in: delay.timeAmount) { [self] in
            scheduled = nil
            due = nil
            fire?()
        }
    }

    func stop() {
        scheduled?.cancel()
        scheduled = nil
        fire = nil
    }
}

extension Duration {
    /// Rounded up, so that a timer never fires before its deadline; at most about a year.
    fileprivate var timeAmount: TimeAmount {
        guard self < .seconds(365 * 86_400) else { return .hours(365 * 24) }
        let parts = components
        return .nanoseconds(parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000 + 1)
    }
}
