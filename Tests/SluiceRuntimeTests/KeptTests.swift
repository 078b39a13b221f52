import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceSimulation
import Testing

/// What several operations of one batch leave behind.
@Suite struct KeptTests {
    private func rerun(_ instance: Int64, _ nodes: String...) -> Command {
        .operateNodes(
            OperateNodes(
                scope: .standard, operation: .rerun,
                nodes: nodes.map { NodeTarget(InstanceID(instance), $0) }))
    }

    private func retry(_ name: String, _ version: RetryInstances.Version) -> Command {
        .retryInstances(
            RetryInstances(
                scope: .standard, jobName: name, location: .firstNode, version: version,
                targets: [.instance(InstanceID(1))]))
    }

    @Test func `S101: every run is written though many begin in one batch`() throws {
        let desk = try Desk()
        try desk.haveJob("quick", [NodeDefinition(name: "a", type: .dummy)])
        desk.submit(.run("quick"))
        for _ in 1...5 { desk.submit(rerun(1, "a")) }
        _ = desk.step()
        let runs = try #require(desk.journal.memory.runs[InstanceID(1)])
        #expect(runs.keys.sorted() == [1, 2, 3, 4, 5, 6])
        #expect(runs.values.allSatisfy { $0.status == .success && $0.endTime != nil })
    }

    @Test func `a run keeps the version that it had when a retry takes another`() throws {
        let desk = try Desk()
        try desk.haveJob("quick", [NodeDefinition(name: "a", type: .dummy)])
        desk.submit(.run("quick"))
        var other = NodeDefinition(name: "a", type: .dummy)
        other.retry.times = 1
        desk.submit(.job("quick", [other]))
        desk.submit(retry("quick", .current))
        _ = desk.step()
        let runs = try #require(desk.journal.memory.runs[InstanceID(1)])
        #expect(runs[1]?.version == 1)
        #expect(runs[2]?.version == 2)
    }

    @Test func `a preview does not hold once the job has another version`() throws {
        let desk = try Desk()
        try desk.haveJob("quick", [NodeDefinition(name: "a", type: .dummy)])
        desk.submit(.run("quick"))
        let preview = desk.submit(
            retry("quick", .current), Submission.Options(isDryRun: true))
        _ = desk.step()
        let token = try #require(preview.done?.planToken)
        var other = NodeDefinition(name: "a", type: .dummy)
        other.retry.times = 1
        desk.submit(.job("quick", [other]))
        let late = desk.submit(retry("quick", .current), Submission.Options(planToken: token))
        _ = desk.step()
        #expect(late.refusal?.reason == "PLAN_CHANGED")
        // The version of the instance itself is as it was.
        let original = desk.submit(
            retry("quick", .original), Submission.Options(isDryRun: true))
        _ = desk.step()
        let same = desk.submit(
            retry("quick", .original),
            Submission.Options(planToken: try #require(original.done?.planToken)))
        _ = desk.step()
        #expect(same.done != nil)
    }

    @Test func `S80: what was refused is in the log of its job, each with its own message`()
        throws
    {
        let desk = try Desk(slots: 1)
        try desk.haveJob("pair", [.shell("a"), .shell("b")])
        desk.submit(.run("pair"))
        desk.submit(rerun(1, "a", "b"))
        _ = desk.step()
        let refused = desk.journal.memory.operations.suffix(2)
        #expect(refused.map(\.jobName) == ["pair", "pair"])
        #expect(refused.map(\.node) == ["a", "b"])
        for entry in refused { #expect(entry.refusal.contains("node 1/\(entry.node) is ")) }
    }

    @Test func `a failure that has a long reason keeps a part of it`() throws {
        let desk = try Desk()
        var node = NodeDefinition(name: "a", type: .shell)
        let long = String(repeating: "x", count: 100_000)
        node.script = "#{Job.getNodeOutput(\"\(long)\", \"q\")}"
        try desk.haveJob("long", [node])
        desk.submit(.run("long"))
        _ = desk.step()
        let written = try #require(desk.journal.memory.instances[InstanceID(1)])
        #expect(written.status == .fail)
        #expect(written.reason.utf8.count < 2 * Limits.reasonBytes)
        #expect(written.reason.hasSuffix("…"))
    }
}
