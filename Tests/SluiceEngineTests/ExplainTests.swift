import SluiceEngine
import SluiceModel
import Testing

@Suite struct ExplainTests {
    /// `n0` ← `n1` ← …, of which the first has failed.
    private func failedChain(of length: Int) throws -> Engine {
        let nodes = (0..<length).map { index in
            NodeDefinition(
                name: "n\(index)", type: index == 0 ? .shell : .dummy,
                dependsOn: index == 0 ? [] : ["n\(index - 1)"], failPolicy: .failChild)
        }
        let now = Now(wall: .zero, boot: BootTime(nanoseconds: 0))
        var engine = Engine(at: now)
        var effects = Effects()
        let ann = Caller(uid: 1, gid: 1, pid: 1, user: "ann")
        engine.take(
            AttemptCensus(incarnation: Incarnation("k1")), at: now, into: &effects)
        _ = try engine.handle(
            .submitJob(
                SubmitJob(
                    scope: .standard, definition: JobDefinition(name: "long", nodes: nodes),
                    source: "", comment: "")), by: ann, at: now, into: &effects)
        _ = try engine.handle(
            .runJob(RunJob(scope: .standard, jobName: "long")), by: ann, at: now, into: &effects)
        let attempt = AttemptID(
            node: NodeRef(instance: InstanceID(1), ordinal: 0), number: 1)
        engine.observe(
            .ended(
                attempt,
                AttemptResult(outcome: .exit(code: 3), endTime: .zero, milliseconds: 1)),
            at: now, into: &effects)
        return engine
    }

    @Test func `the way to the first cause may be as long as a job may be`() throws {
        let last = Limits.jobNodes - 1
        let engine = try failedChain(of: Limits.jobNodes)
        let answer = try engine.explain(
            InstanceID(1), node: "n\(last)", in: .standard,
            at: Now(wall: .zero, boot: BootTime(nanoseconds: 0)))
        #expect(answer.summary.hasPrefix("n\(last) waits for n\(last - 1); "))
        #expect(answer.summary.contains("n0 failed: exit 3"))
        #expect(answer.causes.contains { $0.node == "n0" && $0.kind == .failed })
        #expect(answer.remedies.contains { $0.operation == "rerun" && $0.node == "n0" })
    }
}
