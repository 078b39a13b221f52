internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.NodeService`. Operations are in `NodeServices+Operations.swift`.
package struct NodeServices: NodeServiceHandler {
    let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func listNodes(
        _ request: ListNodesRequest, _ context: CallContext,
    ) async throws(Status) -> ListNodesResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.listNodes(request, now: SystemClock.now().wall)
        }
    }

    package func getNodeCode(
        _ request: GetNodeCodeRequest, _ context: CallContext,
    ) async throws(Status) -> GetNodeCodeResponse {
        try answering { () throws(SluiceError) in
            _ = try target(request.node, field: "node")
            return try shell.queries.getNodeCode(request)
        }
    }

    package func getNodeTask(
        _ request: GetNodeTaskRequest, _ context: CallContext,
    ) async throws(Status) -> GetNodeTaskResponse {
        try answering { () throws(SluiceError) in
            _ = try target(request.node, field: "node")
            return try shell.queries.getNodeTask(request)
        }
    }

    package func getProductionNode(
        _ request: GetProductionNodeRequest, _ context: CallContext,
    ) async throws(Status) -> GetProductionNodeResponse {
        try answering { () throws(SluiceError) in
            _ = try target(request.node, field: "node")
            return try shell.queries.getProductionNode(request)
        }
    }

    package func getEditTarget(
        _ request: GetEditTargetRequest, _ context: CallContext,
    ) async throws(Status) -> GetEditTargetResponse {
        try answering { () throws(SluiceError) in
            _ = try target(request.node, field: "node")
            return try shell.queries.getEditTarget(request)
        }
    }
}
