import Glibc
import SluiceRPC
import SluiceServices
import SluiceWire
import Testing

/// Operations on the way through services, engine and store, and their record.
@Suite(.timeLimit(.minutes(1))) struct RecordedOperationTests {
    private let context = CallContext.from(
        Peer(pid: getpid(), uid: getuid(), gid: getgid()), NodeServiceMethods.rerunNodes)

    /// An instance of `etl`, whose only node has ended at once.
    private func ended(_ daemon: SmallDaemon) async throws -> Int64 {
        let services = InstanceServices(daemon.shell)
        return try await services.runJob(.init(jobName: "etl"), context).instanceId
    }

    private func operations(
        _ daemon: SmallDaemon, _ request: ListOperationsRequest,
    ) async throws -> [SluiceWire.Operation] {
        try await OperationServices(daemon.shell).listOperations(request, context).operations
    }

    // S80
    @Test func `what was done to a node is found by node, with who and why`() async throws {
        let daemon = try SmallDaemon()
        defer { daemon.end() }
        let id = try await ended(daemon)
        let node = SluiceWire.NodeTarget(instanceId: id, nodeName: "a")
        let rerun = try await NodeServices(daemon.shell).rerunNodes(
            .init(options: ChangeOptions(reason: "late data"), nodes: [node]), context)
        #expect(rerun.result?.instances.map(\.instanceId) == [id])
        #expect(rerun.result?.instances.first?.nodes.map(\.nodeName) == ["a"])
        let found = try await operations(daemon, .init(instanceId: id, nodeName: "a"))
        let entry = try #require(found.first)
        #expect(found.count == 1)
        #expect(entry.operation == "rerun")
        #expect(entry.reason == "late data")
        #expect(entry.fromStatus == "success")
        #expect(entry.uid == getuid() && entry.pid == getpid())
        #expect(!entry.program.isEmpty)
        #expect(entry.refusal.isEmpty)
    }

    // S80
    @Test func `what was refused is in the record too`() async throws {
        let daemon = try SmallDaemon()
        defer { daemon.end() }
        let id = try await ended(daemon)
        let node = SluiceWire.NodeTarget(instanceId: id, nodeName: "a")
        let refusal = await #expect(throws: Status.self) {
            try await NodeServices(daemon.shell).terminateNodes(.init(nodes: [node]), context)
        }
        #expect(refusal?.code == .failedPrecondition)
        let found = try await operations(daemon, .init(instanceId: id, result: .refused))
        #expect(found.map(\.operation) == ["terminate"])
        #expect(found.first?.refusal == refusal?.message)
        #expect(try await operations(daemon, .init(operation: "terminate", result: .done)).isEmpty)
    }

    @Test func `a request id that was used for something else is refused and recorded`()
        async throws
    {
        let daemon = try SmallDaemon()
        defer { daemon.end() }
        let id = try await ended(daemon)
        let services = InstanceServices(daemon.shell)
        let options = ChangeOptions(requestId: "r1")
        _ = try await services.runJob(.init(options: options, jobName: "etl"), context)
        let refusal = await #expect(throws: Status.self) {
            try await services.pauseInstances(.init(options: options, instanceIds: [id]), context)
        }
        #expect(refusal?.errorDetail?.reason == "REQUEST_ID_USED")
        let found = try await operations(daemon, .init(instanceId: id, operation: "pause"))
        #expect(found.map(\.refusal) == [refusal?.message])
    }

    @Test func `a preview shows the change, makes none and leaves no record`() async throws {
        let daemon = try SmallDaemon()
        defer { daemon.end() }
        let id = try await ended(daemon)
        let node = SluiceWire.NodeTarget(instanceId: id, nodeName: "a")
        let preview = try await NodeServices(daemon.shell).pauseNodes(
            .init(options: ChangeOptions(dryRun: true), nodes: [node]), context)
        #expect(preview.result?.dryRun == true)
        #expect(preview.result?.planToken.isEmpty == false)
        #expect(preview.result?.instances.first?.nodes.first?.effect == "paused")
        #expect(try await operations(daemon, .init(operation: "pause")).isEmpty)
        let details = try await InstanceServices(daemon.shell).getInstance(
            .init(instanceId: id), context)
        #expect(details.nodes.map(\.paused) == [false])
    }

    @Test func `an instance that does not exist is not explained`() async throws {
        let daemon = try SmallDaemon()
        defer { daemon.end() }
        let refusal = await #expect(throws: Status.self) {
            try await InstanceServices(daemon.shell).explainInstance(
                .init(instanceId: 77), context)
        }
        #expect(refusal?.errorDetail?.errorCode == "DLF.0137")
    }
}
