import SluiceEngine
import SluiceModel
import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceServices

/// Questions that change nothing: what they need, and how answers come over the wire.
@Suite(.timeLimit(.minutes(1))) struct QuestionTests {
    private let context = CallContext.from(.somebody, InstanceServiceMethods.explainInstance)

    private typealias Question = @Sendable (Shell, CallContext) async throws -> Void

    private static let incomplete: [(subject: String, Question)] = [
        ("instance_id", { _ = try await InstanceServices($0).explainInstance(.init(), $1) }),
        ("instance_id", { _ = try await InstanceServices($0).listAllowedOperations(.init(), $1) }),
        ("instance_id", { _ = try await InstanceServices($0).getGraph(.init(), $1) }),
        ("node", { _ = try await NodeServices($0).getNodeCode(.init(), $1) }),
        ("node", { _ = try await NodeServices($0).getNodeTask(.init(), $1) }),
        ("node", { _ = try await NodeServices($0).getProductionNode(.init(), $1) }),
        ("node", { _ = try await NodeServices($0).getEditTarget(.init(), $1) }),
        (
            "node.node_name",
            { shell, context in
                let node = SluiceWire.NodeTarget(instanceId: 3)
                _ = try await NodeServices(shell).getNodeCode(.init(node: node), context)
            }
        ),
    ]

    @Test(arguments: incomplete.indices)
    func `a question about nothing is refused by field`(index: Int) async throws {
        let (subject, question) = Self.incomplete[index]
        let desk = try Desk()
        defer { desk.end() }
        let refusal = await #expect(throws: Status.self) {
            try await question(desk.shell, context)
        }
        #expect(refusal?.errorDetail?.reason == "MISSING_FIELD")
        #expect(refusal?.errorDetail?.subject == subject)
    }

    @Test func `every cause that the engine knows has a name on the wire, and no other`() {
        let kinds = Explanation.CauseKind.allCases.map { CauseKind(rawValue: Int32($0.rawValue)) }
        #expect(Set(kinds) == Set(CauseKind.allCases).subtracting([.unspecified]))
    }

    @Test func `an explanation keeps its order, its times and what would help`() {
        let explanation = Explanation(
            summary: "report waits for load",
            causes: [
                Explanation.Cause(
                    depth: 0, instance: InstanceID(7), jobName: "etl", node: "report",
                    kind: .upstream, text: "report waits for load"),
                Explanation.Cause(
                    depth: 1, instance: InstanceID(7), jobName: "etl", node: nil, kind: .failed,
                    text: "load failed: exit 3", since: Timestamp(milliseconds: 5),
                    until: Timestamp(milliseconds: 9)),
            ],
            remedies: [
                Explanation.Remedy(
                    operation: "set-success", instance: InstanceID(7), node: "load",
                    text: "report starts")
            ])
        let response = ExplainInstanceResponse(explanation, of: Instance(instanceId: 7))
        #expect(
            response
                == ExplainInstanceResponse(
                    summary: "report waits for load",
                    causes: [
                        Cause(
                            instanceId: 7, jobName: "etl", nodeName: "report", kind: .upstream,
                            text: "report waits for load"),
                        Cause(
                            depth: 1, instanceId: 7, jobName: "etl", kind: .failed,
                            text: "load failed: exit 3", since: 5, until: 9),
                    ],
                    remedies: [
                        Remedy(
                            operation: "set-success", instanceId: 7, nodeName: "load",
                            text: "report starts")
                    ],
                    instance: Instance(instanceId: 7)))
    }

    @Test func `an operation that is refused says why, and one that is admitted nothing`() {
        let admitted = SluiceEngine.AllowedOperation(name: "rerun")
        let refused = SluiceEngine.AllowedOperation(name: "resume", refusal: "not paused")
        #expect(
            SluiceWire.AllowedOperation(admitted)
                == SluiceWire.AllowedOperation(operation: "rerun", allowed: true))
        #expect(
            SluiceWire.AllowedOperation(refused)
                == SluiceWire.AllowedOperation(operation: "resume", message: "not paused"))
    }
}
