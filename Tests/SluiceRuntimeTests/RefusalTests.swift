import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceSimulation
import Testing

/// The volume refuses a batch, and takes batches again.
@Suite struct RefusalTests {
    @Test func `a refused commit answers everybody with the error and changes nothing`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        desk.journal.memory.refusal = .full("no room")
        let calls = [
            desk.submit(.run("etl")), desk.submit(.job("other")),
            desk.submit(.run("etl"), Submission.Options(requestID: "r1")),
        ]
        #expect(desk.step().prefix(2) == ["commit refused", "not writable"])
        for call in calls { #expect(call.refusal?.code == .resourceExhausted) }
        #expect(desk.journal.memory.instances.isEmpty)
        #expect(desk.conductor.engine.instances.isEmpty)
    }

    @Test func `a refused commit keeps the error of who was wrong anyway`() throws {
        let desk = try Desk()
        desk.journal.memory.refusal = .refused("read-only")
        let wrong = desk.submit(.run("nothing"))
        _ = desk.step()
        #expect(wrong.refusal?.reason == "JOB_NOT_FOUND")
        let late = desk.submit(.job("etl"))
        _ = desk.step()
        #expect(late.refusal?.code == .unavailable)
    }

    @Test func `after a refusal the next step that can write takes changes again`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        desk.journal.memory.refusal = .full("no room")
        desk.submit(.run("etl"))
        _ = desk.step()
        desk.journal.memory.refusal = nil
        let call = desk.submit(.run("etl"), as: "run")
        let trace = desk.step()
        #expect(
            trace.prefix(5) == ["probe", "writable", "ask for a census", "commit", "answer run"])
        // Instance ids are not used up by what was refused; nothing starts before the census.
        #expect(call.done?.reply.changes.map(\.instance) == [InstanceID(1)])
        #expect(trace.contains { $0.hasPrefix("start") } == false)
        _ = desk.inbox.put(.census(AttemptCensus(incarnation: Incarnation("k1"))))
        #expect(desk.step().contains("start 1.0.1"))
    }

    @Test func `a report that came while the volume refused is asked for again`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        desk.submit(.run("etl"))
        _ = desk.step()
        let attempt = AttemptID(instance: InstanceID(1), ordinal: 0, number: 1)
        let result = AttemptResult(outcome: .success, endTime: desk.now.wall, milliseconds: 1)
        desk.journal.memory.refusal = .full("no room")
        desk.inbox.put([.ended(attempt, result)])
        #expect(desk.step().contains { $0.hasPrefix("acknowledge") } == false)
        desk.journal.memory.refusal = nil
        #expect(desk.step(after: 1_000).contains("ask for a census"))
        _ = desk.inbox.put(
            .census(
                AttemptCensus(incarnation: Incarnation("k1"), ended: [attempt: result])))
        #expect(desk.step().contains("acknowledge 1.0.1"))
        #expect(desk.journal.memory.instances[InstanceID(1)]?.status == .success)
    }

    @Test func `a volume that refuses is tried once a second, whatever is overdue`() throws {
        let desk = try Desk()
        try desk.haveJob("etl", [.shell("a", retries: 1)])
        desk.submit(.run("etl"))
        _ = desk.step()
        desk.inbox.put([
            .ended(
                AttemptID(instance: InstanceID(1), ordinal: 0, number: 1),
                AttemptResult(
                    outcome: .exit(code: 1), endTime: desk.now.wall, milliseconds: 1))
        ])
        _ = desk.step()
        desk.journal.memory.refusal = .full("no room")
        desk.submit(.run("etl"))
        // The retry is due, and so is the removal of what is old.
        _ = desk.step(after: 100_000)
        let probe = desk.conductor.nextDeadline
        #expect(probe == desk.now.boot.advanced(milliseconds: 1_000))
        _ = desk.step(after: 1_000)
        #expect(desk.conductor.nextDeadline == probe.advanced(milliseconds: 1_000))
    }
}
