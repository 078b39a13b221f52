internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
package import SluiceWire

/// The five operations that take many nodes (`S53`).
extension NodeServices {
    package func rerunNodes(
        _ request: RerunNodesRequest, _ context: CallContext,
    ) async throws(Status) -> RerunNodesResponse {
        try await operate(.rerun, request, context)
    }

    package func terminateNodes(
        _ request: TerminateNodesRequest, _ context: CallContext,
    ) async throws(Status) -> TerminateNodesResponse {
        try await operate(.terminate, request, context)
    }

    package func setNodesSuccess(
        _ request: SetNodesSuccessRequest, _ context: CallContext,
    ) async throws(Status) -> SetNodesSuccessResponse {
        try await operate(.setSuccess, request, context)
    }

    package func pauseNodes(
        _ request: PauseNodesRequest, _ context: CallContext,
    ) async throws(Status) -> PauseNodesResponse {
        try await operate(.pause, request, context)
    }

    package func resumeNodes(
        _ request: ResumeNodesRequest, _ context: CallContext,
    ) async throws(Status) -> ResumeNodesResponse {
        try await operate(.resume, request, context)
    }

    private func operate<Request: NodesRequest, Response: BareChangeResponse>(
        _ operation: NodeOperation, _ request: Request, _ context: CallContext,
    ) async throws(Status) -> Response {
        let command = try answering { () throws(SluiceError) in try request.command(operation) }
        return try await shell.change(command, request, context)
    }
}

/// The four operations that take one node.
extension NodeServices {
    package func rerunDownstream(
        _ request: RerunDownstreamRequest, _ context: CallContext,
    ) async throws(Status) -> RerunDownstreamResponse {
        try await operate(.rerunDownstream, request, context)
    }

    package func forceRerunNode(
        _ request: ForceRerunNodeRequest, _ context: CallContext,
    ) async throws(Status) -> ForceRerunNodeResponse {
        try await operate(.forceRerun, request, context)
    }

    package func removeUpstream(
        _ request: RemoveUpstreamRequest, _ context: CallContext,
    ) async throws(Status) -> RemoveUpstreamResponse {
        try await operate(.removeUpstream, request, context)
    }

    package func skipNode(
        _ request: SkipNodeRequest, _ context: CallContext,
    ) async throws(Status) -> SkipNodeResponse {
        try await operate(.skip, request, context)
    }

    private func operate<Request: NodeRequest, Response: BareChangeResponse>(
        _ operation: NodeOperation, _ request: Request, _ context: CallContext,
    ) async throws(Status) -> Response {
        let command = try answering { () throws(SluiceError) in try request.command(operation) }
        return try await shell.change(command, request, context)
    }
}

/// A request that names nodes and what is to be done with them all.
private protocol NodesRequest: ChangeRequest {
    var nodes: [SluiceWire.NodeTarget] { get }
    var skipRefused: Bool { get }
}

extension NodesRequest {
    fileprivate func command(_ operation: NodeOperation) throws(SluiceError) -> Command {
        .operateNodes(
            OperateNodes(
                scope: try scope, operation: operation, nodes: try targets(nodes, field: "nodes"),
                skipsRefused: skipRefused))
    }
}

extension RerunNodesRequest: NodesRequest {}
extension RerunNodesResponse: BareChangeResponse {}
extension TerminateNodesRequest: NodesRequest {}
extension TerminateNodesResponse: BareChangeResponse {}
extension SetNodesSuccessRequest: NodesRequest {}
extension SetNodesSuccessResponse: BareChangeResponse {}
extension PauseNodesRequest: NodesRequest {}
extension PauseNodesResponse: BareChangeResponse {}
extension ResumeNodesRequest: NodesRequest {}
extension ResumeNodesResponse: BareChangeResponse {}

/// A request that names one node, and more where the operation has more to say.
private protocol NodeRequest: ChangeRequest {
    var node: SluiceWire.NodeTarget? { get }
    /// Names of upstream nodes.
    var upstreams: [String] { get }
    /// Ids of instances of other jobs.
    var dependents: [Int64] { get }
}

extension NodeRequest {
    fileprivate var upstreams: [String] { [] }
    fileprivate var dependents: [Int64] { [] }

    fileprivate func command(_ operation: NodeOperation) throws(SluiceError) -> Command {
        .operateNodes(
            OperateNodes(
                scope: try scope, operation: operation, nodes: [try target(node, field: "node")],
                upstreams: try names(upstreams, field: "upstreams"),
                dependents: dependents.isEmpty
                    ? [] : try instances(dependents, field: "dependents")))
    }
}

extension RerunDownstreamRequest: NodeRequest {}
extension RerunDownstreamResponse: BareChangeResponse {}
extension ForceRerunNodeRequest: NodeRequest {}
extension ForceRerunNodeResponse: BareChangeResponse {}
extension RemoveUpstreamRequest: NodeRequest {}
extension RemoveUpstreamResponse: BareChangeResponse {}
extension SkipNodeRequest: NodeRequest {}
extension SkipNodeResponse: BareChangeResponse {}
