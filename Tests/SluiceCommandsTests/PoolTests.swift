import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct PoolTests {
    private func shell() -> Shell {
        let shell = Shell()
        shell.daemon.on(PoolServiceMethods.listPools) { (_: ListPoolsRequest) in
            ListPoolsResponse(pools: [
                Pool(poolName: "gpu", slots: 2, taken: 2, waiting: 3),
                Pool(poolName: "tape", slots: 12),
            ])
        }
        shell.daemon.on(PoolServiceMethods.setPool) { (request: SetPoolRequest) in
            SetPoolResponse(pool: Pool(poolName: request.poolName, slots: request.slots, taken: 1))
        }
        shell.daemon.on(PoolServiceMethods.deletePool) { (_: DeletePoolRequest) in
            DeletePoolResponse()
        }
        return shell
    }

    private func requests(_ shell: Shell) -> [SetPoolRequest] {
        shell.daemon.requests(SetPoolRequest.self, of: PoolServiceMethods.setPool)
    }

    @Test func `pools are listed with what is taken of them and how many nodes wait`() async {
        let shell = shell()
        #expect(
            await shell.run("pool list").output == """
                POOL  SLOTS  TAKEN  WAITING
                gpu       2      2        3
                tape     12      0        0

                """)
        #expect(await shell.run("pool list -o name").output == "gpu\ntape\n")
        #expect(await shell.run("complete pools").output == "gpu\ntape\n")
    }

    @Test func `an empty list says so beside the data`() async {
        let shell = Shell()
        shell.daemon.on(PoolServiceMethods.listPools) { (_: ListPoolsRequest) in
            ListPoolsResponse()
        }
        let result = await shell.run("pool list")
        #expect(result.output + result.remarks == "no pools\n")
    }

    @Test func `a pool is set, with a reason`() async throws {
        let shell = shell()
        let result = await shell.run("pool set gpu 2 --reason cards")
        #expect(result.output == "pool gpu has 2 slots; taken: 1\n")
        let request = try #require(requests(shell).first)
        #expect(request.poolName == "gpu")
        #expect(request.slots == 2)
        #expect(request.options?.reason == "cards")
        #expect(request.options?.requestId.count == 32)
    }

    @Test func `a dry run says what would be`() async {
        let shell = shell()
        let set = await shell.run("pool set gpu 1 --dry-run")
        #expect(set.output == "pool gpu would have 1 slot; taken: 1\n")
        #expect(requests(shell).map { $0.options?.dryRun } == [true])
        let delete = await shell.run("pool delete gpu --dry-run")
        #expect(delete.output == "pool gpu would be deleted\n")
    }

    @Test func `no slots are refused with the command that deletes`() async {
        let shell = shell()
        let result = await shell.run("pool set gpu 0")
        #expect(result.outcome == .wrongUsage)
        #expect(result.remarks.contains("hint: sluice pool delete gpu"))
        #expect(requests(shell).isEmpty)
    }

    @Test func `a pool is deleted, unless jobs use it`() async {
        let shell = shell()
        #expect(await shell.run("pool delete gpu").output == "pool gpu deleted\n")
        shell.daemon.on(PoolServiceMethods.deletePool) {
            (_: DeletePoolRequest) throws(Status) -> DeletePoolResponse in
            throw .domain(
                .failedPrecondition, "pool 'gpu' is used by train", reason: "POOL_IN_USE",
                subject: "pool gpu")
        }
        let refused = await shell.run("pool delete gpu")
        #expect(refused.outcome == .refused)
        #expect(refused.remarks.contains("used by train"))
    }

    @Test func `slots of a workspace are bounded, and freed`() async {
        let shell = Shell()
        shell.daemon.on(WorkspaceServiceMethods.setWorkspaceSlots) {
            (request: SetWorkspaceSlotsRequest) in
            SetWorkspaceSlotsResponse(
                workspace: Workspace(name: request.workspace, slots: request.slots))
        }
        #expect(
            await shell.run("workspace slots finance 8").output
                == "workspace finance has 8 slots\n")
        #expect(
            await shell.run("workspace slots finance 0 --dry-run").output
                == "workspace finance would have no bound of its own\n")
        let requests = shell.daemon.requests(
            SetWorkspaceSlotsRequest.self, of: WorkspaceServiceMethods.setWorkspaceSlots)
        #expect(requests.map(\.slots) == [8, 0])
    }

    @Test func `slots are shown with a workspace that has some`() async {
        let shell = Shell()
        shell.daemon.on(WorkspaceServiceMethods.getWorkspace) { (_: GetWorkspaceRequest) in
            GetWorkspaceResponse(workspace: Workspace(name: "finance", slots: 8))
        }
        shell.daemon.on(WorkspaceServiceMethods.listGrants) { (_: ListGrantsRequest) in
            ListGrantsResponse()
        }
        #expect(
            await shell.run("workspace show finance").output == """
                workspace  finance
                mode       basic
                slots      8

                """)
    }

    @Test func `priority and pools are shown with a job`() async {
        let shell = Shell()
        shell.daemon.on(JobServiceMethods.getJob) { (_: GetJobRequest) in
            GetJobResponse(
                definition: JobDefinition(
                    name: "train",
                    nodes: [
                        NodeDefinition(name: "a", type: "Dummy", pool: "gpu", poolSlots: 2),
                        NodeDefinition(name: "b", type: "Dummy", pool: "tape", poolSlots: 1),
                    ], priority: 0))
        }
        let output = await shell.run("job show train -o wide").output
        #expect(output.contains("priority  0 of 0 (first) to 9 (last)\n"))
        #expect(output.contains("gpu (2 slots)"))
        #expect(output.contains("tape") && !output.contains("tape ("))
    }
}
