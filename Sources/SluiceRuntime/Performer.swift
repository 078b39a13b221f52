package import SluiceModel

/// Something outside the engine that has happened to an attempt.
package enum AttemptReport: Hashable, Sendable {
    /// The attempt has ended. Reported again until it is acknowledged.
    case ended(AttemptID, AttemptResult)
    /// The machine had no room for the process (EMFILE, ENOMEM, EAGAIN); it never started.
    case deferred(AttemptID, reason: String)
    /// The attempt's process is there.
    case started(AttemptID, pid: Int32)
}

/// What the outside world knows of the attempts that the store calls dispatched, asked once at
/// start and whenever the keeper was replaced.
package struct AttemptCensus: Hashable, Sendable {
    /// The keeper that answers now.
    package var incarnation: Incarnation
    /// Runs in it.
    package var running: [AttemptID]
    /// Has ended and waits for its acknowledgement.
    package var ended: [AttemptID: AttemptResult]

    package init(
        incarnation: Incarnation, running: [AttemptID] = [],
        ended: [AttemptID: AttemptResult] = [:],
    ) {
        self.incarnation = incarnation
        self.running = running
        self.ended = ended
    }
}

/// The port through which the conductor starts and stops processes. Each call may come twice after
/// a crash and is idempotent by attempt id. Calls do not wait for their effect; reports come to the
/// inbox that the performer was given.
package protocol Performer: AnyObject {
    func start(_ attempt: AttemptStart)
    /// SIGTERM to the attempt's session, SIGKILL after the grace time. Ignored where it has ended.
    func stop(_ attempt: AttemptID, graceMilliseconds: Int64)
    /// The result is committed: the keeper may forget it.
    func acknowledge(_ attempt: AttemptID)
    /// Everything asked for since the last flush goes out now.
    func flush()
}
