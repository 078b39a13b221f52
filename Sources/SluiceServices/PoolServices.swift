internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.PoolService`.
package struct PoolServices: PoolServiceHandler {
    private let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func listPools(
        _ request: ListPoolsRequest, _ context: CallContext,
    ) async throws(Status) -> ListPoolsResponse {
        let (slots, taken) = try await answering { () async throws(SluiceError) in
            try await shell.inbox.ask { engine in (engine.pools, engine.takenByPool) }
        }
        return ListPoolsResponse(
            pools: slots.sorted { $0.key < $1.key }.map { name, slots in
                Pool(name, slots: slots, taken: taken[name, default: 0])
            })
    }

    package func setPool(
        _ request: SetPoolRequest, _ context: CallContext,
    ) async throws(Status) -> SetPoolResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        var response: SetPoolResponse = try await shell.change(command, request, context) { done in
            SetPoolResponse(pool: done.pool, result: ChangeResult(done))
        }
        let name = request.poolName
        // What was changed is changed: where nobody can be asked the answer goes without.
        let taken = try? await shell.inbox.ask { engine in engine.takenByPool[name, default: 0] }
        response.pool?.taken = Int32(clamping: taken ?? 0)
        return response
    }

    package func deletePool(
        _ request: DeletePoolRequest, _ context: CallContext,
    ) async throws(Status) -> DeletePoolResponse {
        let command = try answering { () throws(SluiceError) in
            let command = try request.command
            try refuseIfUsed(request.poolName)
            return command
        }
        return try await shell.change(command, request, context)
    }

    /// A job whose nodes could never start again keeps its pool.
    private func refuseIfUsed(_ pool: String) throws(SluiceError) {
        let jobs = try shell.queries.jobs(usingPool: pool)
        guard !jobs.isEmpty else { return }
        let listed = jobs.prefix(Self.listedJobs).joined(separator: ", ")
        let more = jobs.count > Self.listedJobs ? " and \(jobs.count - Self.listedJobs) more" : ""
        throw SluiceError(
            .failedPrecondition, reason: "POOL_IN_USE",
            "pool '\(pool)' is used by \(listed)\(more)", subject: "pool \(pool)")
    }

    /// Names of jobs in a refusal.
    private static let listedJobs = 10
}

extension SetPoolRequest {
    fileprivate var command: Command {
        get throws(SluiceError) {
            guard !poolName.isEmpty else {
                throw .missing("pool_name", "the name of the pool is needed")
            }
            guard slots != 0 else {
                throw .field(
                    "slots", "0; 1 to \(Limits.poolSlots) are allowed; DeletePool removes a pool")
            }
            return .setPool(SetPool(name: poolName, slots: Int(slots)))
        }
    }
}

extension DeletePoolRequest {
    fileprivate var command: Command {
        get throws(SluiceError) {
            guard !poolName.isEmpty else {
                throw .missing("pool_name", "the name of the pool is needed")
            }
            return .setPool(SetPool(name: poolName, slots: 0))
        }
    }
}

extension Pool {
    fileprivate init(_ name: String, slots: Int, taken: Int) {
        self.init(
            poolName: name, slots: Int32(clamping: slots), taken: Int32(clamping: taken))
    }
}

extension Done {
    /// The pool that was changed, without what of it is taken.
    fileprivate var pool: Pool? {
        guard case .pool(let pool) = reply.subject else { return nil }
        return Pool(pool.name, slots: pool.slots, taken: 0)
    }
}

extension SetPoolRequest: ChangeRequest {}
extension SetPoolResponse: ChangeResponse {}
extension DeletePoolRequest: ChangeRequest {}
extension DeletePoolResponse: BareChangeResponse {}
