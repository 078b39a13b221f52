internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
package import SluiceWire

/// What the daemon knows of itself and does not change while it runs.
package struct ServerFacts: Sendable {
    package var version: String
    package var pid: Int32
    package var startTime: Int64
    package var stateFolder: String
    package var schemaVersion: Int
    package var slots: Int
    /// The keeper as it is now: pid and incarnation.
    package var keeper: @Sendable () -> (pid: Int32, incarnation: String)
    package var isWritable: @Sendable () -> Bool
    /// Ends the daemon; true: with everything that runs.
    package var stop: @Sendable (_ stopAttempts: Bool) -> Void

    package init(
        version: String, pid: Int32, startTime: Int64, stateFolder: String, schemaVersion: Int,
        slots: Int, keeper: @escaping @Sendable () -> (pid: Int32, incarnation: String),
        isWritable: @escaping @Sendable () -> Bool, stop: @escaping @Sendable (Bool) -> Void,
    ) {
        self.version = version
        self.pid = pid
        self.startTime = startTime
        self.stateFolder = stateFolder
        self.schemaVersion = schemaVersion
        self.slots = slots
        self.keeper = keeper
        self.isWritable = isWritable
        self.stop = stop
    }
}

/// `sluice.v1.ServerService`.
package struct ServerServices: ServerServiceHandler {
    private let shell: Shell
    private let facts: ServerFacts

    package init(_ shell: Shell, _ facts: ServerFacts) {
        self.shell = shell
        self.facts = facts
    }

    package func getDescriptor(
        _ request: GetDescriptorRequest, _ context: CallContext,
    ) async throws(Status) -> GetDescriptorResponse {
        GetDescriptorResponse(fileDescriptorSet: DescriptorSet.bytes)
    }

    package func getServerInfo(
        _ request: GetServerInfoRequest, _ context: CallContext,
    ) async throws(Status) -> GetServerInfoResponse {
        let (instances, running) = try await answering { () async throws(SluiceError) in
            try await shell.inbox.ask { engine in (engine.instances.count, engine.slotsTaken) }
        }
        let keeper = facts.keeper()
        return GetServerInfoResponse(
            version: facts.version, pid: facts.pid, startTime: facts.startTime,
            stateFolder: facts.stateFolder, schemaVersion: Int32(clamping: facts.schemaVersion),
            keeperPid: keeper.pid, keeperIncarnation: keeper.incarnation,
            liveInstances: Int64(instances), runningAttempts: Int64(running),
            slots: Int64(facts.slots), latestEventSeq: shell.events.latest,
            limits: Limits.named.map { Limit(name: $0.name, value: $0.value, unit: $0.unit) },
            writable: facts.isWritable())
    }

    package func stopServer(
        _ request: StopServerRequest, _ context: CallContext,
    ) async throws(Status) -> StopServerResponse {
        let running = try await answering { () async throws(SluiceError) in
            try await shell.inbox.ask { engine in engine.slotsTaken }
        }
        if request.options?.dryRun != true { facts.stop(request.stopAttempts) }
        return StopServerResponse(runningAttempts: Int64(running))
    }
}
