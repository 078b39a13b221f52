import ArgumentParser
import SluiceWire

/// The language in which nodes of many instances are selected.
struct NodeSelector: ParsableArguments {
    @Option(
        help: ArgumentHelp("Jobs whose name fits, with * and ?.", valueName: "glob"),
        completion: .shellCommand("sluice complete jobs"))
    var job: String?

    @Option(help: ArgumentHelp("Nodes whose name fits, with * and ?.", valueName: "glob"))
    var node: String?

    @Option(
        help: ArgumentHelp(
            "Status of the node; several with commas or by repetition: \(Self.statusNames).",
            valueName: "status"),
        completion: .list(Self.statuses.compactMap(\.text)))
    var nodeStatus: [String] = []

    @Option(
        help: ArgumentHelp(
            "Status of the instance: \(Selector.statusNames).", valueName: "status"),
        completion: .list(Selector.statuses.compactMap(\.text)))
    var status: [String] = []

    @Option(
        help: ArgumentHelp("Planned from A to B: A..B, A.. or ..B, or a day.", valueName: "a..b"))
    var planned: String?

    @Option(help: ArgumentHelp("Of instances started from A to B.", valueName: "a..b"))
    var started: String?

    @Flag(help: "Only nodes that are paused, whatever their status.")
    var paused = false

    @Option(help: ArgumentHelp("At most so many, of the newest instances.", valueName: "number"))
    var limit: Int?

    static let statuses = NodeStatus.allCases.filter { $0 != .unspecified }
    static let statusNames = statuses.compactMap(\.text).joined(separator: ", ")

    /// Nothing is selected, which for a change means that something was forgotten.
    var isEmpty: Bool {
        job == nil && node == nil && nodeStatus.isEmpty && status.isEmpty && planned == nil
            && started == nil && !paused
    }

    func request(_ times: TimeReader) throws(Failure) -> ListNodesRequest {
        var request = ListNodesRequest(jobGlob: job ?? "", nodeGlob: node ?? "", paused: paused)
        request.statuses = try values(nodeStatus, of: "--node-status", Self.statusNames)
        request.instanceStatuses = try values(status, of: "--status", Selector.statusNames)
        if let planned {
            (request.plannedFrom, request.plannedBefore) = try times.readRange(planned)
        }
        if let started {
            (request.startedFrom, request.startedBefore) = try times.readRange(started)
        }
        return request
    }

    private func values<Status: WireEnum>(
        _ texts: [String], of option: String, _ known: String,
    ) throws(Failure) -> [Status] {
        var values: [Status] = []
        for name in texts.flatMap({ $0.split(separator: ",") }) {
            guard let value = Status(text: name), value.rawValue != 0 else {
                throw .usage("'\(name)' is no status for \(option)", hint: "one of: \(known)")
            }
            values.append(value)
        }
        return values
    }
}
