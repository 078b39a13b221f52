/// The content of a TZif file (RFC 9636): the form in which systems keep time zones.
struct TZifData: Hashable {
    var kinds: [TimeZoneRules.Kind] = []
    /// Seconds since 1970 in UTC, ascending.
    var transitions: [Int] = []
    /// For each transition, the index of the kind that it begins.
    var kindsBegun: [UInt16] = []
    /// What holds behind the last transition; nil where it stays as it is.
    var rule: RecurringRule?
}

extension TimeZoneRules {
    /// Bytes of a file that is read; the largest of IANA has some 4,000.
    package static let fileBytes = 256 * 1024
    /// Transitions of a file; IANA's have less than 250.
    package static let transitionsRead = 2_000

    /// Reads the bytes of a TZif file of any version, as in `/usr/share/zoneinfo/NAME`.
    ///
    /// A file that counts leap seconds (those below `right/`) is refused: its clock is not ours.
    /// - Throws: what is wrong and at which byte. No bytes crash it.
    package init(name: String, tzif bytes: [UInt8]) throws(TimeZoneError) {
        if let problem = Self.problem(withName: name) {
            throw TimeZoneError(zone: name, reason: problem)
        }
        var reader = TZifReader(bytes: bytes, zone: name)
        self.init(name: name, data: try reader.read())
    }
}
