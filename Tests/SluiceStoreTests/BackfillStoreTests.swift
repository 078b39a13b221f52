import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceStore

/// Backfills as they are kept, listed and removed.
@Suite struct BackfillStoreTests {
    private let scene: Scene

    /// The hourly jobs `j` and `k`; `k` runs until the test ends its attempts.
    init() throws {
        scene = try Scene()
        let params = [Pair("x", "0")]
        try world.submit("j", chain(["a"]), params: params, schedule: .hourly)
        try world.submit("k", chain(["a"], type: .shell), params: params, schedule: .hourly)
    }

    private var world: World { scene.world }

    /// Works off so many hours before the world began.
    private func backfill(_ job: String, hours: Int64, parallel: Int = 1) throws {
        let last = World.eleven.milliseconds - 3_600_000
        let range =
            Timestamp(milliseconds: last - (hours - 1) * 3_600_000)...Timestamp(milliseconds: last)
        try world.perform(
            .createBackfill(
                CreateBackfill(
                    scope: .standard, jobName: job, range: range, parallel: parallel,
                    params: [Pair("x", "1")])))
        for _ in 0...2 * hours { try world.makeCycles(after: 1) }
    }

    private func list(_ request: ListBackfillsRequest = .init()) throws -> [SluiceWire.Backfill] {
        try scene.queries.listBackfills(request).backfills
    }

    private func get(
        _ id: Int64, size: Int32 = 0, token: String = "",
    ) throws -> GetBackfillResponse {
        try scene.queries.getBackfill(
            GetBackfillRequest(backfillId: id, pageSize: size, pageToken: token))
    }

    @Test func `a backfill is listed with how many of its cycles stand how`() throws {
        try backfill("k", hours: 5, parallel: 2)
        let backfill = try #require(try list().first)
        #expect(backfill.total == 5 && backfill.active == 2 && backfill.waiting == 3)
        #expect(backfill.jobName == "k" && backfill.parallel == 2 && backfill.user == "ada")
        #expect(backfill.params == [KeyValue(key: "x", value: "1")])
    }

    @Test func `lists are narrowed by job and state`() throws {
        try backfill("j", hours: 1)
        try backfill("k", hours: 1)
        #expect(try list().map(\.backfillId) == [2, 1])
        #expect(try list(ListBackfillsRequest(jobGlob: "j*")).map(\.backfillId) == [1])
        #expect(try list(ListBackfillsRequest(states: [.running])).map(\.backfillId) == [2])
        #expect(try list(ListBackfillsRequest(states: [.cancelled])).isEmpty)
    }

    @Test func `cycles come a page at a time, in order`() throws {
        try backfill("j", hours: 5)
        var places: [Int32] = []
        var token = ""
        repeat {
            let page = try get(1, size: 2, token: token)
            places += page.cycles.map(\.position)
            token = page.nextPageToken
        } while !token.isEmpty
        #expect(places == [0, 1, 2, 3, 4])
    }

    @Test func `one that has not ended comes back as it was`() throws {
        try backfill("k", hours: 4, parallel: 2)
        let restored = try SQLiteJournal(scene.folder.store()).load()
        let backfill = try #require(restored.backfills.first)
        #expect(backfill.items.map(\.state) == [.active, .active, .waiting, .waiting])
        #expect(backfill.items.prefix(2).map(\.instance) == [InstanceID(1), InstanceID(2)])
        #expect(backfill.params == [Pair("x", "1")] && backfill.parallel == 2)
    }

    @Test func `one that ended long ago is removed with its cycles, a live one stays`() throws {
        try backfill("j", hours: 3)
        try backfill("k", hours: 3)
        world.pass(milliseconds: 1_000)
        let border = world.now.wall
        _ = try world.journal.prune(
            Expired(endedBefore: border, eventsBefore: border, answersBefore: .zero), limit: 10)
        #expect(try list().map(\.backfillId) == [2])
        #expect(try get(2).cycles.count == 3)
        #expect(throws: SluiceError.self) { try get(1) }
    }

    @Test func `an instance that is going to run again is not removed`() throws {
        try backfill("j", hours: 2)
        let last = Timestamp(milliseconds: World.eleven.milliseconds - 3_600_000)
        let first = Timestamp(milliseconds: last.milliseconds - 3_600_000)
        // Nothing of it has begun yet.
        try world.handle(
            .createBackfill(
                CreateBackfill(
                    scope: .standard, jobName: "j", range: first...last, rerunsExisting: true)))
        try world.commit()
        let border = Timestamp(milliseconds: world.now.wall.milliseconds + 1_000)
        let expired = Expired(endedBefore: border, eventsBefore: border, answersBefore: .zero)
        #expect(try world.journal.prune(expired, limit: 10).isEmpty)
        #expect(try list().map(\.backfillId) == [2])
        try world.handle(
            .operateBackfills(
                OperateBackfills(
                    scope: .standard, operation: .cancel, backfills: [BackfillID(2)])))
        try world.commit()
        #expect(
            try world.journal.prune(expired, limit: 10) == [InstanceID(1), InstanceID(2)])
    }
}
