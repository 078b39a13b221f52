internal import HeapModule
internal import SluiceModel

/// Slots of the daemon, of workspaces and of named pools.
extension Engine {
    /// Puts nodes in the line for slots.
    mutating func lineUp(_ nodes: [NodeRef], of instance: Instance, _ now: Now) {
        for node in nodes {
            guard let index = instance.index(ofOrdinal: node.ordinal) else { continue }
            let definition = instance.graph.nodes[index]
            line.insert(
                node, slots: definition.poolSlots, moment: instance.moment(at: now),
                in: SlotLine.Lane(workspace: instance.scope.workspace, pool: definition.pool))
        }
    }

    /// The next node that is ready and has room.
    mutating func nextReady() -> NodeRef? {
        guard slotsTaken < settings.slots else { return nil }
        // Taken out while the rest is looked at, so that it is changed in place.
        var line = SlotLine()
        swap(&line, &self.line)
        defer { swap(&line, &self.line) }
        return line.popFirst(
            isStale: { !waitsForSlot($0) },
            hasRoom: { lane, slots in
                room(in: lane.workspace) > 0
                    && (lane.pool.isEmpty || room(inPool: lane.pool) >= slots)
            })
    }

    /// It is ready, and nothing but slots keeps it.
    private func waitsForSlot(_ ref: NodeRef) -> Bool {
        guard let node = standing(of: ref), node.phase == .waiting(.slot) else { return false }
        return instances[ref.instance]?.isHeldByPause(node.index) == false
    }

    /// How many nodes are ready and wait for slots of each pool.
    package var waitingByPool: [String: Int] {
        line.nodesByPool.mapValues { Set($0).count(where: waitsForSlot) }
    }

    /// Attempts that the workspace has room for.
    func room(in workspace: String) -> Int {
        let limit = workspaces[workspace]?.slots ?? 0
        return limit == 0 ? .max : limit - takenByWorkspace[workspace, default: 0]
    }

    /// Slots that are free in a pool; 0 where there is no such pool.
    func room(inPool pool: String) -> Int {
        (pools[pool] ?? 0) - takenByPool[pool, default: 0]
    }

    mutating func take(_ slots: Int, of pool: String) {
        guard !pool.isEmpty else { return }
        takenByPool[pool, default: 0] += slots
        if takenByPool[pool] == 0 { takenByPool[pool] = nil }
    }

    mutating func take(_ attempts: Int, in workspace: String) {
        slotsTaken += attempts
        takenByWorkspace[workspace, default: 0] += attempts
        if takenByWorkspace[workspace] == 0 { takenByWorkspace[workspace] = nil }
    }

    // MARK: - Pools

    /// Makes a pool, changes its size, or removes it.
    mutating func setPool(
        _ command: SetPool, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        if let problem = Names.problem(with: command.name) {
            throw SluiceError(
                .invalidArgument, reason: "POOL_NAME_INVALID", problem, subject: "pool")
        }
        guard (0...Limits.poolSlots).contains(command.slots) else {
            throw SluiceError(
                .invalidArgument, reason: "POOL_SLOTS_OUT_OF_RANGE",
                "a pool of \(command.slots) slots; 1 to \(Limits.poolSlots) are allowed, and 0 "
                    + "removes it",
                subject: "slots", domain: .parameterInvalid)
        }
        guard command.slots > 0 || pools[command.name] != nil else {
            throw SluiceError(
                .notFound, reason: "POOL_NOT_FOUND", "there is no pool '\(command.name)'",
                subject: "pool \(command.name)")
        }
        guard command.slots == 0 || pools[command.name] != nil || pools.count < Limits.pools else {
            throw SluiceError(
                .resourceExhausted, reason: "TOO_MANY_POOLS",
                "there are \(pools.count) pools; at most \(Limits.pools) are allowed",
                subject: "limit pools")
        }
        pools[command.name] = command.slots == 0 ? nil : command.slots
        let pool = PoolRecord(name: command.name, slots: command.slots)
        effects.records.append(.pool(pool))
        dispatch(now, &effects)
        return Reply(.pool(pool))
    }

    /// Bounds the attempts of a workspace that run at once.
    mutating func setWorkspaceSlots(
        _ command: SetWorkspaceSlots, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(Scope(workspace: command.name))
        guard (0...Limits.poolSlots).contains(command.slots),
            var workspace = workspaces[command.name]
        else {
            throw SluiceError(
                .invalidArgument, reason: "WORKSPACE_SLOTS_OUT_OF_RANGE",
                "\(command.slots) slots; 1 to \(Limits.poolSlots) are allowed, and 0 for no limit",
                subject: "slots", domain: .parameterInvalid)
        }
        workspace.slots = command.slots
        workspaces[command.name] = workspace
        effects.records.append(.workspace(workspace))
        dispatch(now, &effects)
        return Reply(.workspace(workspace))
    }

    /// A node that could never start is refused.
    func checkPools(of definition: JobDefinition) throws(SluiceError) {
        for (index, node) in definition.nodes.enumerated() where !node.pool.isEmpty {
            let place = "nodes[\(index)].pool"
            guard let slots = pools[node.pool] else {
                let known = pools.keys.sorted().prefix(10).joined(separator: ", ")
                throw SluiceError(
                    .failedPrecondition, reason: "POOL_NOT_FOUND",
                    "\(place): there is no pool '\(node.pool)'; "
                        + (known.isEmpty
                            ? "make it: sluice pool set \(node.pool) SLOTS"
                            : "the pools: \(known)"),
                    subject: place, domain: .parameterInvalid)
            }
            guard node.poolSlots <= slots else {
                throw SluiceError(
                    .failedPrecondition, reason: "POOL_TOO_SMALL",
                    "\(place): node '\(node.name)' takes \(node.poolSlots) slots of pool "
                        + "'\(node.pool)', which has \(slots)",
                    subject: place, domain: .parameterInvalid)
            }
        }
    }
}

extension Instance {
    /// Where its nodes stand in the line for slots.
    fileprivate func moment(at now: Now) -> Int64 {
        guard !isPreferred else { return .min }
        return now.boot.nanoseconds / 1_000_000
            + Int64(graph.definition.priority) * SlotLine.levelMilliseconds
    }
}
