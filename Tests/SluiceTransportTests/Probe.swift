import SluiceRPC
import Synchronization

/// What handlers report to a test and what a test lets them do.
final class Probe: Sendable {
    struct Facts: Sendable {
        var began = 0
        var ended = 0
        var released = false
        var records: [CallRecord] = []
        var closes: [CloseReason] = []
        var refused = 0
    }

    private struct State {
        var facts = Facts()
        var waiters: [Waiter] = []
    }

    private struct Waiter {
        let isDue: @Sendable (Facts) -> Bool
        let wake: CheckedContinuation<Void, Never>
    }

    private let state = Mutex(State())

    var facts: Facts { state.withLock { $0.facts } }

    func began() { note { $0.began += 1 } }
    func ended() { note { $0.ended += 1 } }
    func release() { note { $0.released = true } }

    func untilBegan(_ count: Int) async { await until { $0.began >= count } }
    func untilEnded(_ count: Int) async { await until { $0.ended >= count } }
    func untilReleased() async { await until { $0.released } }

    /// Waits as a handler does that listens to its cancellation.
    func untilCancelled() async {
        let (ends, end) = AsyncStream<Void>.makeStream()
        await withTaskCancellationHandler {
            for await _ in ends {}
        } onCancel: {
            end.finish()
        }
    }

    func note(_ change: (inout Facts) -> Void) {
        let due = state.withLock { state in
            change(&state.facts)
            let facts = state.facts
            let due = state.waiters.filter { $0.isDue(facts) }
            state.waiters.removeAll { $0.isDue(facts) }
            return due
        }
        for waiter in due { waiter.wake.resume() }
    }

    func until(_ isDue: @escaping @Sendable (Facts) -> Bool) async {
        await withCheckedContinuation { wake in
            let now = state.withLock { state in
                guard !isDue(state.facts) else { return true }
                state.waiters.append(Waiter(isDue: isDue, wake: wake))
                return false
            }
            if now { wake.resume() }
        }
    }
}
