import SluiceClient
import SluiceRPC
import SluiceWire

extension Session {
    /// Nodes that were typed, each once.
    func nodes(named targets: [String]) async throws(Failure) -> [NodeTarget] {
        var found: [NodeTarget] = []
        for text in targets {
            let node = try await node(named: text)
            if !found.contains(node) { found.append(node) }
        }
        return found
    }

    /// A node that was typed. One call, or none where its instance was given by its id.
    func node(named text: String) async throws(Failure) -> NodeTarget {
        let target = try Target(text)
        let name = try target.requiredNode()
        guard target.attempt == nil else {
            throw .usage(
                "an operation is on a node, not on one of its attempts",
                hint: "leave out #\(target.attempt ?? 0)")
        }
        return NodeTarget(
            instanceId: try await identifier(of: target.instance), nodeName: name)
    }

    /// The first nodes that a selector fits, of the newest instances.
    func select(
        _ request: ListNodesRequest, limit: Int,
    ) async throws(Failure) -> (items: [NodeSummary], isTruncated: Bool) {
        var request = request
        request.workspace = workspace
        request.environment = environment
        request.pageSize = Int32(clamping: min(limit, 1_000))
        return try await first(limit, of: try await sluice().nodes(request))
    }

    /// The nodes that an operation selects: all that fit, or as many as `--limit` says.
    func nodes(
        selectedBy selector: NodeSelector, for operation: NodesOperation,
    ) async throws(Failure) -> [NodeTarget] {
        guard !selector.isEmpty else {
            throw .usage("no node is named", hint: "12/load, or --job '*' for all that fit")
        }
        var request = try selector.request(times)
        let isUsual = request.statuses.isEmpty
        if isUsual {
            request.statuses = operation.usual.statuses
            request.paused = request.paused || operation.usual.paused
        }
        let limit = min(selector.limit ?? Self.mostTargets, Self.mostTargets)
        let found = try await select(request, limit: limit)
        guard !found.isTruncated || selector.limit != nil else { throw Self.tooMany("nodes") }
        return found.items.filter { !isUsual || operation.fits($0) }
            .map { NodeTarget(instanceId: $0.instanceId, nodeName: $0.nodeName) }
    }

    static func tooMany(_ things: String) -> Failure {
        .usage(
            "more than \(mostTargets) \(things) fit, and one call takes no more",
            hint: "narrow the selection, or take them in turns: --limit \(mostTargets)")
    }
}
