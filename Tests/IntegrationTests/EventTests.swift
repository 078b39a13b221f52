import SluiceClient
import SluiceWire
import Testing

/// Events: waiting for them, watching them, and going on after a restart.
@Suite(.timeLimit(.minutes(10))) struct EventTests {
    private let job = "name: event\nnodes: [{name: a, type: Dummy}, {name: b, type: Dummy}]"

    @Test func `one who waits is woken by what happens`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            let before = try await sluice.latestEvent()
            let empty = try await sluice.events.waitEvents(
                WaitEventsRequest(afterSeq: before, waitMs: 1))
            #expect(empty.events == [] && empty.latestSeq == before)
            // Without the event it would be answered after a minute, and empty.
            async let woken = sluice.events.waitEvents(
                WaitEventsRequest(afterSeq: before, waitMs: 60_000))
            try await sluice.submit(job)
            let reply = try await woken
            #expect(reply.events.map(\.type) == [.jobSubmitted])
            #expect(reply.events.map(\.jobName) == ["event"])
            #expect(reply.latestSeq > before)
        }
    }

    @Test func `a watch goes on over a restart without loss or repetition`() async throws {
        try await World.withDaemon { world, first in
            try await first.sluice.submit(job)
            var seen: [Event] = []
            var events = first.sluice.watch(WatchEventsRequest()).makeAsyncIterator()
            let one = try await first.sluice.run("event")
            while !ends(seen, one) { seen.append(try #require(try await events.next())) }
            try await first.kill()
            let second = try await world.startDaemon()
            let two = try await second.sluice.run("event")
            while !ends(seen, two) { seen.append(try #require(try await events.next())) }
            #expect(try await second.sluice.allEvents() == seen)
            #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.seq < $1.seq })
        }
    }

    @Test func `the events of an instance tell its story in order`() async throws {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.submit(
                "name: event\nnodes: [{name: a, type: Shell, script: exit 3}]")
            let id = try await daemon.sluice.run("event")
            _ = try await daemon.sluice.ended(id)
            let events = try await daemon.sluice.events.waitEvents(
                WaitEventsRequest(instanceId: id)
            ).events
            #expect(events.first?.type == .instanceCreated)
            let node = events.filter { $0.nodeName == "a" }
            #expect(node.map(\.nodeTo) == [.running, .fail])
            #expect(node.last?.reason == "exit 3" && node.last?.attempt == 1)
            #expect(events.last?.instanceTo == .fail)
        }
    }

    private func ends(_ events: [Event], _ instance: Int64) -> Bool {
        events.contains { $0.instanceId == instance && $0.instanceTo == .success }
    }
}
