import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceEngine
@testable import SluiceStore

/// How pauses, forced successes, removed upstreams and obstacles show in details.
@Suite struct ShownNodeTests {
    @Test func `S45 S121: a paused node shows pause while it waits, and keeps its wait reason`()
        throws
    {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a", "b", "c"], type: .shell))
        let id = try scene.world.run("j")
        try scene.world.operate(.pause, "b")
        let waiting = try scene.node("b")
        #expect(waiting.status == .pause)
        #expect(waiting.status.text == "pause")
        #expect(waiting.paused)
        #expect(waiting.waitReason == .upstream)
        #expect(try scene.details(id).instance?.counts?.pause == 1)
        try scene.world.operate(.pause, "a")
        let running = try scene.node("a")
        #expect(running.status == .running)
        #expect(running.paused)
        try scene.world.endFirst()
        #expect(try scene.node("a").status == .success)
        #expect(try scene.node("a").paused)
        try scene.world.operate(.resume, "b")
        #expect(try scene.node("b").status == .waiting)
        #expect(try scene.node("b").paused == false)
    }

    @Test func `a node below a paused one names it and the pause`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a", "b", "c"], type: .shell))
        _ = try scene.world.run("j")
        try scene.world.operate(.pause, "a")
        try scene.world.operate(.pause, "b")
        try scene.world.endFirst()
        #expect(try scene.node("b").waitsFor == "a (paused)")
        #expect(try scene.node("b").waitReason == .upstream)
        #expect(try scene.node("c").waitsFor == "b (paused)")
        try scene.world.operate(.resume, "a")
        #expect(try scene.node("b").waitsFor == "its resume")
    }

    @Test func `S41: an upstream that was removed is no longer waited for, and is listed`() throws {
        let scene = try Scene()
        let roots = ["x", "y"].map {
            SluiceModel.NodeDefinition(name: $0, type: .shell, script: "x")
        }
        let last = SluiceModel.NodeDefinition(
            name: "last", type: .shell, dependsOn: ["x", "y"], script: "x")
        try scene.world.submit("j", roots + [last])
        _ = try scene.world.run("j")
        try scene.world.operate(
            .removeUpstream, "last", upstreams: ["x"], because: "x is late")
        let node = try scene.node("last")
        #expect(node.removedUpstreams == ["x"])
        #expect(node.dependsOn == ["x", "y"])
        #expect(node.waitsFor == "y")
        #expect(node.attributes.map(\.kind) == ["upstream-removed"])
        #expect(node.attributes.map(\.detail) == ["x"])
        #expect(node.attributes.map(\.reason) == ["x is late"])
        #expect(node.attributes.map(\.user) == ["ada"])
        #expect(node.attributes[0].time > 0)
    }

    @Test func `S27: a success that was set by hand is marked, and a rerun takes the mark off`()
        throws
    {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"], type: .shell))
        _ = try scene.world.run("j")
        try scene.world.endFirst(.exit(code: 1))
        #expect(try scene.node("a").forced == false)
        try scene.world.operate(.setSuccess, "a")
        #expect(try scene.node("a").forced)
        #expect(try scene.node("a").status == .success)
        try scene.world.operate(.rerun, "a")
        let again = try scene.node("a")
        #expect(again.forced == false)
        #expect(again.attributes.map(\.kind) == ["forced-success", "rerun"])
    }

    @Test func `attributes of the instance and of each node stand with what they are of`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a", "b"], type: .shell), confirmBeforeRun: true)
        let id = try scene.world.run("j")
        try scene.world.operate(.confirm, id, because: "checked")
        try scene.world.operate(.forceRerun, "b")
        let details = try scene.details(id)
        #expect(details.instance?.attributes.map(\.kind) == ["confirmed"])
        #expect(details.instance?.attributes.map(\.reason) == ["checked"])
        #expect(details.nodes.map { $0.attributes.map(\.kind) } == [[], ["force-rerun"]])
        let page = try scene.queries.getInstance(
            GetInstanceRequest(
                instanceId: id.rawValue, nodePageSize: 1,
                nodePageToken: PageToken(list: "nodes of \(id)").text(after: "0")), now: .zero)
        #expect(page.nodes.map { $0.attributes.map(\.kind) } == [["force-rerun"]])
        let list = try scene.queries.listInstances(ListInstancesRequest(), now: .zero)
        #expect(list.instances.map(\.attributes) == [[]])
    }

    @Test func `a paused or preferred instance says so, in details and in lists`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a", "b"]), confirmBeforeRun: true)
        let id = try scene.world.run("j")
        try scene.world.operate(.pause, id)
        #expect(try scene.details(id).instance?.paused == true)
        #expect(try scene.details(id).instance?.preferred == false)
        try scene.world.operate(.resume, id)
        try scene.world.operate(.runPreferentially, id)
        let list = try scene.queries.listInstances(ListInstancesRequest(), now: .zero)
        #expect(list.instances.map(\.paused) == [false])
        #expect(list.instances.map(\.preferred) == [true])
    }

    @Test func `what waits for the instance's resume says so`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a", "b"], type: .shell))
        let id = try scene.world.run("j")
        try scene.world.operate(.pause, id)
        try scene.world.endFirst()
        #expect(try scene.node("b").waitsFor == "the resume of the instance")
        #expect(try scene.details(id).instance?.status == .pause)
    }

    @Test func `the first obstacle of the instance is that of all its waiting nodes`() throws {
        let scene = try Scene()
        try scene.world.submit("before", chain(["x"], type: .shell))
        try scene.world.submit("beside", chain(["x"], type: .shell))
        try scene.world.submit(
            "j", chain(["a", "b"], type: .shell),
            dependJobs: [
                SluiceModel.JobDependency(jobName: "before"),
                SluiceModel.JobDependency(jobName: "beside", failPolicy: .ignore),
            ],
            confirmBeforeRun: true)
        let time = World.start + 60_000
        let upstream = try scene.world.run("before", planTime: time)
        let id = try scene.world.run("j", planTime: time)
        try scene.expectObstacle(.confirm, "a confirmation", of: id)
        try scene.world.operate(.confirm, id)
        try scene.expectObstacle(.crossJob, "job before, job beside", of: id)
        let dependencies = try #require(try scene.details(id).instance).dependencies
        #expect(dependencies.map(\.jobName) == ["before", "beside"])
        #expect(dependencies.map(\.instanceId) == [upstream.rawValue, 0])
        #expect(dependencies.map(\.status) == [.waiting, .unspecified])
        #expect(dependencies.map(\.failPolicy) == [.fail, .ignore])
        #expect(dependencies.map(\.planTime) == [time, time])
        try scene.world.operate(.runWithoutDependencies, id)
        try scene.expectObstacle(.planTime, "its plan time", of: id)
        let dropped = try #require(try scene.details(id).instance).dependencies
        #expect(dropped.map(\.dropped) == [true, true])
        let list = try scene.queries.listInstances(ListInstancesRequest(), now: .zero)
        #expect(list.instances.map(\.dependencies) == [[], []])
        #expect(list.instances[0].waitReason == .planTime)
    }

    @Test func `a failure that was passed over by continue holds nothing back`() throws {
        let scene = try Scene()
        var nodes = chain(["a", "c"], type: .shell)
        nodes[0].failPolicy = .suspend
        nodes[1].dependsOn = ["a", "b"]
        nodes.append(SluiceModel.NodeDefinition(name: "b", type: .shell, script: "x"))
        try scene.world.submit("j", nodes)
        let id = try scene.world.run("j")
        try scene.world.endFirst(.exit(code: 1))
        #expect(try scene.node("c").waitsFor == "a, b")
        try scene.world.operate(.continue, id)
        #expect(try scene.node("c").waitsFor == "b")
    }

    @Test func `S30: a terminated node holds back what comes after it, whatever its policy`()
        throws
    {
        let scene = try Scene()
        var nodes = chain(["a", "b"], type: .shell)
        nodes[0].failPolicy = .ignore
        try scene.world.submit("j", nodes)
        _ = try scene.world.run("j")
        try scene.world.operate(.terminate, "a")
        try scene.world.endFirst(.stopped)
        #expect(try scene.node("a").status == .fail)
        #expect(try scene.node("b").waitsFor == "a")
    }

    @Test func `an operation is told as an event of its own`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a"], type: .shell))
        let id = try scene.world.run("j")
        try scene.world.operate(.pause, "a")
        try scene.world.operate(.pause, id)
        let events = try scene.queries.events(after: 0, max: 0, EventFilter()).events
            .filter { $0.type == .operation }
        #expect(events.map(\.nodeName) == ["a", ""])
        #expect(events.map(\.reason) == ["pause", "pause"])
        #expect(events.allSatisfy { $0.instanceId == id.rawValue && $0.nodeFrom == .unspecified })
    }
}

extension Scene {
    fileprivate func expectObstacle(
        _ reason: SluiceWire.WaitReason, _ words: String, of id: InstanceID,
        at location: SourceLocation = #_sourceLocation,
    ) throws {
        let details = try details(id)
        #expect(details.instance?.waitReason == reason, sourceLocation: location)
        #expect(details.nodes.map(\.waitReason) == [reason, reason], sourceLocation: location)
        #expect(details.nodes.map(\.waitsFor) == [words, words], sourceLocation: location)
    }
}
