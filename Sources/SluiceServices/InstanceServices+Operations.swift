internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
package import SluiceWire

/// Operations on whole instances (reference, 2.6).
extension InstanceServices {
    package func stopInstances(
        _ request: StopInstancesRequest, _ context: CallContext,
    ) async throws(Status) -> StopInstancesResponse {
        try await operate(.stop, request, context)
    }

    package func continueInstances(
        _ request: ContinueInstancesRequest, _ context: CallContext,
    ) async throws(Status) -> ContinueInstancesResponse {
        try await operate(.continue, request, context)
    }

    package func forceInstancesSuccess(
        _ request: ForceInstancesSuccessRequest, _ context: CallContext,
    ) async throws(Status) -> ForceInstancesSuccessResponse {
        try await operate(.forceSuccess, request, context)
    }

    package func pauseInstances(
        _ request: PauseInstancesRequest, _ context: CallContext,
    ) async throws(Status) -> PauseInstancesResponse {
        try await operate(.pause, request, context)
    }

    package func resumeInstances(
        _ request: ResumeInstancesRequest, _ context: CallContext,
    ) async throws(Status) -> ResumeInstancesResponse {
        try await operate(.resume, request, context)
    }

    package func confirmInstances(
        _ request: ConfirmInstancesRequest, _ context: CallContext,
    ) async throws(Status) -> ConfirmInstancesResponse {
        try await operate(.confirm, request, context)
    }

    package func runInstancesWithoutDependencies(
        _ request: RunInstancesWithoutDependenciesRequest, _ context: CallContext,
    ) async throws(Status) -> RunInstancesWithoutDependenciesResponse {
        try await operate(.runWithoutDependencies, request, context)
    }

    package func runInstancesPreferentially(
        _ request: RunInstancesPreferentiallyRequest, _ context: CallContext,
    ) async throws(Status) -> RunInstancesPreferentiallyResponse {
        try await operate(.runPreferentially, request, context)
    }

    private func operate<Request: InstancesRequest, Response: BareChangeResponse>(
        _ operation: InstanceOperation, _ request: Request, _ context: CallContext,
    ) async throws(Status) -> Response {
        let command = try answering { () throws(SluiceError) in try request.command(operation) }
        return try await shell.change(command, request, context)
    }
}

/// A request that names instances and what is to be done with them all.
private protocol InstancesRequest: ChangeRequest {
    var instanceIds: [Int64] { get }
    var skipRefused: Bool { get }
}

extension InstancesRequest {
    fileprivate func command(_ operation: InstanceOperation) throws(SluiceError) -> Command {
        .operateInstances(
            OperateInstances(
                scope: try scope, operation: operation,
                instances: try instances(instanceIds, field: "instance_ids"),
                skipsRefused: skipRefused))
    }
}

extension StopInstancesRequest: InstancesRequest {}
extension StopInstancesResponse: BareChangeResponse {}
extension ContinueInstancesRequest: InstancesRequest {}
extension ContinueInstancesResponse: BareChangeResponse {}
extension ForceInstancesSuccessRequest: InstancesRequest {}
extension ForceInstancesSuccessResponse: BareChangeResponse {}
extension PauseInstancesRequest: InstancesRequest {}
extension PauseInstancesResponse: BareChangeResponse {}
extension ResumeInstancesRequest: InstancesRequest {}
extension ResumeInstancesResponse: BareChangeResponse {}
extension ConfirmInstancesRequest: InstancesRequest {}
extension ConfirmInstancesResponse: BareChangeResponse {}
extension RunInstancesWithoutDependenciesRequest: InstancesRequest {}
extension RunInstancesWithoutDependenciesResponse: BareChangeResponse {}
extension RunInstancesPreferentiallyRequest: InstancesRequest {}
extension RunInstancesPreferentiallyResponse: BareChangeResponse {}
