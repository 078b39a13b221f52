import SluiceEngine
import SluiceModel
import Testing

/// All texts of one start of a node share what may be done.
@Suite struct SharedWorkTests {
    /// Takes about a tenth of what is allowed.
    private static let text = "#{StringUtil.length(StringUtil.repeat(\"x\", 160000))}"

    /// The outcome of the first attempt of a node with that many variables.
    private func outcome(variables: Int) throws -> Outcome? {
        let now = Now(wall: .zero, boot: BootTime(nanoseconds: 0))
        var engine = Engine(at: now)
        var effects = Effects()
        let ann = Caller(uid: 1, gid: 1, pid: 1, user: "ann")
        engine.take(
            AttemptCensus(incarnation: Incarnation("k1")), at: now, into: &effects)
        let node = NodeDefinition(
            name: "a", type: .shell, env: (0..<variables).map { Pair("V\($0)", Self.text) })
        let job = JobDefinition(name: "work", nodes: [node])
        _ = try engine.handle(
            .submitJob(
                SubmitJob(scope: .standard, definition: job, source: "", comment: "")),
            by: ann, at: now, into: &effects)
        _ = try engine.handle(
            .runJob(RunJob(scope: .standard, jobName: "work")), by: ann, at: now, into: &effects)
        return effects.records.compactMap { record in
            if case .attempt(let attempt) = record { attempt.result?.outcome } else { nil }
        }.first
    }

    @Test func `a few texts are filled in`() throws {
        #expect(try outcome(variables: 2) == nil)
    }

    @Test func `many texts together take more than is allowed`() throws {
        guard case .couldNotStart(let why) = try outcome(variables: 40) else {
            Issue.record("the node started")
            return
        }
        #expect(why.hasSuffix("the expressions take more than 200000 steps of work"))
    }
}
