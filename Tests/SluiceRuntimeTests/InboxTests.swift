import SluiceEngine
import SluiceModel
import SluiceRuntime
import Testing

@Suite struct InboxTests {
    @Test func `a closed inbox refuses commands and gives out what it has`() throws {
        let inbox = Inbox()
        #expect(inbox.put(.drain))
        inbox.close()
        #expect(!inbox.put(.drain))
        #expect(inbox.take(max: 10).count == 1)
    }

    @Test func `a full inbox refuses commands and takes reports`() {
        let inbox = Inbox()
        for _ in 0..<Inbox.limit { #expect(inbox.put(.query(Query { _ in }))) }
        #expect(!inbox.put(.query(Query { _ in })))
        inbox.put([.started(AttemptID(instance: InstanceID(1), ordinal: 0, number: 1), pid: 2)])
        #expect(inbox.take(max: .max).count == Inbox.limit + 1)
    }

    @Test func `a wake ends the wait though nothing has arrived`() {
        let inbox = Inbox()
        inbox.wake()
        inbox.wait(nanoseconds: .max)
        #expect(inbox.take(max: 1).isEmpty)
    }

    @Test func `what came in before the close is answered before the thread ends`() async throws {
        let desk = try Desk()
        let calls = (0..<100).map { desk.submit(.job("job-\($0)")) }
        let inbox = desk.inbox
        let memory = TracingJournal(Trace())
        let thread = ConductorThread(
            try Conductor(
                journal: memory, performer: TracingPerformer(Trace()),
                courier: TracingPerformer(Trace()), inbox: inbox, settings: EngineSettings(),
                at: SystemClock.now()),
            inbox: inbox)
        inbox.close()
        thread.join()
        #expect(calls.allSatisfy { $0.done != nil })
    }
}
