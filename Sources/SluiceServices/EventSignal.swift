internal import Synchronization

/// Tells waiting calls that events were committed.
package final class EventSignal: Sendable {
    private struct State {
        var latest: Int64
        var nextWaiter = 0
        var waiters: [Int: (after: Int64, continuation: CheckedContinuation<Void, Never>)] = [:]
    }

    private let state: Mutex<State>

    package init(latest: Int64) {
        state = Mutex(State(latest: latest))
    }

    /// Number of the latest committed event.
    package var latest: Int64 { state.withLock { $0.latest } }

    package func post(_ latest: Int64) {
        let woken = state.withLock { state in
            state.latest = max(state.latest, latest)
            let due = state.waiters.filter { $0.value.after < state.latest }
            for key in due.keys { state.waiters[key] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Returns once there is an event after `seq`, or the task is cancelled.
    package func wait(after seq: Int64) async {
        let key = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if state.latest > seq || Task.isCancelled { return true }
                    state.waiters[key] = (seq, continuation)
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: key) }
            waiter?.continuation.resume()
        }
    }
}

/// Runs `body` until it returns or the time is over, whichever is first; `body` is cancelled then.
package func within(_ duration: Duration, _ body: @escaping @Sendable () async -> Void) async {
    await withTaskGroup(of: Void.self) { group in
        group.addTask { await body() }
        group.addTask {
            // A deadline, not a poll; throws only when it is cancelled, which is what ends it.
            try? await Task.sleep(for: duration)
        }
        await group.next()
        group.cancelAll()
    }
}
