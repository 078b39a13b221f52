internal import SluiceModel
internal import SluiceRuntime
internal import SluiceWire

// When a job runs and what it waits for, as a message and back.

extension SluiceWire.Schedule {
    init(_ schedule: ScheduleDefinition) {
        self.init(
            cron: schedule.cron, timeZone: schedule.timeZone,
            startTime: schedule.start?.milliseconds, endTime: schedule.end?.milliseconds,
            calendar: schedule.calendar,
            calendarRule: SluiceWire.CalendarRule(schedule.calendarRule),
            catchup: Catchup(schedule.catchup),
            catchupLimit: Int32(clamping: schedule.catchupLimit),
            overlap: Overlap(schedule.overlap), dependsOnPrevious: schedule.dependsOnPrevious,
            enabled: schedule.isEnabled, startWithinMs: schedule.startWithinMilliseconds,
            endWithinMs: schedule.endWithinMilliseconds,
            slowPercent: Int32(clamping: schedule.slowPercent),
            cancelWaitingAfterMs: schedule.cancelWaitingMilliseconds,
            waitForFile: schedule.file.map(SluiceWire.FileListening.init))
    }
}

extension ScheduleDefinition {
    init(_ message: SluiceWire.Schedule) {
        self.init(
            cron: message.cron, timeZone: message.timeZone,
            start: message.startTime.map(Timestamp.init(milliseconds:)),
            end: message.endTime.map(Timestamp.init(milliseconds:)), calendar: message.calendar,
            calendarRule: SluiceModel.CalendarRule(message.calendarRule),
            catchup: Catchup(message.catchup),
            catchupLimit: message.catchupLimit == 0
                ? Limits.catchupCycles : Int(message.catchupLimit),
            overlap: Overlap(message.overlap), dependsOnPrevious: message.dependsOnPrevious,
            isEnabled: message.enabled ?? true, startWithinMilliseconds: message.startWithinMs,
            endWithinMilliseconds: message.endWithinMs,
            cancelWaitingMilliseconds: message.cancelWaitingAfterMs,
            slowPercent: Int(message.slowPercent),
            file: message.waitForFile.map(SluiceModel.FileListening.init))
    }
}

extension ScheduleDefinition {
    /// As the column `schedule` has it: the message, encoded.
    var stored: [UInt8] {
        get throws(JournalError) {
            do {
                return try SluiceWire.Schedule(self).encoded()
            } catch {
                throw .refused("the schedule '\(cron)' cannot be stored: \(error)")
            }
        }
    }

    /// Nil where the column is NULL; throws where the bytes are no schedule. `words` name the row.
    init?(stored bytes: [UInt8], _ words: @autoclosure () -> String) throws(JournalError) {
        guard !bytes.isEmpty else { return nil }
        do {
            self.init(try SluiceWire.Schedule(decoding: bytes))
        } catch {
            throw .corrupt("the schedule of \(words()): \(error)")
        }
    }
}

extension SluiceWire.JobDependency {
    init(_ dependency: SluiceModel.JobDependency) {
        self.init(
            jobName: dependency.jobName, failPolicy: SluiceWire.FailPolicy(dependency.failPolicy),
            workspace: dependency.workspace, period: DependencyPeriod(dependency.period))
    }
}

extension SluiceModel.JobDependency {
    init(_ message: SluiceWire.JobDependency) {
        self.init(
            jobName: message.jobName, workspace: message.workspace, period: Period(message.period),
            failPolicy: SluiceModel.FailPolicy(message.failPolicy))
    }
}

extension SluiceWire.EdgeCondition {
    init(_ condition: SluiceModel.EdgeCondition) {
        self.init(nodeName: condition.node, expression: condition.expression)
    }
}

extension SluiceModel.EdgeCondition {
    init(_ message: SluiceWire.EdgeCondition) {
        self.init(node: message.nodeName, expression: message.expression)
    }
}

// MARK: - Choices; a number that means nothing reads as the default

extension SluiceWire.CalendarRule {
    init(_ rule: SluiceModel.CalendarRule) {
        switch rule {
        case .onlyWorkingDays: self = .only
        case .nextWorkingDay: self = .next
        case .previousWorkingDay: self = .previous
        case .countWorkingDays: self = .count
        }
    }
}

extension SluiceModel.CalendarRule {
    init(_ message: SluiceWire.CalendarRule) {
        switch message {
        case .unspecified, .only, .unrecognized: self = .onlyWorkingDays
        case .next: self = .nextWorkingDay
        case .previous: self = .previousWorkingDay
        case .count: self = .countWorkingDays
        }
    }
}

extension Catchup {
    fileprivate init(_ catchup: ScheduleDefinition.Catchup) {
        switch catchup {
        case .none: self = .none
        case .latest: self = .latest
        case .all: self = .all
        }
    }
}

extension ScheduleDefinition.Catchup {
    fileprivate init(_ message: SluiceWire.Catchup) {
        switch message {
        case .none: self = .none
        case .unspecified, .latest, .unrecognized: self = .latest
        case .all: self = .all
        }
    }
}

extension Overlap {
    fileprivate init(_ overlap: ScheduleDefinition.Overlap) {
        switch overlap {
        case .wait: self = .wait
        case .skip: self = .skip
        case .stopOld: self = .stopOld
        }
    }
}

extension ScheduleDefinition.Overlap {
    fileprivate init(_ message: SluiceWire.Overlap) {
        switch message {
        case .unspecified, .wait, .unrecognized: self = .wait
        case .skip: self = .skip
        case .stopOld: self = .stopOld
        }
    }
}

extension DependencyPeriod {
    fileprivate init(_ period: SluiceModel.JobDependency.Period) {
        switch period {
        case .same: self = .same
        case .previous: self = .previous
        }
    }
}

extension SluiceModel.JobDependency.Period {
    fileprivate init(_ message: DependencyPeriod) {
        switch message {
        case .unspecified, .same, .unrecognized: self = .same
        case .previous: self = .previous
        }
    }
}

extension ConditionJoin {
    init(_ join: SluiceModel.NodeDefinition.Join) {
        switch join {
        case .or: self = .or
        case .and: self = .and
        }
    }
}

extension SluiceModel.NodeDefinition.Join {
    init(_ message: ConditionJoin) {
        switch message {
        case .unspecified, .or, .unrecognized: self = .or
        case .and: self = .and
        }
    }
}
