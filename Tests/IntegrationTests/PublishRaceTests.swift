import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Publishers, submitters and a kill -9 at the same moment; and calls that make no sense.
@Suite(.timeLimit(.minutes(10))) struct PublishRaceTests {
    @Test func `a publish that a submit overtook is refused with what changed`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.submit(Site.job("etl", says: "1"))
            let ids = try await site.ids(of: ["etl"])
            let preview = try await site.preview("etl")
            try await site.submit(Site.job("etl", says: "2"))
            let overtaken = try await refusal { () async throws(Status) in
                try await site.publish(ids: ids, .once(confirming: preview.result))
            }
            #expect(overtaken.code == .aborted && overtaken.reason == "ITEM_NOT_PENDING")
            let now = try #require(try await site.ids(of: ["etl"]).first)
            #expect(overtaken.message.contains("replaced by item \(now), etl version 2, which"))
            #expect(try await site.jobs(.production).isEmpty)
            #expect(try await site.records().isEmpty)
        }
    }

    @Test func `of two publishers one publishes, and the other is told who did`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            for name in ["a", "b"] { try await site.submit(Site.job(name)) }
            let ids = try await site.ids(of: ["a", "b"])
            let preview = try await site.preview("a", "b")
            let outcomes = await withTaskGroup(of: Result<Int, Status>.self) { group in
                for _ in 1...8 {
                    group.addTask {
                        do throws(Status) {
                            let reply = try await site.publish(
                                ids: ids, .once(confirming: preview.result))
                            return .success(reply.details.count)
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let (done, refused) = (
                outcomes.compactMap { try? $0.get() },
                outcomes.compactMap { outcome in
                    if case .failure(let status) = outcome { status } else { nil }
                }
            )
            #expect(done == [2] && refused.count == 7)
            #expect(refused.allSatisfy { $0.code == .aborted })
            #expect(refused.allSatisfy { $0.message.contains("was published by") })
            #expect(try await site.records().count == 2)
        }
    }

    @Test func `after a kill -9 every object is published or pending, and its record says which`()
        async throws
    {
        try await World.withDaemon { world, first in
            var daemon = first
            let names = (1...50).map { "job\($0)" }
            let site = try await Site.create(daemon.sluice)
            for name in names { try await site.submit(Site.job(name)) }
            for round in 1...4 {
                let now = Site(sluice: daemon.sluice)
                let pending = try await now.pending()
                if pending.isEmpty { break }
                let ids = pending.values.map(\.itemId).sorted()
                let preview = try await now.publish(ids: ids, ChangeOptions(dryRun: true))
                // The daemon dies somewhere on the way, a little later each time.
                let call = Task { () async -> Void in
                    _ = try? await now.sluice.publications.publishItems(
                        PublishItemsRequest(
                            workspace: Site.name, environment: .development,
                            options: .once(confirming: preview.result), itemIds: ids,
                            comment: "round \(round)"))
                }
                for _ in 1...round { _ = try? await now.jobs(.production) }
                try await daemon.kill()
                await call.value
                daemon = try await world.startDaemon()
                try await expectOneTruth(Site(sluice: daemon.sluice), names)
            }
        }
    }

    private func expectOneTruth(_ site: Site, _ names: [String]) async throws {
        let (pending, production) = (try await site.pending(), try await site.jobs(.production))
        let published = try await site.records().filter { $0.status == .success }
        #expect(Set(published.map(\.objectName)) == Set(production.keys))
        #expect(published.count == production.count)
        #expect(Set(pending.keys).isDisjoint(with: production.keys))
        #expect(Set(pending.keys).union(production.keys) == Set(names))
    }

    @Test func `a batch has one to fifty items that are there`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.submit(Site.job("etl"))
            let id = try #require(try await site.ids(of: ["etl"]).first)
            let look = ChangeOptions(dryRun: true)
            let cases: [([Int64], String, StatusCode, String)] = [
                ([], "c", .invalidArgument, "item_ids: at least one is needed"),
                (
                    (1...51).map { $0 }, "c", .invalidArgument,
                    "item_ids: 51 given; at most 50 are allowed"
                ),
                (
                    [-1], "c", .invalidArgument,
                    "item_ids: -1 is not the id of an item; ids are above 0"
                ),
                (
                    [id, 77], "c", .notFound,
                    "there is no item 77 in the pending list of workspace 'shop'"
                ),
                ([id], " ", .invalidArgument, "comment: say what is published, and why"),
                (
                    [id], String(repeating: "x", count: 1_025), .invalidArgument,
                    "comment: longer than 1024 bytes"
                ),
            ]
            for (ids, comment, code, message) in cases {
                let refused = try await refusal { () async throws(Status) in
                    try await site.publish(ids: ids, look, comment: comment)
                }
                #expect(refused.code == code)
                #expect(refused.message == message)
                // A wrong field is told of before the confirmation that is missing as well.
                guard code == .invalidArgument else { continue }
                let unconfirmed = try await refusal { () async throws(Status) in
                    try await site.publish(ids: ids, .once(), comment: comment)
                }
                #expect(unconfirmed.message == message)
            }
            let unconfirmed = try await refusal { () async throws(Status) in
                try await site.remove(ids: [], .once())
            }
            #expect(unconfirmed.message == "item_ids: at least one is needed")
            // One that is named twice is meant once.
            let twice = try await site.publish(ids: [id, id], look)
            #expect(twice.details.count == 1)
        }
    }
}
