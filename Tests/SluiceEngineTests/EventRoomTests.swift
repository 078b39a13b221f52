import SluiceModel
import SluiceSimulation
import Testing

@testable import SluiceEngine

/// Events for whose instances there is no room.
@Suite struct EventRoomTests {
    private let scenario = Scenario()

    init() {
        _ = scenario.play(["job first", "a Dummy"])
        _ = scenario.play(["job in trigger=file:/in/*", "a Dummy"])
        _ = scenario.play(["job after trigger=job:first", "a Dummy"])
        _ = scenario.play(["job called trigger=call", "a Dummy"])
        scenario.engine.liveNodes = Limits.liveNodeInstances
    }

    @Test func `a file stays unused, and is looked for again ten seconds later`() {
        #expect(scenario.play(["found in some /in/a#1"]) == [])
        let owner = FileWatch.Owner.job(JobID(2))
        #expect(scenario.engine.fileWatches[owner]?.round == 0)
        #expect(scenario.play(["wait 10s"]) == [])
        #expect(scenario.engine.fileWatches[owner]?.round == 1)
        scenario.engine.liveNodes = 0
        #expect(scenario.play(["found in all /in/a#1"]).count == 3)
        #expect(scenario.play(["found in all /in/a#1"]) == [])
    }

    @Test func `a call is refused`() {
        let answer = scenario.play(["call called"])
        #expect(answer.count == 1)
        #expect(answer[0].hasPrefix("refused TOO_MANY_LIVE_NODES"))
    }

    @Test func `the end of another job is listed as one that led to nothing`() {
        scenario.engine.liveNodes = Limits.liveNodeInstances - 1
        let lines = scenario.play(["run first"])
        #expect(lines.contains { $0.hasPrefix("job after: a cycle was skipped: event 1: ") })
        #expect(scenario.journal.skipped.map(\.cause) == [.failed])
        #expect(scenario.journal.instances.count == 1)
    }
}
