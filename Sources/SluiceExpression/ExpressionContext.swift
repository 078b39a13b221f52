package import SluiceModel

/// What expressions can ask of the instance that they are evaluated for. They reach nothing else.
package protocol ExpressionContext {
    /// Value of a parameter; nil where none has this name.
    func param(_ name: String) -> String?
    /// Status of a node in the sources' spelling (`manual-stop`); nil where there is no such node.
    func nodeStatus(_ name: String) -> String?
    /// What a node reported, in its order; nil where the job has no such node or it has no result.
    func nodeOutput(_ name: String) -> [Pair]?
    /// What a node has reported so far, also while it runs; nil as above.
    func runningData(_ name: String) -> [Pair]?
    /// An environment variable of the node; nil where none has this name.
    func environment(_ name: String) -> String?
    /// Seconds that the job's time zone is ahead of UTC at a time, negative west of it.
    func offset(at time: Timestamp) -> Int
    /// Letters of the job's time zone at a time (`CET`); nil: `GMT+01:00` is written.
    func zoneName(at time: Timestamp) -> String?

    var jobName: String { get }
    var planTime: Timestamp { get }
    var instanceID: InstanceID { get }
    /// When the present run began; nil before it has.
    var startTime: Timestamp? { get }
    /// The time now; nil where it is not to be known.
    var now: Timestamp? { get }
    /// What came with the event that started the instance; nil where none did.
    var eventData: String? { get }
    /// The workspace, the sources' project; nil where it is not to be known.
    var projectID: String? { get }
    /// On which days people work; throws where no calendar says so.
    var workCalendar: WorkCalendar { get throws(NoWorkCalendar) }
    /// The round of the loop that the node is run for; nil outside loops.
    var loop: ExpressionLoop? { get }

    /// For messages about a mistyped name; may be empty.
    var paramNames: [String] { get }
    /// For messages about a mistyped name; may be empty.
    var nodeNames: [String] { get }
}

/// A context says only what it has; times are those of UTC.
extension ExpressionContext {
    package func runningData(_ name: String) -> [Pair]? { nodeOutput(name) }
    package func environment(_ name: String) -> String? { nil }
    package func offset(at time: Timestamp) -> Int { 0 }
    package func zoneName(at time: Timestamp) -> String? { nil }
    package var startTime: Timestamp? { nil }
    package var now: Timestamp? { nil }
    package var eventData: String? { nil }
    package var projectID: String? { nil }
    package var workCalendar: WorkCalendar {
        get throws(NoWorkCalendar) { throw NoWorkCalendar() }
    }
    package var loop: ExpressionLoop? { nil }
    package var paramNames: [String] { [] }
    package var nodeNames: [String] { [] }
}

/// The job has no calendar, and every day is like any other to it.
package struct NoWorkCalendar: Error, Hashable, Sendable {
    package init() {}
}

/// The list that a `ForEach` goes over, and where it is.
package struct ExpressionLoop: Hashable, Sendable {
    /// `Loop.dataArray`
    package var elements: [ExpressionValue]
    /// `Loop.offset`, from 0; `Loop.current` is the element there.
    package var offset: Int

    package init(elements: [ExpressionValue], offset: Int) {
        self.elements = elements
        self.offset = offset
    }
}

/// Values of parameters may refer to parameters that are declared earlier.
package enum Parameters {
    /// Fills in the values, in order and strictly: each sees the ones before it.
    ///
    /// - Parameter params: declared names with the values of this run.
    /// - Throws: an error whose `expression` and position are those of the value that fails.
    package static func resolve(
        _ params: [Pair], in context: some ExpressionContext,
    ) throws(ExpressionError) -> [Pair] {
        var resolved = ResolvedParameters(outer: context)
        for param in params {
            let value = try Template(param.value, mode: .strict).expand(in: resolved)
            resolved.add(Pair(param.name, value))
        }
        return resolved.pairs
    }
}

/// The parameters that have a value by now, in front of another context.
private struct ResolvedParameters<Outer: ExpressionContext>: ExpressionContext {
    let outer: Outer
    private(set) var pairs: [Pair] = []
    private var values: [String: String] = [:]

    init(outer: Outer) {
        self.outer = outer
    }

    mutating func add(_ pair: Pair) {
        pairs.append(pair)
        values[pair.name] = pair.value
    }

    func param(_ name: String) -> String? { values[name] }
    func nodeStatus(_ name: String) -> String? { outer.nodeStatus(name) }
    func nodeOutput(_ name: String) -> [Pair]? { outer.nodeOutput(name) }
    func runningData(_ name: String) -> [Pair]? { outer.runningData(name) }
    func environment(_ name: String) -> String? { outer.environment(name) }
    func offset(at time: Timestamp) -> Int { outer.offset(at: time) }
    func zoneName(at time: Timestamp) -> String? { outer.zoneName(at: time) }
    var jobName: String { outer.jobName }
    var planTime: Timestamp { outer.planTime }
    var instanceID: InstanceID { outer.instanceID }
    var startTime: Timestamp? { outer.startTime }
    var now: Timestamp? { outer.now }
    var eventData: String? { outer.eventData }
    var projectID: String? { outer.projectID }
    var workCalendar: WorkCalendar {
        get throws(NoWorkCalendar) { try outer.workCalendar }
    }
    var loop: ExpressionLoop? { outer.loop }
    var paramNames: [String] { pairs.map(\.name) }
    var nodeNames: [String] { outer.nodeNames }
}
