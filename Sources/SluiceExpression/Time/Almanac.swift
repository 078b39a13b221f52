package import SluiceModel

/// Where zones and calendars come from: their names are in job files, their content in files of
/// the machine, which are read outside.
package protocol Almanac: Sendable {
    /// The zone of an IANA name or of an offset like `GMT+8`.
    ///
    /// - Parameter name: empty means the machine's own zone.
    /// - Throws: INVALID_ARGUMENT, TIME_ZONE_UNKNOWN.
    func zone(named name: String) throws(SluiceError) -> TimeZoneRules

    /// - Throws: INVALID_ARGUMENT, CALENDAR_UNKNOWN or CALENDAR_INVALID.
    func calendar(named name: String) throws(SluiceError) -> WorkCalendar
}

extension Schedule {
    /// The schedule of a job, with what its names stand for.
    ///
    /// - Throws: INVALID_ARGUMENT with CRON_INVALID, SCHEDULE_INVALID or a reason of `Almanac`.
    package init(
        _ definition: ScheduleDefinition, from almanac: some Almanac,
    ) throws(SluiceError) {
        let expression: CronExpression
        do throws(CronError) {
            expression = try CronExpression(definition.cron)
        } catch {
            throw SluiceError(.invalidArgument, reason: "CRON_INVALID", error.description)
        }
        let zone = try almanac.zone(named: definition.timeZone)
        let calendar: WorkCalendar? =
            definition.calendar.isEmpty
            ? nil : try almanac.calendar(named: definition.calendar)
        do throws(ScheduleError) {
            try self.init(
                expression, zone: zone, start: definition.start, end: definition.end,
                calendar: calendar, calendarRule: definition.calendarRule)
        } catch {
            throw SluiceError(
                .invalidArgument, reason: "SCHEDULE_INVALID",
                "cron expression '\(definition.cron)': \(error.description)")
        }
    }
}
