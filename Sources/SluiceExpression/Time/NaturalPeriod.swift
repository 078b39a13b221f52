package import SluiceModel

extension TimeZoneRules {
    /// When the calendar's hour, day, week (from Monday), month or year began that `time` is in.
    package func start(of period: SchedulePeriod, at time: Timestamp) -> Timestamp {
        let local = local(at: time).local
        let date = local.date
        switch period {
        case .minute:
            return Timestamp(
                milliseconds: time.milliseconds - remainder(of: time.milliseconds, 60_000))
        case .hour:
            // By the clock on the wall, and of two hours of the same name the right one.
            let into = Int64(local.minute * 60 + local.second) * 1_000
            return Timestamp(
                milliseconds: time.milliseconds - into - remainder(of: time.milliseconds, 1_000))
        case .day: return midnight(of: date)
        case .week:
            let sinceMonday = (date.dayNumber + 3).remainderUp(by: 7)
            return midnight(of: CivilDate(dayNumber: date.dayNumber - sinceMonday))
        case .month:
            return midnight(
                of: CivilDate(dayNumber: Month(year: date.year, month: date.month).firstDay))
        case .year:
            return midnight(of: CivilDate(dayNumber: Month(year: date.year, month: 1).firstDay))
        }
    }

    private func remainder(of milliseconds: Int64, _ unit: Int64) -> Int64 {
        let rest = milliseconds % unit
        return rest < 0 ? rest + unit : rest
    }

    /// The first moment of a day: the end of the gap where clocks leave midnight out.
    private func midnight(of date: CivilDate) -> Timestamp {
        instant(of: LocalTime(localSeconds: date.dayNumber * 86_400))
    }
}
