import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

/// What completion scripts ask: candidates, one a line. Says nothing where it knows none.
struct CompleteVerb: Verb {
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case jobs
        case instances
        case nodes
        /// Instances, and nodes of the newest.
        case targets
        case workspaces
        case backfills
        case pools
        case objects
        /// Those that failed.
        case notifications
        /// Objects that wait for their publish.
        case pending
        /// The newest, by number.
        case publishes
    }

    static let configuration = CommandConfiguration(
        commandName: "complete", abstract: "Prints candidates for completion.", shouldDisplay: false
    )

    /// More candidates than these help nobody.
    static let mostCandidates: Int32 = 200
    /// Instances whose nodes are offered.
    static let newestInstances = 3

    @Argument var kind: Kind
    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        do throws(Failure) {
            for candidate in try await candidates(session) { session.console.writeLine(candidate) }
        } catch {
            // A message would land in the middle of the line that is being typed.
            return error.outcome
        }
        return .done
    }

    private func candidates(_ session: Session) async throws(Failure) -> [String] {
        switch kind {
        case .jobs: return try await jobs(session)
        case .instances:
            return try await instances(session).map { String($0.instanceId) }
                + jobs(session).map { "\($0)@latest" }
        case .nodes: return try await nodes(session)
        case .targets:
            return try await instances(session).map { String($0.instanceId) } + nodes(session)
        case .workspaces:
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.workspaces.listWorkspaces(
                    ListWorkspacesRequest(pageSize: Self.mostCandidates))
            }.workspaces.map(\.name)
        case .backfills:
            let request = ListBackfillsRequest(
                workspace: session.workspace, environment: session.environment,
                pageSize: Self.mostCandidates)
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.backfills.listBackfills(request)
            }.backfills.map { String($0.backfillId) }
        case .pools:
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.pools.listPools(ListPoolsRequest())
            }.pools.map(\.poolName)
        case .objects:
            let request = ListObjectsRequest(
                workspace: session.workspace, environment: session.environment,
                pageSize: Self.mostCandidates)
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.objects.listObjects(request)
            }.objects.map(\.objectName)
        case .notifications:
            let request = ListNotificationsRequest(
                workspace: session.workspace, environment: session.environment,
                pageSize: Self.mostCandidates, states: [.failed])
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.notifications.listNotifications(request)
            }.notifications.map { String($0.notificationId) }
        case .pending:
            return try await session.pendingItems(
                ListPublishItemsRequest(allModules: true), limit: Int(Self.mostCandidates)
            ).rows.map(\.objectName)
        case .publishes:
            return try await session.publishRecords(
                ListPublishRecordsRequest(), limit: Int(Self.mostCandidates)
            ).rows.map { String($0.publishId) }
        }
    }

    private func jobs(_ session: Session) async throws(Failure) -> [String] {
        let request = ListJobsRequest(
            workspace: session.workspace, environment: session.environment,
            pageSize: Self.mostCandidates)
        return try await session.call { (sluice) async throws(Status) in
            try await sluice.jobs.listJobs(request)
        }.jobs.map(\.jobName)
    }

    private func instances(_ session: Session) async throws(Failure) -> [Instance] {
        let request = ListInstancesRequest(
            workspace: session.workspace, environment: session.environment,
            pageSize: Self.mostCandidates)
        return try await session.call { (sluice) async throws(Status) in
            try await sluice.instances.listInstances(request)
        }.instances
    }

    private func nodes(_ session: Session) async throws(Failure) -> [String] {
        var found: [String] = []
        for instance in try await instances(session).prefix(Self.newestInstances) {
            let details = try await session.details(of: .id(instance.instanceId))
            found += details.nodes.map { "\($0.instanceId)/\($0.nodeName)" }
        }
        return found
    }
}
