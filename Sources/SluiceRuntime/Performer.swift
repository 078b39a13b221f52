package import SluiceModel

/// The port through which the conductor starts and stops processes. Each call may come twice after
/// a crash and is idempotent by attempt id. Calls do not wait for their effect; reports come to the
/// inbox that the performer was given.
package protocol Performer: AnyObject {
    func start(_ attempt: AttemptStart)
    /// SIGTERM to the attempt's session, SIGKILL after the grace time. Ignored where it has ended.
    func stop(_ attempt: AttemptID, graceMilliseconds: Int64)
    /// The result is committed: the keeper may forget it.
    func acknowledge(_ attempt: AttemptID)
    /// The census of this keeper is taken in: what is asked for from now on is meant for it. What
    /// was asked for before and meant for an earlier one is void.
    func accept(_ incarnation: Incarnation)
    /// Asks the keeper what it knows; the answer comes to the inbox as a census.
    func requestCensus()
    /// Everything asked for since the last flush goes out now.
    func flush()
}
