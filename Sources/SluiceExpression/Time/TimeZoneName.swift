extension TimeZoneRules {
    /// Characters of the name of a zone; the longest of IANA has 32.
    package static let nameLength = 64

    /// Nil where `name` may be looked up as a file below the folder of zones; else what is wrong.
    ///
    /// It is no path out of that folder: not absolute, no `..`, letters, digits, `+-_/` only.
    package static func problem(withName name: String) -> String? {
        if name.isEmpty { return "the name of a time zone is empty" }
        if name.utf8.count > nameLength {
            return "the name of a time zone has more than \(nameLength) characters"
        }
        if let scalar = name.unicodeScalars.first(where: { !isAllowed($0) }) {
            return "'\(name)' is no time zone: names have no '\(scalar)'"
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains(where: \.isEmpty) {
            return "'\(name)' is no time zone: write Area/City, as in Europe/Berlin"
        }
        return nil
    }

    /// A dot is none of them, so there is no `..` and no `zone.tab`.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "+", "_", "/": true
        default: false
        }
    }

    /// The zone of a name that needs no file: `UTC`, `GMT`, `Z`, `GMT+8`, `UTC-3`, `GMT+08:30`,
    /// `+01:00`. Nil where the name is none of these, and so a file's.
    ///
    /// A plus is east of Greenwich, as the source has it. `Etc/GMT+8`, a file, is west of it.
    package static func fixed(_ name: String) throws(TimeZoneError) -> TimeZoneRules? {
        if ["UTC", "Z", "GMT"].contains(name) {
            return TimeZoneRules(
                name: name, fixedOffset: 0, abbreviation: name == "Z" ? "UTC" : name)
        }
        let hasLetters = name.hasPrefix("GMT") || name.hasPrefix("UTC")
        let text = hasLetters ? name.dropFirst(3) : name[...]
        guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
        guard let distance = distance(text.dropFirst()) else {
            throw TimeZoneError(
                zone: name,
                reason: "the offset is hours, or hours and minutes up to 18:00, as in GMT+8 and "
                    + "GMT+08:30")
        }
        let offset = sign == "-" ? -distance : distance
        let abbreviation = offset == 0 ? "UTC" : OffsetText(offset).description
        return TimeZoneRules(name: name, fixedOffset: offset, abbreviation: abbreviation)
    }

    /// Seconds of `8`, `08` or `08:30`.
    private static func distance(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard 1...2 ~= parts.count, 1...2 ~= parts[0].utf8.count,
            parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }),
            parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }), let hours = Int(parts[0]),
            let minutes = parts.count == 2 ? Int(parts[1]) : 0, minutes < 60
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return seconds <= 18 * 3600 ? seconds : nil
    }
}
