import GRDB
import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing
@testable import SluiceEngine
@testable import SluiceStore

@Suite struct AttemptTests {
    @Test func `every attempt keeps its own times, exit, reason and log`() throws {
        let scene = try Scene()
        var node = SluiceModel.NodeDefinition(name: "a", type: .shell, script: "x")
        node.retry = RetryRule(times: 3, intervalMilliseconds: 10)
        try scene.world.submit("j", [node])
        _ = try scene.world.run("j")
        for outcome in [Outcome.exit(code: 3), .signal(number: 9), .badOutput("no '='")] {
            scene.world.end(scene.world.running[0], outcome)
            try scene.world.commit()
            scene.world.pass(milliseconds: 10)
            try scene.world.commit()
        }
        let request = ListAttemptsRequest(instanceId: 1, nodeName: "a", pageSize: 3)
        let page = try scene.queries.listAttempts(request, now: scene.world.now.wall)
        #expect(page.attempts.map(\.attempt) == [1, 2, 3])
        #expect(page.attempts.map(\.outcome) == [.exit, .signal, .badOutput])
        #expect(
            page.attempts.map(\.reason) == [
                "exit 3", "killed by signal 9", "bad output: no '='",
            ])
        #expect(page.attempts[0].exitCode == 3)
        #expect(page.attempts[1].signal == 9)
        #expect(page.attempts[0].executeTime == 2_000)
        #expect(page.attempts[0].logPath == "/logs/1.0.1.log")
        #expect(page.attempts[0].logSize == 10)
        var next = request
        next.pageToken = page.nextPageToken
        let last = try scene.queries.listAttempts(next, now: scene.world.now.wall)
        #expect(last.attempts.map(\.attempt) == [4])
        #expect(last.attempts[0].endTime == 0)
        #expect(last.attempts[0].outcome == .unspecified)
        #expect(last.attempts[0].reason == "")
        #expect(last.nextPageToken == "")
    }

    @Test func `a start for which there was no room is no attempt`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"], type: .shell))
        _ = try scene.world.run("j")
        scene.world.report(.deferred(scene.world.running[0].id, reason: "EAGAIN"))
        // The slot is given again at once; without one the row of the start stays behind.
        try scene.world.commit()
        try scene.set("UPDATE node SET attempt = 0, status = 1, detail = 7")
        let list = try scene.queries.listAttempts(
            ListAttemptsRequest(instanceId: 1, nodeName: "a"), now: .zero)
        #expect(list.attempts.isEmpty)
    }

    @Test func `a reader of logs learns which attempt, whether it ended and has a log`() throws {
        let scene = try Scene()
        try scene.world.submit(
            "j", [SluiceModel.NodeDefinition(name: "d")] + chain(["a"], type: .shell))
        _ = try scene.world.run("j")
        let attempt = { (node: String, number: Int32) in
            try scene.queries.attempt(
                workspace: "", environment: .unspecified, instance: 1, node: node,
                number: number)
        }
        let id = AttemptID(instance: InstanceID(1), ordinal: 1, number: 1)
        #expect(
            try attempt("a", 0) == AttemptFacts(id: id, hasEnded: false, hasLog: true))
        #expect(try attempt("d", 1).hasLog == false)
        scene.world.end(scene.world.running[0])
        try scene.world.commit()
        #expect(try attempt("a", 1).hasEnded)
        let none = #expect(throws: SluiceError.self) { try attempt("a", 2) }
        #expect(none?.reason == "ATTEMPT_NOT_FOUND")
        let other = #expect(throws: SluiceError.self) { try attempt("x", 0) }
        #expect(other?.errorCode == "DLF.30125")
    }
}

@Suite struct EventTests {
    @Test func `events come in order, with names, and resume after any number`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a", "b"]))
        _ = try scene.world.run("j")
        let all = try scene.queries.events(after: 0, max: 0, EventFilter())
        #expect(all.events.map(\.seq) == Array(1...Int64(all.events.count)))
        #expect(all.events.map(\.type).prefix(2) == [.jobSubmitted, .instanceCreated])
        #expect(all.lookedUpTo == all.latestSeq)
        let submitted = all.events[0]
        #expect(submitted.jobName == "j")
        #expect(submitted.version == 1)
        #expect(submitted.workspace == "default")
        let nodes = all.events.filter { $0.type == .nodeStatus }
        #expect(nodes.map(\.nodeName) == ["a", "b"])
        #expect(nodes.allSatisfy { $0.nodeFrom == .waiting && $0.nodeTo == .success })
        #expect(nodes.allSatisfy { $0.attempt == 1 && $0.instanceId == 1 })
        #expect(all.events.last?.instanceTo == .success)
        let page = try scene.queries.events(after: 1, max: 2, EventFilter())
        #expect(page.events.map(\.seq) == [2, 3])
        #expect(page.lookedUpTo == 3)
        #expect(try scene.queries.events(after: -1, max: 0, EventFilter()).events.isEmpty)
    }

    @Test func `a filter leaves the events of one instance, job or workspace`() throws {
        let scene = try Scene()
        try scene.world.perform(
            .createWorkspace(CreateWorkspace(name: "w", description: "")))
        try scene.world.submit("j", chain(["a"]))
        try scene.world.submit("k", chain(["a"]), scope: Scope(workspace: "w"))
        _ = try scene.world.run("j")
        _ = try scene.world.run("j")
        let seen = { (filter: EventFilter) in
            try scene.queries.events(after: 0, max: 0, filter)
        }
        let one = try seen(EventFilter(instance: 2))
        #expect(Set(one.events.map(\.instanceId)) == [2])
        #expect(one.lookedUpTo == one.latestSeq)
        #expect(try seen(EventFilter(jobName: "k")).events.isEmpty)
        #expect(try seen(EventFilter(workspace: "w")).events.map(\.jobName) == ["k"])
    }

    @Test func `a number whose events are gone is out of range and the oldest is named`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"]))
        try scene.world.submit("k", chain(["a"]))
        scene.world.pass(milliseconds: 1_000)
        let border = scene.world.now.wall
        _ = try scene.world.run("j")
        _ = try scene.world.journal.prune(
            Expired(endedBefore: .zero, eventsBefore: border, answersBefore: .zero), limit: 10)
        let kept = try scene.queries.keptEvents()
        #expect(kept.oldest == 3)
        let first = { (after: Int64) in
            try scene.queries.events(after: after, max: 1, EventFilter()).events.first?.seq
        }
        #expect(try first(2) == 3)
        #expect(try first(0) == 3)
        #expect(throws: SluiceError.self) { try first(1) }
        _ = try scene.world.journal.prune(
            Expired(
                endedBefore: .zero, eventsBefore: Timestamp(milliseconds: .max),
                answersBefore: .zero), limit: 10)
        let error = #expect(throws: SluiceError.self) {
            try scene.queries.events(after: 1, max: 0, EventFilter())
        }
        #expect(error?.code == .outOfRange)
        #expect(error?.message.contains("the oldest is \(kept.latest + 1)") == true)
        #expect(
            try scene.queries.events(after: kept.latest, max: 0, EventFilter()).events == [])
    }
}
