import SluiceClient
import SluiceModel
import SluiceRPC
import SluiceServices
import SluiceWire
import Testing

@testable import SluiceServices

/// Roles as they are given, taken, listed and looked up.
@Suite(.timeLimit(.minutes(2))) struct RoleTests {
    private func run(_ sluice: Sluice, in workspace: String) async -> Status? {
        await status { () async throws(Status) in
            try await sluice.instances.runJob(
                RunJobRequest(workspace: workspace, options: .once(), jobName: "etl"))
        }
    }

    @Test func `a role that is given or taken holds for the very next call`() async throws {
        try await RoleWorld.run { world in
            let (root, ann) = try await (world.sluice(as: .root), world.sluice(as: .ann))
            #expect(await run(ann, in: "default")?.code == .permissionDenied)
            try await root.grant("default", "uid:70001", .operator)
            #expect(await run(ann, in: "default") == nil)
            try await root.grant("default", "uid:70001", .viewer)
            #expect(await run(ann, in: "")?.code == .permissionDenied)
            try await root.revoke("default", "uid:70001")
            let refused = await status { () async throws(Status) in
                try await ann.instances.listInstances(ListInstancesRequest())
            }
            #expect(refused?.code == .permissionDenied)
        }
    }

    @Test func `a refusal says who has which role where, which is needed, and who grants it`()
        async throws
    {
        try await RoleWorld.run { world in
            let (root, ann) = try await (world.sluice(as: .root), world.sluice(as: .ann))
            try await root.grant("default", "uid:70001", .viewer)
            let refused = try #require(await run(ann, in: "default"))
            #expect(
                refused.message
                    == "70001 (uid 70001) has the role viewer in workspace 'default'; RunJob needs "
                    + "the role operator, which an admin there grants")
            #expect(refused.errorCode == "DLF.6888")
            #expect(refused.reason == "ROLE_MISSING")
            #expect(refused.subject == "workspace default")
            let stop = await status { () async throws(Status) in
                try await ann.server.stopServer(StopServerRequest())
            }
            #expect(stop?.message.contains("no role in all workspaces together ('*')") == true)
            let bob = try await world.sluice(as: .user(70_002))
            let info = await status { () async throws(Status) in
                try await bob.server.getServerInfo(GetServerInfoRequest())
            }
            #expect(info?.message.contains("no role in any workspace; GetServerInfo") == true)
        }
    }

    @Test func `who has no role cannot tell whether a workspace exists`() async throws {
        try await RoleWorld.run { world in
            let (root, ann) = try await (world.sluice(as: .root), world.sluice(as: .ann))
            try await root.create("secret")
            let there = try #require(await run(ann, in: "secret"))
            let nowhere = try #require(await run(ann, in: "nowhere"))
            #expect(there.code == nowhere.code && there.reason == nowhere.reason)
            #expect(
                there.message.replacing("secret", with: "nowhere") == nowhere.message)
            #expect(await run(root, in: "nowhere")?.code == .notFound)
        }
    }

    @Test func `of a workspace that is named twice the last one counts, as for the handler`()
        async throws
    {
        try await RoleWorld.run { world in
            let (root, ann) = try await (world.sluice(as: .root), world.sluice(as: .ann))
            try await root.create("secret")
            try await root.grant("default", "uid:70001", .viewer)
            func list(_ names: String...) async -> Status? {
                let fields: [UInt8] = names.flatMap { name -> [UInt8] in
                    [0x0a, UInt8(name.utf8.count)] + Array(name.utf8)
                }
                return await status { () async throws(Status) in
                    try await ann.channel.unary(
                        JobServiceMethods.listJobs, fields, CallOptions())
                }
            }
            #expect(await list("default", "secret")?.reason == "ROLE_MISSING")
            #expect(await list("secret", "default") == nil)
            #expect(await list("secret", "") == nil)
            #expect(await list() == nil)
        }
    }

    @Test func `bytes that are no request are refused before anybody's role is asked`()
        async throws
    {
        try await RoleWorld.run { world in
            let ann = try await world.sluice(as: .ann)
            for bytes: [UInt8] in [[0x0a, 9, 1], [0x0a, 1, 0xff], [0x0b], [0x0a, 1, 0]] {
                let refused = await status { () async throws(Status) in
                    try await ann.channel.unary(
                        JobServiceMethods.listJobs, bytes, CallOptions())
                }
                #expect(refused?.code == .invalidArgument, "\(bytes)")
            }
        }
    }

    @Test func `the role of a group is that of everybody in it, and the highest counts`()
        async throws
    {
        try await RoleWorld.run { world in
            let root = try await world.sluice(as: .root)
            try await root.grant("default", "gid:500", .operator)
            try await root.grant("default", "uid:70001", .viewer)
            try await root.grant("*", "gid:501", .deployer)
            for (peer, role): (Peer, SluiceWire.Role) in [
                (.ann, .viewer), (.user(70_001, groups: [500]), .operator),
                (.user(500), .operator), (.user(70_003, groups: [4, 501, 500]), .deployer),
            ] {
                let sluice = try await world.sluice(as: peer)
                let found = try await sluice.workspaces.getWorkspace(GetWorkspaceRequest())
                #expect(found.workspace?.role == role)
            }
        }
    }

    @Test func `workspaces without a role are not listed`() async throws {
        try await RoleWorld.run { world in
            let (root, ann) = try await (world.sluice(as: .root), world.sluice(as: .ann))
            for name in ["a", "b", "c", "d"] { try await root.create(name) }
            try await root.grant("a", "uid:70001", .viewer)
            try await root.grant("c", "uid:70001", .admin)
            try await root.grant("d", "uid:70001", .operator)
            let first = try await ann.workspaces.listWorkspaces(
                ListWorkspacesRequest(pageSize: 2))
            #expect(first.workspaces.map(\.name) == ["a", "c"])
            #expect(first.workspaces.map(\.role) == [.viewer, .admin])
            let second = try await ann.workspaces.listWorkspaces(
                ListWorkspacesRequest(pageSize: 2, pageToken: first.nextPageToken))
            #expect(second.workspaces.map(\.name) == ["d"])
            #expect(second.nextPageToken.isEmpty)
            let all = try await root.workspaces.listWorkspaces(ListWorkspacesRequest())
            #expect(all.workspaces.map(\.name) == ["a", "b", "c", "d", "default"])
        }
    }

    @Test func `an admin of a workspace grants there and nowhere else, up to admin`()
        async throws
    {
        try await RoleWorld.run { world in
            let (root, ann) = try await (world.sluice(as: .root), world.sluice(as: .ann))
            try await root.create("finance")
            try await root.grant("finance", "uid:70001", .admin)
            try await ann.grant("finance", "gid:500", .admin)
            for workspace in ["default", "*"] {
                let refused = await status { () async throws(Status) in
                    try await ann.grant(workspace, "gid:500", .viewer)
                }
                #expect(refused?.reason == "ROLE_MISSING")
            }
            // The last admin may go: root stays.
            try await ann.revoke("finance", "gid:500")
            try await ann.revoke("finance", "uid:70001")
            let gone = await status { () async throws(Status) in
                try await ann.revoke("finance", "uid:70001")
            }
            #expect(gone?.reason == "ROLE_MISSING")
            let twice = await status { () async throws(Status) in
                try await root.revoke("finance", "uid:70001")
            }
            #expect(twice?.reason == "GRANT_NOT_FOUND")
        }
    }

    @Test func `grants are listed with those of all workspaces, and say where they come from`()
        async throws
    {
        let file = "default gid:0 operator # them\n* uid:0 viewer\nother uid:1 admin\n"
        try await RoleWorld.run(file) { world in
            let (root, ann) = try await (world.sluice(as: .root), world.sluice(as: .ann))
            try await root.grant("default", "uid:70001", .viewer)
            let list = try await ann.workspaces.listGrants(ListGrantsRequest()).grants
            #expect(
                list.map { "\($0.workspace) \($0.grantee) \($0.role) \($0.source) \($0.place)" }
                    == [
                        "default uid:70001 viewer call ", "default gid:0 operator file roles:1",
                        "* uid:0 viewer file roles:2",
                    ])
            #expect(list.map(\.name) == ["", "group root", "user root"])
            #expect(list[0].user == "root" && list[0].time > 0)
            let refused = await status { () async throws(Status) in
                try await root.revoke("default", "group:root")
            }
            #expect(refused?.reason == "GRANT_OF_FILE")
            #expect(refused?.message.contains("roles:1 gives gid:0 its role") == true)
        }
    }

    @Test func `what is wrong with a grant is said by its field`() async throws {
        try await RoleWorld.run { world in
            let root = try await world.sluice(as: .root)
            for (workspace, grantee, role, words): (String, String, SluiceWire.Role, String) in [
                ("default", "", .viewer, "grantee: a user or a group is needed"),
                ("default", "ann", .viewer, "'ann' is none of user:NAME, uid:NUMBER"),
                ("default", "uid:x", .viewer, "'uid:x' is none of user:NAME, uid:NUMBER"),
                ("default", "user:no such", .viewer, "there is no user 'no such'"),
                ("default", "group:no such", .viewer, "there is no group 'no such'"),
                ("default", "uid:1", .unspecified, "role: the role is needed"),
                ("default", "uid:1", .unrecognized(9), "role: 9 is none of 1 viewer to 5 admin"),
                ("nowhere", "uid:1", .viewer, "there is no workspace 'nowhere'"),
            ] {
                let refused = await status { () async throws(Status) in
                    try await root.grant(workspace, grantee, role)
                }
                #expect(refused?.message.contains(words) == true, "\(refused?.message ?? "")")
            }
        }
    }

    @Test func `a dry run grants nothing`() async throws {
        try await RoleWorld.run { world in
            let root = try await world.sluice(as: .root)
            let reply = try await root.workspaces.grantRole(
                GrantRoleRequest(
                    options: ChangeOptions(dryRun: true), grantee: "user:root", role: .viewer))
            #expect(reply.grant?.grantee == "uid:0" && reply.result?.dryRun == true)
            #expect(try await root.workspaces.listGrants(ListGrantsRequest()).grants == [])
        }
    }

    @Test func `events are no longer watched once the role is taken`() async throws {
        try await RoleWorld.run { world in
            let (root, ann) = try await (world.sluice(as: .root), world.sluice(as: .ann))
            try await root.grant("default", "uid:70001", .viewer)
            let events = try await ann.events.watchEvents(WatchEventsRequest())
            var replies = events.makeAsyncIterator()
            #expect(try await replies.next()?.events.map(\.type) == [.jobSubmitted])
            try await root.revoke("default", "uid:70001")
            try await root.submit("name: more\nnodes: [{name: a, type: Dummy}]", to: "default")
            let end = await status { () async throws(Status) in
                while try await replies.next() != nil {}
            }
            #expect(end?.reason == "ROLE_MISSING")
        }
    }
}

/// Refusals in the operation log.
@Suite(.timeLimit(.minutes(2))) struct RefusalLogTests {
    @Test func `a refusal is in the operation log of the workspace, once a minute`() async throws {
        try await RoleWorld.run { world in
            let (root, ann) = try await (world.sluice(as: .root), world.sluice(as: .ann))
            try await root.create("finance")
            for _ in 1...3 {
                for workspace in ["finance", "nowhere"] {
                    _ = await status { () async throws(Status) in
                        try await ann.instances.retryInstances(
                            RetryInstancesRequest(workspace: workspace))
                    }
                }
                _ = await status { () async throws(Status) in
                    try await ann.server.stopServer(StopServerRequest())
                }
            }
            // Refusals are logged after they are answered; this is answered after that.
            _ = try await root.server.getServerInfo(GetServerInfoRequest())
            func log(_ workspace: String) async throws -> [String] {
                let list = try await root.operations.listOperations(
                    ListOperationsRequest(workspace: workspace, user: "70001", result: .refused))
                return list.operations.map { "\($0.operation): \($0.refusal.prefix(52))" }
            }
            let words = "70001 (uid 70001) has no role in workspace 'finance'"
            #expect(try await log("finance") == ["retry instances: \(words)"])
            #expect(
                try await log("default") == [
                    "stop server: 70001 (uid 70001) has no role in all workspaces toge",
                    "retry instances: 70001 (uid 70001) has no role in workspace 'nowhere'",
                ])
        }
    }

    @Test func `what was logged is logged again after a minute, and no more than there is room`() {
        let memory = RefusalMemory()
        let now = ContinuousClock.now
        #expect(memory.isNew(1, "RunJob", "a", at: now))
        #expect(!memory.isNew(1, "RunJob", "a", at: now + .seconds(59)))
        for other in [(2, "RunJob", "a"), (1, "StopServer", "a"), (1, "RunJob", "b")] {
            #expect(memory.isNew(UInt32(other.0), other.1, other.2, at: now))
        }
        #expect(memory.isNew(1, "RunJob", "a", at: now + .seconds(60)))
        for number in 0..<UInt32(Limits.refusals) {
            _ = memory.isNew(100 + number, "RunJob", "a", at: now + .seconds(61))
        }
        #expect(!memory.isNew(3, "RunJob", "a", at: now + .seconds(62)))
        #expect(memory.isNew(3, "RunJob", "a", at: now + .seconds(130)))
    }
}
