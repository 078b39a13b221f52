import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct WorkspaceTests {
    private func shell() -> Shell {
        let shell = Shell()
        shell.daemon.on(WorkspaceServiceMethods.updateWorkspace) {
            (request: UpdateWorkspaceRequest) in
            UpdateWorkspaceResponse(
                workspace: Workspace(
                    name: request.workspace, mode: request.mode ?? .basic,
                    waitingFollowsLatest: request.waitingFollowsLatest ?? false,
                    publisherDiffers: request.publisherDiffers ?? false,
                    maxJobs: request.maxJobs ?? 10_000,
                    maxNodesPerJob: request.maxNodesPerJob ?? 0,
                    maxFiles: request.maxFiles ?? 10_000))
        }
        return shell
    }

    private func requests(_ shell: Shell) -> [UpdateWorkspaceRequest] {
        shell.daemon.requests(
            UpdateWorkspaceRequest.self, of: WorkspaceServiceMethods.updateWorkspace)
    }

    @Test func `settings are changed one by one, and shown as they are then`() async throws {
        let shell = shell()
        let result = await shell.run(
            "workspace set shop --mode dev-prod --publisher-differs --max-nodes-per-job 50")
        #expect(
            result.output == """
                workspace  shop
                mode       dev-prod
                publisher  not who submitted
                max jobs   10000
                max nodes  50
                max files  10000

                """)
        let request = try #require(requests(shell).first)
        #expect(request.mode == .devProd && request.publisherDiffers == true)
        #expect(request.maxNodesPerJob == 50 && request.maxJobs == nil)
        #expect(request.waitingFollowsLatest == nil && request.description == nil)
    }

    @Test func `what is on can be put off`() async {
        let shell = shell()
        _ = await shell.run("workspace set shop --waiting-follows-latest --no-publisher-differs")
        _ = await shell.run("workspace set shop --no-waiting-follows-latest --max-files 3")
        #expect(requests(shell).map(\.waitingFollowsLatest) == [true, false])
        #expect(requests(shell).map(\.publisherDiffers) == [false, nil])
        #expect(requests(shell).map(\.maxFiles) == [nil, 3])
    }

    @Test func `a dry run says that nothing was changed`() async {
        let shell = shell()
        let result = await shell.run("workspace set shop --max-jobs 2 --dry-run")
        #expect(result.remarks == "nothing was changed\n")
        #expect(requests(shell).map { $0.options?.dryRun } == [true])
    }

    @Test func `nothing to set is a mistake`() async {
        let shell = shell()
        let result = await shell.run("workspace set shop --reason why")
        #expect(result.outcome == .wrongUsage)
        #expect(result.remarks.contains("there is nothing to set"))
        #expect(requests(shell).isEmpty)
    }

    @Test func `a submit says how many instances moved to the version`() async {
        let response = SubmitJobResponse(
            jobName: "etl", version: 2, changed: true,
            result: ChangeResult(instanceTotal: 2))
        #expect(response.sentence == "job etl version 2 submitted; 2 waiting instances moved to it")
    }
}
