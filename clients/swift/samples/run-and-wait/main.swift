// Runs a job and waits for its end; exits with 0 if it succeeded, else with 1.
//
// run-and-wait JOB [NAME=VALUE ...]

import Foundation
import SluiceClient
import SluiceWire

func runAndWait(_ job: String, _ params: [KeyValue]) async throws -> InstanceStatus {
    let sluice = try await Sluice.connect()
    let request = RunJobRequest(options: .once(), jobName: job, params: params)
    let run = try await sluice.persistently {
        try await sluice.instances.runJob(request)
    }
    print("instance \(run.instanceId) of \(job) started")

    let details = try await sluice.wait(for: run.instanceId)
    let status = details.instance?.status ?? .unspecified
    print("instance \(run.instanceId): \(status.text ?? "?")")
    for node in details.nodes where node.status == .fail {
        print("  \(node.nodeName): \(node.reason)")
    }
    return status
}

/// `NAME=VALUE`.
func param(_ assignment: String) -> KeyValue {
    let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    return KeyValue(key: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
}

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(1)
}

guard CommandLine.arguments.count > 1 else { fail("run-and-wait JOB [NAME=VALUE ...]") }
do {
    let params = CommandLine.arguments.dropFirst(2).map(param)
    let status = try await runAndWait(CommandLine.arguments[1], params)
    exit(status == .success ? 0 : 1)
} catch {
    fail("\(error)")
}
