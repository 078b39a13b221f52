import SluiceClient
import SluiceRPC
import SluiceWire

/// Instances and their nodes.
extension Transcript {
    mutating func run(_ step: Step) async throws -> [String] {
        let request = RunJobRequest(
            options: options(step), jobName: step.job ?? "", params: params(step),
            planTime: step.planTime ?? 0)
        let reply = try await sluice.persistently { [sluice] in
            try await sluice.instances.runJob(request)
        }
        if let result = reply.result, result.dryRun { return Text.changes(result) }
        if let name = step.as { instances[name] = reply.instanceId }
        let repeated = reply.result?.repeated == true ? " repeated" : ""
        return ["instance \(reply.instanceId)\(repeated)"]
    }

    mutating func runMany(_ step: Step) async throws -> [String] {
        let count = step.count ?? 0
        for _ in 0..<count { _ = try await run(step) }
        return ["\(count) instances"]
    }

    func wait(_ step: Step) async throws -> [String] {
        let details = try await sluice.wait(for: id(of: step.instance))
        return [Text.status(details.instance?.status ?? .unspecified)]
    }

    func details(_ step: Step) async throws -> [String] {
        let request = GetInstanceRequest(instanceId: id(of: step.instance))
        let details = try await sluice.details(request)
        return [Text.instance(details.instance ?? Instance())] + details.nodes.map(Text.node)
    }

    func waitReason(_ step: Step) async throws -> [String] {
        let request = GetInstanceRequest(instanceId: id(of: step.instance))
        let instance = try await sluice.details(request).instance ?? Instance()
        let reason = instance.waitReason.rawValue
        return ["\(Text.status(instance.status)), wait reason \(reason)"]
    }

    func list(_ step: Step) async throws -> [String] {
        let request = ListInstancesRequest(
            pageSize: step.pageSize ?? 0, jobGlob: step.job ?? "")
        var ids: [Int64] = []
        if step.onePage == true {
            let reply = try await sluice.instances.listInstances(request)
            ids = reply.instances.map(\.instanceId)
        } else {
            for try await instance in sluice.instances(request) { ids.append(instance.instanceId) }
        }
        let once = Set(ids).count == ids.count ? "each once" : "some twice"
        let order = ids == ids.sorted(by: >) ? "newest first" : "in disorder"
        return ["\(ids.count) instances, \(once), \(order)"]
    }

    func retry(_ step: Step) async throws -> [String] {
        let request = RetryInstancesRequest(
            options: .once(), jobName: step.job ?? "", retryLocation: .errorNode,
            retryTaskVersion: .original,
            taskRetrys: [TaskRetry(instanceId: id(of: step.instance))], params: params(step))
        return Text.changes(try await sluice.instances.retryInstances(request).result)
    }

    mutating func stop(_ step: Step) async throws -> [String] {
        let request = StopInstancesRequest(
            options: options(step), instanceIds: (step.instances ?? []).map(id),
            skipRefused: step.skipRefused ?? false)
        let result = try await sluice.persistently { [sluice] in
            try await sluice.instances.stopInstances(request)
        }.result
        if let name = step.as { plans[name] = result?.planToken }
        return Text.changes(result)
    }

    func setNodesSuccess(_ step: Step) async throws -> [String] {
        let request = SetNodesSuccessRequest(options: .once(), nodes: targets(step))
        return Text.changes(try await sluice.nodes.setNodesSuccess(request).result)
    }

    func pauseNodes(_ step: Step) async throws -> [String] {
        let request = PauseNodesRequest(options: .once(), nodes: targets(step))
        return Text.changes(try await sluice.nodes.pauseNodes(request).result)
    }

    private func targets(_ step: Step) -> [NodeTarget] {
        let instance = id(of: step.instance)
        return (step.nodes ?? []).map { NodeTarget(instanceId: instance, nodeName: $0) }
    }

    private func options(_ step: Step) -> ChangeOptions {
        var options = ChangeOptions.once(
            dryRun: step.dryRun ?? false, planToken: plans[step.plan ?? ""] ?? "")
        if let id = step.requestId { options.requestId = id }
        return options
    }

    private func params(_ step: Step) -> [KeyValue] {
        (step.params ?? [:]).sorted { $0.key < $1.key }
            .map { KeyValue(key: $0.key, value: $0.value) }
    }
}
