import SluiceExpression
import SluiceModel

/// The instance that a text is tried for: it has what the flags say, and nothing else.
struct TriedInstance: ExpressionContext {
    /// A node that comes before.
    struct Node {
        var name: String
        var status: NodeStatus
        var outputs: [Pair] = []
    }

    var jobName: String
    var planTime: Timestamp
    var startTime: Timestamp?
    var now: Timestamp?
    var projectID: String?
    var eventData: String?
    var zone: TimeZoneRules
    var workCalendar: WorkCalendar
    var params: [Pair] = []
    var variables: [Pair] = []
    var nodes: [Node] = []

    /// One that no instance has: ids begin at 1.
    var instanceID: InstanceID { InstanceID(0) }
    var paramNames: [String] { params.map(\.name) }
    var nodeNames: [String] { nodes.map(\.name) }

    func param(_ name: String) -> String? { Self.value(name, in: params) }
    func environment(_ name: String) -> String? { Self.value(name, in: variables) }
    func nodeStatus(_ name: String) -> String? { node(name)?.status.description }
    func runningData(_ name: String) -> [Pair]? { node(name)?.outputs }

    func nodeOutput(_ name: String) -> [Pair]? {
        guard let node = node(name) else { return nil }
        switch node.status {
        case .waiting, .running, .pause: return nil
        case .success, .fail, .skip, .manualStop: return node.outputs
        }
    }

    func offset(at time: Timestamp) -> Int { zone.local(at: time).offset }

    /// Zones without letters have `+0545` in their place.
    func zoneName(at time: Timestamp) -> String? {
        let name = zone.local(at: time).abbreviation
        return name.first?.isLetter == true ? name : nil
    }

    private func node(_ name: String) -> Node? { nodes.first { $0.name == name } }

    private static func value(_ name: String, in pairs: [Pair]) -> String? {
        pairs.first { $0.name == name }?.value
    }
}
