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
        let (slots, use) = try await answering { () async throws(SluiceError) in
            try await shell.inbox.ask { engine in (engine.pools, PoolUse(engine)) }
        }
        return ListPoolsResponse(
            pools: slots.sorted { $0.key < $1.key }.map { name, slots in
                use.filled(Pool(name, slots: slots))
            })
    }

    package func setPool(
        _ request: SetPoolRequest, _ context: CallContext,
    ) async throws(Status) -> SetPoolResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        var response: SetPoolResponse = try await shell.change(command, request, context) { done in
            SetPoolResponse(pool: done.pool, result: ChangeResult(done))
        }
        // What was changed is changed: where nobody can be asked the answer goes without.
        let use = try? await shell.inbox.ask { engine in PoolUse(engine) }
        if let use { response.pool = response.pool.map(use.filled) }
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

/// What is taken of each pool, and how many nodes wait for some of it.
private struct PoolUse: Sendable {
    private let taken: [String: Int]
    private let waiting: [String: Int]

    init(_ engine: borrowing Engine) {
        taken = engine.takenByPool
        waiting = engine.waitingByPool
    }

    func filled(_ pool: Pool) -> Pool {
        var pool = pool
        pool.taken = Int32(clamping: taken[pool.poolName, default: 0])
        pool.waiting = Int32(clamping: waiting[pool.poolName, default: 0])
        return pool
    }
}

extension Pool {
    /// Without what of it is taken.
    fileprivate init(_ name: String, slots: Int) {
        self.init(poolName: name, slots: Int32(clamping: slots))
    }
}

extension Done {
    /// The pool that was changed, without what of it is taken.
    fileprivate var pool: Pool? {
        guard case .pool(let pool) = reply.subject else { return nil }
        return Pool(pool.name, slots: pool.slots)
    }
}

extension SetPoolRequest: ChangeRequest {}
extension SetPoolResponse: ChangeResponse {}
extension DeletePoolRequest: ChangeRequest {}
extension DeletePoolResponse: BareChangeResponse {}
