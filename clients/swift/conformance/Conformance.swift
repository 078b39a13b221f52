import Foundation
import SluiceClient
import SluiceRPC

/// Executes the transcript of clients/conformance: one function an action, one line a result.
///
/// conformance TRANSCRIPT SOCKET
@main
struct Conformance {
    static func main() async throws {
        guard CommandLine.arguments.count == 3 else { fail("conformance TRANSCRIPT SOCKET") }
        let text = try Data(contentsOf: URL(filePath: CommandLine.arguments[1]))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let steps = try decoder.decode([String: [Step]].self, from: text)["steps"] ?? []

        let path = CommandLine.arguments[2]
        var transcript = Transcript(path: path, sluice: try await Sluice.connect(to: path))
        for step in steps {
            for line in try await transcript.lines(of: step) {
                let printed = Data("\(step.name): \(line)\n".utf8)
                try FileHandle.standardOutput.write(contentsOf: printed)
            }
        }
    }
}

/// Ends the program: the transcript asks for what it does not know.
func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(1)
}

/// A step of the transcript; what is absent is the zero of the API.
struct Step: Decodable {
    var name: String
    var `do`: String
    var limit, workspace, source, job, node, instance, plan, `as`, requestId: String?
    var instances, nodes: [String]?
    var params: [String: String]?
    var planTime, timeoutMs: Int64?
    var waitMs, pageSize: Int32?
    var count, bytes: Int?
    var dryRun, skipRefused, onePage, message: Bool?
}

/// What the steps share.
struct Transcript {
    let path: String
    let sluice: Sluice
    /// What an earlier step has named.
    var instances: [String: Int64] = [:]
    var plans: [String: String] = [:]

    /// The result of a step, whatever it comes to.
    mutating func lines(of step: Step) async throws -> [String] {
        do {
            return try await execute(step)
        } catch let status as Status {
            return Text.error(status, withMessage: step.message ?? false)
        }
    }

    private mutating func execute(_ step: Step) async throws -> [String] {
        switch step.do {
        case "server-info": try await serverInfo(step)
        case "create-workspace": try await createWorkspace(step)
        case "unknown-method": try await callUnknownMethod()
        case "connect-nowhere": try await connectNowhere()
        case "restart": restart()
        case "submit": try await submit(step.source ?? "")
        case "submit-oversized": try await submit(String(repeating: "x", count: step.bytes ?? 0))
        case "validate": try await validate(step)
        case "describe-job": try await describeJob(step)
        case "run": try await run(step)
        case "run-many": try await runMany(step)
        case "wait": try await wait(step)
        case "details": try await details(step)
        case "wait-reason": try await waitReason(step)
        case "list": try await list(step)
        case "retry": try await retry(step)
        case "stop": try await stop(step)
        case "set-nodes-success": try await setNodesSuccess(step)
        case "pause-nodes": try await pauseNodes(step)
        case "follow": try await follow(step)
        case "wait-events": try await waitEvents(step)
        case "cancel-stream": try await cancelStream()
        case "watch-across-restart": try await watchAcrossRestart(step)
        case "follow-log": try await followLog(step)
        case "read-log": [Text.checksum(try await log(step))]
        case "print-log": Text.lines(String(decoding: try await log(step), as: UTF8.self))
        default: fail("\(step.name): there is no action '\(step.do)'")
        }
    }

    func id(of name: String?) -> Int64 {
        guard let id = instances[name ?? ""] ?? Int64(name ?? "") else {
            fail("no step has named an instance '\(name ?? "")'")
        }
        return id
    }
}
