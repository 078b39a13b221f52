import SluiceRPC
import SluiceWire

/// What every operation on many nodes is told.
struct NodesCall: Sendable {
    var workspace: String
    var environment: SluiceWire.Environment
    var options: ChangeOptions
    var nodes: [NodeTarget]
    var skipRefused: Bool
}

/// An operation that takes many nodes, all of them or none (S53).
struct NodesOperation: Sendable {
    typealias Make =
        @Sendable (NodesCall, NodeServiceClient) async throws(Status) -> ChangeResult?

    /// What a selection takes that does not say `--node-status`.
    var usual: ListNodesRequest
    /// Of these, which it is meant for.
    var fits: @Sendable (NodeSummary) -> Bool = { _ in true }
    var make: Make
}

extension NodesOperation {
    static let rerun = NodesOperation(usual: ListNodesRequest(statuses: [.fail])) {
        (call, nodes) async throws(Status) in
        try await nodes.rerunNodes(
            RerunNodesRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                nodes: call.nodes, skipRefused: call.skipRefused)
        ).result
    }

    static let setSuccess = NodesOperation(usual: ListNodesRequest(statuses: [.fail])) {
        (call, nodes) async throws(Status) in
        try await nodes.setNodesSuccess(
            SetNodesSuccessRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                nodes: call.nodes, skipRefused: call.skipRefused)
        ).result
    }

    /// What waits for other nodes or jobs has nothing to end (S30).
    static let terminate = NodesOperation(
        usual: ListNodesRequest(statuses: [.running, .waiting]),
        fits: { $0.waitReason != .upstream && $0.waitReason != .crossJob },
    ) { (call, nodes) async throws(Status) in
        try await nodes.terminateNodes(
            TerminateNodesRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                nodes: call.nodes, skipRefused: call.skipRefused)
        ).result
    }

    static let pause = NodesOperation(
        usual: ListNodesRequest(statuses: [.waiting, .running]), fits: { !$0.paused },
    ) { (call, nodes) async throws(Status) in
        try await nodes.pauseNodes(
            PauseNodesRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                nodes: call.nodes, skipRefused: call.skipRefused)
        ).result
    }

    static let resume = NodesOperation(usual: ListNodesRequest(paused: true)) {
        (call, nodes) async throws(Status) in
        try await nodes.resumeNodes(
            ResumeNodesRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                nodes: call.nodes, skipRefused: call.skipRefused)
        ).result
    }
}
