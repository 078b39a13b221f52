import SluiceClient
import SluiceRPC
import SluiceWire

extension Session {
    /// The id behind a target; one call unless the id was typed.
    func identifier(of reference: Target.Reference) async throws(Failure) -> Int64 {
        switch reference {
        case .id(let id): id
        case .latest, .planned: try await head(of: reference).instanceId
        }
    }

    /// The instance behind a target, without its nodes.
    func head(of reference: Target.Reference) async throws(Failure) -> Instance {
        if case .planned(let job, let time) = reference {
            return try await planned(job: job, time: time)
        }
        var request = request(for: reference)
        request.nodePageSize = 1
        let reply = try await call { (sluice) async throws(Status) in
            try await sluice.instances.getInstance(request)
        }
        return try complete(reply)
    }

    /// The instance behind a target and all of its nodes.
    func details(of reference: Target.Reference) async throws(Failure) -> GetInstanceResponse {
        var reference = reference
        if case .planned = reference { reference = .id(try await identifier(of: reference)) }
        let request = request(for: reference)
        return try await call { (sluice) async throws(Status) in try await sluice.details(request) }
    }

    /// The part of an answer that the daemon always sends.
    func complete(_ reply: GetInstanceResponse) throws(Failure) -> Instance {
        guard let instance = reply.instance else {
            throw Failure(.internalError, "the daemon's answer lacks the instance")
        }
        return instance
    }

    private func request(for reference: Target.Reference) -> GetInstanceRequest {
        switch reference {
        case .id(let id):
            GetInstanceRequest(workspace: workspace, environment: environment, instanceId: id)
        case .latest(let job), .planned(let job, _):
            GetInstanceRequest(workspace: workspace, environment: environment, jobName: job)
        }
    }

    private func planned(job: String, time: String) async throws(Failure) -> Instance {
        let reading = try times.read(time)
        let request = ListInstancesRequest(
            workspace: workspace, environment: environment, pageSize: 10, jobGlob: job,
            plannedFrom: reading.start, plannedBefore: reading.start + reading.span)
        let found = try await call { (sluice) async throws(Status) in
            try await sluice.instances.listInstances(request)
        }.instances
        guard let first = found.first else {
            throw Failure(
                .notFound, "job '\(job)' has no instance that was planned for \(time)",
                code: "DLF.0137", hint: "its instances: sluice ps --job \(job)")
        }
        guard found.count == 1 else {
            let ids = found.map { String($0.instanceId) }.joined(separator: ", ")
            throw .usage(
                "\(job)@\(time) fits several instances: \(ids)", hint: "name one by its id")
        }
        return first
    }

    /// The newest instances that a selector fits.
    func select(
        _ selector: Selector, limit: Int,
    ) async throws(Failure) -> (items: [Instance], isTruncated: Bool) {
        var request = try selector.request(times)
        request.workspace = workspace
        request.environment = environment
        request.pageSize = Int32(clamping: min(limit, 1_000))
        return try await first(limit, of: try await sluice().instances(request))
    }
}
