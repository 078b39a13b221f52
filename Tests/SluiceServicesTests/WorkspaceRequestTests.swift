import SluiceEngine
import SluiceModel
import SluiceRPC
import SluiceRuntime
import SluiceServices
import SluiceWire
import Testing

@Suite(.timeLimit(.minutes(1))) struct WorkspaceRequestTests {
    private let context = CallContext.from(.somebody, WorkspaceServiceMethods.createWorkspace)

    @Test(arguments: [
        (SluiceWire.WorkspaceMode.unspecified, SluiceModel.WorkspaceMode.basic),
        (.basic, .basic), (.devProd, .devProd),
    ])
    func `a workspace is basic unless the call says something else`(
        asked: SluiceWire.WorkspaceMode, mode: SluiceModel.WorkspaceMode,
    ) async throws {
        let desk = try Desk()
        defer { desk.end() }
        let services = WorkspaceServices(desk.shell)
        let submission = try await desk.submission { [context] in
            _ = try await services.createWorkspace(.init(workspace: "shop", mode: asked), context)
        }
        guard case .createWorkspace(let command) = submission?.command else {
            Issue.record("another command")
            return
        }
        #expect(command == CreateWorkspace(name: "shop", description: "", mode: mode))
    }

    @Test func `the answer shows the mode`() async throws {
        let desk = try Desk()
        defer { desk.end() }
        let services = WorkspaceServices(desk.shell)
        let record = WorkspaceRecord(
            name: "shop", description: "", createTime: Timestamp(milliseconds: 5), mode: .devProd)
        _ = try await desk.submission(answering: Reply(.workspace(record))) { [context] in
            let response = try await services.createWorkspace(.init(workspace: "shop"), context)
            #expect(response.workspace?.mode == .devProd)
        }
    }

    @Test func `an update names what it changes, and nothing else`() async throws {
        let desk = try Desk()
        defer { desk.end() }
        let services = WorkspaceServices(desk.shell)
        let submission = try await desk.submission { [context] in
            _ = try await services.updateWorkspace(
                .init(workspace: "shop", waitingFollowsLatest: false, maxJobs: 3), context)
        }
        guard case .updateWorkspace(let command) = submission?.command else {
            Issue.record("another command")
            return
        }
        #expect(
            command == UpdateWorkspace(name: "shop", waitingFollowsLatest: false, maxJobs: 3))
    }

    @Test func `a description is bounded, and a mode that does not exist refused`() async throws {
        let desk = try Desk()
        defer { desk.end() }
        let long = UpdateWorkspaceRequest(description: String(repeating: "x", count: 1_025))
        let odd = UpdateWorkspaceRequest(mode: .unrecognized(9))
        for (request, message) in [
            (long, "description: longer than 1024 bytes"),
            (odd, "mode: 9 is none of 1 BASIC, 2 DEV_PROD"),
        ] {
            let refusal = await #expect(throws: Status.self) {
                try await WorkspaceServices(desk.shell).updateWorkspace(request, context)
            }
            #expect(refusal?.message == message)
        }
    }

    @Test func `a mode that does not exist is refused`() async throws {
        let desk = try Desk()
        defer { desk.end() }
        let refusal = await #expect(throws: Status.self) {
            try await WorkspaceServices(desk.shell).createWorkspace(
                .init(workspace: "shop", mode: .unrecognized(9)), context)
        }
        #expect(refusal?.message == "mode: 9 is none of 1 BASIC, 2 DEV_PROD")
    }
}
