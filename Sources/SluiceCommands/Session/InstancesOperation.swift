import SluiceRPC
import SluiceWire

/// What every operation on instances is told.
struct InstancesCall: Sendable {
    var workspace: String
    var environment: SluiceWire.Environment
    var options: ChangeOptions
    var ids: [Int64]
    var skipRefused: Bool
}

/// An operation on instances, all of them or none.
struct InstancesOperation: Sendable {
    typealias Make =
        @Sendable (InstancesCall, InstanceServiceClient) async throws(Status) -> ChangeResult?

    /// Statuses that a selection takes that does not say `--status`.
    var usual: [InstanceStatus]
    /// Of these, which it is meant for.
    var fits: @Sendable (Instance) -> Bool = { _ in true }
    var make: Make
}

extension InstancesOperation {
    static let stop = InstancesOperation(usual: Selector.live) {
        (call, instances) async throws(Status) in
        try await instances.stopInstances(
            StopInstancesRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                instanceIds: call.ids, skipRefused: call.skipRefused)
        ).result
    }

    static let goOn = InstancesOperation(usual: [.runningException]) {
        (call, instances) async throws(Status) in
        try await instances.continueInstances(
            ContinueInstancesRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                instanceIds: call.ids, skipRefused: call.skipRefused)
        ).result
    }

    static let forceSuccess = InstancesOperation(usual: [.runningException, .manualStop, .fail]) {
        (call, instances) async throws(Status) in
        try await instances.forceInstancesSuccess(
            ForceInstancesSuccessRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                instanceIds: call.ids, skipRefused: call.skipRefused)
        ).result
    }

    static let pause = InstancesOperation(
        usual: [.waiting, .running, .runningException], fits: { !$0.paused },
    ) { (call, instances) async throws(Status) in
        try await instances.pauseInstances(
            PauseInstancesRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                instanceIds: call.ids, skipRefused: call.skipRefused)
        ).result
    }

    static let resume = InstancesOperation(usual: Selector.live, fits: { $0.paused }) {
        (call, instances) async throws(Status) in
        try await instances.resumeInstances(
            ResumeInstancesRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                instanceIds: call.ids, skipRefused: call.skipRefused)
        ).result
    }

    static let confirm = InstancesOperation(
        usual: [.waiting], fits: { $0.waitReason == .confirm },
    ) { (call, instances) async throws(Status) in
        try await instances.confirmInstances(
            ConfirmInstancesRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                instanceIds: call.ids, skipRefused: call.skipRefused)
        ).result
    }

    static let runWithoutDependencies = InstancesOperation(
        usual: [.waiting], fits: { $0.waitReason == .crossJob },
    ) { (call, instances) async throws(Status) in
        try await instances.runInstancesWithoutDependencies(
            RunInstancesWithoutDependenciesRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                instanceIds: call.ids, skipRefused: call.skipRefused)
        ).result
    }

    static let runPreferentially = InstancesOperation(usual: [.waiting]) {
        (call, instances) async throws(Status) in
        try await instances.runInstancesPreferentially(
            RunInstancesPreferentiallyRequest(
                workspace: call.workspace, environment: call.environment, options: call.options,
                instanceIds: call.ids, skipRefused: call.skipRefused)
        ).result
    }
}
