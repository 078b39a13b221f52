import Synchronization
import UnixSignals

/// Somebody wants the daemon to end: a signal or a call.
final class StopSignal: Sendable {
    private struct State {
        var stopAttempts: Bool?
        var waiter: CheckedContinuation<Bool, Never>?
    }

    private let state = Mutex(State())

    /// - Parameter stopAttempts: also end every attempt that runs, and the keeper.
    func fire(stopAttempts: Bool) {
        let waiter = state.withLock { state in
            state.stopAttempts = state.stopAttempts ?? stopAttempts
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: stopAttempts)
    }

    /// Whether attempts are to be stopped too.
    func wait() async -> Bool {
        let listener = Task {
            for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
                fire(stopAttempts: false)
            }
        }
        defer { listener.cancel() }
        return await withCheckedContinuation { continuation in
            let fired = state.withLock { state in
                if state.stopAttempts == nil { state.waiter = continuation }
                return state.stopAttempts
            }
            if let fired { continuation.resume(returning: fired) }
        }
    }
}
