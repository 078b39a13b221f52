public import SluiceRPC
public import SluiceWire

/// A step in the life of an instance.
public enum InstanceUpdate: Sendable {
    /// The instance as it is; comes first, and again where events were missed.
    case state(GetInstanceResponse)
    /// What happened since; empty where nothing did for as long as was to be waited.
    case events([Event])
    /// The instance as it ended; the last update.
    case ended(GetInstanceResponse)
}

extension Sluice {
    /// How an instance comes to its end: its state, then what happens to it, then how it ended.
    /// Nothing is missed in between, across lost connections too.
    ///
    /// - Parameters:
    ///   - instanceID: the instance.
    ///   - workspace: of the instance; empty: `default`.
    ///   - environment: of the instance; unspecified: production.
    ///   - quietFor: after so long without an event an empty update comes; at most a minute.
    ///   - deadline: then the sequence fails with `.deadlineExceeded`; nil: never.
    public func progress(
        of instanceID: Int64, workspace: String = "", environment: Environment = .unspecified,
        quietFor: Duration = .seconds(30), deadline: ContinuousClock.Instant? = nil,
    ) -> InstanceProgress {
        InstanceProgress(
            sluice: self,
            request: GetInstanceRequest(
                workspace: workspace, environment: environment, instanceId: instanceID),
            quietMilliseconds: quietFor.milliseconds, deadline: deadline)
    }

    /// Waits for the end of an instance; it and all of its nodes as they are then. The parameters
    /// are those of `progress`.
    public func wait(
        for instanceID: Int64, workspace: String = "", environment: Environment = .unspecified,
        deadline: ContinuousClock.Instant? = nil,
    ) async throws(Status) -> GetInstanceResponse {
        var updates = progress(
            of: instanceID, workspace: workspace, environment: environment, deadline: deadline
        ).makeAsyncIterator()
        while true {
            if case .ended(let details) = try await updates.next() { return details }
        }
    }
}

/// The updates of one instance until it is final.
public struct InstanceProgress: AsyncSequence, Sendable {
    public typealias Element = InstanceUpdate
    public typealias Failure = Status

    /// The longest wait that the daemon takes, milliseconds.
    static let longestWait: Int64 = 60_000
    /// Beyond the wait itself, for the answer to come.
    static let answerTime: Duration = .seconds(30)

    let sluice: Sluice
    let request: GetInstanceRequest
    let quietMilliseconds: Int64
    let deadline: ContinuousClock.Instant?

    public func makeAsyncIterator() -> Iterator { Iterator(progress: self) }

    public struct Iterator: AsyncIteratorProtocol {
        private enum Phase {
            case start
            case watching(afterSeq: Int64)
            /// An event told of the end; the state will show it.
            case ending(afterSeq: Int64)
            case ended(GetInstanceResponse)
            case over
        }

        private let progress: InstanceProgress
        private var phase = Phase.start

        fileprivate init(progress: InstanceProgress) {
            self.progress = progress
        }

        public mutating func next() async throws(Status) -> InstanceUpdate? {
            try await next(isolation: #isolation)
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?,
        ) async throws(Status) -> InstanceUpdate? {
            switch phase {
            case .start: return try await begin()
            case .watching(let seq): return try await watch(after: seq)
            case .ending(let seq): return try await conclude(after: seq)
            case .ended(let details):
                phase = .over
                return .ended(details)
            case .over: return nil
            }
        }

        /// The position is taken before the state: an event in between is seen twice, never missed.
        private mutating func begin() async throws(Status) -> InstanceUpdate {
            let seq = try await progress.sluice.latestEvent(
                workspace: progress.request.workspace, environment: progress.request.environment)
            let details = try await progress.sluice.details(progress.request)
            phase = details.isFinal ? .ended(details) : .watching(afterSeq: seq)
            return .state(details)
        }

        private mutating func watch(after seq: Int64) async throws(Status) -> InstanceUpdate {
            let reply: WaitEventsResponse
            do throws(Status) {
                reply = try await progress.wait(after: seq)
            } catch {
                // So far behind that events are gone: the present state replaces them.
                guard error.code == .outOfRange else { throw error }
                return try await begin()
            }
            let isOver = reply.events.contains { $0.nodeName.isEmpty && $0.instanceTo.isFinal }
            phase =
                isOver ? .ending(afterSeq: reply.latestSeq) : .watching(afterSeq: reply.latestSeq)
            return .events(reply.events)
        }

        private mutating func conclude(after seq: Int64) async throws(Status) -> InstanceUpdate {
            let details = try await progress.sluice.details(progress.request)
            guard details.isFinal else {
                // It was brought back in the meantime.
                phase = .watching(afterSeq: seq)
                return .state(details)
            }
            phase = .over
            return .ended(details)
        }
    }

    private func wait(after seq: Int64) async throws(Status) -> WaitEventsResponse {
        var patience = Swift.min(quietMilliseconds, Self.longestWait)
        if let deadline {
            let left = (deadline - ContinuousClock.now).milliseconds
            guard left > 0 else { throw Status(.deadlineExceeded, "it has not ended in time") }
            patience = Swift.min(patience, left)
        }
        let request = WaitEventsRequest(
            workspace: request.workspace, environment: request.environment, afterSeq: seq,
            waitMs: Int32(clamping: patience), instanceId: request.instanceId)
        let options = CallOptions(timeout: .milliseconds(patience) + Self.answerTime)
        return try await sluice.persistently { () async throws(Status) in
            try await sluice.events.waitEvents(request, options: options)
        }
    }
}

extension GetInstanceResponse {
    /// The instance has ended.
    public var isFinal: Bool { instance?.status.isFinal ?? false }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
