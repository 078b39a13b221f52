import Foundation
import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Rows of the oracle through the socket: all but those of nodes that wait for a file.
///
/// The statements are S6, S8, S10, S11, S25, S28, S33, S39, S43, S47, S50 and, for the same
/// operations in the DAG, S74 to S88.
@Suite(.timeLimit(.minutes(10))) struct AdmissionSampleTests {
    /// A row of the oracle: `operation,status,detail,paused,class,allowed`.
    struct Row: CustomStringConvertible {
        let operation: String
        let situation: Situation
        let paused: Bool
        let isAllowed: Bool
        let description: String

        init?(_ line: Substring) {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                .map { String($0) }
            guard cells.count == 6,
                let situation = Situation.allCases.first(where: {
                    $0.row == [cells[1], cells[2]]
                })
            else { return nil }
            operation = cells[0]
            self.situation = situation
            paused = cells[3] == "yes"
            isAllowed = cells[5] == "yes"
            description = String(line)
        }
    }

    private static let rows: [Row] = {
        let file = Programs.project + "/Tests/SluiceEngineTests/Oracle/admission.csv"
        let text = String(
            decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).dropFirst().compactMap { Row($0) }
    }()

    @Test func `the sample has twelve operations in 24 states`() {
        #expect(Self.rows.count == 288)
        #expect(Set(Self.rows.map(\.operation)).count == 12)
    }

    @Test(arguments: Situation.allCases)
    func `an operation is carried out where its row allows it, and refused where it does not`(
        _ situation: Situation,
    ) async throws {
        try await World.withDaemon(["--stop-grace", "1"]) { world, daemon in
            for paused in [false, true] {
                let rows = Self.rows.filter { $0.situation == situation && $0.paused == paused }
                #expect(rows.count == 12)
                // What is refused changes nothing: one instance serves all of it.
                let shared = try await situation.run(
                    world, daemon, "shared\(paused)", paused: paused)
                for row in rows {
                    guard let verb = NodeVerb(rawValue: row.operation) else {
                        try await look(row, shared)
                        continue
                    }
                    if row.isAllowed {
                        let run = try await situation.run(
                            world, daemon, "\(row.operation)\(paused)", paused: paused)
                        try await run.operate(verb, "b")
                        let log = try await daemon.sluice.log(of: run.id, "b")
                        #expect(log.last?.operation == verb.rawValue, "\(row)")
                        #expect(log.last?.refusal == "", "\(row)")
                    } else {
                        let status = try await shared.refusal(of: verb, "b")
                        #expect(status.code == .failedPrecondition, "\(row)")
                        #expect(status.reason == "NODE_STATUS", "\(row)")
                    }
                }
            }
        }
    }

    /// The three views of the oracle are allowed in every state.
    private func look(_ row: Row, _ run: Run) async throws {
        #expect(row.isAllowed, "\(row)")
        let (instances, nodes) = (run.sluice.instances, run.sluice.nodes)
        let target = run.target("b")
        switch row.operation {
        case "view-log":
            let attempts = try await run.sluice.attempts(of: run.id, "b")
            guard let last = attempts.last else { return }
            let log = try await instances.readLog(
                ReadLogRequest(instanceId: run.id, nodeName: "b"))
            #expect(
                String(decoding: log.data, as: UTF8.self) == "b attempt \(last.attempt)\n",
                "\(row)")
        case "view-code":
            let code = try await nodes.getNodeCode(GetNodeCodeRequest(node: target))
            #expect(code.script.contains("echo b attempt"), "\(row)")
        case "view-task":
            let task = try await nodes.getNodeTask(GetNodeTaskRequest(node: target))
            #expect(task.task?.name == "b", "\(row)")
        default: Issue.record("\(row) is of no known operation")
        }
    }
}

extension Situation {
    /// Status and detail, as the oracle writes them.
    fileprivate var row: [String] {
        switch self {
        case .stoppedAfterAnAttempt: ["manual-stop", "attempt"]
        case .stoppedWithoutAnAttempt: ["manual-stop", "no-attempt"]
        default:
            [
                shown.status.text ?? "",
                shown.waitReason == .unspecified ? "" : shown.waitReason.text ?? "",
            ]
        }
    }
}
