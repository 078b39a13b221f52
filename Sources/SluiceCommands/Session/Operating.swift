import SluiceClient
import SluiceRPC
import SluiceWire

/// How an operation is carried out, beside on what.
struct Manner {
    var change: ChangeFlags
    var skipRefused = false
    /// Nil: the operation brings nothing to an end that could be awaited.
    var waiting: WaitFlags?
    /// That it ended is enough, however it ended.
    var anyEndWillDo = false
}

extension Session {
    /// An operation on nodes that were named one by one, or that a selection fits.
    func operate(
        _ operation: NodesOperation, on nodes: [NodeTarget], selected: Bool, _ manner: Manner,
    ) async throws(Failure) -> Outcome {
        guard !nodes.isEmpty else { return nothingFits("node") }
        let change = resultChange { (options, sluice) async throws(Status) in
            let call = NodesCall(
                workspace: self.workspace, environment: self.environment, options: options,
                nodes: nodes, skipRefused: manner.skipRefused)
            return try await operation.make(call, sluice.nodes)
        }
        return try await conclude(
            change, .nodes, Extent(targets: nodes.count, areSelected: selected), manner)
    }

    /// An operation on instances that were named one by one, or that a selection fits.
    func operate(
        _ operation: InstancesOperation, on ids: [Int64], selected: Bool, _ manner: Manner,
    ) async throws(Failure) -> Outcome {
        guard !ids.isEmpty else { return nothingFits("instance") }
        let change = resultChange { (options, sluice) async throws(Status) in
            let call = InstancesCall(
                workspace: self.workspace, environment: self.environment, options: options,
                ids: ids, skipRefused: manner.skipRefused)
            return try await operation.make(call, sluice.instances)
        }
        return try await conclude(
            change, .instances, Extent(targets: ids.count, areSelected: selected), manner)
    }

    /// A change whose answer is what it changed and nothing more.
    func resultChange(
        _ make: @escaping (ChangeOptions, Sluice) async throws(Status) -> ChangeResult?,
    ) -> Change<ChangeResult> {
        Change { (options) async throws(Failure) in
            try await self.call { (sluice) async throws(Status) in
                try await make(options, sluice) ?? ChangeResult()
            }
        } result: {
            $0
        }
    }

    /// Makes the change, shows what came of it, and waits if that was asked for.
    func conclude(
        _ change: Change<ChangeResult>, _ subject: Subject, _ extent: Extent, _ manner: Manner,
    ) async throws(Failure) -> Outcome {
        try await conclude([change], subject, extent, manner)
    }

    func conclude(
        _ changes: [Change<ChangeResult>], _ subject: Subject, _ extent: Extent, _ manner: Manner,
    ) async throws(Failure) -> Outcome {
        let results = try await carryOut(changes, extent, manner.change) {
            $0.merged.count(of: subject)
        } show: { (results, printer) throws(Failure) in
            try printer.show(results, subject)
        }
        guard let results else { return .done }
        guard let waiting = manner.waiting, waiting.isOn else {
            try printer.show(results, subject)
            return .done
        }
        if printer.isForPeople || manner.anyEndWillDo { try printer.show(results, subject) }
        return try await awaitAll(results.merged, waiting, manner)
    }

    private func awaitAll(
        _ result: ChangeResult, _ waiting: WaitFlags, _ manner: Manner,
    ) async throws(Failure) -> Outcome {
        var outcome = Outcome.done
        for instance in result.instances {
            let details = try await awaitEnd(
                of: instance.instanceId, follow: waiting.follow, timeout: waiting.timeout)
            guard !manner.anyEndWillDo else { continue }
            if !printer.isForPeople { try show(details) }
            if details.outcome != .done { outcome = details.outcome }
        }
        return outcome
    }

    private func nothingFits(_ noun: String) -> Outcome {
        remark("no \(noun) fits")
        return .done
    }
}
