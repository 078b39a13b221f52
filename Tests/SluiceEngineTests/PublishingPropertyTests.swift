import SluiceEngine
import SluiceModel
import SluiceSimulation
import Testing

/// Random submits, deletions, publishes and restarts in a workspace of mode DEV_PROD, on the engine
/// and on what has to be true whatever the order.
@Suite struct PublishingPropertyTests {
    @Test func `production is what was published, and nothing of it lacks what it needs`() {
        var (published, failed) = (0, 0)
        for seed in UInt64(1)...60 {
            var world = PublishingWorld(seed: seed)
            for _ in 1...80 {
                world.step()
                if let fault = world.fault {
                    let told = world.told.joined(separator: "\n")
                    Issue.record("seed \(seed): \(fault)\n\(told)")
                    return
                }
            }
            published += world.published
            failed += world.failed
        }
        #expect(published > 300 && failed > 40)
    }
}

private struct PublishingWorld {
    private var dice: Dice
    private let journal = MemoryJournal()
    private var engine = Engine()
    private var now = Now(
        wall: Timestamp(milliseconds: 1_700_000_000_000), boot: BootTime(nanoseconds: 0))
    private(set) var told: [String] = []
    private(set) var fault: String?
    private(set) var published = 0
    private(set) var failed = 0
    /// What every successful publish said, applied in their order.
    private var expected: [String: Int] = [:]
    private var scripts = 0

    private static let development = Scope(workspace: "shop", environment: .development)
    private static let production = Scope(workspace: "shop")
    private static let caller = Caller(uid: 7, gid: 0, pid: 1, user: "ann")
    private static let names = ["a", "b", "c", "d", "e"]

    init(seed: UInt64) {
        dice = Dice(seed: seed)
        _ = carryOut(
            .createWorkspace(CreateWorkspace(name: "shop", description: "", mode: .devProd)))
    }

    mutating func step() {
        switch dice.upTo(9) {
        case 0...3: submit()
        case 4: delete()
        case 5...7: publish()
        case 8: dice.oneIn(2) ? remove() : propose()
        default: restart()
        }
        check()
    }

    // MARK: What people do

    private mutating func submit() {
        scripts += 1
        let name = dice.pick(Self.names) ?? "a"
        let before = Self.names.filter { _ in dice.oneIn(4) }
        let definition = JobDefinition(
            name: name, description: "\(scripts)", nodes: [NodeDefinition(name: "n")],
            dependJobs: before.map { JobDependency(jobName: $0) })
        told.append("submit \(name) after \(before)")
        _ = carryOut(
            .submitJob(
                SubmitJob(
                    scope: Self.development, definition: definition, source: "", comment: "")))
    }

    private mutating func delete() {
        let name = dice.pick(Self.names) ?? "a"
        told.append("delete \(name)")
        _ = carryOut(.deleteJob(DeleteJob(scope: Self.development, name: name)))
    }

    private mutating func publish() {
        let items = pending.filter { _ in dice.oneIn(2) }
        guard !items.isEmpty else { return }
        told.append("publish \(items.map(\.words))")
        let command = PublishItems(
            scope: Self.development, items: items.map(\.id), comment: "go")
        guard case .publications(let publications) = carryOut(.publishItems(command))?.subject
        else { return fault = "a publish of pending items is refused" }
        for publication in publications {
            told.append("  \(publication.item.words): \(publication.error)")
            guard publication.isSuccess else {
                failed += 1
                continue
            }
            published += 1
            let isGone = publication.item.change == .delete
            expected[publication.item.name] = isGone ? nil : publication.item.version
        }
        if Set(publications.map(\.item.id)) != Set(items.map(\.id)) {
            fault = "an item has no record"
        }
    }

    private mutating func remove() {
        guard let item = dice.pick(pending) else { return }
        told.append("remove \(item.words)")
        _ = carryOut(.removeItems(RemoveItems(scope: Self.development, items: [item.id])))
    }

    private mutating func propose() {
        let name = dice.pick(Self.names) ?? "a"
        let version = 1 + dice.upTo(3)
        told.append("propose \(name) \(version)")
        _ = carryOut(
            .proposeVersion(
                ProposeVersion(
                    scope: Self.development, name: name, isFile: false, version: version,
                    comment: "")))
    }

    private mutating func restart() {
        told.append("restart")
        guard let restored = try? journal.load() else { return fault = "the journal has gone" }
        engine = Engine(restored: restored, at: now)
    }

    // MARK: What has to be true

    private var pending: [PendingItem] {
        journal.items.values.filter { $0.state == .pending }.sorted { $0.id < $1.id }
    }

    private mutating func check() {
        guard let restored = try? journal.load() else { return }
        let heads = restored.jobs.filter { $0.scope == Self.production }
        let versions = Dictionary(uniqueKeysWithValues: heads.map { ($0.name, $0.latestVersion) })
        if versions != expected {
            fault = "production has \(versions), and \(expected) was published"
        }
        for head in heads {
            for name in head.dependJobs where versions[name] == nil {
                fault = "\(head.name) waits for \(name), which is not there"
            }
            if waits(head.name, for: head.name, in: heads, []) {
                fault = "\(head.name) waits for itself"
            }
        }
        let objects = pending.map(\.object)
        if Set(objects).count != objects.count { fault = "an object is pending twice" }
        let developed = restored.jobs.filter { $0.scope == Self.development }
        for item in pending where item.change != .delete {
            guard developed.contains(where: { .job($0.id) == item.object }) else {
                return fault = "\(item.words) is pending and gone"
            }
        }
        for head in developed where versions[head.name] != nil {
            if !heads.contains(where: { $0.name == head.name && $0.origin == head.id }) {
                fault = "\(head.name) has another's production"
            }
        }
    }

    private func waits(
        _ name: String, for other: String, in heads: [JobHead], _ seen: Set<String>,
    ) -> Bool {
        guard let head = heads.first(where: { $0.name == name }), !seen.contains(name) else {
            return false
        }
        return head.dependJobs.contains { before in
            before == other || waits(before, for: other, in: heads, seen.union([name]))
        }
    }

    // MARK: The engine

    private mutating func carryOut(_ command: Command) -> Reply? {
        var asked: Set<Need> = []
        while true {
            let needs = engine.needs(of: command).filter { asked.insert($0).inserted }
            if needs.isEmpty { break }
            for need in needs {
                engine.supply((try? journal.supply(for: need)) ?? .nothing, for: need)
            }
        }
        now.wall.milliseconds += 1_000
        now.boot = now.boot.advanced(milliseconds: 1_000)
        var effects = Effects()
        let reply = try? engine.handle(command, by: Self.caller, at: now, into: &effects)
        engine.seal(into: &effects)
        // A crash before the commit: nothing of it happened.
        if dice.oneIn(12) {
            told.append("  and a crash")
            restart()
            if case .publishItems = command { return Reply(.publications(lost(command))) }
            return nil
        }
        do {
            try journal.commit(effects.records)
        } catch {
            fault = "\(error)"
        }
        return reply
    }

    /// Every item as if it had failed: nothing was published.
    private func lost(_ command: Command) -> [Publication] {
        guard case .publishItems(let publish) = command else { return [] }
        return publish.items.compactMap { id in
            journal.items[id].map { item in
                Publication(
                    id: PublishID(0), item: item, name: "", formerVersion: 0,
                    publisher: Self.caller, time: now.wall, comment: "",
                    checks: [PublishCheck(.name, message: "lost")], alerts: [])
            }
        }
    }
}
