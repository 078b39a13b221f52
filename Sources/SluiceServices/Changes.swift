internal import SluiceEngine
internal import SluiceModel
internal import SluiceRPC
internal import SluiceRuntime
internal import SluiceWire

extension Shell {
    /// Submits a command and answers with what `respond` makes of it, or with what was answered to
    /// the same request id before.
    func change<Request: WireMessage, Response: ChangeResponse>(
        _ command: Command, _ request: Request, _ options: ChangeOptions, _ context: CallContext,
        _ respond: @escaping @Sendable (Done) -> Response,
    ) async throws(Status) -> Response {
        let submission = try answering { () throws(SluiceError) in
            Submission(
                command: command, caller: users.caller(context.peer),
                options: try options.checked(of: request) { done in
                    // A response of ours can be encoded: its texts came over the wire.
                    (try? respond(done).encoded()) ?? []
                })
        }
        let answer = try await answering { () async throws(SluiceError) in
            try await inbox.submit(submission)
        }
        switch answer {
        case .done(let done): return respond(done)
        case .repeated(let bytes):
            guard var response = try? Response(decoding: bytes) else {
                throw Status(.internalError, "the remembered answer cannot be read")
            }
            response.markRepeated()
            return response
        }
    }
}

/// A response that says what was changed.
protocol ChangeResponse: WireMessage {
    var result: ChangeResult? { get set }
}

extension ChangeResponse {
    fileprivate mutating func markRepeated() {
        result?.repeated = true
    }
}

extension CreateWorkspaceResponse: ChangeResponse {}
extension SubmitJobResponse: ChangeResponse {}
extension DeleteJobResponse: ChangeResponse {}
extension RunJobResponse: ChangeResponse {}
extension StopInstancesResponse: ChangeResponse {}
extension RetryInstancesResponse: ChangeResponse {}

extension ChangeResult {
    /// The first of the changes, and how many there are.
    init(_ done: Done) {
        let changes = done.reply.changes
        self.init(
            dryRun: done.isDryRun, planToken: done.planToken,
            instances: changes.prefix(Limits.listedChanges).map {
                SluiceWire.InstanceChange($0, isPreview: done.isDryRun)
            },
            instanceTotal: Int32(clamping: changes.count))
    }
}

extension SluiceWire.InstanceChange {
    fileprivate init(_ change: SluiceEngine.InstanceChange, isPreview: Bool) {
        self.init(
            instanceId: isPreview && change.from == nil ? 0 : change.instance.rawValue,
            jobName: change.jobName, from: change.from.wire, to: change.to.wire,
            nodes: change.nodes.prefix(Limits.listedChanges).map { SluiceWire.NodeChange($0) },
            nodeTotal: Int32(clamping: change.nodes.count))
    }
}

extension SluiceWire.NodeChange {
    fileprivate init(_ change: SluiceEngine.NodeChange) {
        self.init(nodeName: change.name, from: change.from.wire, to: change.to.wire)
    }
}

extension SluiceModel.InstanceStatus {
    var wire: SluiceWire.InstanceStatus { SluiceWire.InstanceStatus(rawValue: Int32(rawValue)) }
}

extension SluiceModel.NodeStatus {
    var wire: SluiceWire.NodeStatus { SluiceWire.NodeStatus(rawValue: Int32(rawValue)) }
}

extension SluiceModel.InstanceStatus? {
    fileprivate var wire: SluiceWire.InstanceStatus { self?.wire ?? .unspecified }
}

extension SluiceModel.NodeStatus? {
    fileprivate var wire: SluiceWire.NodeStatus { self?.wire ?? .unspecified }
}
