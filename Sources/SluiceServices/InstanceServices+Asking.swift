internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// What the scheduling rules say of an instance, and how it looks as a drawing.
extension InstanceServices {
    package func listAllowedOperations(
        _ request: ListAllowedOperationsRequest, _ context: CallContext,
    ) async throws(Status) -> ListAllowedOperationsResponse {
        let operations = try await ask(
            request.workspace, request.environment, request.instanceId, request.nodeName,
        ) { engine, subject throws(SluiceError) in
            try engine.allowedOperations(subject.id, node: subject.node, in: subject.scope)
        }
        return ListAllowedOperationsResponse(
            operations: operations.map { SluiceWire.AllowedOperation($0) })
    }

    package func explainInstance(
        _ request: ExplainInstanceRequest, _ context: CallContext,
    ) async throws(Status) -> ExplainInstanceResponse {
        let rights = shell.rights(context)
        let explanation = try await ask(
            request.workspace, request.environment, request.instanceId, request.nodeName,
        ) { engine, subject throws(SluiceError) in
            try engine.explain(
                subject.id, node: subject.node, in: subject.scope, at: SystemClock.now(),
                for: rights)
        }
        // The smallest page of nodes: the instance itself is what is asked for.
        let details = GetInstanceRequest(
            workspace: request.workspace, environment: request.environment,
            instanceId: request.instanceId, nodePageSize: 1)
        return try answering { () throws(SluiceError) in
            let found = try shell.queries.getInstance(
                details, now: SystemClock.now().wall, rights)
            return ExplainInstanceResponse(explanation, of: found.instance)
        }
    }

    package func getGraph(
        _ request: GetGraphRequest, _ context: CallContext,
    ) async throws(Status) -> GetGraphResponse {
        try answering { () throws(SluiceError) in
            _ = try instance(request.instanceId, field: "instance_id")
            return try shell.queries.getGraph(request, shell.rights(context))
        }
    }

    /// An instance, or one of its nodes, as a question to the engine names it.
    private struct Subject: Sendable {
        var scope: Scope
        var id: InstanceID
        var node: String?
    }

    /// Asks the engine between two batches.
    private func ask<Value: Sendable>(
        _ workspace: String, _ environment: SluiceWire.Environment, _ id: Int64, _ node: String,
        _ question:
            @escaping @Sendable (borrowing Engine, Subject) throws(SluiceError) -> Value,
    ) async throws(Status) -> Value {
        try await answering { () async throws(SluiceError) in
            let subject = Subject(
                scope: try scope(workspace, environment),
                id: try instance(id, field: "instance_id"), node: node.isEmpty ? nil : node)
            let answer = try await shell.inbox.ask(needing: { $0.needs(toExplain: subject.id) }) {
                engine -> Result<Value, SluiceError> in
                do throws(SluiceError) {
                    return .success(try question(engine, subject))
                } catch {
                    return .failure(error)
                }
            }
            return try answer.get()
        }
    }
}

extension SluiceWire.AllowedOperation {
    init(_ operation: SluiceEngine.AllowedOperation) {
        self.init(
            operation: operation.name, allowed: operation.refusal == nil,
            message: operation.refusal ?? "")
    }
}

extension ExplainInstanceResponse {
    init(_ explanation: Explanation, of instance: SluiceWire.Instance?) {
        self.init(
            summary: explanation.summary,
            causes: explanation.causes.prefix(Limits.listedChanges).map { Cause($0) },
            remedies: explanation.remedies.prefix(Limits.listedChanges).map { Remedy($0) },
            instance: instance)
    }
}

extension Cause {
    fileprivate init(_ cause: Explanation.Cause) {
        self.init(
            depth: Int32(clamping: cause.depth), instanceId: cause.instance.rawValue,
            jobName: cause.jobName, nodeName: cause.node ?? "",
            kind: CauseKind(rawValue: Int32(cause.kind.rawValue)), text: cause.text.shortened,
            since: cause.since?.milliseconds ?? 0, until: cause.until?.milliseconds ?? 0)
    }
}

extension Remedy {
    fileprivate init(_ remedy: Explanation.Remedy) {
        self.init(
            operation: remedy.operation, instanceId: remedy.instance.rawValue,
            nodeName: remedy.node ?? "", text: remedy.text.shortened)
    }
}
