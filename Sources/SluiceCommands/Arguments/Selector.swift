import ArgumentParser
import SluiceWire

/// The one language in which instances are selected.
struct Selector: ParsableArguments {
    @Option(
        help: ArgumentHelp("Jobs whose name fits, with * and ?.", valueName: "glob"),
        completion: .shellCommand("sluice complete jobs"))
    var job: String?

    @Option(
        help: ArgumentHelp(
            "Status; several with commas or by repetition: \(Self.statusNames).",
            valueName: "status"),
        completion: .list(Self.statuses.compactMap(\.text)))
    var status: [String] = []

    @Option(
        help: ArgumentHelp("Planned from A to B: A..B, A.. or ..B, or a day.", valueName: "a..b"))
    var planned: String?

    @Option(help: ArgumentHelp("Started from A to B.", valueName: "a..b"))
    var started: String?

    @Option(help: ArgumentHelp("With this label; may be repeated.", valueName: "key=value"))
    var label: [String] = []

    @Option(
        help: ArgumentHelp(
            "Made by this instance, or by this node of it (SubJob, ForEach).",
            valueName: "12|12/each"))
    var of: String?

    @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "number"))
    var limit: Int?

    static let statuses = InstanceStatus.allCases.filter { $0 != .unspecified }
    static let statusNames = statuses.compactMap(\.text).joined(separator: ", ")

    /// Nothing is selected, which for a change means that something was forgotten.
    var isEmpty: Bool {
        job == nil && status.isEmpty && planned == nil && started == nil && label.isEmpty
            && of == nil
    }

    func request(_ times: TimeReader) throws(Failure) -> ListInstancesRequest {
        var request = ListInstancesRequest(jobGlob: job ?? "")
        request.statuses = try statusValues()
        if let planned {
            (request.plannedFrom, request.plannedBefore) = try times.readRange(planned)
        }
        if let started {
            (request.startedFrom, request.startedBefore) = try times.readRange(started)
        }
        request.labels = try pairs(label, of: "--label")
        if let of { (request.parentInstanceId, request.parentNode) = try Self.parent(of) }
        return request
    }

    private static func parent(_ text: String) throws(Failure) -> (id: Int64, node: String) {
        let target = try Target(text)
        guard case .id(let id) = target.instance, target.attempt == nil else {
            throw .usage("--of is '\(text)'", hint: "an instance or a node of it: 12, 12/each")
        }
        return (id, target.node ?? "")
    }

    private func statusValues() throws(Failure) -> [InstanceStatus] {
        var values: [InstanceStatus] = []
        for name in status.flatMap({ $0.split(separator: ",") }) {
            guard let value = InstanceStatus(text: name), value != .unspecified else {
                throw .usage("'\(name)' is no status", hint: "one of: \(Self.statusNames)")
            }
            values.append(value)
        }
        return values
    }
}
