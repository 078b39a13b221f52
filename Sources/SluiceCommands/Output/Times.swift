/// A date and a time of day without a zone.
struct CivilTime: Hashable {
    var year: Int64
    var month: Int64
    var day: Int64
    var hour: Int64 = 0
    var minute: Int64 = 0
    var second: Int64 = 0

    /// The civil time at so many seconds after the beginning of 1970.
    init(secondsSinceEpoch seconds: Int64) {
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let inDay = seconds - days * 86_400
        // Days are counted in eras of 400 years that begin on 1 March 0000.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        (hour, minute, second) = (inDay / 3_600, inDay % 3_600 / 60, inDay % 60)
    }

    init?(
        year: Int64, month: Int64, day: Int64, hour: Int64 = 0, minute: Int64 = 0,
        second: Int64 = 0,
    ) {
        self.init(secondsSinceEpoch: 0)
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
        // What does not come back unchanged, 30 February or 25:00, does not exist.
        guard (1...9_999).contains(year), (1...12).contains(month),
            CivilTime(secondsSinceEpoch: secondsSinceEpoch) == self
        else { return nil }
    }

    var secondsSinceEpoch: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return days * 86_400 + hour * 3_600 + minute * 60 + second
    }

    var dateText: String { "\(padded(year, 4))-\(padded(month))-\(padded(day))" }
    var timeText: String { "\(padded(hour)):\(padded(minute)):\(padded(second))" }
}

/// Moments for people: written in local time, or relative to now.
enum TimeText {
    /// `2026-11-20T02:00:00+01:00`; with milliseconds where there are any.
    static func rfc3339(_ milliseconds: Int64, _ zone: Zone) -> String {
        let (civil, offset) = local(milliseconds, zone)
        let fraction = milliseconds % 1_000
        let part = fraction > 0 ? "." + padded(fraction, 3) : ""
        return "\(civil.dateText)T\(civil.timeText)\(part)\(offsetText(offset))"
    }

    /// `2026-11-20 02:00:00`
    static func local(_ milliseconds: Int64, in zone: Zone) -> String {
        let civil = local(milliseconds, zone).civil
        return "\(civil.dateText) \(civil.timeText)"
    }

    /// `3m ago`, `in 2h`, `now`; the date where it is more than a month away.
    static func relative(_ milliseconds: Int64, now: Int64, _ zone: Zone) -> String {
        let distance = now - milliseconds
        switch abs(distance) {
        case ..<1_000: return "now"
        case (31 * 86_400_000)...: return local(milliseconds, zone).civil.dateText
        default:
            let text = DurationText.writeShort(abs(distance))
            return distance > 0 ? text + " ago" : "in " + text
        }
    }

    private static func local(_ milliseconds: Int64, _ zone: Zone) -> (
        civil: CivilTime, offset: Int64
    ) {
        let seconds = milliseconds >= 0 ? milliseconds / 1_000 : (milliseconds - 999) / 1_000
        let offset = zone.offset(seconds)
        return (CivilTime(secondsSinceEpoch: seconds + offset), offset)
    }

    private static func offsetText(_ offset: Int64) -> String {
        guard offset != 0 else { return "Z" }
        let minutes = abs(offset) / 60
        return "\(offset < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}

func padded(_ number: Int64, _ width: Int = 2) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
