import SluiceExpression
import SluiceModel

/// An instance of job `nightly` whose clocks are an hour ahead of UTC, two in the summer of 2026,
/// as in Berlin.
struct World: ExpressionContext {
    var planTime = Timestamp(milliseconds: 1_795_140_001_234)
    var startTime: Timestamp? = Timestamp(milliseconds: 1_795_140_060_000)
    var now: Timestamp? = Timestamp(milliseconds: 1_795_150_000_000)
    var eventData: String? = "{\"path\":\"/in/a.csv\"}"
    var projectID: String? = "default"
    var workCalendar = WorkCalendar.mondayToFriday
    var loop: ExpressionLoop?
    var params = [
        "day": "2026-11-20", "count": "12", "yes": "true", "rows": "[[\"a\",1],[\"b\",2]]",
        "json": "{\"cities\":[{\"name\":\"city1\",\"areaCode\":\"1000\"},{\"name\":\"city2\"}]}",
        "big": String(repeating: "x", count: Limits.valueBytes),
    ]

    static let summer: Range<Int64> = 1_774_746_000_000..<1_792_890_000_000

    var jobName: String { "nightly" }
    var instanceID: InstanceID { InstanceID(812) }
    var paramNames: [String] { params.keys.sorted() }
    var nodeNames: [String] { ["load", "quiet", "early"] }

    func param(_ name: String) -> String? { params[name] }
    func nodeStatus(_ name: String) -> String? { name == "load" ? "success" : nil }
    func environment(_ name: String) -> String? { name == "HOME" ? "/home/u" : nil }
    func offset(at time: Timestamp) -> Int { Self.summer.contains(time.milliseconds) ? 7200 : 3600 }
    func nodeOutput(_ name: String) -> [Pair]? {
        switch name {
        case "load": [Pair("loaded", "7"), Pair("insertJobId", "job-9"), Pair("rows", "[[1,2]]")]
        case "quiet": []
        default: nil
        }
    }

    /// The value of what stands in `#{…}`, as text.
    func text(_ expression: String) throws(ExpressionError) -> String {
        try Template("#{\(expression)}", mode: .strict).expand(in: self)
    }

    /// What is wrong with what stands in `#{…}`, and at which column of it, from 1.
    func error(_ expression: String) -> (column: Int, reason: String)? {
        do throws(ExpressionError) {
            _ = try text(expression)
            return nil
        } catch {
            return (error.column - 2, error.reason)
        }
    }
}
