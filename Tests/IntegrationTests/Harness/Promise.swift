import Synchronization

/// A value that comes once. Waiting for it ends early only when the waiting task is cancelled, as
/// it is when a test's time is over.
final class Promise<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var waiters: [AsyncStream<Value>.Continuation] = []
    }

    private let state = Mutex(State())

    /// Only the first value counts.
    func fulfil(_ value: Value) {
        let waiters = state.withLock { state in
            guard state.value == nil else { return [] as [AsyncStream<Value>.Continuation] }
            state.value = value
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters {
            waiter.yield(value)
            waiter.finish()
        }
    }

    var value: Value {
        get async throws {
            let (stream, waiter) = AsyncStream<Value>.makeStream()
            let present = state.withLock { state in
                if state.value == nil { state.waiters.append(waiter) }
                return state.value
            }
            if let present { return present }
            for await value in stream { return value }
            throw CancellationError()
        }
    }

    /// Nil until it has come.
    var now: Value? { state.withLock { $0.value } }
}

/// Runs what blocks on a thread of its own: the threads of the tasks stay free.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async throws -> Value {
    let promise = Promise<Value>()
    Thread.detach { promise.fulfil(body()) }
    return try await promise.value
}
