import SluiceExpression
import SluiceModel

/// Reads when a job runs by itself, and checks what needs neither the rules of a zone nor a
/// calendar.
struct ScheduleReader {
    private let section: Section<ScheduleKey>
    private let file: FileListeningReader?

    init(_ value: SourceValue, findings: Findings) {
        section = Section(
            value, path: JobKey.schedule.rawValue, findings: findings,
            hint: "write 'cron: \"0 0 2 * * ?\"' below it")
        let path = section.path(of: .waitForFile)
        file = section[.waitForFile].map {
            FileListeningReader($0, path: path, findings: findings)
        }
    }

    /// Texts that expressions are filled into.
    var texts: [ReadText] { file?.texts ?? [] }

    /// Nil where what stands there is no map; that is reported.
    func read() -> ScheduleDefinition? {
        guard section.isMap else { return nil }
        let (cron, zoneName) = (section.text(.cron), section.text(.timeZone))
        let expression = readCron(cron)
        let zone = readZone(zoneName)
        let (start, end) = (readTime(.start, in: zone), readTime(.end, in: zone))
        let isLateEnough = checkOrder(of: start, end)
        let catchup = readCatchup()
        let definition = ScheduleDefinition(
            cron: cron, timeZone: zoneName, start: start, end: end, calendar: readCalendar(),
            calendarRule: readRule(), catchup: catchup ?? .latest,
            catchupLimit: readCatchupLimit(of: catchup),
            overlap: section.choice(.overlap, among: choices(), otherwise: .wait),
            dependsOnPrevious: section.flag(.dependPrePeriod),
            isEnabled: section.flag(.enabled, otherwise: true),
            startWithinMilliseconds: section.duration(.startWithin, otherwise: 0),
            endWithinMilliseconds: section.duration(.endWithin, otherwise: 0),
            cancelWaitingMilliseconds: section.duration(
                .cancelWaitingAfter, upTo: .year, otherwise: 0),
            slowPercent: readSlowness(), file: file?.read())
        if let expression, isLateEnough { checkFires(expression, zone, definition) }
        return definition
    }

    private func readCron(_ text: String) -> CronExpression? {
        guard let value = section[.cron] else {
            section.report(
                .cron, "the schedule has no cron", hint: "write 'cron: \"0 0 2 * * ?\"'")
            return nil
        }
        guard value.text != nil else { return nil }
        do throws(CronError) {
            return try CronExpression(text)
        } catch {
            section.report(.cron, column: error.column, "cron '\(error.value)': \(error.reason)")
            return nil
        }
    }

    // MARK: Zone, start and end

    /// What is known of a zone offline.
    private enum Zone {
        case fixed(TimeZoneRules)
        /// Only the daemon has its rules.
        case named
        case wrong
    }

    private func readZone(_ name: String) -> Zone {
        guard let value = section[.timeZone] else { return .named }
        guard value.text != nil else { return .wrong }
        do throws(TimeZoneError) {
            if let zone = try TimeZoneRules.fixed(name) { return .fixed(zone) }
        } catch {
            section.report(.timeZone, "'\(name)' is no time zone: \(error.reason)")
            return .wrong
        }
        guard let problem = TimeZoneRules.problem(withName: name) else { return .named }
        section.report(.timeZone, problem, hint: "as in Europe/Berlin or GMT+8")
        return .wrong
    }

    private func readTime(_ key: ScheduleKey, in zone: Zone) -> Timestamp? {
        guard let value = section[key] else { return nil }
        let path = section.path(of: key)
        switch value.text.map(InstantText.read) {
        case .instant(let instant): return instant
        case .local(let local):
            switch zone {
            case .fixed(let rules): return rules.instant(of: local)
            case .named:
                section.report(
                    key, "\(path) is \(value.words), a time without an offset",
                    hint: "write \(local)Z, or an offset like +08:00 in place of Z")
            case .wrong: break
            }
        case .date:
            section.report(
                key, "\(path) is \(value.words), a date without a time",
                hint: "write \(value.text ?? "")T00:00:00Z, or an offset like +08:00 in place of Z")
        case .wrong, nil:
            section.report(
                key, "\(path) is \(value.words); a time with its offset is needed",
                hint: "write 2026-01-01T00:00:00+08:00")
        }
        return nil
    }

    /// False where the end is before the start; that is reported.
    private func checkOrder(of start: Timestamp?, _ end: Timestamp?) -> Bool {
        guard let start, let end, end < start else { return true }
        section.report(
            .end, "the schedule ends before it starts",
            hint: "write an end behind \(start.utcText)")
        return false
    }

    // MARK: Choices

    private func readCalendar() -> String {
        let name = section.text(.calendar)
        if section[.calendar]?.text != nil, let problem = Names.problem(with: name) {
            section.report(.calendar, problem)
        }
        return name
    }

    private func readRule() -> CalendarRule {
        if section[.calendarRule] != nil, section[.calendar] == nil {
            section.report(
                .calendarRule, "the schedule has a calendarRule and no calendar",
                hint: "write 'calendar: NAME' or remove it")
        }
        return section.choice(.calendarRule, among: choices(), otherwise: .onlyWorkingDays)
    }

    /// Nil where it is written wrongly; that is reported.
    private func readCatchup() -> ScheduleDefinition.Catchup? {
        guard section[.catchup] != nil else { return .latest }
        let known = ScheduleDefinition.Catchup.allCases.map {
            (name: $0.rawValue, value: Optional($0))
        }
        return section.choice(.catchup, among: known, otherwise: nil)
    }

    private func readCatchupLimit(of catchup: ScheduleDefinition.Catchup?) -> Int {
        if section[.catchupLimit] != nil, let catchup, catchup != .all {
            section.report(
                .catchupLimit,
                "the schedule has a catchupLimit, and its catchup is '\(catchup.rawValue)'",
                hint: "write 'catchup: all' or remove it")
        }
        return section.number(
            .catchupLimit, in: 1...Limits.catchupCycles, otherwise: Limits.catchupCycles)
    }

    /// Times of the usual length with at most two decimals, in percent.
    private func readSlowness() -> Int {
        guard let value = section[.slowerThan] else { return 0 }
        let parts = (value.plainText ?? "").split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? String(parts[1]) : "0"
        guard let whole = parts.first, !whole.isEmpty, (1...2).contains(decimals.count),
            (whole + decimals).allSatisfy({ ("0"..."9").contains($0) }),
            let percent = Int(whole + decimals + (decimals.count == 1 ? "0" : "")),
            Limits.slowPercent.contains(percent)
        else {
            section.report(
                .slowerThan,
                "\(section.path(of: .slowerThan)) is \(value.words); a number from 1.1 to 100 is "
                    + "needed",
                hint: "write 2 for twice as long as usual")
            return 0
        }
        return percent
    }

    private func choices<Choice: CaseIterable & RawRepresentable<String>>()
        -> [(name: String, value: Choice)]
    {
        Choice.allCases.map { ($0.rawValue, $0) }
    }

    // MARK: Expression and the rest together

    /// With a zone that needs no rules, or a calendar, some of what the daemon would refuse is
    /// known already.
    private func checkFires(
        _ expression: CronExpression, _ zone: Zone, _ definition: ScheduleDefinition,
    ) {
        let problem: ScheduleError?
        switch (definition.calendar.isEmpty, zone) {
        case (true, .fixed(let rules)):
            problem = refusal {
                () throws(ScheduleError) in
                try Schedule(
                    expression, zone: rules, start: definition.start, end: definition.end)
            }
        case (false, _):
            // Which days it has does not matter for whether days can be counted.
            problem = refusal {
                () throws(ScheduleError) in
                try Schedule(
                    expression, zone: .utc, calendar: .mondayToFriday,
                    calendarRule: definition.calendarRule)
            }
            guard problem == .daysCannotBeCounted else { return }
        case (true, .named), (true, .wrong): return
        }
        if let problem { section.report(.cron, problem.description) }
    }

    private func refusal(_ schedule: () throws(ScheduleError) -> Schedule) -> ScheduleError? {
        do throws(ScheduleError) {
            _ = try schedule()
            return nil
        } catch {
            return error
        }
    }
}
