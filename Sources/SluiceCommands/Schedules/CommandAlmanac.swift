import SluiceAlmanac
import SluiceExpression
import SluiceModel

/// Zones of this machine, and the one calendar whose file was named.
struct CommandAlmanac: Almanac {
    var zones: any Almanac
    var calendar: WorkCalendar?

    func zone(named name: String) throws(SluiceError) -> TimeZoneRules {
        try zones.zone(named: name)
    }

    func calendar(named name: String) throws(SluiceError) -> WorkCalendar {
        guard let calendar else {
            throw SluiceError(
                .invalidArgument, reason: "CALENDAR_UNKNOWN",
                "the schedule has the calendar '\(name)'; name its file: --calendar FILE")
        }
        return calendar
    }
}

extension Session {
    /// Zones as the daemon knows them.
    var almanac: any Almanac { SystemAlmanac() }

    /// - Parameter name: empty means this machine's own.
    func zone(named name: String) throws(Failure) -> TimeZoneRules {
        do throws(SluiceError) { return try almanac.zone(named: name) } catch {
            throw .usage(harmless(error.message))
        }
    }

    /// Reads times as clocks of a zone show them.
    func times(in zone: TimeZoneRules) -> TimeReader {
        TimeReader(
            now: console.now(),
            zone: Zone { seconds in
                let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
                guard !overflow else { return 0 }
                return Int64(zone.local(at: Timestamp(milliseconds: milliseconds)).offset)
            })
    }

    func calendar(in path: String) throws(Failure) -> WorkCalendar {
        let text = try console.text(of: path)
        do throws(CalendarError) { return try WorkCalendar(text) } catch {
            throw .usage("\(path):\(error.line): \(harmless(error.reason))")
        }
    }
}
