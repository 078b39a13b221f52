internal import SluiceEngine
internal import SluiceModel
internal import SluiceRPC
internal import SluiceRuntime
internal import SluiceWire

extension Shell {
    /// Submits a command and answers with what `respond` makes of it, or with what was answered to
    /// the same request id before.
    func change<Request: ChangeRequest, Response: ChangeResponse>(
        _ command: Command, _ request: Request, _ context: CallContext,
        _ respond: @escaping @Sendable (Done) -> Response,
    ) async throws(Status) -> Response {
        let submission = try answering { () throws(SluiceError) in
            let options = request.options ?? ChangeOptions()
            return Submission(
                command: command, caller: caller(context),
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

    /// The same for calls that answer their changes and nothing else.
    func change<Request: ChangeRequest, Response: BareChangeResponse>(
        _ command: Command, _ request: Request, _ context: CallContext,
    ) async throws(Status) -> Response {
        try await change(command, request, context) { done in
            Response(result: ChangeResult(done))
        }
    }
}

/// A request that wants to change something.
protocol ChangeRequest: WireMessage {
    var workspace: String { get }
    var environment: SluiceWire.Environment { get }
    var options: ChangeOptions? { get }
}

extension ChangeRequest {
    /// The scope that it names; empty means the default (`S95`).
    var scope: Scope {
        get throws(SluiceError) { try SluiceServices.scope(workspace, environment) }
    }
}

/// A response that says what was changed.
protocol ChangeResponse: WireMessage {
    var result: ChangeResult? { get set }
}

/// A response that says what was changed, and nothing else.
protocol BareChangeResponse: ChangeResponse {
    init(result: ChangeResult?)
}

extension ChangeResponse {
    fileprivate mutating func markRepeated() {
        result?.repeated = true
    }
}

extension CreateWorkspaceRequest: ChangeRequest {}
extension CreateWorkspaceResponse: ChangeResponse {}
extension SubmitJobRequest: ChangeRequest {}
extension SubmitJobResponse: ChangeResponse {}
extension DeleteJobRequest: ChangeRequest {}
extension DeleteJobResponse: ChangeResponse {}
extension RunJobRequest: ChangeRequest {}
extension RunJobResponse: ChangeResponse {}
extension RetryInstancesRequest: ChangeRequest {}
extension RetryInstancesResponse: ChangeResponse {}
