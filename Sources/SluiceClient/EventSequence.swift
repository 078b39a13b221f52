public import SluiceRPC
public import SluiceWire

extension Sluice {
    /// Every event that fits `request`, in order and without end. A lost connection is made again
    /// and the sequence goes on after the last event that was read; none is lost or repeated.
    public func watch(_ request: WatchEventsRequest) -> EventSequence {
        EventSequence(sluice: self, request: request)
    }

    /// Number of the latest event now: what comes later has a higher one.
    public func latestEvent(
        workspace: String = "", environment: Environment = .unspecified,
    ) async throws(Status) -> Int64 {
        try await persistently { () async throws(Status) in
            try await events.waitEvents(
                WaitEventsRequest(workspace: workspace, environment: environment, afterSeq: -1))
        }.latestSeq
    }
}

/// Events of a daemon, across lost connections.
public struct EventSequence: AsyncSequence, Sendable {
    public typealias Element = Event
    public typealias Failure = Status

    let sluice: Sluice
    let request: WatchEventsRequest

    public func makeAsyncIterator() -> Iterator { Iterator(sluice: sluice, request: request) }

    public struct Iterator: AsyncIteratorProtocol {
        private let sluice: Sluice
        /// `afterSeq` is the last event that was handed out.
        private var request: WatchEventsRequest
        private var stream: ReplySequence<WatchEventsResponse>.Iterator?
        private var arrived: ArraySlice<Event> = []
        /// Streams that broke since the last event.
        private var failures = 0

        fileprivate init(sluice: Sluice, request: WatchEventsRequest) {
            self.sluice = sluice
            self.request = request
        }

        public mutating func next() async throws(Status) -> Event? {
            try await next(isolation: #isolation)
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?,
        ) async throws(Status) -> Event? {
            while true {
                if let event = arrived.popFirst() {
                    request.afterSeq = event.seq
                    return event
                }
                if stream == nil { try await open() }
                try await receive()
            }
        }

        private mutating func open() async throws(Status) {
            if request.afterSeq < 0 {
                // "From now on" has to mean the same now after the connection is lost.
                request.afterSeq = try await sluice.latestEvent(
                    workspace: request.workspace, environment: request.environment)
            }
            let request = request
            stream = try await sluice.persistently { () async throws(Status) in
                try await sluice.events.watchEvents(request)
            }.makeAsyncIterator()
        }

        private mutating func receive() async throws(Status) {
            do throws(Status) {
                guard let reply = try await stream?.next() else {
                    throw Status(.unavailable, "the daemon ended the stream of events")
                }
                arrived = reply.events[...]
                failures = 0
            } catch {
                stream = nil
                try await outlive(error)
            }
        }

        private mutating func outlive(_ status: Status) async throws(Status) {
            guard status.code == .unavailable, failures < sluice.patience.pauses.count else {
                throw status
            }
            await sluice.patience.sleep(sluice.patience.pauses[failures])
            failures += 1
        }
    }
}
