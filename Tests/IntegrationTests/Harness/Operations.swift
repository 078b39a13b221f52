import SluiceClient
import SluiceRPC
import SluiceWire

/// Operations on nodes, as the command line spells them.
enum NodeVerb: String, CaseIterable {
    case rerun
    case rerunDownstream = "rerun-downstream"
    case forceRerun = "force-rerun"
    case setSuccess = "set-success"
    case terminate
    case removeUpstream = "remove-upstream"
    case pause
    case resume
    case skip
}

/// Operations on instances, as the command line spells them; a retry has a call of its own.
enum InstanceVerb: String, CaseIterable {
    case stop
    case `continue`
    case forceSuccess = "force-success"
    case pause
    case resume
    case confirm
    case runWithoutDependencies = "run-without-dependencies"
    case runPreferentially = "run-preferentially"
}

extension Sluice {
    /// An operation on nodes: those that take one are called with the first of them.
    @discardableResult func operate(
        _ verb: NodeVerb, _ targets: [NodeTarget], _ options: ChangeOptions = .once(),
        skipRefused: Bool = false, upstreams: [String] = [], dependents: [Int64] = [],
    ) async throws(Status) -> ChangeResult {
        let node = targets.first
        let result: ChangeResult? =
            switch verb {
            case .rerun:
                try await nodes.rerunNodes(
                    RerunNodesRequest(options: options, nodes: targets, skipRefused: skipRefused)
                ).result
            case .terminate:
                try await nodes.terminateNodes(
                    TerminateNodesRequest(
                        options: options, nodes: targets, skipRefused: skipRefused)
                ).result
            case .setSuccess:
                try await nodes.setNodesSuccess(
                    SetNodesSuccessRequest(
                        options: options, nodes: targets, skipRefused: skipRefused)
                ).result
            case .pause:
                try await nodes.pauseNodes(
                    PauseNodesRequest(options: options, nodes: targets, skipRefused: skipRefused)
                ).result
            case .resume:
                try await nodes.resumeNodes(
                    ResumeNodesRequest(options: options, nodes: targets, skipRefused: skipRefused)
                ).result
            case .rerunDownstream:
                try await nodes.rerunDownstream(
                    RerunDownstreamRequest(options: options, node: node, dependents: dependents)
                ).result
            case .forceRerun:
                try await nodes.forceRerunNode(
                    ForceRerunNodeRequest(options: options, node: node)
                ).result
            case .removeUpstream:
                try await nodes.removeUpstream(
                    RemoveUpstreamRequest(options: options, node: node, upstreams: upstreams)
                ).result
            case .skip:
                try await nodes.skipNode(SkipNodeRequest(options: options, node: node)).result
            }
        return result ?? ChangeResult()
    }

    @discardableResult func operate(
        _ verb: InstanceVerb, _ ids: [Int64], _ options: ChangeOptions = .once(),
        skipRefused: Bool = false,
    ) async throws(Status) -> ChangeResult {
        let result: ChangeResult? =
            switch verb {
            case .stop:
                try await instances.stopInstances(
                    StopInstancesRequest(
                        options: options, instanceIds: ids, skipRefused: skipRefused)
                ).result
            case .continue:
                try await instances.continueInstances(
                    ContinueInstancesRequest(
                        options: options, instanceIds: ids, skipRefused: skipRefused)
                ).result
            case .forceSuccess:
                try await instances.forceInstancesSuccess(
                    ForceInstancesSuccessRequest(
                        options: options, instanceIds: ids, skipRefused: skipRefused)
                ).result
            case .pause:
                try await instances.pauseInstances(
                    PauseInstancesRequest(
                        options: options, instanceIds: ids, skipRefused: skipRefused)
                ).result
            case .resume:
                try await instances.resumeInstances(
                    ResumeInstancesRequest(
                        options: options, instanceIds: ids, skipRefused: skipRefused)
                ).result
            case .confirm:
                try await instances.confirmInstances(
                    ConfirmInstancesRequest(
                        options: options, instanceIds: ids, skipRefused: skipRefused)
                ).result
            case .runWithoutDependencies:
                try await instances.runInstancesWithoutDependencies(
                    RunInstancesWithoutDependenciesRequest(
                        options: options, instanceIds: ids, skipRefused: skipRefused)
                ).result
            case .runPreferentially:
                try await instances.runInstancesPreferentially(
                    RunInstancesPreferentiallyRequest(
                        options: options, instanceIds: ids, skipRefused: skipRefused)
                ).result
            }
        return result ?? ChangeResult()
    }

    /// The operation log, oldest first.
    func log(of instance: Int64, _ node: String = "") async throws(Status) -> [Operation] {
        try await operations.listOperations(
            ListOperationsRequest(pageSize: 1_000, instanceId: instance, nodeName: node)
        ).operations.reversed()
    }

    /// What is said to be possible now.
    func allowed(_ instance: Int64, _ node: String = "") async throws(Status) -> Set<String> {
        let reply = try await instances.listAllowedOperations(
            ListAllowedOperationsRequest(instanceId: instance, nodeName: node))
        return Set(reply.operations.filter(\.allowed).map(\.operation))
    }
}
