import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct AttributeTests {
    private func shell() -> Shell {
        var details = failedDetails
        details.instance?.paused = true
        details.instance?.preferred = true
        details.instance?.attributes = [
            Attribute(
                kind: "dependencies-dropped", time: noon - 60_000, user: "ada", reason: "late"),
            Attribute(kind: "preferred", time: noon - 30_000, user: "bob"),
        ]
        details.instance?.dependencies = [
            InstanceDependency(
                jobName: "extract", planTime: noon - 600_000, instanceId: 40, status: .running,
                failPolicy: .suspend, dropped: true),
            InstanceDependency(jobName: "rates", planTime: noon - 600_000),
        ]
        details.nodes[0].forced = true
        details.nodes[1].paused = true
        details.nodes[2].removedUpstreams = ["load"]
        details.nodes[2].attributes = [
            Attribute(
                kind: "upstream-removed", detail: "load", time: noon - 60_000, user: "ada",
                reason: "not needed")
        ]
        let shell = Shell()
        let reply = details
        shell.daemon.on(InstanceServiceMethods.getInstance) { (_: GetInstanceRequest) in reply }
        return shell
    }

    @Test func `what was done by hand stays visible on the instance`() async {
        let output = await shell().run("show 12").output
        #expect(
            output.contains(
                """
                status      fail (paused)
                """))
        #expect(
            output.contains(
                """
                held        paused; sluice resume 12; goes first of those that wait
                by hand     dependencies-dropped, ada, 2026-11-20T11:59:00Z: late
                            preferred, bob, 2026-11-20T11:59:30Z
                after jobs  extract planned 2026-11-20T11:50:00Z: instance 40, running; \
                on failure SUSPEND; no longer waited for
                            rates planned 2026-11-20T11:50:00Z: no instance yet

                """))
        #expect(output.contains("success (forced)"))
        #expect(output.contains("waiting (upstream removed)"))
    }

    @Test func `and on the node`() async {
        let output = await shell().run("node show 12/report").output
        #expect(output.contains("no longer after  load\n"))
        #expect(
            output.contains(
                "by hand          upstream-removed load, ada, 2026-11-20T11:59:00Z: not needed\n"))
        #expect(
            await shell().run("node show 12/load").output.contains(
                "paused      yes; sluice resume 12/load\n"))
    }

    @Test func `a workspace is made in the mode that is asked for, and listed with it`() async {
        let shell = Shell()
        shell.daemon.on(WorkspaceServiceMethods.createWorkspace) {
            (request: CreateWorkspaceRequest) in
            CreateWorkspaceResponse(
                workspace: Workspace(name: request.workspace, mode: request.mode))
        }
        shell.daemon.on(WorkspaceServiceMethods.listWorkspaces) { (_: ListWorkspacesRequest) in
            ListWorkspacesResponse(workspaces: [
                Workspace(name: "finance", mode: .devProd, role: .operator)
            ])
        }
        #expect(await shell.run("workspace create finance --mode dev-prod").outcome == .done)
        #expect(await shell.run("workspace create other").outcome == .done)
        let requests = shell.daemon.requests(
            CreateWorkspaceRequest.self, of: WorkspaceServiceMethods.createWorkspace)
        #expect(requests.map(\.mode) == [.devProd, .basic])
        #expect(
            await shell.run("workspace list").output
                == "WORKSPACE  MODE      YOUR ROLE  CREATED\nfinance    dev-prod  operator\n")
        #expect(await shell.run("workspace create x --mode both").outcome == .wrongUsage)
    }

    @Test func `a run for a planned time says so in the request`() async {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.runJob) { (_: RunJobRequest) in
            RunJobResponse(instanceId: 7)
        }
        _ = await shell.run("run etl --planned 2026-11-20T02:00")
        _ = await shell.run("run etl")
        let requests = shell.daemon.requests(RunJobRequest.self, of: InstanceServiceMethods.runJob)
        #expect(requests.map(\.planTime) == [noon - 36_000_000, 0])
    }

    @Test func `candidates are instances and nodes where either will do`() async {
        let shell = shell()
        shell.daemon.on(InstanceServiceMethods.listInstances) { (_: ListInstancesRequest) in
            ListInstancesResponse(instances: [.sample(12)])
        }
        #expect(
            await shell.run("complete targets").output == """
                12
                12/extract
                12/load
                12/report

                """)
    }
}
