import ArgumentParser
import SluiceAlmanac
import SluiceClient
import SluiceExpression
import SluiceJobFile
import SluiceModel
import SluiceRPC
import SluiceWire

struct SchedulePreviewVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Shows when a job, an expression or a job file fires next.",
        discussion: """
            Times are those of the schedule's zone, and beside them UTC. Where clocks are put \
            forward or back, a note says what becomes of the time. Only a job that is named needs a \
            daemon.

            EXAMPLES
              sluice schedule preview etl --next 5
              sluice schedule preview --cron '0 0 2 * * ?' --zone Europe/Berlin
              sluice schedule preview --cron '*/10 9-17 * * MON-FRI' --next 5
              sluice schedule preview --cron '0 30 2 * * ?' --zone Europe/Berlin --after 2027-03-27
              sluice schedule preview --cron '0 0 9 L * ?' --calendar cn.txt --calendar-rule previous
              sluice schedule preview -f etl.yaml -o json
            """)

    static let methods = [ScheduleServiceMethods.previewSchedule]

    /// Fire times of one preview.
    static let mostTimes = 1_000

    @Argument(
        help: ArgumentHelp("A job, as it was submitted.", valueName: "job"),
        completion: TargetHelp.jobs)
    var job: String?

    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp("A job file with a schedule; - is the standard input."),
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var file: String?

    @OptionGroup var flags: ScheduleFlags

    @Option(help: ArgumentHelp("How many times, at most \(mostTimes).", valueName: "count"))
    var next = 20

    @Option(
        help: ArgumentHelp("Times later than this; else than now.", valueName: "time"))
    var after: String?

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        guard 1...Self.mostTimes ~= next else {
            throw .usage("--next \(next) is not from 1 to \(Self.mostTimes)")
        }
        if let job {
            try session.show(try await preview(of: job, session))
            return .done
        }
        let schedule = try session.schedule(of: try definition(session), flags)
        let after = try self.after.map { (text) throws(Failure) in
            try session.times(in: schedule.zone).read(text).start
        }
        let start = Timestamp(milliseconds: after ?? session.console.now())
        try session.show(PreviewScheduleResponse(schedule, after: start, count: next))
        return .done
    }

    /// What the daemon answers of a job.
    private func preview(
        of job: String, _ session: Session,
    ) async throws(Failure) -> PreviewScheduleResponse {
        guard file == nil, !flags.areGiven else {
            throw .usage(
                "a job and another schedule exclude each other", hint: "leave out '\(job)'")
        }
        var request = PreviewScheduleRequest(
            workspace: session.workspace, environment: session.environment, jobName: job, count: 1)
        if let after {
            // It is meant on the clocks of the job's zone, which only the daemon knows; one that
            // this machine does not know is left for its own.
            let name = try await session.preview(request).timeZone
            let times = (try? session.zone(named: name)).map(session.times(in:))
            request.afterTime = try (times ?? session.times).read(after).start
        }
        request.count = Int32(next)
        return try await session.preview(request)
    }

    /// What the flags or the file say.
    private func definition(_ session: Session) throws(Failure) -> ScheduleDefinition {
        switch (flags.cron, file) {
        case (let cron?, nil): return try session.definition(cron, flags)
        case (nil, let file?):
            if let flag = flags.saidByFile {
                throw .usage("\(flag) does not fit --file, which says it", hint: "leave it out")
            }
            return try session.definition(inFile: file)
        case (nil, nil), (.some, .some):
            throw .usage(
                "either a job, an expression or a job file is needed",
                hint: "JOB, --cron '0 0 2 * * ?', or -f FILE")
        }
    }
}

/// A schedule, as it is typed.
struct ScheduleFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Six fields, SEC MIN HOUR DAY MONTH WEEK, or the five of cron.",
            valueName: "expression"))
    var cron: String?

    @Option(
        help: ArgumentHelp(
            "Its time zone, as Europe/Berlin or GMT+8; else this machine's.", valueName: "name"))
    var zone: String?

    @Option(help: ArgumentHelp("It does not fire before.", valueName: "time"))
    var start: String?

    @Option(help: ArgumentHelp("It does not fire after; a date counts whole.", valueName: "time"))
    var end: String?

    @Option(
        help: ArgumentHelp("A calendar of working days.", valueName: "file"), completion: .file())
    var calendar: String?

    @Option(
        help: ArgumentHelp(
            "What the calendar means: fire on working days only, move to the next or the previous "
                + "one, or count them.", valueName: "only|next|previous|count"))
    var calendarRule: SluiceModel.CalendarRule?

    fileprivate var areGiven: Bool { cron != nil || calendar != nil || saidByFile != nil }

    /// The first flag whose value a job file has.
    fileprivate var saidByFile: String? {
        [
            ("--zone", zone), ("--start", start), ("--end", end),
            ("--calendar-rule", calendarRule?.rawValue),
        ].first { $0.1 != nil }?.0
    }
}

extension SluiceModel.CalendarRule: ExpressibleByArgument {}

extension Session {
    fileprivate func preview(
        _ request: PreviewScheduleRequest,
    ) async throws(Failure) -> PreviewScheduleResponse {
        try await call { (sluice) async throws(Status) in
            try await sluice.schedules.previewSchedule(request)
        }
    }

    fileprivate func definition(
        _ cron: String, _ flags: ScheduleFlags,
    ) throws(Failure) -> ScheduleDefinition {
        do throws(CronError) { _ = try CronExpression(cron) } catch {
            throw .usage(
                harmless(error.description), at: Caret(text: cron, line: 1, column: error.column),
                width: console.width)
        }
        guard flags.calendar != nil || flags.calendarRule == nil else {
            throw .usage("--calendar-rule needs a calendar", hint: "--calendar FILE")
        }
        var definition = ScheduleDefinition(
            cron: cron, timeZone: flags.zone ?? "", calendar: flags.calendar ?? "",
            calendarRule: flags.calendarRule ?? .onlyWorkingDays)
        let times = times(in: try zone(named: definition.timeZone))
        if let start = flags.start {
            definition.start = Timestamp(milliseconds: try times.read(start).start)
        }
        if let end = flags.end {
            let reading = try times.read(end)
            definition.end = Timestamp(milliseconds: reading.start + reading.span - 1)
        }
        return definition
    }

    fileprivate func definition(inFile path: String) throws(Failure) -> ScheduleDefinition {
        let submission = try submission(of: path)
        guard let schedule = JobFile.parse(submission.source).definition?.schedule else {
            throw .usage(
                "job \(submission.jobName) has no schedule",
                hint: "try one: sluice schedule preview --cron '0 0 2 * * ?'")
        }
        return schedule
    }

    /// The schedule that a definition means on this machine.
    fileprivate func schedule(
        of definition: ScheduleDefinition, _ flags: ScheduleFlags,
    ) throws(Failure) -> SluiceExpression.Schedule {
        let calendar = try flags.calendar.map(calendar(in:))
        let almanac = CommandAlmanac(zones: almanac, calendar: calendar)
        do throws(SluiceError) {
            return try SluiceExpression.Schedule(definition, from: almanac)
        } catch {
            throw .usage(harmless(error.message))
        }
    }
}
