import SluiceClient
import SluiceWire

/// What is known of an instance while it runs, and how that looks on a terminal.
struct ProgressBoard {
    struct Node: Hashable {
        var name: String
        var status: NodeStatus
        var attempt: Int32
        /// Unix milliseconds; 0: not started.
        var start: Int64
        /// Milliseconds, once the attempt has ended.
        var duration: Int64?
        var reason: String
    }

    private(set) var instance: Instance
    private(set) var nodes: [Node]
    private var places: [String: Int] = [:]

    init(_ details: GetInstanceResponse) {
        instance = details.instance ?? Instance()
        nodes = details.nodes.map(Node.init)
        for (index, node) in nodes.enumerated() { places[node.name] = index }
    }

    mutating func take(_ event: Event) {
        guard event.instanceId == instance.instanceId else { return }
        switch event.type {
        case .instanceStatus:
            instance.status = event.instanceTo
            instance.reason = event.reason
        case .nodeStatus:
            guard let place = places[event.nodeName] else { return }
            nodes[place].take(event)
        case .unspecified, .jobSubmitted, .jobDeleted, .jobSchedule, .instanceCreated, .operation,
            .alert, .workspace, .unrecognized:
            break
        }
    }

    func count(of status: NodeStatus) -> Int {
        nodes.count { $0.status == status }
    }

    private var endedTotal: Int { nodes.count { $0.status.isFinal } }
}

extension ProgressBoard.Node {
    fileprivate init(_ node: NodeInstance) {
        self.init(
            name: node.nodeName, status: node.status, attempt: node.attempt, start: node.startTime,
            duration: node.status.isFinal ? node.executeTime : nil, reason: node.explanation)
    }

    fileprivate mutating func take(_ event: Event) {
        status = event.nodeTo
        reason = event.reason
        if event.attempt > 0 { attempt = event.attempt }
        if event.nodeTo == .running {
            start = event.time
            duration = nil
        } else if event.nodeTo.isFinal, event.nodeFrom == .running {
            duration = max(0, event.time - start)
        }
    }

    /// Failures and what runs come first where not all have room.
    fileprivate var urgency: Int {
        switch status {
        case .fail: 0
        case .running: 1
        case .pause: 2
        case .manualStop: 3
        case .waiting, .unspecified, .unrecognized: 4
        case .success, .skip: 5
        }
    }
}

// MARK: - Drawing

extension ProgressBoard {
    private static let barWidth = 20

    /// The block of lines, at most `height` of them and none wider than `width`.
    func lines(now: Int64, width: Int, height: Int, paint: Paint) -> [String] {
        let shown = nodesThatFit(height - 1)
        let table = Table(
            headings: [
                .init(title: ""), .init(title: ""), .init(title: ""),
                .init(title: "", alignment: .right), .init(title: "", canShrink: true),
            ],
            rows: shown.map { row(for: $0, now: now) })
        // The table's own headings are empty here.
        let body = table.lines(width: width, paint: paint).dropFirst()
        let hidden = nodes.count - shown.count
        let rest = hidden > 0 ? [paint("  and \(counted(hidden, "more node"))", .dim)] : []
        return [heading(now: now, width: width, paint)] + body + rest
    }

    private func heading(now: Int64, width: Int, _ paint: Paint) -> String {
        let filled = nodes.isEmpty ? 0 : Self.barWidth * endedTotal / nodes.count
        let bar =
            String(repeating: "█", count: filled)
            + String(repeating: "░", count: Self.barWidth - filled)
        let time = instance.startTime > 0 ? DurationText.write(now - instance.startTime) : ""
        let text =
            "\(instance.jobName) \(instance.instanceId)  \(instance.status.word)  "
            + "\(bar) \(endedTotal)/\(nodes.count)  \(time)"
        return paint(truncated(text, to: width), .bold)
    }

    private func nodesThatFit(_ room: Int) -> [Node] {
        guard nodes.count > room else { return nodes }
        let order = nodes.indices.sorted { left, right in
            (nodes[left].urgency, left) < (nodes[right].urgency, right)
        }
        // One line is left for the number of the others.
        return order.prefix(max(0, room - 1)).sorted().map { nodes[$0] }
    }

    private func row(for node: Node, now: Int64) -> [Table.Cell] {
        let running = node.status == .running && node.start > 0 ? now - node.start : nil
        let time = (node.duration ?? running).map(DurationText.write) ?? ""
        let again = node.attempt > 1 ? " #\(node.attempt)" : ""
        return [
            Table.Cell(node.status.symbol, node.status.style), Table.Cell(node.name + again),
            Table.Cell(node.status.word, node.status.style), Table.Cell(time, .dim),
            Table.Cell(node.reason),
        ]
    }
}

// MARK: - Lines for a log

extension Event {
    /// One line that tells the event: `12/load running → fail (exit 3)`.
    var sentence: String {
        let because = reason.isEmpty ? "" : " (\(reason))"
        switch type {
        case .jobSubmitted: return "job \(jobName) version \(version) submitted\(because)"
        case .jobDeleted: return "job \(jobName) deleted\(because)"
        case .jobSchedule: return "job \(jobName): \(reason)"
        case .workspace: return "workspace \(workspace): \(reason)"
        case .alert: return "instance \(instanceId) of \(jobName): \(reason)"
        case .instanceCreated: return "instance \(instanceId) of \(jobName) created\(because)"
        case .instanceStatus:
            return "instance \(instanceId) of \(jobName): "
                + "\(transition(instanceFrom, instanceTo))\(because)"
        case .nodeStatus:
            let again = attempt > 1 ? "#\(attempt)" : ""
            return "\(instanceId)/\(nodeName)\(again): \(transition(nodeFrom, nodeTo))\(because)"
        case .operation:
            let target = nodeName.isEmpty ? "instance \(instanceId)" : "\(instanceId)/\(nodeName)"
            return "\(target): \(reason)"
        case .unspecified, .unrecognized:
            return "event \(seq) of a kind that this version does not know"
        }
    }

    private func transition<Status: WireEnum>(_ from: Status, _ to: Status) -> String {
        from.rawValue == 0 ? to.word : "\(from.word) → \(to.word)"
    }
}
