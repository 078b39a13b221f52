import Foundation
import SluiceClient
import SluiceRPC
import SluiceWire

/// The daemon, its connection, and its jobs.
extension Transcript {
    func serverInfo(_ step: Step) async throws -> [String] {
        let info = try await sluice.persistently {
            try await sluice.server.getServerInfo(GetServerInfoRequest())
        }
        guard let limit = info.limits.first(where: { $0.name == step.limit }) else {
            fail("there is no limit '\(step.limit ?? "")'")
        }
        let state = info.writable ? "writable" : "full"
        return ["\(state), \(limit.name) \(limit.value) \(limit.unit)"]
    }

    func createWorkspace(_ step: Step) async throws -> [String] {
        let reply = try await sluice.workspaces.createWorkspace(
            CreateWorkspaceRequest(workspace: step.workspace ?? ""))
        return ["workspace \(reply.workspace?.name ?? "")"]
    }

    func callUnknownMethod() async throws -> [String] {
        let method = MethodInfo(
            service: "sluice.v1.ServerService", name: "Nothing", kind: .unary, role: 0)
        _ = try await sluice.channel.unary(method, [], CallOptions())
        return ["answered"]
    }

    func connectNowhere() async throws -> [String] {
        _ = try await Sluice.connect(to: path + ".nothing")
        return ["connected"]
    }

    /// The shell runs the program: `Process` would wait for the daemon that it leaves behind.
    func restart() -> [String] {
        guard system("exec \"$SLUICE_RESTART\"") == 0 else { fail("the daemon was not restarted") }
        return ["restarted"]
    }

    func submit(_ source: String) async throws -> [String] {
        let request = SubmitJobRequest(options: .once(), source: source)
        let reply = try await sluice.persistently { try await sluice.jobs.submitJob(request) }
        let changed = reply.changed ? "changed" : "unchanged"
        return ["job \(reply.jobName) version \(reply.version) \(changed)"]
    }

    func validate(_ step: Step) async throws -> [String] {
        let request = ValidateJobRequest(source: step.source ?? "")
        return try await sluice.jobs.validateJob(request).problems.map {
            "\($0.line):\($0.column) \($0.path): \($0.message)"
        }
    }

    func describeJob(_ step: Step) async throws -> [String] {
        let reply = try await sluice.jobs.getJob(GetJobRequest(jobName: step.job ?? ""))
        let job = reply.definition ?? JobDefinition()
        return ["job \(job.name): \(job.description); labels \(Text.pairs(job.labels))"]
    }
}
