import SluiceModel

/// `Job`, `Env` and `Loop`: what the instance, its variables and its loop say.
enum JobFunctions {
    static let all: [Function] = properties + nodes + times + variables

    private static let properties: [Function] = [
        property(.job, "name", .text) { .text($0.jobName) },
        property(.job, "planTime", .time) { .time($0.planTime) },
        property(.job, "startTime", [.time, .null]) { $0.startTime.map { .time($0) } ?? .null },
        property(.job, "eventData", [.text, .null]) { $0.eventData.map { .text($0) } ?? .null },
        property(.job, "projectId", [.text, .null]) { $0.projectID.map { .text($0) } ?? .null },
        property(.job, "instanceId", .number) { .integer($0.instanceID.rawValue) },
    ]

    private static func property(
        _ object: ExpressionObject, _ name: String, _ result: Kinds,
        _ value: @escaping @Sendable (any ExpressionContext) -> ExpressionValue,
    ) -> Function {
        Function(object, name, [], isProperty: true, result: result) { value($0.context) }
    }

    private static let node = Parameter.name("node")

    private static let nodes: [Function] = [
        Function(.job, "getNodeStatus", [node], result: .text) {
            call throws(EvaluationFailure) in .text(try status(call))
        },
        Function(.job, "getNodeOutput", [node], result: .text) {
            call throws(EvaluationFailure) in .text(JSONText(try outputs(call)).text)
        },
        Function(.job, "getNodeOutput", [node, .name("key")], result: .text) {
            call throws(EvaluationFailure) in .text(try output(call))
        },
        Function(.job, "getRunningData", [node], result: [.text, .null]) { call in
            call.context.runningData(call.string(0)).map { .text(JSONText($0).text) } ?? .null
        },
        Function(.job, "getInsertJobId", [node], result: [.text, .null]) { call in
            let data = call.context.runningData(call.string(0)) ?? []
            return data.last { $0.name == "insertJobId" }.map { .text($0.value) } ?? .null
        },
    ]

    private static func status(_ call: Call) throws(EvaluationFailure) -> String {
        let name = call.string(0)
        guard let status = call.context.nodeStatus(name) else {
            throw call.failure(
                0, "no node is called '\(name)'" + hint(name, among: call.context.nodeNames))
        }
        return status
    }

    private static func outputs(_ call: Call) throws(EvaluationFailure) -> [Pair] {
        let name = call.string(0)
        if let outputs = call.context.nodeOutput(name) { return outputs }
        guard !call.context.nodeNames.contains(name) else {
            throw call.failure(0, "node '\(name)' has no outputs: it has not ended")
        }
        throw call.failure(
            0,
            "node '\(name)' has no outputs: it is unknown or has not ended"
                + hint(name, among: call.context.nodeNames))
    }

    private static func output(_ call: Call) throws(EvaluationFailure) -> String {
        let outputs = try outputs(call)
        let key = call.string(1)
        guard let output = outputs.last(where: { $0.name == key }) else {
            let names = outputs.map(\.name).joined(separator: ", ")
            let reported = names.isEmpty ? "it reported none" : "it reported \(names)"
            throw call.failure(
                1, "node '\(call.string(0))' reported no output '\(key)'; \(reported)")
        }
        return output.value
    }

    private static func hint(_ name: String, among known: [String]) -> String {
        let others = known.filter { $0 != name }
        return Spelling.nearest(to: name, among: others).map { "; did you mean '\($0)'?" } ?? ""
    }

    private static let times: [Function] = [
        Function(.job, "getPlanTime", [.pattern], result: .text) {
            call throws(EvaluationFailure) in
            try written(call.context.planTime, call)
        },
        Function(.job, "getYesterday", [.pattern], result: .text) {
            call throws(EvaluationFailure) in
            let yesterday = try call.blaming(0) { () throws(Refusal) in
                try planClock(call).adding(days: -1)
            }
            return try written(yesterday, call)
        },
        Function(.job, "getLastHour", [.pattern], result: .text) {
            call throws(EvaluationFailure) in
            let lastHour = try call.blaming(0) { () throws(Refusal) in
                try planClock(call).adding(milliseconds: -1, times: 3_600_000)
            }
            return try written(lastHour, call)
        },
        Function(.job, "getPreviousWorkday", [.pattern], result: .text) {
            call throws(EvaluationFailure) in try written(workday(1, call), call)
        },
        Function(.job, "getPreviousWorkday", [.whole("number"), .pattern], result: .text) {
            call throws(EvaluationFailure) in
            try written(workday(call.whole(0), call), call, patternAt: 1)
        },
    ]

    private static func planClock(_ call: Call) throws(Refusal) -> LocalClock {
        try LocalClock(call.context.planTime, in: call.context)
    }

    private static func written(
        _ time: Timestamp, _ call: Call, patternAt index: Int = 0,
    ) throws(EvaluationFailure) -> ExpressionValue {
        try call.blaming(index) { () throws(Refusal) in
            let pattern = try DatePattern(call.string(index))
            return .text(pattern.text(of: try LocalClock(time, in: call.context)))
        }
    }

    /// The n-th working day before the plan time's, at the plan time's hour.
    private static func workday(_ number: Int, _ call: Call) throws(EvaluationFailure) -> Timestamp
    {
        guard 1...1000 ~= number else {
            throw call.failure(0, "the number of working days is 1 to 1000, not \(number)")
        }
        let calendar = try workCalendar(call)
        return try call.blaming(0) { () throws(Refusal) in
            let clock = try planClock(call)
            var day = clock.local.date
            for _ in 0..<number {
                let before = CivilDate(dayNumber: day.dayNumber - 1)
                guard CivilDate.years.contains(before.year) else { throw LocalClock.outOfRange }
                day = calendar.workingDay(upTo: before)
            }
            return try clock.adding(days: day.dayNumber - clock.local.date.dayNumber)
        }
    }

    private static func workCalendar(_ call: Call) throws(EvaluationFailure) -> WorkCalendar {
        do throws(NoWorkCalendar) {
            return try call.context.workCalendar
        } catch {
            throw EvaluationFailure(
                reason: "the job has no calendar that says which days are working days",
                place: call.place)
        }
    }

    private static let variables: [Function] = [
        Function(.job, "getParam", [.name("name")], result: .text) {
            call throws(EvaluationFailure) in
            let name = call.string(0)
            guard let value = call.context.param(name) else {
                throw call.failure(
                    0,
                    "no parameter is called '\(name)'"
                        + hint(name, among: call.context.paramNames))
            }
            return .text(value)
        },
        Function(.env, "get", [.name("name")], result: [.text, .null]) { call in
            call.context.environment(call.string(0)).map { .text($0) } ?? .null
        },
        loop("dataArray", .list) { .list($0.elements) },
        loop("current", .any) {
            $0.elements.indices.contains($0.offset) ? $0.elements[$0.offset] : .null
        },
        loop("offset", .number) { .integer(Int64($0.offset)) },
    ]

    private static func loop(
        _ name: String, _ result: Kinds,
        _ value: @escaping @Sendable (ExpressionLoop) -> ExpressionValue,
    ) -> Function {
        Function(.loop, name, [], isProperty: true, result: result) {
            call throws(EvaluationFailure) in
            guard let loop = call.context.loop else {
                throw EvaluationFailure(
                    reason: "'Loop' is there only in what a ForEach runs", place: call.place)
            }
            return value(loop)
        }
    }
}
