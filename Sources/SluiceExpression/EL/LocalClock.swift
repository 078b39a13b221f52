import SluiceModel

/// A time as the clocks of the job's time zone show it.
struct LocalClock {
    let time: Timestamp
    /// Seconds ahead of UTC.
    let offset: Int
    let local: LocalTime
    /// 0 to 999.
    let millisecond: Int
    private let context: any ExpressionContext

    static let outOfRange = Refusal("the time is outside of the years 1 to 9999")

    init(_ time: Timestamp, in context: any ExpressionContext) throws(Refusal) {
        guard Self.times.contains(time.milliseconds) else { throw Self.outOfRange }
        self.time = time
        self.context = context
        offset = context.offset(at: time)
        local = LocalTime(localSeconds: time.wholeSeconds + offset)
        millisecond = Int(time.milliseconds).remainderUp(by: 1000)
        guard CivilDate.years.contains(local.date.year) else { throw Self.outOfRange }
    }

    /// The years 1 to 9999, with a day on either side for the zones.
    private static let times: ClosedRange<Int64> = -62_135_683_200_000...253_402_387_199_999

    /// Letters of the zone: `CET`, `UTC`, `GMT+05:45`.
    var zoneName: String {
        if let name = context.zoneName(at: time) { return name }
        return offset == 0 ? "UTC" : "GMT" + OffsetText(offset).description
    }

    /// The same time of day on another day.
    func adding(days: Int) throws(Refusal) -> Timestamp {
        let (day, overflow) = local.date.dayNumber.addingReportingOverflow(days)
        guard !overflow, abs(day) < Self.farDay else { throw Self.outOfRange }
        return try at(CivilDate(dayNumber: day))
    }

    private static let farDay = 4_000_000

    /// The same day of another month, or its last day where it is shorter.
    func adding(months: Int) throws(Refusal) -> Timestamp {
        let month = local.date.year * 12 + local.date.month - 1
        let (sum, overflow) = month.addingReportingOverflow(months)
        let year = overflow ? 0 : sum.dividedDown(by: 12)
        guard CivilDate.years.contains(year) else { throw Self.outOfRange }
        let other = Month(year: year, month: sum.remainderUp(by: 12) + 1)
        let day = min(local.date.day, other.length)
        return try at(CivilDate(dayNumber: other.firstDay + day - 1))
    }

    /// Time that passes, whatever clocks do.
    func adding(milliseconds count: Int, times unit: Int) throws(Refusal) -> Timestamp {
        let (distance, overflow) = count.multipliedReportingOverflow(by: unit)
        let (sum, overflowed) = time.milliseconds.addingReportingOverflow(Int64(distance))
        guard !overflow, !overflowed, Self.times.contains(sum) else { throw Self.outOfRange }
        return Timestamp(milliseconds: sum)
    }

    private func at(_ date: CivilDate) throws(Refusal) -> Timestamp {
        guard CivilDate.years.contains(date.year) else { throw Self.outOfRange }
        return Self.time(
            localSeconds: date.dayNumber * 86_400 + local.secondOfDay, millisecond, in: context)
    }

    /// When clocks show a time: the first time in a fold; in a gap as if they had not been put
    /// forward, so that 02:30 becomes 03:30, as the sources' language does it.
    static func time(
        localSeconds: Int, _ millisecond: Int, in context: any ExpressionContext,
    ) -> Timestamp {
        let before = context.offset(at: Timestamp(seconds: localSeconds - 86_400))
        let behind = context.offset(at: Timestamp(seconds: localSeconds + 86_400))
        let fitting = [before, behind].filter { offset in
            context.offset(at: Timestamp(seconds: localSeconds - offset)) == offset
        }
        // The greater offset gives the earlier time.
        let offset = fitting.max() ?? before
        return Timestamp(milliseconds: Int64(localSeconds - offset) * 1000 + Int64(millisecond))
    }
}
