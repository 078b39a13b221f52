internal import GRDB
internal import SluiceEngine
package import SluiceModel
package import SluiceWire

/// The DAG of an instance (`S69` to `S73`).
extension Queries {
    /// The main node with one layer each way, or as many as the request says; the whole graph where
    /// it names no node.
    package func getGraph(
        _ request: GetGraphRequest, _ rights: Rights = .all,
    ) throws(SluiceError) -> GetGraphResponse {
        let up = try depth(request.up, "up")
        let down = try depth(request.down, "down")
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let instance = try instance(request.instanceId, db, scope, .zero)
            let facts = try definitions.facts(of: instance.key, db)
            let place = try place(of: request.nodeName, in: facts, of: instance)
            let (graph, nodes) = try graph(
                of: instance, facts, acrossJobs: request.acrossJobs,
                Sight(rights, in: scope, db), db)
            let main = place.map { nodes.lowerBound + $0 }
            var shown = main.map { graph.around($0, up: up, down: down) } ?? Set(graph.indices)
            let others = graph.indices.filter { !nodes.contains($0) }
            shown.formUnion(graph.neighbours(of: shown, among: others))
            var drawing = graph.drawing(of: shown, main: main)
            drawing.total = instance.message.total
            return drawing
        }
    }

    private func depth(_ asked: Int32?, _ field: String) throws(SluiceError) -> Int {
        let depth = asked ?? 1
        guard (0...Int32(Limits.jobNodes)).contains(depth) else {
            throw SluiceError(
                .invalidArgument, reason: "DEPTH_OUT_OF_RANGE",
                "\(field) is \(depth); 0 to \(Limits.jobNodes) layers are allowed",
                subject: field, domain: .parameterInvalid)
        }
        return Int(depth)
    }

    /// Index of the main node; nil where none is named.
    private func place(
        of name: String, in facts: VersionFacts, of instance: InstanceRow,
    ) throws(SluiceError) -> Int? {
        guard !name.isEmpty else { return nil }
        guard let place = facts.place(of: name) else {
            throw .noNode(
                name, of: instance, names: facts.nodes.map(\.name), "NODE_NOT_FOUND")
        }
        return place
    }
}

// MARK: - The instance's own nodes

extension Queries {
    /// All of it, and which of its boxes are the instance's own nodes.
    private func graph(
        of instance: InstanceRow, _ facts: VersionFacts, acrossJobs: Bool, _ sight: Sight,
        _ db: Database,
    ) throws -> (graph: DrawnGraph, nodes: Range<Int>) {
        let before = acrossJobs ? try OtherJob.before(instance, sight, db) : []
        let after = acrossJobs ? try OtherJob.after(instance, sight, db) : []
        let nodes = before.count..<(before.count + facts.nodes.count)
        var graph = DrawnGraph()
        for other in before { graph.add(other.box) }
        try add(to: &graph, facts, of: instance, before, db)
        let ends = nodes.filter { facts.isTerminal($0 - nodes.lowerBound) }
        for other in after { graph.add(other.box, after: ends.map(other.link)) }
        return (graph, nodes)
    }

    /// In an order in which they can run; those without upstream come after the other jobs.
    private func add(
        to graph: inout DrawnGraph, _ facts: VersionFacts, of instance: InstanceRow,
        _ before: [OtherJob], _ db: Database,
    ) throws {
        let rows = try graphRows(of: instance, db)
        for node in facts.nodes {
            let row = rows[node.name]
            let box = GraphNode(
                instanceId: instance.message.instanceId, jobName: instance.message.jobName,
                nodeName: node.name, status: row?.standing.status ?? .unspecified,
                waitReason: row?.standing.waitReason(in: instance.message.waitReason)
                    ?? .unspecified,
                paused: row?.standing.isPaused ?? false, type: node.type)
            var links = node.predecessors.map { index in
                DrawnGraph.Link(
                    from: before.count + index,
                    isRemoved: row?.removed.contains(facts.nodes[index].name) ?? false)
            }
            if links.isEmpty {
                links = before.enumerated().map { index, other in other.link(from: index) }
            }
            graph.add(box, after: links)
        }
    }

    private func graphRows(
        of instance: InstanceRow, _ db: Database,
    ) throws -> [String: (standing: NodeStanding, removed: [String])] {
        let row = try SQLStatement(
            db,
            """
            SELECT name, status, detail, flags, removed_upstreams FROM node
            WHERE instance_id = ? AND ordinal >= ?
            """)
        row.bind(instance.message.instanceId)
        row.bind(instance.firstOrdinal)
        var rows: [String: (standing: NodeStanding, removed: [String])] = [:]
        while try row.step() {
            rows[row.text()] = (NodeStanding(row), [String](storedNames: row.text()))
        }
        return rows
    }
}
