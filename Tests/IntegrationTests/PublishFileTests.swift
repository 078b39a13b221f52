import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// File objects on their way to production.
@Suite(.timeLimit(.minutes(10))) struct PublishFileTests {
    private static let kinds: [(String, ObjectKind)] = [
        ("resource", .resource), ("realtime-function", .realtimeFunction),
        ("realtime-source", .realtimeSource), ("offline-function", .offlineFunction),
        ("realtime-meta-table", .realtimeMetaTable), ("realtime-template", .realtimeTemplate),
    ]

    private static let reader = """
        name: reader
        resources: [rates]
        nodes: [{name: a, type: Shell, script: cat "$SLUICE_RESOURCES/rates"}]
        """

    @Test func `S155 S156 S157 S158 S159 S160: files of six kinds are pending`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            for (name, kind) in Self.kinds {
                let reply = try await site.put("x", as: name, kind)
                #expect(reply.itemId != 0 && reply.version == 1)
            }
            let pending = try await site.pending()
            for (name, kind) in Self.kinds {
                #expect(pending[name]?.kind == kind && pending[name]?.change == .create)
            }
            try await site.publish(Self.kinds.map(\.0))
            #expect(try await site.pending().isEmpty)
            let there = try await daemon.sluice.objects.listObjects(
                ListObjectsRequest(workspace: Site.name)
            ).objects
            #expect(Set(there.map(\.objectName)) == Set(Self.kinds.map(\.0)))
        }
    }

    @Test func `each file that production lacks is told with its place`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            for name in ["rates", "shops"] { try await site.put("one\n", as: name) }
            try await site.submit(
                Self.reader.replacing("resources: [rates]", with: "resources: [rates, shops]"))
            let alone = try await site.publish("reader")
            let places = [(0, "rates"), (1, "shops")].map { index, name in
                "resources[\(index)]: there is no file object '\(name)' in production of "
                    + "workspace 'shop'; publish that one first"
            }
            #expect(alone.first?.alerts == ["resources: " + places.joined(separator: "; ")])
        }
    }

    @Test func `a job reaches production with the files that it names, or not at all`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.put("one\n", as: "rates")
            try await site.submit(Self.reader)
            let alone = try await site.publish("reader")
            #expect(alone.first?.failures == ["resources"])
            #expect(alone.first?.alerts.first?.contains("'rates'") == true)
            let both = try await site.publish("reader", "rates")
            #expect(both.map { $0.record?.objectName } == ["rates", "reader"])
            #expect(try await site.run("reader", in: .production) == "one\n")
            // What is developed next is not seen there before its publish.
            try await site.put("two\n", as: "rates")
            #expect(try await site.run("reader", in: .development) == "two\n")
            #expect(try await site.run("reader", in: .production) == "one\n")
            let update = try await site.publish("rates")
            #expect(update.first?.record?.formerVersion == 1)
            #expect(try await site.run("reader", in: .production) == "two\n")
            // And back.
            _ = try await daemon.sluice.publications.proposeVersion(
                ProposeVersionRequest(
                    workspace: Site.name, environment: .development, options: .once(),
                    objectName: "rates", isFile: true, version: 1))
            try await site.publish("rates")
            #expect(try await site.run("reader", in: .production) == "one\n")
            // The source of a file is its content.
            let records = try await site.records(of: "rates")
            #expect(records.map(\.version) == [1, 2, 1])
            #expect(try await site.source(publish: records[1].publishId) == "two\n")
        }
    }

    @Test func `a file that production needs is not deleted from it`() async throws {
        try await World.withDaemon { world, first in
            let site = try await Site.create(first.sluice)
            try await site.put("one\n", as: "rates")
            try await site.submit(Self.reader)
            try await site.publish("rates", "reader")
            try await site.delete("reader")
            _ = try await first.sluice.objects.deleteObject(
                DeleteObjectRequest(
                    workspace: Site.name, environment: .development, options: .once(),
                    objectName: "rates"))
            #expect(try await site.publish("rates").first?.failures == ["dependents"])
            #expect(try await site.run("reader", in: .production) == "one\n")
            try await first.kill()
            let next = Site(sluice: try await world.startDaemon().sluice)
            let both = try await next.publish("rates", "reader")
            #expect(both.map { $0.record?.status } == [.success, .success])
            #expect(try await next.jobs(.production).isEmpty)
            // Put anew, it is another object with versions of its own.
            #expect(try await next.put("new\n", as: "rates").itemId != 0)
        }
    }

    @Test func `a file that is put anew before its deletion is published is an update`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.put("one\n", as: "rates")
            try await site.publish("rates")
            _ = try await daemon.sluice.objects.deleteObject(
                DeleteObjectRequest(
                    workspace: Site.name, environment: .development, options: .once(),
                    objectName: "rates"))
            #expect(try await site.put("two\n", as: "rates").version == 2)
            #expect(try await site.pending()["rates"]?.change == .update)
            #expect(try await site.pending()["rates"]?.productionVersion == 1)
            #expect(try await site.publish("rates").first?.record?.formerVersion == 1)
        }
    }
}

extension Site {
    @discardableResult fileprivate func put(
        _ text: String, as name: String, _ kind: ObjectKind = .resource,
    ) async throws(Status) -> PutObjectResponse {
        try await sluice.objects.putObject(
            PutObjectRequest(
                workspace: Self.name, environment: .development, options: .once(),
                objectName: name, kind: kind, content: Array(text.utf8)))
    }
}
