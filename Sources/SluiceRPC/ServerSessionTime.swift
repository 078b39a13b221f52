/// Time and the end of a connection.
extension ServerSession {
    /// When `advance` is to be called, at the latest; nil: there is nothing to wait for.
    package var nextDeadline: Instant? {
        guard phase != .closed else { return nil }
        // Asked after every read, so it builds no array.
        var earliest = callDeadline
        func consider(_ due: Instant?) {
            guard let due else { return }
            earliest = min(earliest ?? due, due)
        }
        consider(phase.deadline)
        consider(decoder.partialSince.map { $0 + limits.partialFrame })
        consider(fullSince.map { $0 + limits.stalledWriter })
        return earliest
    }

    /// Does what has fallen due by `now`.
    package mutating func advance(to now: Instant, into actions: inout [ServerAction]) {
        guard phase != .closed else { return }
        if let since = decoder.partialSince, now >= since + limits.partialFrame {
            return close(.partialFrame, at: now, into: &actions)
        }
        if let since = fullSince, now >= since + limits.stalledWriter {
            return close(.stalledWriter, at: now, into: &actions)
        }
        if let due = callDeadline, now >= due { expireCalls(at: now, into: &actions) }
        if let due = phase.deadline, now >= due { endPhase(at: now, into: &actions) }
    }

    private mutating func expireCalls(at now: Instant, into actions: inout [ServerAction]) {
        let expired = streams.values
            .compactMap { stream in stream.deadline.map { (due: $0, id: stream.call.streamID) } }
            .filter { $0.due <= now }
            .sorted { ($0.due, $0.id) < ($1.due, $1.id) }
        for call in expired {
            interrupt(call.id, .deadlinePassed, at: now, into: &actions)
        }
        callDeadline = streams.values.lazy.compactMap(\.deadline).min()
    }

    /// Stops taking requests. Active calls may end within `grace`; then they are answered 14. Calls
    /// that answer with a stream are answered 14 at once: they may have no end, and each can be
    /// resumed.
    package mutating func shutDown(
        grace: Duration, at now: Instant, into actions: inout [ServerAction],
    ) {
        guard phase == .open else { return }
        phase = .draining(until: now + grace)
        for id in streams.keys.sorted() where streams[id]?.method.kind.serverStreams == true {
            interrupt(id, .shuttingDown, at: now, into: &actions)
        }
        closeIfDrained(at: now, into: &actions)
    }

    private mutating func endPhase(at now: Instant, into actions: inout [ServerAction]) {
        switch phase {
        case .open, .closed:
            break
        case .draining:
            phase = .flushing(until: now + limits.lastFlush)
            for id in streams.keys.sorted() {
                interrupt(id, .shuttingDown, at: now, into: &actions)
            }
            closeIfDrained(at: now, into: &actions)
        case .flushing:
            close(.shutdown, at: now, into: &actions)
        }
    }

    func isDrained() -> Bool { streams.isEmpty && outgoing.isFlushed }

    mutating func closeIfDrained(at now: Instant, into actions: inout [ServerAction]) {
        switch phase {
        case .open, .closed: return
        case .draining, .flushing:
            guard isDrained() else { return }
            close(.shutdown, at: now, into: &actions)
        }
    }

    /// The socket is gone, or the peer has closed its half. Every call is cancelled.
    package mutating func peerClosed(at now: Instant, into actions: inout [ServerAction]) {
        close(.peerClosed, at: now, into: &actions)
    }

    /// Cancels what is active, in the order of the stream ids, and closes.
    mutating func close(
        _ reason: CloseReason, at now: Instant, into actions: inout [ServerAction],
    ) {
        guard phase != .closed else { return }
        phase = .closed
        let status = Status(.cancelled, "the connection is closed: \(reason)")
        for (_, stream) in streams.sorted(by: { $0.key < $1.key }) {
            actions.append(.cancel(stream.call, status))
            record(stream, status, at: now, into: &actions)
        }
        streams.removeAll()
        actions.append(.close(reason))
    }
}

extension ServerSession.Phase {
    fileprivate var deadline: ContinuousClock.Instant? {
        switch self {
        case .open, .closed: nil
        case .draining(let until), .flushing(let until): until
        }
    }
}
