import Synchronization
import UnixSignals

/// Somebody wants the daemon to end: a signal or a call.
final class StopSignal: Sendable {
    private struct State {
        var stopAttempts: Bool?
        var waiter: CheckedContinuation<Bool, Never>?
    }

    private let state = Mutex(State())

    /// Takes SIGTERM and SIGINT from here on; before, they end the process at once.
    init() async {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        Task { [weak self] in
            for await _ in signals { self?.fire(stopAttempts: false) }
        }
    }

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
        await withCheckedContinuation { continuation in
            let fired = state.withLock { state in
                if state.stopAttempts == nil { state.waiter = continuation }
                return state.stopAttempts
            }
            if let fired { continuation.resume(returning: fired) }
        }
    }
}
