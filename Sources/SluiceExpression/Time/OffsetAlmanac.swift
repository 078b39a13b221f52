package import SluiceModel

/// Zones that need no files: `UTC` and offsets like `GMT+8`. Calendars it has none.
package struct OffsetAlmanac: Almanac {
    package init() {}

    package func zone(named name: String) throws(SluiceError) -> TimeZoneRules {
        if name.isEmpty || name == "UTC" { return .utc }
        do throws(TimeZoneError) {
            if let zone = try TimeZoneRules.fixed(name) { return zone }
        } catch {
            throw SluiceError(
                .invalidArgument, reason: "TIME_ZONE_UNKNOWN", error.description)
        }
        throw SluiceError(
            .invalidArgument, reason: "TIME_ZONE_UNKNOWN",
            "the time zone '\(name)' is not known here; an offset like GMT+8 is")
    }

    package func calendar(named name: String) throws(SluiceError) -> WorkCalendar {
        throw SluiceError(
            .invalidArgument, reason: "CALENDAR_UNKNOWN", "there is no calendar '\(name)'")
    }
}
