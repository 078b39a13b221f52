internal import GRDB
internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime
internal import SluiceWire
internal import Synchronization

/// What the definition says of a node, in the words of the wire.
struct NodeFacts: Sendable {
    var name: String
    var type: String
    var dependsOn: [String]
    /// Places of those nodes in the list.
    var predecessors: [Int]
    var labels: [KeyValue]
    var policy: SluiceWire.FailPolicy
}

/// A version's facts, in the order in which its nodes can run.
final class VersionFacts: Sendable {
    let nodes: [NodeFacts]
    private let places: [String: Int]
    private let isFollowed: [Bool]

    init(_ graph: JobGraph) {
        nodes = graph.nodes.enumerated().map { index, node in
            NodeFacts(
                name: node.name, type: node.type.rawValue, dependsOn: node.dependsOn,
                predecessors: graph.predecessors[index], labels: node.labels.messages,
                policy: SluiceWire.FailPolicy(node.failPolicy))
        }
        isFollowed = graph.successors.map { !$0.isEmpty }
        places = Dictionary(
            uniqueKeysWithValues: graph.nodes.enumerated().map { ($1.name, $0) })
    }

    func place(of name: String) -> Int? { places[name] }

    /// No node comes after this one.
    func isTerminal(_ place: Int) -> Bool { !isFollowed[place] }

    /// Facts of a node, most often those at `place`.
    func facts(of name: String, at place: Int) -> NodeFacts? {
        if nodes.indices.contains(place), nodes[place].name == name { return nodes[place] }
        return places[name].map { nodes[$0] }
    }
}

/// Facts of the versions that were asked for lately. A version never changes.
final class DefinitionCache: Sendable {
    private static let limit = 256

    private let versions = Mutex<[VersionKey: VersionFacts]>([:])

    func facts(of key: VersionKey, _ db: Database) throws -> VersionFacts {
        if let facts = versions.withLock({ $0[key] }) { return facts }
        guard case .graph(let graph) = try WorldReader(db).supply(for: .graph(key)) else {
            throw JournalError.corrupt(
                "version \(key.version) of job \(key.job) is not in the database")
        }
        let facts = VersionFacts(graph)
        versions.withLock { versions in
            // To start anew now and then is cheaper than to keep account of every use.
            if versions.count >= Self.limit { versions.removeAll() }
            versions[key] = facts
        }
        return facts
    }
}
