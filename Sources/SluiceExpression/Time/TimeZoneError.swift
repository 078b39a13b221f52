/// Why the rules of a time zone could not be read.
package struct TimeZoneError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Name of the zone, as it was asked for.
    package var zone: String
    /// Byte of the file, from 0; nil where the name is to blame.
    package var offset: Int?
    /// What is wrong there and, where there is one, what would be right.
    package var reason: String

    package init(zone: String, offset: Int? = nil, reason: String) {
        self.zone = zone
        self.offset = offset
        self.reason = reason
    }

    /// `time zone 'Europe/Berlin', byte 44: the file ends in the middle of its transitions`
    package var description: String {
        let place = offset.map { ", byte \($0)" } ?? ""
        return "time zone '\(zone)'\(place): \(reason)"
    }
}
