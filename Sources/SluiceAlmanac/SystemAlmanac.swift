package import SluiceExpression
package import SluiceModel
internal import Synchronization

/// Zones of the system's database (tzdata) and calendars of a folder.
///
/// What was read is kept, and read anew when its file has changed.
package final class SystemAlmanac: Almanac {
    private let zoneFolder: ZoneFolder
    private let calendarFolder: CalendarFolder
    private let zones = Readings<TimeZoneRules>()
    private let calendars = Readings<WorkCalendar>()

    /// - Parameters:
    ///   - zones: folder of TZif files.
    ///   - localTime: TZif file of the machine's zone, or a link to it; UTC where it is missing.
    ///   - calendars: folder with a text for each calendar, `NAME.txt` or `NAME`; nil: none.
    package init(
        zones: String = "/usr/share/zoneinfo", localTime: String = "/etc/localtime",
        calendars: String? = nil,
    ) {
        zoneFolder = ZoneFolder(path: zones, localTime: localTime)
        calendarFolder = CalendarFolder(path: calendars)
    }

    package func zone(named name: String) throws(SluiceError) -> TimeZoneRules {
        if name.isEmpty { return try localZone() }
        if let fixed = try zoneFolder.fixed(name) { return fixed }
        return try zones.value(of: try zoneFolder.open(name)) { (file) throws(SluiceError) in
            try zoneFolder.read(file, name)
        }
    }

    private func localZone() throws(SluiceError) -> TimeZoneRules {
        guard zoneFolder.hasLocal else { return .utc }
        return try zones.value(of: try zoneFolder.openLocal()) { (file) throws(SluiceError) in
            try zoneFolder.read(file, zoneFolder.localName)
        }
    }

    package func calendar(named name: String) throws(SluiceError) -> WorkCalendar {
        let found = try calendarFolder.open(name)
        return try calendars.value(of: found) { (file) throws(SluiceError) in
            try calendarFolder.read(file, name)
        }
    }
}

/// What files were read as. Only files that are there have a place in it, so the folders that they
/// are in bound it.
private final class Readings<Value: Sendable>: Sendable {
    private struct Reading {
        var stamp: FileStamp
        var value: Value
    }

    /// By path.
    private let kept = Mutex<[String: Reading]>([:])

    /// The value of a file as it was read before; where the file is another one now, as it reads
    /// now.
    func value(
        of found: consuming FoundFile,
        read: (borrowing FoundFile) throws(SluiceError) -> Value,
    ) throws(SluiceError) -> Value {
        let (path, stamp) = (found.path, found.file.stamp)
        let old = kept.withLock { $0[path] }
        if let old, old.stamp == stamp { return old.value }
        let value = try read(found)
        kept.withLock { $0[path] = Reading(stamp: stamp, value: value) }
        return value
    }
}
