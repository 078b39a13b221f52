import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// From development to production.
@Suite(.timeLimit(.minutes(10))) struct PublishTests {
    private static let nightly = #"schedule: {cron: "0 0 2 * * ?", timeZone: UTC}"#

    @Test func `S144 S145 S146: what is developed is scheduled once it is published`()
        async throws
    {
        try await World.withDaemon { world, first in
            let site = try await Site.create(first.sluice)
            let reply = try await site.submit(Site.job("etl", Self.nightly), comment: "first")
            let item = try #require(try await site.pending()["etl"])
            #expect(item.itemId == reply.itemId && item.version == 1)
            #expect(item.change == .create && item.comment == "first")
            #expect(item.productionVersion == 0)
            #expect(try await site.jobs(.production).isEmpty)
            // Two days go by, in which cycles are due.
            var daemon = try await downForTwoDays(world, first)
            #expect(try await scheduled(.development, daemon).isEmpty)
            #expect(try await scheduled(.production, daemon).isEmpty)

            let there = Site(sluice: daemon.sluice)
            try await there.publish("etl")
            #expect(try await there.jobs(.production) == ["etl": 1])
            #expect(try await there.pending().isEmpty)
            daemon = try await downForTwoDays(world, daemon)
            try await wait(for: .production, daemon)
            #expect(try await scheduled(.development, daemon).isEmpty)
        }
    }

    private func downForTwoDays(_ world: World, _ daemon: Daemon) async throws -> Daemon {
        try await daemon.stop(attempts: false)
        try world.change("UPDATE job SET planned_until = planned_until - 172800000")
        return try await world.startDaemon()
    }

    private func scheduled(
        _ environment: Environment, _ daemon: Daemon,
    ) async throws -> [Instance] {
        try await daemon.sluice.instances.listInstances(
            ListInstancesRequest(workspace: Site.name, environment: environment)
        ).instances
    }

    /// Returns when an instance was made by itself.
    private func wait(for environment: Environment, _ daemon: Daemon) async throws {
        var seen: Int64 = 0
        while try await scheduled(environment, daemon).isEmpty {
            let reply = try await daemon.sluice.events.waitEvents(
                WaitEventsRequest(
                    workspace: Site.name, environment: environment, afterSeq: seen,
                    waitMs: 60_000, jobName: "etl"))
            try #require(!reply.events.isEmpty)
            seen = reply.latestSeq
        }
    }

    @Test func `S147: in BASIC a submitted job is in production at once`() async throws {
        try await World.withDaemon { _, daemon in
            let reply = try await daemon.sluice.submit(Site.job("etl"))
            #expect(reply.itemId == 0)
            let job = try await daemon.sluice.jobs.getJob(GetJobRequest(jobName: "etl"))
            #expect(job.job?.version == 1)
        }
    }

    @Test func `S151: publishing is there in development only`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.submit(Site.job("etl"))
            let wrong = [
                (Site.name, Environment.production), (Site.name, .unspecified),
                ("", .production), ("", .unspecified),
            ]
            for (workspace, environment) in wrong {
                let list = try await refusal { () async throws(Status) in
                    try await daemon.sluice.publications.listPublishItems(
                        ListPublishItemsRequest(workspace: workspace, environment: environment))
                }
                #expect(list.code == .failedPrecondition)
                #expect(list.reason == "PUBLISH_IN_DEVELOPMENT_ONLY")
                let publish = try await refusal { () async throws(Status) in
                    try await daemon.sluice.publications.publishItems(
                        PublishItemsRequest(
                            workspace: workspace, environment: environment,
                            options: ChangeOptions(dryRun: true), itemIds: [1], comment: "c"))
                }
                #expect(publish.reason == "PUBLISH_IN_DEVELOPMENT_ONLY")
            }
            #expect(try await site.jobs(.production).isEmpty)
        }
    }

    @Test func `S148 S153 S154: three lists, and jobs of three kinds`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.submit(Site.job("p", "module: pipeline", "kind: offline"))
            try await site.submit(Site.job("m", "module: modeling", "kind: sync"))
            try await site.submit(Site.job("d", "module: data-processing", "kind: realtime"))
            let expected: [(Module, String, ObjectKind)] = [
                (.pipeline, "p", .offlineJob), (.modeling, "m", .syncJob),
                (.dataProcessing, "d", .realtimeJob),
            ]
            for (module, name, kind) in expected {
                let list = try await site.list(module)
                #expect(list.module == module)
                #expect(list.items.map(\.objectName) == [name])
                #expect(list.items.map(\.kind) == [kind])
            }
            // S173: the records are in the same lists.
            try await site.publish("p", "m", "d")
            for (module, name, _) in expected {
                #expect(try await site.records(module).map(\.objectName) == [name])
            }
        }
    }

    @Test func `S149 S150: the list that was visited last is opened`() async throws {
        try await World.withDaemon { world, first in
            let site = try await Site.create(first.sluice)
            #expect(try await site.list().module == .pipeline)
            _ = try await site.list(.dataProcessing)
            #expect(try await site.list().module == .dataProcessing)
            _ = try await site.records(.modeling)
            #expect(try await site.list().module == .modeling)
            try await first.stop()
            let second = try await world.startDaemon()
            #expect(try await Site(sluice: second.sluice).list().module == .modeling)
        }
    }

    @Test func `S161 S162: one is published, or several at once`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            for name in ["a", "b", "c"] { try await site.submit(Site.job(name)) }
            let one = try await site.publish("b")
            #expect(one.map { $0.record?.objectName } == ["b"])
            #expect(try await site.jobs(.production) == ["b": 1])
            let rest = try await site.publish("a", "c")
            #expect(rest.map { $0.record?.status } == [.success, .success])
            #expect(try await site.jobs(.production) == ["a": 1, "b": 1, "c": 1])
        }
    }

    @Test func `S163 S171: what was not seen and confirmed is not done`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.submit(Site.job("etl"))
            let ids = try await site.ids(of: ["etl"])
            let publish = try await refusal { () async throws(Status) in
                try await site.publish(ids: ids, .once())
            }
            #expect(publish.code == .failedPrecondition)
            #expect(publish.reason == "CONFIRMATION_MISSING")
            let remove = try await refusal { () async throws(Status) in
                try await site.remove(ids: ids, .once())
            }
            #expect(remove.reason == "CONFIRMATION_MISSING")
            // A look changes nothing.
            let preview = try await site.preview("etl")
            #expect(preview.result?.dryRun == true)
            #expect(preview.details.map { $0.record?.status } == [.success])
            #expect(preview.details.map { $0.record?.publishId } == [0])
            #expect(try await site.pending().count == 1)
            #expect(try await site.jobs(.production).isEmpty)
            #expect(try await site.records().isEmpty)
            // Another's confirmation is none.
            let other = try await refusal { () async throws(Status) in
                var options = ChangeOptions.once(confirming: preview.result)
                options.planToken = String(options.planToken.reversed())
                return try await site.publish(ids: ids, options)
            }
            #expect(other.code == .aborted)
        }
    }

    @Test func `a running instance keeps its version, and the next one has the new`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let site = try await Site.create(daemon.sluice)
            let gate = Gate(world)
            let source = { (text: String) in
                """
                name: etl
                nodes:
                  - name: a
                    type: Shell
                    script: |
                      \(gate.arrive)
                      \(gate.pass)
                      echo \(text)
                """
            }
            try await site.submit(source("old"))
            try await site.publish("etl")
            let id = try await site.begin("etl", in: .production)
            try await gate.arrived(1)
            try await site.submit(source("new"))
            #expect(try await site.jobs(.production) == ["etl": 1])
            let published = try await site.publish("etl")
            #expect(published.first?.record?.formerVersion == 1)
            #expect(
                published.first?.alerts == [
                    "instances that were made before keep their version: \(id)"
                ])
            #expect(try await site.jobs(.production) == ["etl": 2])
            gate.open(2)
            #expect(try await site.log(of: id, in: .production) == "old\n")
            #expect(try await site.run("etl", in: .production) == "new\n")
        }
    }

    @Test func `an older version is published again: production is rolled back`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            for text in ["one", "two"] {
                try await site.submit(Site.job("etl", says: text))
                try await site.publish("etl")
            }
            #expect(try await site.run("etl", in: .production) == "two\n")
            let request = { (version: Int32) in
                ProposeVersionRequest(
                    workspace: Site.name, environment: .development, options: .once(),
                    objectName: "etl", version: version, comment: "back")
            }
            let proposed = try await daemon.sluice.publications.proposeVersion(request(1))
            #expect(proposed.item?.version == 1 && proposed.item?.change == .update)
            let published = try await site.publish("etl")
            #expect(published.first?.record?.formerVersion == 2)
            #expect(try await site.jobs(.production) == ["etl": 1])
            #expect(try await site.run("etl", in: .production) == "one\n")
            #expect(try await site.jobs(.development) == ["etl": 2])
            // What is there already, or never was, is refused.
            for (version, reason) in [
                (Int32(1), "VERSION_IN_PRODUCTION"), (3, "JOB_VERSION_NOT_FOUND"),
            ] {
                let refused = try await refusal { () async throws(Status) in
                    try await daemon.sluice.publications.proposeVersion(request(version))
                }
                #expect(refused.reason == reason)
            }
            // And forward again.
            _ = try await daemon.sluice.publications.proposeVersion(request(2))
            try await site.publish("etl")
            #expect(try await site.run("etl", in: .production) == "two\n")
        }
    }

    @Test func `a deletion is published like everything else`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.submit(Site.job("a"))
            try await site.submit(Site.job("b", "dependJobs: [a]"))
            try await site.publish("a", "b")
            try await site.delete("b")
            try await site.delete("a")
            #expect(try await site.jobs(.production) == ["a": 1, "b": 1])
            #expect(try await site.pending().values.allSatisfy { $0.change == .delete })
            // One that others need stays.
            let alone = try await site.publish("a")
            #expect(alone.first?.failures == ["dependents"])
            #expect(try await site.jobs(.production) == ["a": 1, "b": 1])
            let both = try await site.publish("a", "b")
            #expect(both.map { $0.record?.status } == [.success, .success])
            #expect(try await site.jobs(.production).isEmpty)
            // Made anew before its deletion is published, it is an update.
            try await site.submit(Site.job("d"))
            try await site.publish("d")
            try await site.delete("d")
            let deletion = try await site.ids(of: ["d"])
            let again = try await site.submit(Site.job("d", says: "2"))
            #expect(again.version == 2)
            #expect(try await site.pending()["d"]?.change == .update)
            #expect(try await site.pending()["d"]?.itemId != deletion[0])
            try await site.publish("d")
            #expect(try await site.jobs(.production) == ["d": 2])
            // A deletion that was taken off the list is listed again.
            try await site.delete("d")
            _ = try await site.remove("d")
            try await site.delete("d")
            try await site.publish("d")
            #expect(try await site.jobs(.production).isEmpty)
            // What was never published leaves nothing behind.
            try await site.submit(Site.job("c"))
            try await site.delete("c")
            #expect(try await site.pending().isEmpty)
        }
    }

    @Test func `who goes over to DEV_PROD goes on with what there is`() async throws {
        try await World.withDaemon { world, first in
            let sluice = first.sluice
            _ = try await sluice.workspaces.createWorkspace(
                CreateWorkspaceRequest(workspace: Site.name, mode: .basic))
            for text in ["one", "two"] {
                try await Site(sluice: sluice).submit(
                    Site.job("etl", says: text), to: .production)
            }
            _ = try await sluice.workspaces.updateWorkspace(
                UpdateWorkspaceRequest(
                    workspace: Site.name, options: .once(), mode: .devProd))
            try await first.kill()
            let site = Site(sluice: try await world.startDaemon().sluice)
            #expect(try await site.jobs(.development) == ["etl": 2])
            #expect(try await site.pending().isEmpty)
            #expect(try await site.run("etl", in: .development) == "two\n")
            // The next version is an update of what production has.
            let reply = try await site.submit(Site.job("etl", says: "three"))
            #expect(reply.version == 3)
            #expect(try await site.pending()["etl"]?.change == .update)
            try await site.publish("etl")
            #expect(try await site.jobs(.production) == ["etl": 3])
            #expect(try await site.run("etl", in: .production) == "three\n")
        }
    }

    @Test func `whoever submitted does not publish, where the workspace has it so`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            _ = try await daemon.sluice.workspaces.updateWorkspace(
                UpdateWorkspaceRequest(
                    workspace: Site.name, options: .once(), publisherDiffers: true))
            try await site.submit(Site.job("etl"))
            let details = try await site.publish("etl")
            #expect(details.map(\.failures) == [["permission"]])
            #expect(try await site.jobs(.production).isEmpty)
            _ = try await daemon.sluice.workspaces.updateWorkspace(
                UpdateWorkspaceRequest(
                    workspace: Site.name, options: .once(), publisherDiffers: false,
                    maxNodesPerJob: 1))
            #expect(try await site.publish("etl").first?.failures == [])
        }
    }

    @Test func `a connection has to be in production, and a quota is kept`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            _ = try await daemon.sluice.workspaces.setEnvironment(
                SetEnvironmentRequest(
                    workspace: Site.name, environment: .development, options: .once(),
                    connections: [
                        ConnectionDefinition(name: "sales", type: "sqlite", path: "/tmp/x.db")
                    ]))
            try await site.submit(Site.job("etl", "connections: {sales: {type: environment}}"))
            try await site.submit(Site.job("other"))
            let first = try await site.publish("etl", "other")
            #expect(first.last?.failures == ["connections"])
            #expect(first.last?.record?.errorMessage.contains("'sales'") == true)
            _ = try await daemon.sluice.workspaces.updateWorkspace(
                UpdateWorkspaceRequest(workspace: Site.name, options: .once(), maxJobs: 1))
            let second = try await site.publish("etl")
            #expect(second.first?.failures == ["connections", "quota"])
            #expect(try await site.jobs(.production) == ["other": 1])
        }
    }

    @Test func `production is changed by a publish only`() async throws {
        try await World.withDaemon { _, daemon in
            let site = try await Site.create(daemon.sluice)
            try await site.submit(Site.job("etl"))
            try await site.publish("etl")
            let submit = try await refusal { () async throws(Status) in
                try await site.submit(Site.job("etl", says: "2"), to: .production)
            }
            #expect(submit.reason == "PRODUCTION_BY_PUBLISH_ONLY")
            let delete = try await refusal { () async throws(Status) in
                try await daemon.sluice.jobs.deleteJob(
                    DeleteJobRequest(workspace: Site.name, jobName: "etl"))
            }
            #expect(delete.reason == "PRODUCTION_BY_PUBLISH_ONLY")
            #expect(try await site.jobs(.production) == ["etl": 1])
        }
    }
}
