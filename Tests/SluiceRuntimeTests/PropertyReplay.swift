import SluiceEngine
import SluiceModel
import SluiceSimulation

/// A world done again from its record: the operation log in its order, and between its entries the
/// results of the attempts, where the events say that they ended.
struct Replay {
    private enum Item {
        /// All entries of one call.
        case call([OperationRecord])
        case end(AttemptID, AttemptResult)
    }

    private let original: MemoryJournal
    private let copy = MemoryJournal()
    private let jobs: [JobDefinition]
    private let start: Timestamp
    private var engine = Engine(settings: EngineSettings(slots: 10_000))
    private(set) var faults: [String] = []
    private var told: [String] = []

    /// - Parameter start: when the original began, by both clocks.
    init(of original: MemoryJournal, _ jobs: [JobDefinition], from start: Timestamp) {
        self.original = original
        self.jobs = jobs
        self.start = start
        let census = AttemptCensus(incarnation: Incarnation("k1"))
        batch(at: start) { engine, now, effects in
            engine.take(census, at: now, into: &effects)
        }
    }

    /// Does it all again and compares. What happened in one batch has one time.
    mutating func run(until end: Timestamp) {
        var items = items[...]
        while let time = items.first?.time {
            let together = items.prefix { $0.time == time }
            items = items.dropFirst(together.count)
            // What came due since, in batches that left no trace.
            batch(at: Timestamp(milliseconds: time.milliseconds - 1)) { _, _, _ in }
            for item in together { make(item.what, at: time) }
            batch(at: time) { _, _, _ in }
        }
        batch(at: end) { _, _, _ in }
        compare()
    }

    private mutating func compare() {
        let lines = [original.standing, copy.standing]
        for (expected, seen) in zip(lines[0], lines[1]) where expected != seen {
            faults.append("expected '\(expected)', seen '\(seen)'")
        }
        if lines[0].count != lines[1].count { faults.append("not the same instances") }
        let attempts = [original, copy].map { $0.attempts.mapValues(\.result?.outcome) }
        if attempts[0] != attempts[1] { faults.append("not the same attempts") }
        if !faults.isEmpty { faults += told }
    }

    // MARK: - The record

    private typealias Dated = (order: Int64, time: Timestamp, what: Item)

    /// Events have the even places, what came after one the odd place behind it.
    private var items: [Dated] {
        let calls = calls.map { entries in
            (entries[0].afterSeq * 2 + 1, entries[0].time, Item.call(entries)) as Dated
        }
        return (calls + original.events.compactMap { end($0) }).enumerated()
            .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
            .map(\.element)
    }

    /// The calls that were carried out.
    private var calls: [[OperationRecord]] {
        var calls: [[OperationRecord]] = []
        for entry in original.operations where entry.refusal.isEmpty {
            if let last = calls.last?.last, last.isOfSameCall(as: entry) {
                calls[calls.count - 1].append(entry)
            } else {
                calls.append([entry])
            }
        }
        return calls
    }

    /// A node that runs no longer: the result of its attempt came in. Nodes without a process end
    /// by themselves.
    private func end(_ event: EventRecord) -> Dated? {
        guard case .node(let ref, let number, from: .running, to: _) = event.subject,
            let attempt = original.attempts[AttemptID(node: ref, number: number)],
            attempt.incarnation != nil, let result = attempt.result
        else { return nil }
        return (event.seq * 2, event.time, .end(attempt.id, result))
    }

    // MARK: - Doing it again

    private mutating func make(_ item: Item, at time: Timestamp) {
        switch item {
        case .end(let attempt, let result):
            told.append("\(attempt) ends: \(result.outcome.words)")
            batch(at: time, isLast: false) { engine, now, effects in
                engine.observe(.ended(attempt, result), at: now, into: &effects)
            }
        case .call(let entries):
            told.append(entries.words)
            guard let command = entries.command(jobs) else {
                faults.append("the log does not say what '\(entries.words)' was")
                return
            }
            carryOut(command, by: entries[0].caller, at: time, entries.words)
        }
    }

    private mutating func carryOut(
        _ command: Command, by caller: Caller, at time: Timestamp, _ words: String,
    ) {
        hydrate(command)
        var refusal: SluiceError?
        batch(at: time, isLast: false) { engine, now, effects in
            do throws(SluiceError) {
                _ = try engine.handle(command, by: caller, at: now, into: &effects)
            } catch {
                refusal = error
            }
        }
        if let refusal { faults.append("'\(words)' is refused: \(refusal.message)") }
    }

    private mutating func hydrate(_ command: Command) {
        var asked: Set<Need> = []
        while true {
            let needs = engine.needs(of: command).filter { asked.insert($0).inserted }
            if needs.isEmpty { return }
            for need in needs {
                do {
                    engine.supply(try copy.supply(for: need), for: need)
                } catch {
                    faults.append("the journal failed: \(error)")
                }
            }
        }
    }

    /// - Parameter isLast: nothing more comes at this time: what is due by now happens.
    private mutating func batch(
        at time: Timestamp, isLast: Bool = true,
        _ change: (inout Engine, Now, inout Effects) -> Void,
    ) {
        let elapsed = time.milliseconds - start.milliseconds
        let now = Now(
            wall: time, boot: BootTime(nanoseconds: 0).advanced(milliseconds: elapsed))
        var effects = Effects()
        change(&engine, now, &effects)
        if isLast { engine.advance(to: now, into: &effects) }
        engine.seal(into: &effects)
        do {
            try copy.commit(effects.records)
        } catch {
            faults.append("the journal failed: \(error)")
        }
    }
}

// MARK: - What the log says

extension OperationRecord {
    fileprivate func isOfSameCall(as other: OperationRecord) -> Bool {
        afterSeq == other.afterSeq && caller == other.caller && operation == other.operation
            && instance != nil
    }
}

extension [OperationRecord] {
    fileprivate var words: String {
        let targets = compactMap { entry in
            entry.instance.map { entry.node.isEmpty ? "\($0)" : "\($0)/\(entry.node)" }
        }
        return ([self[0].operation, self[0].jobName] + targets + [self[0].detail])
            .joined(separator: " ")
    }

    /// The command that these entries are about; nil where they do not say.
    fileprivate func command(_ jobs: [JobDefinition]) -> Command? {
        let entry = self[0]
        let details = entry.detail.split(separator: " ").map(String.init)
        switch entry.operation {
        case "submit":
            return jobs.first { $0.name == entry.jobName }.map { job in
                .submitJob(
                    SubmitJob(scope: entry.scope, definition: job, source: "", comment: ""))
            }
        case "run":
            let planTime = details.last.flatMap { Int64($0) }
            return .runJob(
                RunJob(
                    scope: entry.scope, jobName: entry.jobName,
                    planTime: planTime.map { Timestamp(milliseconds: $0) }))
        case _ where entry.operation.hasPrefix("retry "): return retry(details)
        case _ where entry.node.isEmpty: return operateInstances
        default: return operateNodes(upstreams: details)
        }
    }

    private func retry(_ details: [String]) -> Command? {
        let location: RetryInstances.Location? =
            switch self[0].operation {
            case "retry firstNode": .firstNode
            case "retry errorNode": .errorNode
            default: details.last.map { .specifiedNode($0) }
            }
        return location.map { location in
            .retryInstances(
                RetryInstances(
                    scope: self[0].scope, jobName: self[0].jobName, location: location,
                    version: .original,
                    targets: compactMap(\.instance).map { .instance($0) }))
        }
    }

    private var operateInstances: Command? {
        InstanceOperation.allCases.first { $0.name == self[0].operation }.map { operation in
            .operateInstances(
                OperateInstances(
                    scope: self[0].scope, operation: operation,
                    instances: compactMap(\.instance)))
        }
    }

    private func operateNodes(upstreams: [String]) -> Command? {
        NodeOperation.allCases.first { $0.name == self[0].operation }.map { operation in
            .operateNodes(
                OperateNodes(
                    scope: self[0].scope, operation: operation,
                    nodes: compactMap { entry in
                        entry.instance.map { NodeTarget($0, entry.node) }
                    }, upstreams: upstreams))
        }
    }
}
