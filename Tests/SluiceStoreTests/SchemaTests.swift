import Foundation
import GRDB
import SluiceModel
import SluiceRuntime
import SluiceStore
import SluiceWire
import Testing

@testable import SluiceEngine

/// The schema version of this program.
private let latest = 14

@Suite struct SchemaTests {
    private let folder = Folder()
    private static let fixtures = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("Fixtures")

    /// A change of the tables is a visible difference, and a new step of the schema.
    @Test func `the tables are those of the snapshot`() throws {
        _ = try folder.store()
        let queue = try DatabaseQueue(path: folder.path + "/sluice.db")
        let statements = try queue.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name
                    """)
        }
        let present = statements.joined(separator: ";\n\n") + ";\n"
        let golden = Self.fixtures.appendingPathComponent("schema.sql")
        if ProcessInfo.processInfo.environment["SLUICE_UPDATE_GOLDEN"] == "1" {
            try Data(present.utf8).write(to: golden)
        }
        #expect(present == String(decoding: try Data(contentsOf: golden), as: UTF8.self))
    }

    /// One for each version that was ever shipped.
    @Test(arguments: 1...latest)
    func `a database of a past schema opens with all that it holds`(version: Int) throws {
        let restored = try SQLiteJournal(try store(ofVersion: version)).load()
        #expect(
            restored.jobs.map(\.name) == (version == 1 ? ["nightly"] : ["nightly", "import"]))
        let instance = try #require(restored.instances.first)
        #expect(instance.nodes.map(\.phase.status) == [.success, .running, .waiting])
        #expect(instance.nodes[0].outputs == [Pair("file", "a.csv")])
        #expect(instance.graph.nodes.map(\.name) == ["extract", "load", "report"])
    }

    @Test func `version 1 knew no operations, and none is made up`() throws {
        let restored = try SQLiteJournal(try store(ofVersion: 1)).load()
        let instance = try #require(restored.instances.first)
        #expect(!instance.isPaused && !instance.isPreferred && !instance.needsConfirmation)
        #expect(instance.dependencies.isEmpty)
        #expect(instance.nodes.allSatisfy { $0.flags == [] && $0.removedUpstreams.isEmpty })
        #expect(restored.workspaces.map(\.mode) == [.basic])
    }

    @Test(arguments: 2...latest)
    func `what operations left since version 2 is found again`(version: Int) throws {
        let store = try store(ofVersion: version)
        let restored = try SQLiteJournal(store).load()
        #expect(restored.workspaces.map(\.mode) == [.basic, .devProd])
        let instance = try #require(restored.instances.first)
        #expect(instance.isPaused && instance.isPreferred)
        #expect(instance.nodes.map(\.flags) == [.forcedSuccess, [], .paused])
        #expect(instance.nodes[2].removedUpstreams == ["load"])
        #expect(instance.graph.definition.confirmBeforeRun)
        let import1 = Dependency.Upstream(instance: InstanceID(2), status: .success)
        #expect(instance.dependencies.map(\.upstream) == [import1])
        let queries = Queries(store) { "\($0)" }
        let details = try queries.getInstance(GetInstanceRequest(instanceId: 1), now: .zero)
        #expect(details.instance?.attributes.map(\.kind) == ["confirmed"])
        #expect(details.nodes[2].attributes.map(\.detail) == ["load"])
        let log = try queries.listOperations(
            ListOperationsRequest(instanceId: 1, nodeName: "report"))
        #expect(log.operations.map(\.effect) == ["no longer waits for load"])
        let code = try queries.getNodeCode(
            GetNodeCodeRequest(node: SluiceWire.NodeTarget(instanceId: 1, nodeName: "load")))
        #expect(code.script == "load monday")
    }

    @Test(arguments: 2...latest)
    func `a job waits for those that it names since version 3`(version: Int) throws {
        let restored = try SQLiteJournal(try store(ofVersion: version)).load()
        #expect(restored.jobs.map(\.dependJobs) == [version == 2 ? [] : ["import"], []])
    }

    @Test(arguments: 3...latest)
    func `a schedule goes on where version 4 left it`(version: Int) throws {
        let store = try store(ofVersion: version)
        let job = try #require(try SQLiteJournal(store).load().jobs.first)
        let list = try Queries(store) { "\($0)" }.listSkippedCycles(ListSkippedCyclesRequest())
        guard version > 3 else {
            #expect(job.schedule == nil && job.planning == Planning())
            return #expect(list.skipped.isEmpty)
        }
        #expect(job.schedule?.cron == "0 0 2 * * ?" && job.schedule?.catchup == .all)
        let until = Timestamp(milliseconds: 1_699_927_200_000)
        #expect(
            job.planning == Planning(isEnabled: false, isPaused: true, plannedUntil: until))
        #expect(list.skipped.map(\.reason) == ["the daemon did not run"])
    }

    @Test(arguments: 4...latest)
    func `a backfill goes on where version 5 left it`(version: Int) throws {
        let restored = try SQLiteJournal(try store(ofVersion: version)).load()
        #expect(restored.counters.backfill == (version > 4 ? 2 : 1))
        guard version > 4 else { return #expect(restored.backfills.isEmpty) }
        let backfill = try #require(restored.backfills.first)
        #expect(backfill.state == .paused && backfill.why == "by hand" && backfill.parallel == 2)
        #expect(backfill.params == [Pair("day", "monday")])
        #expect(backfill.items.map(\.state) == [.success, .active, .waiting])
        #expect(backfill.items.map(\.instance) == [InstanceID(2), InstanceID(1), nil])
        #expect(backfill.items[2].after == [.init(position: 1, failPolicy: .suspend)])
    }

    @Test(arguments: 5...latest)
    func `slots are those of version 6`(version: Int) throws {
        let restored = try SQLiteJournal(try store(ofVersion: version)).load()
        #expect(restored.pools.map(\.name) == (version > 5 ? ["gpu"] : []))
        #expect(restored.workspaces.map(\.slots) == (version > 5 ? [0, 4] : [0, 0]))
    }

    @Test(arguments: 8...latest)
    func `triggers and events are those of version 9`(version: Int) throws {
        let journal = SQLiteJournal(try store(ofVersion: version))
        let restored = try journal.load()
        let isNew = version > 8
        #expect(
            restored.jobs.map(\.trigger) == [nil, isNew ? TriggerDefinition(.call) : nil])
        #expect(restored.instances.first?.eventData == (isNew ? "order 1" : nil))
        #expect(restored.instances.first?.fileWait == nil)
        #expect(restored.backfills.map(\.listens) == [isNew])
        let job = try #require(restored.jobs.last).id
        let used = try journal.supply(for: .usedEvents(job: job, keys: nil))
        guard case .usedEvents(let events) = used else { throw Unexpected("\(used)") }
        #expect(events.map(\.key) == (isNew ? ["call:order-1"] : []))
    }

    @Test(arguments: 9...latest)
    func `settings of workspaces are those of version 10`(version: Int) throws {
        let restored = try SQLiteJournal(try store(ofVersion: version)).load()
        let sales = WorkspaceSettings(
            waitingFollowsLatest: true, publisherDiffers: true,
            quotas: Quotas(jobs: 5, nodesPerJob: 20, files: 7))
        #expect(
            restored.workspaces.map(\.settings)
                == [WorkspaceSettings(), version > 9 ? sales : WorkspaceSettings()])
    }

    @Test(arguments: 10...latest)
    func `what environments set is that of version 11`(version: Int) throws {
        let restored = try SQLiteJournal(try store(ofVersion: version)).load()
        let isNew = version > 10
        let development = EnvironmentSettings(
            params: [Pair("day", "tuesday")],
            connections: [Connection(name: "sales", kind: .sqlite, path: "/srv/dev:1.db")])
        let scope = Scope(workspace: "sales", environment: .development)
        #expect(
            restored.environments
                == (isNew ? [EnvironmentRecord(scope: scope, settings: development)] : []))
        let instance = try #require(restored.instances.first)
        #expect(instance.fromEnvironment.params == (isNew ? [Pair("day", "monday")] : []))
        #expect(
            instance.fromEnvironment.connections.map(\.path) == (isNew ? ["/srv/sales.db"] : []))
    }

    @Test(arguments: 11...latest)
    func `roles that were given are those of version 12`(version: Int) throws {
        let restored = try SQLiteJournal(try store(ofVersion: version)).load()
        guard version > 11 else { return #expect(restored.grants.isEmpty) }
        #expect(restored.grants.map(\.workspace) == ["*", "default"])
        #expect(restored.grants.map(\.grantee) == [.group(50), .user(1_000)])
        #expect(restored.grants.map(\.role) == [.viewer, .developer])
        #expect(restored.grants.map(\.user) == ["root", "ada"])
    }

    @Test(arguments: 13...latest)
    func `what waits for its publish is that of version 14`(version: Int) throws {
        let store = try store(ofVersion: version)
        let restored = try SQLiteJournal(store).load()
        guard version > 13 else {
            #expect(restored.counters.item == 1 && restored.counters.publish == 1)
            return #expect(restored.pendingItems.isEmpty)
        }
        #expect(restored.counters.item == 3 && restored.counters.publish == 2)
        let item = try #require(restored.pendingItems.first)
        #expect(restored.pendingItems.count == 1 && item.id == ItemID(2))
        #expect(item.name == "load" && item.version == 2 && item.comment == "second")
        #expect(item.kind == .syncJob && item.module == .dataProcessing)
        let queries = Queries(store) { "\($0)" }
        let records = try queries.listPublishRecords(
            ListPublishRecordsRequest(workspace: "sales", environment: .development),
            in: .dataProcessing)
        #expect(records.records.map(\.errorMessage) == ["name: taken"])
        #expect(try queries.visitedModule(of: 1_000, workspace: "sales") == .dataProcessing)
    }

    @Test(arguments: 12...latest)
    func `file objects are those of version 13`(version: Int) throws {
        let store = try store(ofVersion: version)
        let restored = try SQLiteJournal(store).load()
        guard version > 12 else { return #expect(restored.files.isEmpty) }
        #expect(restored.files.map(\.name) == ["shops.csv"])
        #expect(restored.files.map(\.latestVersion) == [2] && restored.counters.object == 2)
        #expect(restored.jobs.map(\.resources) == [["shops.csv"], []])
        let pins = try #require(restored.instances.first).resources
        #expect(pins == [FilePin(name: "shops.csv", object: ObjectID(1), version: 1)])
        let content = try Queries(store) { "\($0)" }.content(of: pins[0])
        #expect(content == Array("one".utf8))
    }

    @Test func `an instance that a failed node was ending is open with that failure`() throws {
        let change = "UPDATE instance SET stage = 3"
        let restored = try SQLiteJournal(try store(ofVersion: 1, changedBy: change)).load()
        #expect(restored.instances.map(\.stage) == [.open])
    }

    @Test func `an instance in its job's line waits for a slot`() throws {
        let store = try store(ofVersion: 1, changedBy: "UPDATE instance SET stage = 1, status = 1")
        let details = try Queries(store) { "\($0)" }
            .getInstance(GetInstanceRequest(instanceId: 1), now: .zero)
        #expect(details.instance?.waitReason == .slot)
    }

    private func store(ofVersion version: Int, changedBy change: String = "") throws -> Store {
        let file = Self.fixtures.appendingPathComponent("version-\(version).sql")
        let sql = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        try Store.makeFolder(folder.path)
        try DatabaseQueue(path: folder.path + "/sluice.db").writeWithoutTransaction { db in
            try db.execute(sql: sql + change)
        }
        return try folder.store()
    }
}
