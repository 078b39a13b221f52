internal import SluiceExpression
internal import SluiceModel

/// A text of the node has an expression that does not evaluate.
struct NotEvaluated: Error {
    var why: String
}

/// Fills in the texts of one start of a node, all of them within one budget of work; an error says
/// in which field.
struct Filling {
    private var values: NodeContext
    private var work = ExpressionWork()

    /// - Parameter time: when the node starts.
    init(for instance: Instance, at time: Timestamp?) {
        values = NodeContext(instance, at: time)
    }

    mutating func callAsFunction(
        _ text: String, of field: String, _ mode: Template.Mode = .strict,
    ) throws(NotEvaluated) -> String {
        do throws(ExpressionError) {
            return try Template(text, mode: mode).expand(in: values, &work)
        } catch {
            throw NotEvaluated(error, in: field)
        }
    }

    mutating func callAsFunction(
        _ texts: [String], of field: String,
    ) throws(NotEvaluated) -> [String] {
        var filled: [String] = []
        for text in texts { filled.append(try self(text, of: field)) }
        return filled
    }

    mutating func callAsFunction(
        _ pairs: [Pair], of field: String,
    ) throws(NotEvaluated) -> [Pair] {
        var filled: [Pair] = []
        for pair in pairs {
            filled.append(Pair(pair.name, try self(pair.value, of: "\(field).\(pair.name)")))
        }
        return filled
    }

    /// Environment variables; each, and every text from here on, can ask for those before it.
    mutating func variables(_ pairs: [Pair]) throws(NotEvaluated) -> [Pair] {
        var filled: [Pair] = []
        for pair in pairs {
            let value = try self(pair.value, of: "env.\(pair.name)")
            values.setVariable(pair.name, to: value)
            filled.append(Pair(pair.name, value))
        }
        return filled
    }

    /// From here on texts are those of a round of a loop.
    mutating func setLoop(_ loop: ExpressionLoop) { values.loop = loop }

    mutating func holds(_ condition: EdgeCondition) throws(NotEvaluated) -> Bool {
        do throws(ExpressionError) {
            return try Condition(condition.expression).holds(in: values, &work)
        } catch {
            throw NotEvaluated(error, in: "conditions.\(condition.node)")
        }
    }
}

extension NotEvaluated {
    fileprivate init(_ error: ExpressionError, in field: String) {
        why = "\(field): \(error.message)".shortened
    }
}

/// What expressions of a node can see: the instance as it is when the node starts, and nothing of
/// the daemon.
private struct NodeContext: ZonedContext {
    private let instance: Instance
    /// Environment variables, those of the node in front of those of the job.
    private var variables: [String: String] = [:]
    let now: Timestamp?
    var loop: ExpressionLoop?

    /// That of the job's schedule; UTC where it has none.
    var zone: TimeZoneRules { instance.schedule?.zone ?? .utc }

    var workCalendar: WorkCalendar {
        get throws(NoWorkCalendar) {
            guard let calendar = instance.schedule?.calendar else { throw NoWorkCalendar() }
            return calendar
        }
    }

    init(_ instance: Instance, at time: Timestamp?) {
        self.instance = instance
        now = time
    }

    mutating func setVariable(_ name: String, to value: String) { variables[name] = value }

    var jobName: String { instance.jobName }
    var planTime: Timestamp { instance.planTime }
    var instanceID: InstanceID { instance.id }
    var projectID: String? { instance.scope.workspace }
    var eventData: String? { instance.eventData }
    /// The first node of a run begins it.
    var startTime: Timestamp? { instance.run.start ?? now }
    var paramNames: [String] { instance.params.map(\.name) }
    var nodeNames: [String] { instance.graph.nodes.map(\.name) }

    func param(_ name: String) -> String? {
        instance.params.first { $0.name == name }?.value
    }

    func environment(_ name: String) -> String? { variables[name] }

    func nodeStatus(_ name: String) -> String? {
        instance.graph.index(of: name).map { instance.nodes[$0].phase.status.description }
    }

    func nodeOutput(_ name: String) -> [Pair]? {
        guard let index = instance.graph.index(of: name) else { return nil }
        switch instance.nodes[index].phase {
        case .waiting, .running: return nil
        case .success, .fail, .skip, .manualStop: return instance.nodes[index].outputs
        }
    }
}
