internal import SluiceModel

extension CalendarRule {
    func days(of month: Month, fields: CronFields, calendar: WorkCalendar) -> UInt32 {
        switch self {
        case .onlyWorkingDays: fields.days(of: month) & calendar.workingDays(of: month)
        case .nextWorkingDay: moved(to: month, fields, calendar)
        case .previousWorkingDay: movedBack(to: month, fields, calendar)
        case .countWorkingDays:
            fields.has(month) ? counted(fields.days, among: calendar.workingDays(of: month)) : 0
        }
    }

    /// Working days of `month` that days behind the working day before them have moved to.
    private func moved(
        to month: Month, _ fields: CronFields, _ calendar: WorkCalendar,
    ) -> UInt32 {
        let before = month.previous
        let length = UInt64(before.length)
        var wanted = UInt64(fields.days(of: before)) | UInt64(fields.days(of: month)) << length
        if wanted == 0 { return 0 }
        let working =
            UInt64(calendar.workingDays(of: before))
            | UInt64(calendar.workingDays(of: month)) << length
        var days: UInt64 = 0
        for day in bits(of: working) {
            let upToDay = UInt64(2) << UInt64(day) - 1
            if wanted & upToDay != 0 { days |= 1 << UInt64(day) }
            wanted &= ~upToDay
        }
        return UInt32(truncatingIfNeeded: days >> length) & month.allDays
    }

    /// Working days of `month` that days before the next working day have moved to.
    private func movedBack(
        to month: Month, _ fields: CronFields, _ calendar: WorkCalendar,
    ) -> UInt32 {
        let behind = month.next
        let length = UInt64(month.length)
        var wanted = UInt64(fields.days(of: month)) | UInt64(fields.days(of: behind)) << length
        if wanted == 0 { return 0 }
        var working =
            UInt64(calendar.workingDays(of: month))
            | UInt64(calendar.workingDays(of: behind)) << length
        var days: UInt64 = 0
        while working != 0 {
            let day = UInt64(highestBit(of: working))
            let beforeDay = UInt64(1) << day - 1
            if wanted & ~beforeDay != 0 { days |= 1 << day }
            wanted &= beforeDay
            working &= beforeDay
        }
        return UInt32(truncatingIfNeeded: days) & month.allDays
    }

    private func counted(_ field: DayField, among working: UInt32) -> UInt32 {
        let count = working.nonzeroBitCount
        var days: UInt32 = 0
        for (index, day) in bits(of: working).enumerated() {
            let isNumbered = field.numbers >> UInt32(index + 1) & 1 == 1
            let isBeforeLast = field.beforeLast >> UInt32(count - 1 - index) & 1 == 1
            if isNumbered || isBeforeLast { days |= 1 << UInt32(day) }
        }
        return days
    }
}
