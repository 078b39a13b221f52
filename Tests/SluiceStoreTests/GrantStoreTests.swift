import SluiceEngine
import SluiceModel
import SluiceStore
import SluiceWire
import Testing

/// Roles that calls give, as they are kept.
@Suite struct GrantStoreTests {
    private let folder = Folder()

    @Test func `what was given is found again as it was, and what was taken is gone`() throws {
        let journal = SQLiteJournal(try folder.store())
        let world = try World(journal)
        for (workspace, grantee, role): (String, Grantee, SluiceModel.Role) in [
            ("default", .user(.max), .viewer), ("default", .group(0), .developer),
            ("*", .user(7), .operator), ("default", .group(0), .admin),
        ] {
            try world.perform(
                .grantRole(GrantRole(workspace: workspace, grantee: grantee, role: role)))
        }
        let given = world.engine.givenRoles
        #expect(given.map(\.role) == [.operator, .viewer, .admin])
        #expect(given.allSatisfy { $0.user == "ada" && $0.time > .zero })
        let back = Engine(restored: try journal.load())
        #expect(back.givenRoles == given)
        for grant in given {
            try world.perform(
                .revokeRole(RevokeRole(workspace: grant.workspace, grantee: grant.grantee)))
        }
        #expect(try journal.load().grants.isEmpty)
    }

    @Test func `workspaces are listed by the roles of who asks`() throws {
        let scene = try Scene()
        for name in ["a", "b", "c"] {
            try scene.world.perform(
                .createWorkspace(CreateWorkspace(name: name, description: "")))
        }
        var grants = Grants()
        grants.add(.operator, to: .group(5), in: "b")
        grants.add(.viewer, to: .user(1), in: Grants.everywhere)
        func list(_ uid: UInt32, _ gids: UInt32...) throws -> [String] {
            let rights = Rights.granted(grants, Identity(uid: uid, gids: gids))
            return try scene.queries.listWorkspaces(ListWorkspacesRequest(), rights).workspaces
                .map { "\($0.name) \($0.role)" }
        }
        #expect(try list(2) == [])
        #expect(try list(2, 4, 5) == ["b operator"])
        #expect(
            try list(1, 5) == ["a viewer", "b operator", "c viewer", "default viewer"])
    }
}
