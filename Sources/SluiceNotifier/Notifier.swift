internal import CChildProcess
internal import DequeModule
internal import Glibc
package import SluiceModel
internal import SluiceRuntime
internal import Synchronization

/// Delivers notifications, a few at once, as children of the daemon: a command as it is, a webhook
/// by curl(1). A child ends with the daemon; what it was to deliver is then sent again.
package final class Notifier: Courier, Sendable {
    package typealias Report = @Sendable (DeliveryReport) -> Void

    /// Deliveries at once; more wait.
    package static let atOnce = 4

    private struct State {
        var report: Report?
        var waiting: Deque<Notification> = []
        /// Waiting or on their way.
        var known: Set<NotificationID> = []
        var children: Set<pid_t> = []
        var threads = 0
        var isEnding = false
        /// Those that were on their way were killed: how they ended says nothing.
        var isKilled = false
        var whenIdle: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    /// From now on what becomes of each delivery is told, on a thread of the notifier. Call once,
    /// before the first delivery.
    package func listen(_ report: @escaping Report) {
        state.withLock { $0.report = report }
    }

    package func deliver(_ notification: Notification) {
        let isThreadNeeded = state.withLock { state in
            guard !state.isEnding, state.known.insert(notification.id).inserted else {
                return false
            }
            state.waiting.append(notification)
            guard state.threads < Self.atOnce else { return false }
            state.threads += 1
            return true
        }
        if isThreadNeeded { runOnDetachedThread { [self] in deliverAll() } }
    }

    /// Begins nothing more, and gives what is on its way some time before it is killed. What was
    /// not delivered is the next daemon's.
    package func end(within patience: Duration) async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isEnding = true
                state.waiting.removeAll()
                if state.threads > 0 { state.whenIdle = continuation }
                return state.threads == 0
            }
            if isIdle { return continuation.resume() }
            let (seconds, attoseconds) = patience.components
            let microseconds = useconds_t(
                clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
            runOnDetachedThread { [self] in
                // Nobody waits for this: what is done earlier resumes `whenIdle`, and the process
                // ends with it. Only what hangs is still there when the time is over.
                usleep(microseconds)
                killAll()
            }
        }
    }

    private func killAll() {
        state.withLock { state in
            state.isKilled = true
            for child in state.children { child_kill(child) }
        }
    }

    // MARK: - A thread that delivers

    private func deliverAll() {
        while let notification = next() {
            let messenger = Messenger(notification)
            var pid: pid_t?
            let end = messenger.program.run { child in
                register(child, insteadOf: pid)
                pid = child
            }
            let report = state.withLock { state in
                // Before the report: it may have the same one delivered again.
                state.known.remove(notification.id)
                return state.isKilled ? nil : state.report
            }
            report?(DeliveryReport(notification.id, error: messenger.error(of: end)))
        }
        let whenIdle = state.withLock { state in
            defer { state.whenIdle = nil }
            return state.threads == 0 ? state.whenIdle : nil
        }
        whenIdle?.resume()
    }

    /// Nil: nothing waits, and the thread is no longer counted.
    private func next() -> Notification? {
        state.withLock { state in
            if let next = state.waiting.popFirst() { return next }
            state.threads -= 1
            return nil
        }
    }

    private func register(_ child: pid_t?, insteadOf old: pid_t?) {
        state.withLock { state in
            if let old { state.children.remove(old) }
            guard let child else { return }
            state.children.insert(child)
            if state.isKilled { child_kill(child) }
        }
    }
}
