/// Moments as people type them.
struct TimeReader {
    /// Unix milliseconds.
    var now: Int64
    var zone: Zone

    /// A moment and how long a span the text leaves open: a date means its whole day.
    struct Reading: Hashable {
        var start: Int64
        /// Milliseconds, at least 1.
        var span: Int64
    }

    static let forms = """
        2026-11-20, 2026-11-20T02:00, 2026-11-20T02:00:00Z, 13 digits, now, today, yesterday, \
        2h (ago)
        """

    func read(_ text: String) throws(Failure) -> Reading {
        if let reading = word(text) ?? distance(text) ?? milliseconds(text) ?? civil(text) {
            return reading
        }
        throw .usage("'\(text)' is no time", hint: "one of: \(Self.forms)")
    }

    /// `A..B`, from A on and before the end of B; either may be left out. 0: no bound.
    func readRange(_ text: String) throws(Failure) -> (from: Int64, before: Int64) {
        guard let dots = text.firstRange(of: "..") else {
            let day = try read(text)
            return (day.start, day.start + day.span)
        }
        let (first, last) = (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
        let from = first.isEmpty ? 0 : try read(first).start
        guard !last.isEmpty else { return (from, 0) }
        let end = try read(last)
        guard end.start + end.span > from else {
            throw .usage("the range '\(text)' ends before it begins", hint: "EARLIER..LATER")
        }
        return (from, end.start + end.span)
    }

    private func word(_ text: String) -> Reading? {
        switch text {
        case "now": Reading(start: now, span: 1)
        case "today": day(0)
        case "yesterday": day(-1)
        default: nil
        }
    }

    private func day(_ distance: Int64) -> Reading {
        let seconds = now / 1_000
        var civil = CivilTime(secondsSinceEpoch: seconds + zone.offset(seconds))
        (civil.hour, civil.minute, civil.second) = (0, 0, 0)
        let start = utc(ofLocal: civil.secondsSinceEpoch + distance * 86_400)
        return Reading(start: start * 1_000, span: 86_400_000)
    }

    private func distance(_ text: String) -> Reading? {
        let amount = text.hasPrefix("-") ? text.dropFirst() : text[...]
        return DurationText.read(amount).map { Reading(start: now - $0, span: 1) }
    }

    private func milliseconds(_ text: String) -> Reading? {
        guard text.utf8.count == 13 else { return nil }
        return Int64(text).map { Reading(start: $0, span: 1) }
    }

    /// `2026-11-20`, then `T02:00` or ` 02:00`, `:30`, and `Z` or `+01:00`.
    private func civil(_ text: String) -> Reading? {
        let parts = text.split(maxSplits: 1) { $0 == "T" || $0 == " " }
        let date = parts.first?.split(separator: "-").map { Int64($0) } ?? []
        guard date.count == 3, let year = date[0], let month = date[1], let day = date[2] else {
            return nil
        }
        guard parts.count == 2 else {
            return CivilTime(year: year, month: month, day: day).map {
                Reading(start: utc(ofLocal: $0.secondsSinceEpoch) * 1_000, span: 86_400_000)
            }
        }
        guard let (clock, offset) = zoned(parts[1]) else { return nil }
        let fields = clock.split(separator: ":").map { Int64($0) }
        guard (2...3).contains(fields.count), let hour = fields[0], let minute = fields[1],
            let second = fields.count == 3 ? fields[2] : 0,
            let civil = CivilTime(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        let local = civil.secondsSinceEpoch
        let start = offset.map { local - $0 } ?? utc(ofLocal: local)
        return Reading(start: start * 1_000, span: fields.count == 3 ? 1_000 : 60_000)
    }

    /// The time of day, and the offset from UTC in seconds where one is given.
    private func zoned(_ text: Substring) -> (clock: Substring, offset: Int64?)? {
        if text.hasSuffix("Z") { return (text.dropLast(), 0) }
        guard let sign = text.lastIndex(where: { $0 == "+" || $0 == "-" }) else {
            return (text, nil)
        }
        let fields = text[text.index(after: sign)...].split(separator: ":").map { Int64($0) }
        guard fields.count == 2, let hours = fields[0], let minutes = fields[1] else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return (text[..<sign], text[sign] == "-" ? -seconds : seconds)
    }

    /// Asks twice, since the offset at the moment is known only near the moment. In a gap the time
    /// after it is taken.
    private func utc(ofLocal local: Int64) -> Int64 {
        let guess = local - zone.offset(local)
        return local - zone.offset(guess)
    }
}
