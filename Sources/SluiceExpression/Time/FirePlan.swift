import SluiceModel

/// The search for fire times: sets of bits for what repeats, stretches of a zone for the rest.
struct FirePlan: Hashable, Sendable {
    let fields: CronFields
    var calendar: WorkCalendar?
    var rule: CalendarRule = .onlyWorkingDays

    /// Years that are searched for a fire time, and no further. Whatever fires at all without a
    /// calendar fires in them: the longest wait is for a 29 February on a certain weekday.
    static let searchYears = 40
    private static let searchSeconds = searchYears * 366 * 86_400
    private static let earliest = Month(year: 1, month: 1).firstDay * 86_400
    private static let latest = Month(year: 10_000, month: 1).firstDay * 86_400 - 1

    init(fields: CronFields, calendar: WorkCalendar? = nil, rule: CalendarRule = .onlyWorkingDays) {
        self.fields = fields
        self.calendar = calendar
        self.rule = rule
    }

    func next(after time: Timestamp, in zone: TimeZoneRules) -> Timestamp? {
        let from = max(time.wholeSeconds + 1, Self.earliest)
        let limit = min(from + Self.searchSeconds, Self.latest)
        guard from <= limit else { return nil }
        var stretch = zone.stretch(at: from)
        while true {
            if let fire = firstFire(in: stretch, of: zone, from: from, to: limit) {
                return Timestamp(seconds: fire)
            }
            guard stretch.end <= limit else { return nil }
            stretch = zone.stretch(at: stretch.end)
        }
    }

    func previous(before time: Timestamp, in zone: TimeZoneRules) -> Timestamp? {
        let to = min(time.wholeSecondsBefore, Self.latest)
        let limit = max(to - Self.searchSeconds, Self.earliest)
        guard to >= limit else { return nil }
        var stretch = zone.stretch(at: to)
        while true {
            if let fire = lastFire(in: stretch, of: zone, from: limit, to: to) {
                return Timestamp(seconds: fire)
            }
            guard stretch.start > limit else { return nil }
            stretch = zone.stretch(at: stretch.start - 1)
        }
    }

    private func firstFire(
        in stretch: TimeZoneRules.Stretch, of zone: TimeZoneRules, from: Int, to limit: Int,
    ) -> Int? {
        var first = max(from, stretch.start) + stretch.offset
        if isNearStart(first, of: stretch) {
            let shown = zone.latestShown(before: stretch)
            if from <= stretch.start, fires(between: shown, and: stretch.localStart) {
                return stretch.start
            }
            if fields.isFixedTime { first = max(first, shown) }
        }
        let end = min(stretch.end, limit + 1) + stretch.offset
        return firstLocal(from: first, before: end).map { $0 - stretch.offset }
    }

    private func lastFire(
        in stretch: TimeZoneRules.Stretch, of zone: TimeZoneRules, from limit: Int, to: Int,
    ) -> Int? {
        let last = min(to, stretch.end - 1) + stretch.offset
        let shown = zone.latestShown(before: stretch)
        let first = max(limit, stretch.start) + stretch.offset
        let local = lastLocal(from: fields.isFixedTime ? max(first, shown) : first, upTo: last)
        if let local { return local - stretch.offset }
        let hasGap = stretch.start >= limit && fires(between: shown, and: stretch.localStart)
        return hasGap ? stretch.start : nil
    }

    /// Only there can what clocks showed before the stretch matter.
    private func isNearStart(_ local: Int, of stretch: TimeZoneRules.Stretch) -> Bool {
        local - stretch.localStart <= 2 * TimeZoneRules.farthestOffset
    }

    private func fires(between start: Int, and end: Int) -> Bool {
        start < end && start > TimeZoneRules.distantPast
            && firstLocal(from: start, before: end) != nil
    }
}

extension FirePlan {
    /// The first time on the wall, in local seconds, that is asked for.
    private func firstLocal(from start: Int, before end: Int) -> Int? {
        let minute = start.dividedUp(by: 60)
        guard minute * 60 < end else { return nil }
        let day = minute.dividedDown(by: 1440)
        let date = CivilDate(dayNumber: day)
        var month = Month(year: date.year, month: date.month)
        var days = days(of: month)
        if days >> UInt32(date.day) & 1 == 1, let time = firstTime(from: minute - day * 1440) {
            return within(day, time, end)
        }
        days &= UInt32.max << UInt32(date.day + 1)
        while days == 0 {
            month = month.next
            guard month.firstDay * 86_400 < end else { return nil }
            days = self.days(of: month)
        }
        guard let time = firstTime(from: 0) else { return nil }
        return within(month.firstDay + days.trailingZeroBitCount - 1, time, end)
    }

    private func within(_ day: Int, _ time: Int, _ end: Int) -> Int? {
        let local = day * 86_400 + time * 60
        return local < end ? local : nil
    }

    private func lastLocal(from start: Int, upTo end: Int) -> Int? {
        let minute = end.dividedDown(by: 60)
        guard minute * 60 >= start else { return nil }
        let day = minute.dividedDown(by: 1440)
        let date = CivilDate(dayNumber: day)
        var month = Month(year: date.year, month: date.month)
        var days = days(of: month)
        if days >> UInt32(date.day) & 1 == 1, let time = lastTime(upTo: minute - day * 1440) {
            let local = day * 86_400 + time * 60
            return local >= start ? local : nil
        }
        days &= 1 << UInt32(date.day) - 1
        while days == 0 {
            guard month.firstDay * 86_400 > start else { return nil }
            month = month.previous
            days = self.days(of: month)
        }
        guard let time = lastTime(upTo: 1439) else { return nil }
        let local = (month.firstDay + highestBit(of: days) - 1) * 86_400 + time * 60
        return local >= start ? local : nil
    }

    /// The first minute of a day, 0 to 1,439, that is asked for.
    private func firstTime(from minute: Int) -> Int? {
        let hour = minute / 60
        let minutes = fields.minutes & (UInt64.max << UInt64(minute % 60))
        if fields.hours >> UInt64(hour) & 1 == 1, minutes != 0 {
            return hour * 60 + minutes.trailingZeroBitCount
        }
        let hours = fields.hours & (UInt64.max << UInt64(hour + 1))
        guard hours != 0 else { return nil }
        return hours.trailingZeroBitCount * 60 + fields.minutes.trailingZeroBitCount
    }

    private func lastTime(upTo minute: Int) -> Int? {
        let hour = minute / 60
        let minutes = fields.minutes & (UInt64(2) << UInt64(minute % 60) - 1)
        if fields.hours >> UInt64(hour) & 1 == 1, minutes != 0 {
            return hour * 60 + highestBit(of: minutes)
        }
        let hours = fields.hours & (1 << UInt64(hour) - 1)
        guard hours != 0 else { return nil }
        return highestBit(of: hours) * 60 + highestBit(of: fields.minutes)
    }

    private func days(of month: Month) -> UInt32 {
        guard let calendar else { return fields.days(of: month) }
        return rule.days(of: month, fields: fields, calendar: calendar)
    }
}

extension TimeZoneRules {
    /// The latest time, in local seconds, that clocks had come to when `stretch` began.
    ///
    /// What lies between it and the start of the stretch is a gap; what the stretch shows before
    /// it, clocks show for the second time.
    fileprivate func latestShown(before stretch: Stretch) -> Int {
        var latest = Self.distantPast
        var earlier = stretch
        while earlier.start > max(Self.distantPast, stretch.start - 2 * Self.farthestOffset) {
            earlier = self.stretch(at: earlier.start - 1)
            latest = max(latest, earlier.localEnd)
        }
        return latest
    }
}

extension Timestamp {
    /// The last whole second before it.
    fileprivate var wholeSecondsBefore: Int { Int(milliseconds).dividedUp(by: 1000) - 1 }
}
