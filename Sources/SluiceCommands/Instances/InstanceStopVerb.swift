import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct InstanceStopVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stops instances: what runs is stopped, what waits never starts.",
        discussion: """
            All or nothing: one instance that has ended already refuses the whole call.

            EXAMPLES
              sluice stop 12
              sluice stop 12 13 14 --reason 'wrong input'
              sluice stop --job 'import-*' --dry-run
            """)
    static let methods = [InstanceServiceMethods.stopInstances]

    @Argument(help: TargetHelp.instance, completion: TargetHelp.instances)
    var targets: [String] = []

    @OptionGroup(title: "Selection") var selector: Selector
    @OptionGroup var waiting: WaitFlags
    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let ids = try await identifiers(session)
        guard !ids.isEmpty else {
            session.remark("no instance fits")
            return .done
        }
        let change = Change { (options) async throws(Failure) in
            let request = StopInstancesRequest(
                workspace: session.workspace, environment: session.environment, options: options,
                instanceIds: ids)
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.instances.stopInstances(request)
            }
        } result: {
            $0.result ?? ChangeResult()
        }
        let replies = try await session.carryOut([change], things: ids.count, self.change) {
            (replies, printer) throws(Failure) in
            try printer.show(replies.compactMap(\.result))
        }
        guard let replies else { return .done }
        try session.show(changes: replies.compactMap(\.result))
        return try await session.stopped(ids, waiting)
    }

    private func identifiers(_ session: Session) async throws(Failure) -> [Int64] {
        if !targets.isEmpty {
            try selector.excludeTargets()
            return try await session.identifiers(of: targets)
        }
        var selector = try session.narrowed(selector)
        if selector.status.isEmpty { selector.status = Selector.live }
        return try await session.selected(selector).map(\.instanceId)
    }
}

extension Selector {
    /// Statuses that are not final.
    static let live = statuses.filter { !$0.isFinal }.compactMap(\.text)
    /// Refuses a selection beside named targets: which of the two was meant?
    func excludeTargets() throws(Failure) {
        guard isEmpty else {
            throw .usage(
                "targets and selectors exclude each other",
                hint: "name instances, or use --job")
        }
    }

    /// Statuses that an instance is retried from.
    static let retriable: [String] = [InstanceStatus.fail, .manualStop].compactMap(\.text)
}

extension Session {
    /// Instances that one call may name.
    static let mostTargets = 1_000

    /// Ids of typed targets, each once.
    func identifiers(of targets: [String]) async throws(Failure) -> [Int64] {
        var ids: [Int64] = []
        for text in targets {
            let id = try await identifier(of: try Target(text).withoutNode())
            if !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    /// A change of everything has to be asked for.
    func narrowed(_ selector: Selector) throws(Failure) -> Selector {
        guard !selector.isEmpty else {
            throw .usage("no instance is named", hint: "an id, etl@latest, or --job '*' for all")
        }
        return selector
    }

    /// The instances that a change selects: all that fit, or as many as `--limit` says.
    func selected(_ selector: Selector) async throws(Failure) -> [Instance] {
        let limit = selector.limit ?? Self.mostTargets
        let found = try await select(selector, limit: min(limit, Self.mostTargets))
        guard !found.isTruncated || selector.limit != nil else {
            throw .usage(
                "more than \(Self.mostTargets) instances fit",
                hint: "narrow the selection, or take them in turns: --limit \(Self.mostTargets)")
        }
        return found.items
    }

    func show(changes results: [ChangeResult]) throws(Failure) {
        let changes = results.flatMap(\.instances)
        guard printer.isForPeople, changes.count == 1, let change = changes.first else {
            return try printer.show(results)
        }
        console.writeLine(
            "instance \(change.instanceId) of \(change.jobName): "
                + "\(change.from.word) → \(change.to.word)"
                + (change.nodeTotal > 0 ? " (\(counted(Int(change.nodeTotal), "node")))" : ""))
    }

    /// Waits until stopped instances have ended; that they were stopped is what was wanted.
    fileprivate func stopped(_ ids: [Int64], _ flags: WaitFlags) async throws(Failure) -> Outcome {
        guard flags.isOn else { return .done }
        for id in ids {
            _ = try await awaitEnd(of: id, follow: flags.follow, timeout: flags.timeout)
        }
        return .done
    }
}
