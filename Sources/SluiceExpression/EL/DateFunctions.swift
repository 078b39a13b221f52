import SluiceModel

/// `DateUtil`: times on the clocks of the job's time zone.
enum DateFunctions {
    static let all: [Function] = [
        Function(.dateUtil, "format", [.time, .pattern], result: .text) {
            call throws(EvaluationFailure) in
            try call.blaming(1) { () throws(Refusal) in
                try .text(DatePattern(call.string(1)).text(of: clock(call)))
            }
        },
        adding("addMonths", "months") { clock, count throws(Refusal) in
            try clock.adding(months: count)
        },
        adding("addDays", "days") { clock, count throws(Refusal) in try clock.adding(days: count) },
        adding("addHours", "hours") { clock, count throws(Refusal) in
            try clock.adding(milliseconds: count, times: 3_600_000)
        },
        adding("addMinutes", "minutes") { clock, count throws(Refusal) in
            try clock.adding(milliseconds: count, times: 60_000)
        },
        part("getDay") { $0.local.date.day },
        part("getMonth") { $0.local.date.month },
        part("getQuarter") { ($0.local.date.month + 2) / 3 },
        part("getYear") { $0.local.date.year },
        Function(.dateUtil, "now", [], result: .time) { call throws(EvaluationFailure) in
            guard let now = call.context.now else {
                throw EvaluationFailure(
                    reason: "the present time is not known here; Job.planTime is",
                    place: call.place)
            }
            return .time(now)
        },
        Function(.dateUtil, "getTime", [.time], result: .number) {
            .integer($0.time(0).milliseconds)
        },
        Function(.dateUtil, "parseDate", [.text, .pattern], result: .time) {
            call throws(EvaluationFailure) in
            try call.blaming(0) { () throws(Refusal) in
                .time(try DatePattern(call.string(1)).time(in: call.string(0), call.context))
            }
        },
    ]

    private static func clock(_ call: Call) throws(Refusal) -> LocalClock {
        try LocalClock(call.time(0), in: call.context)
    }

    private static func adding(
        _ name: String, _ unit: String,
        _ sum: @escaping @Sendable (LocalClock, Int) throws(Refusal) -> Timestamp,
    ) -> Function {
        Function(.dateUtil, name, [.time, .whole(unit)], result: .time) {
            call throws(EvaluationFailure) in
            try call.blaming(1) { () throws(Refusal) in
                .time(try sum(try clock(call), call.whole(1)))
            }
        }
    }

    private static func part(
        _ name: String, _ part: @escaping @Sendable (LocalClock) -> Int,
    ) -> Function {
        Function(.dateUtil, name, [.time], result: .number) { call throws(EvaluationFailure) in
            try call.blaming(0) { () throws(Refusal) in .integer(Int64(part(try clock(call)))) }
        }
    }
}
