internal import GRDB
internal import SluiceEngine
internal import SluiceExpression
internal import SluiceModel
internal import SluiceWire

/// What the store knows of a job's schedule. What its clock and its files say comes with
/// `completed`.
struct StoredSchedule {
    /// Without the next cycle.
    var message: JobSchedule
    var definition: ScheduleDefinition?

    /// Milliseconds for which skipped cycles are counted.
    private static let countedMilliseconds: Int64 = 30 * 24 * 3_600 * 1_000

    /// The columns that `init` reads, behind what `bind` binds.
    static let columns = """
        job.id, job.name, job.schedule, job.event_source, job.is_enabled, job.is_paused,
        job.planned_until,
        last.plan_time, last.id, last.status,
        (
            SELECT COALESCE(SUM(COALESCE(count, ?)), 0) FROM skipped_cycles
            WHERE job_id = job.id AND time >= ?
        )
        """

    /// Job, with its newest scheduled instance where there is one.
    static let tables = """
        job LEFT JOIN instance AS last ON last.id = (
            SELECT id FROM instance WHERE job_id = job.id AND type = ?
            ORDER BY plan_time DESC, submit_time DESC, id DESC
            LIMIT 1
        )
        """

    static func bind(to row: SQLStatement, now: Timestamp) {
        row.bind(Engine.countedCycles)
        row.bind(now.milliseconds - countedMilliseconds)
        row.bind(SluiceModel.InstanceType.scheduled.rawValue)
    }

    /// The row that `row` stands at.
    init(_ row: SQLStatement) throws {
        let id = row.integer()
        message = JobSchedule(jobName: row.text())
        definition = try ScheduleDefinition(stored: row.blob(), "job \(id)")
        message.schedule = definition.map(SluiceWire.Schedule.init)
        message.trigger = try TriggerDefinition(stored: row.blob(), "job \(id)").map(Trigger.init)
        message.enabled = row.bool()
        message.paused = row.bool()
        message.plannedUntil = row.integer()
        message.lastTime = row.integer()
        message.lastInstanceId = row.integer()
        message.lastStatus = SluiceWire.InstanceStatus(rawValue: row.int32())
        message.skippedTotal = row.integer()
    }

    /// With the next cycle, or why there is none.
    func completed(
        in scope: StoredScope, from almanac: any Almanac, now: Timestamp,
    ) -> JobSchedule {
        var message = message
        if message.trigger != nil {
            message.problem = whyItTakesNoEvents(in: scope)
            return message
        }
        let coming = ComingCycle(
            definition: definition, isEnabled: message.enabled,
            plannedUntil: message.plannedUntil)
        switch coming.next(in: scope, almanac, now) {
        case .success(let time): message.nextTime = time.milliseconds
        case .failure(let problem): message.problem = problem.words
        }
        return message
    }

    /// Empty: it takes them.
    private func whyItTakesNoEvents(in scope: StoredScope) -> String {
        guard scope.environment == SluiceModel.Environment.production.rawValue else {
            return "in development no job runs by itself"
        }
        return message.enabled ? "" : "disabled"
    }
}

/// When a job runs by itself next.
struct ComingCycle {
    /// Nil: the job has no schedule.
    var definition: ScheduleDefinition?
    var isEnabled: Bool
    /// Unix milliseconds.
    var plannedUntil: Int64

    /// Why no cycle comes.
    struct Problem: Error {
        var words: String
    }

    /// Cycles that are due are made at once; one that is planned longer ago than that is none to
    /// come, milliseconds.
    private static let patienceMilliseconds: Int64 = 60_000

    func next(
        in scope: StoredScope, _ almanac: any Almanac, _ now: Timestamp,
    ) -> Result<Timestamp, Problem> {
        guard let definition else { return .failure(Problem(words: "the job has no schedule")) }
        guard scope.environment == SluiceModel.Environment.production.rawValue else {
            return .failure(Problem(words: "in development no job runs by itself"))
        }
        guard isEnabled else { return .failure(Problem(words: "disabled")) }
        do throws(SluiceError) {
            let schedule = try SluiceExpression.Schedule(definition, from: almanac)
            let after = max(plannedUntil, now.milliseconds - Self.patienceMilliseconds)
            let next = schedule.next(after: Timestamp(milliseconds: after))
            return next.map { .success($0) } ?? .failure(Problem(words: "the schedule has ended"))
        } catch {
            return .failure(Problem(words: error.message))
        }
    }
}
