internal import Glibc
package import SluiceEngine
package import SluiceModel
internal import Synchronization

/// Where commands and facts wait for the conductor. Any thread puts in; one thread takes out.
package final class Inbox: Sendable {
    private struct State {
        var inputs: [Input] = []
        var isClosed = false
    }

    /// Inputs that may wait. Facts are taken beyond it: they cannot be refused.
    package static let limit = 65_536

    private let state = Mutex(State())
    /// A pipe that is readable while there is something to take.
    private let bell: (out: Int32, in: Int32)

    package init() {
        var ends: (Int32, Int32) = (-1, -1)
        let status = unsafe withUnsafeMutableBytes(of: &ends) { bytes in
            unsafe bytes.withMemoryRebound(to: Int32.self) { unsafe pipe($0.baseAddress) }
        }
        precondition(status == 0, "a pipe can be had")
        for end in [ends.0, ends.1] {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        bell = (out: ends.0, in: ends.1)
    }

    deinit {
        _ = Glibc.close(bell.out)
        _ = Glibc.close(bell.in)
    }

    /// False: the inbox is full or closed and the input was not taken.
    package func put(_ input: Input) -> Bool {
        let (isTaken, wasEmpty) = state.withLock { state in
            let isFact =
                switch input {
                case .report, .census, .delivery, .files, .drain: true
                case .submission, .refused, .query, .visit: false
                }
            guard !state.isClosed, isFact || state.inputs.count < Self.limit else {
                return (false, false)
            }
            state.inputs.append(input)
            return (true, state.inputs.count == 1)
        }
        if wasEmpty { ring() }
        return isTaken
    }

    package func put(_ reports: [AttemptReport]) {
        let wasEmpty = state.withLock { state in
            let wasEmpty = state.inputs.isEmpty
            state.inputs.append(contentsOf: reports.map { .report($0) })
            return wasEmpty
        }
        if wasEmpty { ring() }
    }

    /// At most `max` of what has arrived, in order.
    package func take(max: Int) -> [Input] {
        state.withLock { state in
            if state.inputs.count <= max {
                defer { state.inputs = [] }
                return state.inputs
            }
            defer { state.inputs.removeFirst(max) }
            return Array(state.inputs.prefix(max))
        }
    }

    /// Takes nothing more in. What has arrived can still be taken out.
    package func close() {
        state.withLock { $0.isClosed = true }
        ring()
    }

    /// Has the wait end though nothing has arrived: the wall clock was set.
    package func wake() { ring() }

    package var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Returns when something has arrived, the inbox was closed, or the time is over.
    package func wait(nanoseconds: Int64) {
        if state.withLock({ !$0.inputs.isEmpty || $0.isClosed }) { return }
        var descriptor = pollfd(fd: bell.out, events: Int16(POLLIN), revents: 0)
        // Rounded up: waking too early would only mean to wait again.
        let milliseconds = Int32(clamping: (nanoseconds / 1_000_000).addingReportingOverflow(1).0)
        _ = unsafe poll(&descriptor, 1, milliseconds)
        var bytes: UInt64 = 0
        while unsafe read(bell.out, &bytes, 8) == 8 {}
    }

    private func ring() {
        var byte: UInt8 = 1
        // A full pipe rings as well.
        _ = unsafe write(bell.in, &byte, 1)
    }
}

extension Inbox {
    /// Submits a command and waits for its answer, which comes after its commit.
    package func submit(_ submission: Submission) async throws(SluiceError) -> Answer {
        let result: Result<Answer, SluiceError> = await withCheckedContinuation { continuation in
            let isTaken = put(.submission(submission) { continuation.resume(returning: $0) })
            if !isTaken { continuation.resume(returning: .failure(refusal)) }
        }
        return try result.get()
    }

    /// Remembers which list a user looks at. Where it cannot, the list before is opened next time.
    package func remember(_ visited: VisitedModule) async {
        await withCheckedContinuation { continuation in
            let isTaken = put(.visit(visited) { continuation.resume() })
            if !isTaken { continuation.resume() }
        }
    }

    /// Asks the engine between two batches; `needs` says what the engine has to know for that.
    package func ask<Value: Sendable>(
        needing needs: @escaping @Sendable (borrowing Engine) -> [Need] = { _ in [] },
        _ question: @escaping @Sendable (borrowing Engine) -> Value,
    ) async throws(SluiceError) -> Value {
        let answer: Result<Value, SluiceError> = await withCheckedContinuation { continuation in
            let isTaken = put(
                .query(
                    Query(
                        needs: needs, fail: { continuation.resume(returning: .failure($0)) },
                        { continuation.resume(returning: .success(question($0))) })))
            if !isTaken { continuation.resume(returning: .failure(refusal)) }
        }
        return try answer.get()
    }

    private var refusal: SluiceError {
        isClosed
            ? SluiceError(.unavailable, reason: "SHUTTING_DOWN", "the daemon is shutting down")
            : SluiceError(
                .resourceExhausted, reason: "TOO_MANY_CALLS",
                "\(Self.limit) calls wait already; try again", subject: "limit inbox")
    }
}
