import ArgumentParser
import SluiceClient
import SluiceWire

/// What the operations on instances take.
struct InstanceBatch: ParsableArguments {
    @Argument(help: TargetHelp.instance, completion: TargetHelp.instances)
    var targets: [String] = []

    @OptionGroup(title: "Selection") var selector: Selector

    @Flag(help: "Leave out what is refused instead of refusing all.")
    var skipRefused = false

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(
        _ operation: InstancesOperation, _ session: Session, waiting: WaitFlags? = nil,
        anyEndWillDo: Bool = false,
    ) async throws(Failure) -> Outcome {
        try await session.operate(
            operation, on: try await identifiers(for: operation, session),
            selected: targets.isEmpty,
            Manner(
                change: change, skipRefused: skipRefused, waiting: waiting,
                anyEndWillDo: anyEndWillDo))
    }

    private func identifiers(
        for operation: InstancesOperation, _ session: Session,
    ) async throws(Failure) -> [Int64] {
        guard !targets.isEmpty else {
            return try await session.identifiers(selectedBy: selector, for: operation)
        }
        try selector.excludeTargets()
        return try await session.identifiers(of: targets)
    }
}

extension Selector {
    /// Statuses that are not final.
    static let live = statuses.filter { !$0.isFinal }

    /// Statuses that an instance is retried from.
    static let retriable: [InstanceStatus] = [.fail, .manualStop]

    /// Refuses a selection beside named targets: which of the two was meant?
    func excludeTargets() throws(Failure) {
        guard isEmpty else {
            throw .usage(
                "targets and selectors exclude each other",
                hint: "name instances, or use --job")
        }
    }
}

extension Session {
    /// Instances or nodes that one call may name.
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

    /// The instances that an operation selects.
    func identifiers(
        selectedBy selector: Selector, for operation: InstancesOperation,
    ) async throws(Failure) -> [Int64] {
        let isUsual = selector.status.isEmpty
        return try await selected(selector, usual: operation.usual)
            .filter { !isUsual || operation.fits($0) }.map(\.instanceId)
    }

    /// The instances that a change selects: all that fit, or as many as `--limit` says. A change of
    /// everything has to be asked for.
    func selected(
        _ selector: Selector, usual: [InstanceStatus],
    ) async throws(Failure) -> [Instance] {
        guard !selector.isEmpty else {
            throw .usage("no instance is named", hint: "an id, etl@latest, or --job '*' for all")
        }
        var selector = selector
        if selector.status.isEmpty { selector.status = usual.compactMap(\.text) }
        let limit = selector.limit ?? Self.mostTargets
        let found = try await select(selector, limit: min(limit, Self.mostTargets))
        guard !found.isTruncated || selector.limit != nil else { throw Self.tooMany("instances") }
        return found.items
    }
}
