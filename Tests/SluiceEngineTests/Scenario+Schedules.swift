import SluiceEngine
import SluiceExpression
import SluiceModel

/// Jobs that run by themselves.
///
/// ```
/// job etl cron=0_2_*_*_* zone=GMT+8 catchup=all:5 overlap=skip previous …   blanks are `_`
/// schedule enable|disable|pause|resume etl
/// at 2023-11-15T02:00Z    time passes up to then, minute by minute of the schedule's own alarms
/// sleep 8h                time passes while the daemon does not run, then it begins a new life
/// ```
extension Scenario {
    func schedule(_ pairs: [(String, String)]) -> ScheduleDefinition? {
        guard let cron = pairs.first(where: { $0.0 == "cron" })?.1 else { return nil }
        var schedule = ScheduleDefinition(cron: cron.replacing("_", with: " "), timeZone: "UTC")
        for (name, value) in pairs {
            switch name {
            case "zone": schedule.timeZone = value
            case "overlap": schedule.overlap = ScheduleDefinition.Overlap(rawValue: value) ?? .wait
            case "previous": schedule.dependsOnPrevious = true
            case "disabled": schedule.isEnabled = false
            case "slower": schedule.slowPercent = Int(value) ?? 0
            case "endWithin": schedule.endWithinMilliseconds = milliseconds(value)
            case "cancelWaiting": schedule.cancelWaitingMilliseconds = milliseconds(value)
            case "startWithin": schedule.startWithinMilliseconds = milliseconds(value)
            case "file": schedule.file = file(value)
            case "catchup":
                let parts = value.split(separator: ":").map(String.init)
                schedule.catchup = ScheduleDefinition.Catchup(rawValue: parts[0]) ?? .latest
                if parts.count > 1 { schedule.catchupLimit = Int(parts[1]) ?? 1 }
            default: break
            }
        }
        return schedule
    }

    static let scheduleWords: Set = [
        "cron", "zone", "overlap", "previous", "disabled", "startWithin", "endWithin",
        "cancelWaiting", "catchup", "file", "trigger",
    ]

    func operateJobs(_ arguments: [String]) -> Command {
        .operateJobs(
            OperateJobs(
                scope: .standard,
                operation: OperateJobs.Operation(rawValue: arguments[0]) ?? .enable,
                jobNames: Array(arguments.dropFirst())))
    }

    /// Steps from one deadline to the next, as a daemon does.
    func wait(until target: Timestamp) -> [String] {
        var lines: [String] = []
        while now.wall < target {
            let left = target.milliseconds - now.wall.milliseconds
            let due = engine.nextDeadline.map { now.boot.milliseconds(until: $0) } ?? left
            pass(min(max(due, 1), left))
            lines += batch { _, _ in }
        }
        return lines
    }

    /// What is to be done at once, step by step.
    func rest() -> [String] {
        var lines: [String] = []
        for _ in 0..<100 {
            guard let due = engine.nextDeadline, due <= now.boot else { return lines }
            lines += batch { _, _ in }
        }
        return lines + ["it does not come to rest"]
    }

    func pass(_ milliseconds: Int64) {
        now.wall.milliseconds += milliseconds
        now.boot = now.boot.advanced(milliseconds: milliseconds)
    }

    /// Supplies what is due, as a conductor does before each step.
    func makeReady() {
        engine.notice(now)
        try? hydrate { $0.needsToAdvance() }
    }

    static func supply(_ definition: ScheduleDefinition) -> Supply {
        do throws(SluiceError) {
            return .schedule(try Schedule(definition, from: OffsetAlmanac()))
        } catch {
            return .unreadable(error)
        }
    }

    func text(_ time: Timestamp) -> String {
        let text = TimeZoneRules.utc.local(at: time).local.description
        return "\(text.prefix(16))Z"
    }

    func timestamp(_ text: String) -> Timestamp {
        let parts = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard parts.count >= 5,
            let date = CivilDate(year: parts[0], month: parts[1], day: parts[2]),
            let local = LocalTime(date, hour: parts[3], minute: parts[4])
        else { return now.wall }
        return TimeZoneRules.utc.instant(of: local)
    }
}

extension BootTime {
    fileprivate func milliseconds(until later: BootTime) -> Int64 {
        (later.nanoseconds - nanoseconds + 999_999) / 1_000_000
    }
}
