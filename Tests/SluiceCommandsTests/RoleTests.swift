import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct RoleTests {
    private func shell() -> Shell {
        let shell = Shell()
        shell.daemon.on(WorkspaceServiceMethods.grantRole) { (request: GrantRoleRequest) in
            GrantRoleResponse(
                grant: Grant(
                    workspace: request.workspace, grantee: "uid:1000", name: "user ann",
                    role: request.role))
        }
        shell.daemon.on(WorkspaceServiceMethods.revokeRole) { (request: RevokeRoleRequest) in
            RevokeRoleResponse(
                grant: Grant(
                    workspace: request.workspace, grantee: "uid:1000", role: .operator))
        }
        shell.daemon.on(WorkspaceServiceMethods.getWorkspace) { (request: GetWorkspaceRequest) in
            GetWorkspaceResponse(workspace: Workspace(name: "finance", role: .admin))
        }
        shell.daemon.on(WorkspaceServiceMethods.listGrants) { (_: ListGrantsRequest) in
            ListGrantsResponse(grants: [
                Grant(
                    workspace: "finance", grantee: "uid:1000", name: "user ann", role: .developer,
                    source: .call, user: "root", time: noon),
                Grant(
                    workspace: "*", grantee: "gid:50", role: .viewer, source: .file,
                    place: "/etc/roles:3"),
            ])
        }
        return shell
    }

    @Test func `a role is granted to a user or a group, and taken back`() async throws {
        let shell = shell()
        #expect(
            await shell.run("workspace grant finance --user ann operator").output
                == "user ann is operator in workspace finance\n")
        #expect(
            await shell.run("workspace grant * --group 50 viewer --dry-run").output
                == "group 50 would be viewer in all workspaces\n")
        #expect(
            await shell.run("workspace revoke finance --user ann --reason left").output
                == "user ann is no longer operator in workspace finance\n")
        let grants = shell.daemon.requests(
            GrantRoleRequest.self, of: WorkspaceServiceMethods.grantRole)
        #expect(grants.map(\.grantee) == ["user:ann", "group:50"])
        #expect(grants.map(\.workspace) == ["finance", "*"])
        #expect(grants.map(\.role) == [.operator, .viewer])
        #expect(grants.map { $0.options?.dryRun } == [false, true])
        let revoked = shell.daemon.requests(
            RevokeRoleRequest.self, of: WorkspaceServiceMethods.revokeRole)
        #expect(revoked.map(\.grantee) == ["user:ann"])
        #expect(revoked.map { $0.options?.reason } == ["left"])
    }

    @Test(arguments: [
        "workspace grant finance operator", "workspace grant finance --user ann boss",
        "workspace grant finance --user ann --group data viewer", "workspace revoke finance",
    ])
    func `one of user and group is needed, and a role that exists`(command: String) async {
        let shell = shell()
        let result = await shell.run(command)
        #expect(result.outcome == .wrongUsage)
        #expect(
            shell.daemon.requests(GrantRoleRequest.self, of: WorkspaceServiceMethods.grantRole)
                .isEmpty)
    }

    @Test func `a workspace is shown with the own role and with who has which by what`() async {
        let shell = shell()
        #expect(
            await shell.run("workspace show finance").output == """
                workspace  finance
                mode       basic
                your role  admin

                WHO       ROLE       WORKSPACE  GIVEN BY      SINCE
                user ann  developer  finance    root          2026-11-20T12:00:00Z
                gid:50    viewer     *          /etc/roles:3

                """)
        let json = await shell.run("workspace show finance -o json").output
        #expect(json.contains("\"role\": \"ADMIN\""))
        #expect(!json.contains("grants"))
    }

    @Test func `grants are listed by themselves for programs`() async {
        let shell = shell()
        #expect(await shell.run("workspace grants finance -o name").output == "uid:1000\ngid:50\n")
        #expect(
            await shell.run("workspace grants finance -o csv").output == """
                workspace,grantee,name,role,source,place,user,time
                finance,uid:1000,user ann,DEVELOPER,CALL,,root,\(noon)
                *,gid:50,,VIEWER,FILE,/etc/roles:3,,0

                """)
        shell.daemon.on(WorkspaceServiceMethods.listGrants) { (_: ListGrantsRequest) in
            ListGrantsResponse()
        }
        let empty = await shell.run("workspace grants finance")
        #expect(empty.output + empty.remarks == "no grants\n")
    }

    @Test func `who lacks a role is not permitted, and told where to look`() async {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.runJob) {
            (_: RunJobRequest) throws(Status) -> RunJobResponse in
            throw .domain(
                .permissionDenied, "ann has no role", code: "DLF.6888", reason: "ROLE_MISSING",
                subject: "workspace finance")
        }
        let result = await shell.run("run etl")
        #expect(result.outcome == .notPermitted)
        #expect(
            result.remarks
                == "error: ann has no role (DLF.6888)\nhint: your roles: sluice workspace list\n")
    }
}
