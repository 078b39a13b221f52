import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceStore

/// The pending list and the publish records as they are kept.
@Suite struct PublishingStoreTests {
    private let scene: Scene
    private let development = Scope(workspace: "shop", environment: .development)

    init() throws {
        scene = try Scene()
        try world.perform(
            .createWorkspace(CreateWorkspace(name: "shop", description: "", mode: .devProd)))
    }

    private var world: World { scene.world }

    private func submit(_ name: String, _ script: String = "true") throws -> PendingItem {
        var node = SluiceModel.NodeDefinition(name: "a", type: .shell)
        node.script = script
        let reply = try world.perform(
            .submitJob(
                SubmitJob(
                    scope: development,
                    definition: SluiceModel.JobDefinition(
                        name: name, kind: .syncJob, module: .dataProcessing, nodes: [node]),
                    source: "echo \(script)", comment: "c")))
        return try #require(reply.item)
    }

    private func publish(_ items: ItemID...) throws -> [Publication] {
        let reply = try world.perform(
            .publishItems(PublishItems(scope: development, items: items, comment: "go")))
        guard case .publications(let publications) = reply.subject else { return [] }
        return publications
    }

    private func restored() throws -> Restored { try SQLiteJournal(scene.folder.store()).load() }

    private func item(_ id: ItemID) throws -> PendingItem? {
        guard case .pendingItem(let item) = try world.journal.supply(for: .pendingItem(id)) else {
            return nil
        }
        return item
    }

    @Test func `what is pending comes back as it was`() throws {
        let first = try submit("etl")
        let second = try submit("etl", "false")
        let other = try submit("other")
        let found = try restored()
        #expect(found.pendingItems.map(\.id) == [second.id, other.id])
        let back = try #require(found.pendingItems.first)
        #expect(back.object == second.object && back.scope == development)
        #expect(back.name == "etl" && back.version == 2 && back.change == .create)
        #expect(back.kind == .syncJob && back.module == .dataProcessing)
        #expect(back.submitter.user == "ada" && back.submitter.uid == 1_000)
        #expect(back.time == second.time && back.comment == "c" && back.state == .pending)
        #expect(found.counters.item == 4)
        #expect(try item(first.id)?.state == .replaced(by: second.id))
        #expect(try item(ItemID(9)) == nil)
    }

    @Test func `what was published is a version of its own, with the source of development`()
        throws
    {
        let item = try submit("etl")
        let publication = try #require(try publish(item.id).first)
        #expect(publication.isSuccess)
        let found = try restored()
        #expect(found.pendingItems.isEmpty && found.counters.publish == 2)
        #expect(try self.item(item.id)?.state == .published(publication.id, user: "ada"))
        let heads = found.jobs.map { ($0.scope.environment, $0.latestVersion, $0.origin) }
        #expect(heads.map(\.0) == [.development, .production])
        #expect(heads.map(\.1) == [1, 1] && heads.map(\.2) == [nil, JobID(1)])
        let queries = scene.queries
        let job = try queries.getJob(
            GetJobRequest(workspace: "shop", jobName: "etl"), now: world.now.wall)
        #expect(job.source == "echo true" && job.version?.user == "ada")
        // Published again it is the same row; an older version is the latest then.
        let second = try submit("etl", "false")
        _ = try publish(second.id)
        let proposed = try world.perform(
            .proposeVersion(
                ProposeVersion(
                    scope: development, name: "etl", isFile: false, version: 1, comment: "")))
        guard case .items(let items) = proposed.subject else { throw Unexpected("\(proposed)") }
        _ = try publish(try #require(items.first).id)
        #expect(try restored().jobs.map(\.latestVersion) == [2, 1])
        let versions = try queries.listJobVersions(
            ListJobVersionsRequest(workspace: "shop", jobName: "etl"))
        #expect(versions.versions.map(\.version) == [2, 1])
    }

    @Test func `closed items have their time, pending ones and records stay`() throws {
        let first = try submit("etl")
        let second = try submit("etl", "false")
        _ = try publish(second.id)
        let third = try submit("other")
        let later = Timestamp(milliseconds: world.now.wall.milliseconds + 1)
        _ = try world.journal.prune(
            Expired(endedBefore: later, eventsBefore: later, answersBefore: later), limit: 100)
        #expect(try item(first.id) == nil && item(second.id) == nil)
        #expect(try item(third.id)?.state == .pending)
        let records = try scene.queries.listPublishRecords(
            ListPublishRecordsRequest(workspace: "shop", environment: .development),
            in: .dataProcessing)
        #expect(records.records.map(\.objectName) == ["etl"])
    }
}
