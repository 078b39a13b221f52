import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// What is left on the pending list and in the records, whatever comes of a publish.
@Suite(.timeLimit(.minutes(10))) struct PublishRecordTests {
    @Test func `all problems are told at once, and the good ones go through`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            for name in ["rates", "stock"] { try await site.submit(Site.job(name)) }
            try await site.submit(Site.job("sales", "dependJobs: [rates, stock]"))
            try await site.submit(Site.job("other"))
            let details = try await site.publish("sales", "other")
            #expect(details.map { $0.record?.objectName } == ["other", "sales"])
            let sales = try #require(details.last)
            #expect(sales.failures == ["predecessors"])
            let check = try #require(sales.checks.first { !$0.passed })
            #expect(check.message.contains("'rates'") && check.message.contains("'stock'"))
            #expect(try await site.jobs(.production) == ["other": 1])
            // S179: back in the list, with a record that says why.
            #expect(Set(try await site.pending().keys) == ["rates", "stock", "sales"])
            let record = try #require(try await site.records(of: "sales").first)
            #expect(record.status == .failed)
            #expect(record.errorMessage.hasPrefix("predecessors: dependJobs[0]"))
            // An object may need others of the same call, in any order.
            let all = try await site.publish("sales", "stock", "rates")
            #expect(all.allSatisfy { $0.record?.status == .success })
            #expect(try await site.jobs(.production).count == 4)
        }
    }

    @Test func `S173 S174 S175: records of all versions, failed ones too`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.submit(Site.job("a"))
            try await site.submit(Site.job("etl", says: "1"), comment: "one")
            try await site.publish(["etl"], comment: "go")
            try await site.submit(Site.job("etl", says: "2", "dependJobs: [a]"), comment: "two")
            try await site.publish("etl")
            try await site.publish("a", "etl")
            let records = try await site.records(of: "etl")
            #expect(records.map(\.version) == [2, 2, 1])
            #expect(records.map(\.status) == [.success, .failed, .success])
            #expect(Set(records.map(\.publishId)).count == 3)
            #expect(records.map(\.formerVersion) == [1, 1, 0])
            #expect(records.map(\.change) == [.update, .update, .create])
            // By status, user and time.
            #expect(try await site.records(of: "etl", .failed).count == 1)
            let publisher = records[0].publisher
            #expect(try await site.records(by: publisher).count == 4)
            #expect(try await site.records(by: "nobody-else").isEmpty)
            let last = records[0].publishTime
            #expect(try await site.records(of: "etl", from: last).count >= 1)
            #expect(try await site.records(to: records[2].publishTime - 1).isEmpty)
            let turned = try await refusal { () async throws(Status) in
                try await site.records(from: 2, to: 1)
            }
            #expect(turned.errorCode == "DLF.30121")
        }
    }

    @Test func `S184 S185 S186: the details of a publish have three parts`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.submit(Site.job("etl"), comment: "why")
            let made = try await site.publish(["etl"], comment: "release 7")
            let id = try #require(made.first?.record?.publishId)
            let detail = try await site.detail(of: id)
            #expect(detail == made.first)
            // 基本信息
            let record = try #require(detail.record)
            #expect(record.publishId == id && record.objectName == "etl" && record.version == 1)
            #expect(record.kind == .offlineJob && record.module == .pipeline)
            #expect(record.comment == "release 7" && record.submitComment == "why")
            #expect(record.publisher == record.submitter && !record.publisher.isEmpty)
            #expect(record.publishTime >= record.submitTime && record.submitTime > 0)
            #expect(record.finishTime >= record.publishTime)
            #expect(record.publishName == "etl version 1" && record.status == .success)
            // 流程校验
            #expect(detail.checks.map(\.name).contains("cycle") && detail.failures.isEmpty)
            // 异常提醒: of one that fails.
            #expect(detail.alerts.isEmpty)
            try await site.submit(Site.job("a"))
            try await site.submit(Site.job("etl", says: "2", "dependJobs: [a]"))
            let failed = try await site.publish("etl")
            let other = try #require(failed.first?.record?.publishId)
            let shown = try await site.detail(of: other)
            #expect(shown.failures == ["predecessors"])
            #expect(shown.alerts.count == 1 && shown.alerts[0].hasPrefix("predecessors: "))
            let unknown = try await refusal { () async throws(Status) in
                try await daemon.sluice.publications.getPublishRecord(
                    GetPublishRecordRequest(
                        workspace: Site.name, environment: .development, publishId: 99))
            }
            #expect(unknown.code == .notFound)
        }
    }

    @Test func `S177 S178 S180: published again from the record of a failure`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.submit(Site.job("a", "module: modeling"))
            try await site.submit(Site.job("m", "module: modeling", "dependJobs: [a]"))
            try await site.submit(Site.job("p", "dependJobs: [a]"))
            let failed = try await site.publish("m", "p")
            let ids = Dictionary(
                uniqueKeysWithValues: failed.compactMap(\.record).map {
                    ($0.objectName, $0.publishId)
                })
            let (m, p) = (try #require(ids["m"]), try #require(ids["p"]))
            let good = try await site.publish("a")
            let success = try #require(good.first?.record?.publishId)
            // Of another module, or a success: not from its record.
            for id in [p, success] {
                let refused = try await refusal { () async throws(Status) in
                    try await site.publishAgain(id, ChangeOptions(dryRun: true))
                }
                #expect(refused.code == .failedPrecondition)
                #expect(refused.reason == "NOT_TO_PUBLISH_AGAIN")
            }
            let unconfirmed = try await refusal { () async throws(Status) in
                try await site.publishAgain(m, .once())
            }
            #expect(unconfirmed.reason == "CONFIRMATION_MISSING")
            let preview = try await site.publishAgain(m, ChangeOptions(dryRun: true))
            #expect(preview.detail?.record?.status == .success)
            let again = try await site.publishAgain(m, .once(confirming: preview.result))
            #expect(again.detail?.record?.status == .success)
            #expect(try await site.jobs(.production) == ["a": 1, "m": 1])
            #expect(
                try await site.records(.modeling, of: "m").map(\.status) == [.success, .failed])
            // S180: it is no longer in the list.
            let gone = try await refusal { () async throws(Status) in
                try await site.publishAgain(m, ChangeOptions(dryRun: true))
            }
            #expect(gone.code == .failedPrecondition && gone.reason == "NOT_PENDING")
        }
    }

    @Test func `S181 S182: a history from the second version on`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            for name in ["etl", "other"] {
                try await site.submit(Site.job(name))
                try await site.publish([name])
            }
            let first = try await refusal { () async throws(Status) in
                try await site.history(of: "etl")
            }
            #expect(first.code == .failedPrecondition && first.reason == "NO_HISTORY")
            try await site.submit(Site.job("etl", says: "2"))
            #expect(try await site.history(of: "etl").map(\.version) == [1])
            try await site.publish("etl")
            let history = try await site.history(of: "etl")
            #expect(history.map(\.version) == [2, 1])
            #expect(history.allSatisfy { $0.objectName == "etl" })
            let unknown = try await refusal { () async throws(Status) in
                try await site.history(of: "none")
            }
            #expect(unknown.code == .notFound)
        }
    }

    @Test func `S164 S165 S176: the source of what is pending, and of what was published`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            let (one, two) = (Site.job("etl", says: "1"), Site.job("etl", says: "2"))
            try await site.submit(one)
            let published = try await site.publish("etl")
            try await site.submit(two)
            let item = try #require(try await site.ids(of: ["etl"]).first)
            #expect(try await site.source(item: item) == two)
            let id = try #require(published.first?.record?.publishId)
            #expect(try await site.source(publish: id) == one)
            for (item, publish) in [(Int64(0), Int64(0)), (1, 1)] {
                let refused = try await refusal { () async throws(Status) in
                    try await site.source(item: item, publish: publish)
                }
                #expect(refused.code == .invalidArgument)
            }
        }
    }

    @Test func `S166 S167 S168 S169 S170: what is removed is submitted again to be published`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.submit(Site.job("p"))
            try await site.publish("p")
            try await site.submit(Site.job("p", says: "2"))
            try await site.submit(Site.job("d", "module: data-processing"))
            try await site.submit(Site.job("m", "module: modeling"))
            // S169: not in the list of modeling; S170: all or nothing.
            let ids = try await site.ids(of: ["p", "m"])
            let refused = try await refusal { () async throws(Status) in
                try await site.remove(ids: ids, ChangeOptions(dryRun: true))
            }
            #expect(refused.code == .failedPrecondition && refused.reason == "REMOVE_NOT_OFFERED")
            #expect(try await site.pending().count == 3)
            let removed = try await site.remove("p", "d")
            #expect(Set(removed.map(\.objectName)) == ["p", "d"])
            #expect(Set(try await site.pending().keys) == ["m"])
            // S167
            #expect(try await site.jobs(.production) == ["p": 1])
            #expect(try await site.jobs(.development) == ["p": 2, "d": 1, "m": 1])
            // S168: the same file again is no new version, and is pending all the same.
            let again = try await site.submit(Site.job("p", says: "2"))
            #expect(!again.changed && again.version == 2 && again.itemId != 0)
            try await site.publish("p")
            #expect(try await site.jobs(.production) == ["p": 2])
            let known = try await site.submit(Site.job("p", says: "2"))
            #expect(!known.changed && known.itemId == 0)
        }
    }
}
