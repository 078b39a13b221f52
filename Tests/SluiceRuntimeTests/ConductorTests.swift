import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceSimulation
import Testing

/// One step: durable, then answered, then done.
@Suite struct ConductorTests {
    private let first = AttemptID(instance: InstanceID(1), ordinal: 0, number: 1)

    private func success(_ desk: Desk) -> AttemptResult {
        AttemptResult(outcome: .success, endTime: desk.now.wall, milliseconds: 1)
    }

    @Test func `a batch is durable, then answered, then done`() throws {
        let desk = try Desk()
        #expect(desk.trace.take() == ["accept k1"])
        desk.submit(.job("etl"), as: "submit")
        desk.submit(.run("etl"), as: "run")
        let trace = desk.step()
        #expect(
            trace.prefix(4) == ["commit", "answer submit", "answer run", "start 1.0.1"])
        #expect(trace.count == 5 && trace[4].hasPrefix("events to "))
    }

    @Test func `a result is committed before the keeper may forget it`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        desk.submit(.run("etl"))
        _ = desk.step()
        desk.inbox.put([.ended(first, success(desk))])
        #expect(desk.step().prefix(2) == ["commit", "acknowledge 1.0.1"])
        #expect(desk.journal.memory.instances[InstanceID(1)]?.status == .success)
        // A second report finds nothing to do but to say so again, and writes nothing.
        desk.inbox.put([.ended(first, success(desk))])
        #expect(desk.step() == ["acknowledge 1.0.1"])
    }

    @Test func `a notification is on the disk before it leaves, and sent again after a refusal`()
        throws
    {
        let desk = try Desk()
        var job = JobDefinition(name: "etl", nodes: [NodeDefinition(name: "a", type: .dummy)])
        job.notifications = [NotificationRule(occasion: .success, target: .command(["tell"]))]
        desk.submit(
            .submitJob(SubmitJob(scope: .standard, definition: job, source: "", comment: "")))
        _ = desk.step()
        desk.submit(.run("etl"))
        #expect(desk.step().prefix(3) == ["commit", "answer call", "deliver notification 1"])
        _ = desk.inbox.put(.delivery(DeliveryReport(NotificationID(1))))
        desk.journal.memory.refusal = .full("no room")
        #expect(desk.step().contains("not writable"))
        desk.journal.memory.refusal = nil
        #expect(desk.step(after: 2_000).contains("deliver notification 1"))
        _ = desk.inbox.put(.delivery(DeliveryReport(NotificationID(1))))
        #expect(desk.step() == ["commit"])
        #expect(desk.journal.memory.notifications[NotificationID(1)]?.isPending == false)
    }

    @Test func `a step without inputs commits nothing`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        #expect(desk.step() == [])
    }

    @Test func `one step takes a bounded number of inputs and leaves the rest in order`() throws {
        let desk = try Desk()
        try desk.haveJob("etl", [NodeDefinition(name: "a", type: .dummy)])
        let calls = (0...Limits.batchInputs).map { desk.submit(.run("etl"), as: "\($0)") }
        _ = desk.step()
        #expect(calls.filter { $0.answer != nil }.count == Limits.batchInputs)
        #expect(calls.last?.answer == nil)
        #expect(desk.step().contains("answer \(Limits.batchInputs)"))
    }

    @Test func `a look sees what is committed`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        let trace = desk.trace
        _ = desk.inbox.put(.query(Query { trace.add("\($0.instances.count) live") }))
        desk.submit(.run("etl"))
        let order = desk.step().filter { $0 == "commit" || $0.hasSuffix(" live") }
        #expect(order == ["commit", "1 live"])
        desk.journal.memory.refusal = .full("no room")
        desk.submit(.run("etl"))
        _ = desk.inbox.put(.query(Query { trace.add("\($0.instances.count) live") }))
        #expect(desk.step().last == "1 live")
    }

    @Test func `a drained conductor starts nothing more and sees what runs to its end`() throws {
        let desk = try Desk(slots: 1)
        try desk.haveJob("etl")
        desk.submit(.run("etl"))
        desk.submit(.run("etl"))
        #expect(desk.step().filter { $0.hasPrefix("start") } == ["start 1.0.1"])
        _ = desk.inbox.put(.drain)
        desk.submit(.stop(1))
        #expect(desk.step().contains("stop 1.0.1"))
        var result = success(desk)
        result.outcome = .stopped
        desk.inbox.put([.ended(first, result)])
        #expect(desk.step().contains { $0.hasPrefix("start") } == false)
        #expect(desk.journal.memory.instances[InstanceID(1)]?.status == .manualStop)
        // A keeper that is replaced meanwhile changes nothing; the next daemon goes on with it.
        _ = desk.inbox.put(.census(AttemptCensus(incarnation: Incarnation("k2"))))
        #expect(desk.step().contains { $0.hasPrefix("start") } == false)
    }

    @Test func `a census is accepted before the starts that are meant for its keeper`() throws {
        let desk = try Desk()
        try desk.haveJob("etl")
        desk.submit(.run("etl"))
        _ = desk.inbox.put(.census(AttemptCensus(incarnation: Incarnation("k1"))))
        // Ordered once, though the run and the census both want it.
        #expect(
            desk.step().filter { $0.hasPrefix("start") || $0.hasPrefix("accept") }
                == ["accept k1", "start 1.0.1"])
    }
}
