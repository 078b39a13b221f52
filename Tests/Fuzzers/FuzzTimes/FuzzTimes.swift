import FuzzDriver
import Glibc
import SluiceExpression
import SluiceModel

@main
enum FuzzTimes {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
            unsafe CommandLine.unsafeArgv
        exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, fuzzTimes))
    }
}

/// What says when jobs run: a `c` and a cron expression, a `z` and the bytes of a zone, or a `w`
/// and a calendar of working days. It is refused with a place inside, or leads to times in order.
private func fuzzTimes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    let rest = [UInt8](bytes.dropFirst())
    switch bytes.first {
    case UInt8(ascii: "c"): tryCron(String(decoding: rest, as: UTF8.self))
    case UInt8(ascii: "z"): tryZone(rest)
    case UInt8(ascii: "w"): tryCalendar(String(decoding: rest, as: UTF8.self))
    default: return -1
    }
    return 0
}

private let now = Timestamp(milliseconds: 1_795_140_001_234)

private func tryCron(_ text: String) {
    do throws(CronError) {
        let expression = try CronExpression(text)
        require(!expression.words.isEmpty, "an expression without words")
        for rule in CalendarRule.allCases {
            try? check(
                Schedule(expression, zone: .utc, calendar: .mondayToFriday, calendarRule: rule))
        }
        try? check(Schedule(expression, zone: .utc))
    } catch {
        require(!error.reason.isEmpty, "an error without words")
        let columns = 1...text.unicodeScalars.count + 1
        require(columns.contains(error.column), "\(error) is outside the text")
    }
}

private func tryZone(_ bytes: [UInt8]) {
    do throws(TimeZoneError) {
        let zone = try TimeZoneRules(name: "Fuzzed/Zone", tzif: bytes)
        for year in stride(from: -50, to: 100, by: 7) {
            let time = Timestamp(milliseconds: Int64(year) * 31_556_952_000)
            let local = zone.local(at: time).local
            _ = zone.instant(of: local)
            let instants = zone.instants(of: local)
            require(instants == instants.sorted(), "times out of order")
        }
        try? check(Schedule(CronExpression("0 30 2 * * ?"), zone: zone))
    } catch {
        require(!error.reason.isEmpty, "an error without words")
        require((0...bytes.count).contains(error.offset ?? 0), "\(error) is outside the bytes")
    }
}

private func tryCalendar(_ text: String) {
    do throws(CalendarError) {
        let calendar = try WorkCalendar(text)
        let day = CivilDate(dayNumber: 20_777)
        require(calendar.workingDay(from: day) >= day, "a later day is earlier")
        require(calendar.workingDay(upTo: day) <= day, "an earlier day is later")
    } catch {
        require(!error.reason.isEmpty, "an error without words")
        require(
            (1...text.count(where: \.isNewline) + 2).contains(error.line),
            "\(error) is outside the text")
    }
}

/// Each time is later than the one before, and the same looking back.
private func check(_ schedule: Schedule) {
    let times = schedule.upcoming(after: now, count: 5)
    require(times.allSatisfy { $0 > now }, "a coming time is past")
    for (earlier, later) in zip(times, times.dropFirst()) {
        require(earlier < later, "times out of order")
        require(schedule.previous(before: later) == earlier, "back is another way than forth")
    }
}

/// Unlike a precondition it says what is wrong in a release build too.
private func require(_ isTrue: Bool, _ message: @autoclosure () -> String) {
    if !isTrue { fatalError(message()) }
}
