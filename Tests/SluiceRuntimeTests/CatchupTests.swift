import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceSimulation
import Testing

/// What was due while nothing ran.
@Suite struct CatchupTests {
    private static let hourly = JobDefinition(
        name: "hourly", nodes: [.shell("a")],
        schedule: ScheduleDefinition(cron: "0 0 * * * ?", timeZone: "UTC"))

    @Test func `a missed cycle is made by the first steps, which leave nothing due`() throws {
        let desk = try Desk()
        let submit = SubmitJob(
            scope: .standard, definition: Self.hourly, source: "", comment: "")
        desk.submit(.submitJob(submit))
        _ = desk.step()
        // 23:43 UTC, an hour and a half later.
        let later = Now(
            wall: Timestamp(milliseconds: 1_700_005_400_000), boot: BootTime(nanoseconds: 0))
        let next = try Conductor(
            journal: desk.journal, performer: TracingPerformer(desk.trace),
            courier: TracingPerformer(desk.trace), inbox: Inbox(), settings: EngineSettings(),
            at: later)
        // The first finds out what is due, the second makes it.
        next.step(at: later)
        #expect(next.nextDeadline <= later.boot)
        next.step(at: later)
        let made = desk.journal.memory.instances.values
        #expect(made.map(\.type) == [.scheduled])
        #expect(made.map(\.planTime) == [Timestamp(milliseconds: 1_700_002_800_000)])
        #expect(next.nextDeadline > later.boot)
    }
}
