package import SluiceModel
internal import SluiceRuntime

/// A keeper without processes: what is started ends by itself some time later, well or badly.
///
/// It keeps the keeper's promises: a start is idempotent while the attempt is known, a result is
/// held until it is acknowledged. And it counts, so that broken promises of others show.
package final class SimulatedKeeper: Performer {
    private struct Process {
        var end: BootTime
        var result: AttemptResult
    }

    package private(set) var incarnation = Incarnation("keeper 1")
    /// Starts of a process, over all incarnations: one for each attempt, never more.
    package private(set) var starts: [AttemptID: Int] = [:]
    /// What became of each attempt whose process ended by itself.
    package private(set) var results: [AttemptID: AttemptResult] = [:]
    /// What was asked of it while nobody listened: the daemon had crashed.
    package var isCutOff = false
    package private(set) var censusRequested = false

    /// A request for a census waits for the flush.
    private var isCensusUnsent = false
    private var life = 1
    private var running: [AttemptID: Process] = [:]
    private var ended: [AttemptID: AttemptResult] = [:]
    private var reports: [AttemptReport] = []
    private var dice: Dice
    private var now = Now(wall: .zero, boot: BootTime(nanoseconds: 0))

    package init(seed: UInt64) {
        dice = Dice(seed: seed)
    }

    package var runningCount: Int { running.count }
    package var runningIDs: [AttemptID] { running.keys.sorted() }

    package func start(_ attempt: AttemptStart) {
        guard !isCutOff, running[attempt.id] == nil, ended[attempt.id] == nil else { return }
        if dice.oneIn(50) {
            reports.append(.deferred(attempt.id, reason: "EAGAIN"))
            return
        }
        starts[attempt.id, default: 0] += 1
        let length = Int64(dice.upTo(20_000))
        running[attempt.id] = Process(
            end: now.boot.advanced(milliseconds: length),
            result: AttemptResult(
                outcome: outcome(), endTime: now.wall, milliseconds: length,
                outputs: dice.oneIn(4) ? [Pair("k", "\(dice.upTo(9))")] : []))
        reports.append(.started(attempt.id, pid: 1))
    }

    package func stop(_ attempt: AttemptID, graceMilliseconds: Int64) {
        guard !isCutOff, var process = running[attempt] else { return }
        // Some end by themselves before the signal reaches them.
        if !dice.oneIn(4) { process.result.outcome = .stopped }
        process.end = min(process.end, now.boot.advanced(milliseconds: Int64(dice.upTo(2_000))))
        running[attempt] = process
    }

    package func acknowledge(_ attempt: AttemptID) {
        guard !isCutOff else { return }
        ended[attempt] = nil
    }

    package func accept(_ incarnation: Incarnation) {}

    package func requestCensus() {
        guard !isCutOff else { return }
        isCensusUnsent = true
    }

    package func flush() {
        if isCensusUnsent { censusRequested = true }
        isCensusUnsent = false
    }

    /// Time goes on: what is due ends. Returns what there is to report.
    package func advance(to now: Now) -> [AttemptReport] {
        self.now = now
        for attempt in running.keys.sorted() {
            guard let process = running[attempt], process.end <= now.boot else { continue }
            running[attempt] = nil
            var result = process.result
            result.endTime = now.wall
            results[attempt] = result
            ended[attempt] = result
            reports.append(.ended(attempt, result))
        }
        defer { reports = [] }
        return reports
    }

    /// When the next process ends.
    package var nextEnd: BootTime? { running.values.map(\.end).min() }

    /// The keeper is killed, and all that it ran with it; another one takes its place.
    package func die() {
        life += 1
        incarnation = Incarnation("keeper \(life)")
        running = [:]
        ended = [:]
        reports = []
    }

    /// A daemon connects: what was on its way to the one before is gone.
    package func connect() -> AttemptCensus {
        reports = []
        return census()
    }

    package func census() -> AttemptCensus {
        censusRequested = false
        return AttemptCensus(
            incarnation: incarnation, running: running.keys.sorted(), ended: ended)
    }

    private func outcome() -> Outcome {
        switch dice.upTo(9) {
        case 0: .exit(code: 3)
        case 1: .timeout
        case 2: .signal(number: 9)
        default: .success
        }
    }
}
