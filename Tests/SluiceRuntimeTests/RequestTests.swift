import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceSimulation
import Testing

/// Request ids, previews, plan tokens, and the operation log.
@Suite struct RequestTests {
    private func options(_ id: String, digest: UInt64 = 1) -> Submission.Options {
        Submission.Options(requestID: id, digest: digest, encode: { _ in [1, 2, 3] })
    }

    @Test func `a request id is remembered in the batch that does what it asks`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        desk.submit(.run("etl"), options("r1"))
        _ = desk.step()
        let answers = desk.journal.latest.compactMap { record in
            if case .answer(let answer) = record { answer } else { nil }
        }
        #expect(answers.map(\.requestID) == ["r1"])
        let again = desk.submit(.run("etl"), options("r1"))
        #expect(desk.step() == ["answer call"])
        #expect(again.repeated == [1, 2, 3])
        #expect(desk.journal.memory.instances.count == 1)
    }

    @Test func `a request id that comes twice in one batch is carried out once`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        let calls = (0..<2).map { _ in desk.submit(.run("etl"), options("r1")) }
        _ = desk.step()
        #expect(calls[0].done != nil)
        #expect(calls[1].repeated == [1, 2, 3])
        #expect(desk.journal.memory.instances.count == 1)
    }

    @Test func `a request id with another content is refused`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        desk.submit(.run("etl"), options("r1"))
        let other = desk.submit(.run("etl"), options("r1", digest: 2))
        _ = desk.step()
        #expect(other.refusal?.reason == "REQUEST_ID_USED")
        // S80: what is refused is in the operation log too.
        let entry = try #require(desk.journal.memory.operations.last)
        #expect(entry.operation == "run")
        #expect(entry.refusal.contains("'r1' was used"))
    }

    @Test func `a refusal is not remembered`() throws {
        let desk = try Desk()
        let early = desk.submit(.run("etl"), options("r1"))
        _ = desk.step()
        #expect(early.refusal?.reason == "JOB_NOT_FOUND")
        try desk.haveJob("etl")
        let late = desk.submit(.run("etl"), options("r1"))
        _ = desk.step()
        #expect(late.done != nil)
    }

    @Test func `a preview leaves no trace`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        let previews = [
            desk.submit(.run("etl"), Submission.Options(requestID: "r1", isDryRun: true)),
            desk.submit(.job("other"), Submission.Options(isDryRun: true)),
        ]
        #expect(desk.step() == ["answer call", "answer call"])
        for preview in previews { #expect(preview.done?.isDryRun == true) }
        #expect(desk.conductor.engine.instances.isEmpty)
        // The numbers that it showed are still free, and so is the request id.
        let real = desk.submit(.run("etl"), Submission.Options(requestID: "r1"))
        _ = desk.step()
        #expect(real.done?.reply.changes.map(\.instance) == [InstanceID(1)])
    }

    @Test func `what a preview called back does not stay`() throws {
        let desk = try Desk()
        try desk.haveJob("etl", [NodeDefinition(name: "a", type: .dummy)])
        desk.submit(.run("etl"))
        _ = desk.step()
        let retry = Command.retryInstances(
            RetryInstances(
                scope: .standard, jobName: "etl", location: .firstNode, version: .original,
                targets: [.instance(InstanceID(1))]))
        let preview = desk.submit(retry, Submission.Options(isDryRun: true))
        #expect(desk.step() == ["answer call"])
        #expect(preview.done?.reply.changes.count == 1)
        #expect(desk.conductor.engine.instances.isEmpty)
        #expect(desk.conductor.engine.liveNodes == 0)
    }

    @Test func `a plan token holds as long as the operation would do what was shown`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        desk.submit(.run("etl"))
        _ = desk.step()
        let preview = desk.submit(.stop(1), Submission.Options(isDryRun: true))
        _ = desk.step()
        let token = try #require(preview.done?.planToken)
        let other = desk.submit(.stop(1), Submission.Options(planToken: "0123456789abcdef"))
        _ = desk.step()
        #expect(other.refusal?.code == .aborted)
        let same = desk.submit(.stop(1), Submission.Options(planToken: token))
        _ = desk.step()
        #expect(same.done != nil)
    }

    @Test func `a plan token of a submit names the version that it would make`() throws {
        let desk = try Desk()
        let preview = desk.submit(.job("etl"), Submission.Options(isDryRun: true))
        _ = desk.step()
        let token = try #require(preview.done?.planToken)
        try desk.haveJob("etl", [.shell("b")])
        let late = desk.submit(.job("etl"), Submission.Options(planToken: token))
        _ = desk.step()
        #expect(late.refusal?.code == .aborted)
    }

    @Test func `the operation log has an entry for each instance that was changed`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        desk.submit(.run("etl"), Submission.Options(reason: "by hand"))
        desk.submit(.run("etl"))
        desk.submit(.stop(1, 2))
        _ = desk.step()
        let operations = desk.journal.memory.operations.dropFirst()
        #expect(operations.map(\.operation) == ["run", "run", "stop", "stop"])
        #expect(operations.compactMap(\.instance?.rawValue) == [1, 2, 1, 2])
        #expect(operations.map(\.reason) == ["by hand", "", "", ""])
        #expect(operations.map(\.to).suffix(2) == ["manual-stop", "manual-stop"])
        // An entry names its own instance and not all the others.
        #expect(operations.map(\.detail).suffix(2) == ["", ""])
        #expect(operations.allSatisfy { $0.caller == Desk.ann && $0.refusal.isEmpty })
    }

    @Test func `the operation log has an entry for each target of what was refused`() throws {
        let desk = try Desk()
        desk.submit(.stop(8, 9))
        _ = desk.step()
        let entries = desk.journal.memory.operations
        #expect(entries.map(\.instance?.rawValue) == [8, 9])
        for entry in entries {
            #expect(entry.operation == "stop" && entry.detail.isEmpty)
            #expect(entry.refusal.contains("no instance 8"))
        }
    }
}
