public import SluiceRPC
public import SluiceWire

extension Sluice {
    /// The log of a node as it grows: the attempt that `request` names to its end, then those of
    /// its retries, until the node is final. Goes on where it was after a lost connection.
    public func followLog(_ request: FollowLogRequest) -> LogSequence {
        LogSequence(sluice: self, request: request)
    }
}

/// Pieces of a node's log across its attempts.
public struct LogSequence: AsyncSequence, Sendable {
    public typealias Element = FollowLogResponse
    public typealias Failure = Status

    let sluice: Sluice
    let request: FollowLogRequest

    public func makeAsyncIterator() -> Iterator { Iterator(sluice: sluice, request: request) }

    public struct Iterator: AsyncIteratorProtocol {
        private let sluice: Sluice
        /// `attempt` and `offset` are where the next piece begins.
        private var request: FollowLogRequest
        private var stream: ReplySequence<FollowLogResponse>.Iterator?
        /// The last attempt whose log was read to its end; 0: none.
        private var finished: Int32 = 0
        private var failures = 0

        fileprivate init(sluice: Sluice, request: FollowLogRequest) {
            self.sluice = sluice
            self.request = request
            finished = Swift.max(0, request.attempt - 1)
        }

        public mutating func next() async throws(Status) -> FollowLogResponse? {
            try await next(isolation: #isolation)
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?,
        ) async throws(Status) -> FollowLogResponse? {
            while true {
                if stream == nil, try await !open() { return nil }
                if let piece = try await receive() { return piece }
            }
        }

        /// False: no later attempt exists and none will.
        private mutating func open() async throws(Status) -> Bool {
            if request.attempt <= finished {
                guard let attempt = try await nextAttempt() else { return false }
                request.attempt = attempt
            }
            let request = request
            stream = try await sluice.persistently { () async throws(Status) in
                try await sluice.instances.followLog(request)
            }.makeAsyncIterator()
            return true
        }

        private mutating func receive() async throws(Status) -> FollowLogResponse? {
            do throws(Status) {
                if let piece = try await stream?.next() {
                    request.offset = piece.offset + Int64(piece.data.count)
                    failures = 0
                    return piece
                }
                stream = nil
                finished = request.attempt
                request.offset = 0
            } catch {
                stream = nil
                guard error.code == .unavailable, failures < sluice.patience.pauses.count else {
                    throw error
                }
                await sluice.patience.sleep(sluice.patience.pauses[failures])
                failures += 1
            }
            return nil
        }

        /// Waits for an attempt after the finished one; nil where the node is final without one.
        private func nextAttempt() async throws(Status) -> Int32? {
            let updates = sluice.progress(
                of: request.instanceId, workspace: request.workspace,
                environment: request.environment)
            for try await update in updates {
                switch update {
                case .state(let details), .ended(let details):
                    guard let node = details.nodes.first(where: { $0.nodeName == request.nodeName })
                    else { throw noSuchNode }
                    if node.attempt > finished { return attempt(after: node.attempt) }
                    if node.status.isFinal { return nil }
                case .events(let events):
                    for event in events where event.nodeName == request.nodeName {
                        if event.attempt > finished { return attempt(after: event.attempt) }
                        if event.nodeTo.isFinal { return nil }
                    }
                }
            }
            return nil
        }

        /// The first request takes the present attempt, later ones take every attempt in turn.
        private func attempt(after present: Int32) -> Int32 {
            finished == 0 ? present : finished + 1
        }

        private var noSuchNode: Status {
            Status(
                .notFound, "instance \(request.instanceId) has no node '\(request.nodeName)'",
                detail: ErrorDetail(
                    errorCode: "DLF.30125", reason: "NODE_NOT_IN_INSTANCE",
                    subject: "node \(request.nodeName)"))
        }
    }
}
