import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct ScheduleListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists jobs that run by themselves, and when they run next.",
        discussion: """
            EXAMPLES
              sluice schedule list
              sluice schedule list --job 'import-*' -o json
            """)
    static let methods = [ScheduleServiceMethods.listSchedules]

    @Option(
        help: ArgumentHelp("Jobs whose name fits, with * and ?.", valueName: "glob"),
        completion: TargetHelp.jobs)
    var job: String?

    @Option(help: ArgumentHelp("At most so many.", valueName: "number"))
    var limit = 100

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = ListSchedulesRequest(
            workspace: session.workspace, environment: session.environment,
            pageSize: Int32(clamping: min(limit, 1_000)), jobGlob: job ?? "")
        let pages = try await session.sluice().schedules(request)
        let found = try await session.first(limit, of: pages)
        try session.printer.show(found.items, as: .schedules)
        session.remarkOnLength(of: found, limit: limit, noun: "schedules")
        return .done
    }
}

extension Listing where Row == JobSchedule {
    static var schedules: Self {
        Self(
            name: { $0.jobName },
            columns: [
                .text("jobName", "JOB") { $0.jobName },
                .text("schedule", "RUNS BY") { $0.schedule?.cron ?? $0.trigger?.words ?? "" },
                .text("timeZone", "ZONE", canShrink: true) { $0.schedule?.timeZone ?? "" },
                Column(field: "enabled", heading: .init(title: "STATE")) { row, _ in
                    Table.Cell(row.state, row.enabled && !row.paused ? .plain : .doubtful)
                },
                .time("nextTime", "NEXT") { $0.nextTime },
                .time("lastTime", "LAST") { $0.lastTime },
                Column(field: "lastStatus", heading: .init(title: "RESULT")) { row, _ in
                    row.lastInstanceId == 0
                        ? Table.Cell("") : Table.Cell(row.lastStatus.word, row.lastStatus.style)
                },
                .number("lastInstanceId", "INSTANCE", isWide: true) {
                    $0.lastInstanceId > 0 ? $0.lastInstanceId : nil
                },
                .number("skippedTotal", "SKIPPED") { $0.skippedTotal },
                .time("plannedUntil", "PLANNED UNTIL", isWide: true) { $0.plannedUntil },
                .text("problem", "NOTE", canShrink: true) { $0.note },
            ],
            plainFields: [
                "jobName", "schedule", "enabled", "paused", "nextTime",
                "lastTime", "lastInstanceId", "lastStatus", "skippedTotal", "problem",
            ])
    }
}

/// Whether a job runs by itself, and whether its instances wait.
enum StateWords {
    /// `by hand`, `enabled`, `disabled, paused`
    static func write(isScheduled: Bool, isEnabled: Bool, isPaused: Bool) -> String {
        let state = !isScheduled ? "by hand" : isEnabled ? "enabled" : "disabled"
        return isPaused ? "\(state), paused" : state
    }
}

extension JobSchedule {
    /// `enabled`, `disabled, paused`
    fileprivate var state: String {
        StateWords.write(
            isScheduled: schedule != nil || trigger != nil, isEnabled: enabled, isPaused: paused)
    }

    /// Why there is no next cycle, unless the state says it.
    fileprivate var note: String {
        enabled && (schedule != nil || trigger != nil) ? problem : ""
    }

    /// `job etl: enabled, next 2026-11-21 02:00:00 (in 14h)`
    func sentence(_ moment: Moment) -> String {
        let next = nextTime > 0 ? "next \(moment.text(nextTime))" : note
        return "job \(jobName): " + [state, next].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
