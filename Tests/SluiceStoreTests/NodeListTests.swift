import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceEngine
@testable import SluiceStore

@Suite struct NodeListTests {
    private func list(
        _ scene: Scene, _ request: ListNodesRequest = ListNodesRequest(),
    ) throws -> [String] {
        try scene.queries.listNodes(request, now: .zero).nodes
            .map { "\($0.instanceId)/\($0.nodeName)" }
    }

    @Test func `nodes come from the newest instance first, in an order in which they can run`()
        throws
    {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a", "b"], type: .shell))
        _ = try scene.world.run("j", planTime: World.start - 5)
        _ = try scene.world.run("j")
        #expect(try list(scene) == ["2/a", "2/b", "1/a", "1/b"])
        try scene.world.endFirst(.exit(code: 3))
        let nodes = try scene.queries.listNodes(ListNodesRequest(), now: .zero).nodes
        #expect(nodes[2].jobName == "j")
        #expect(nodes[2].planTime == World.start - 5)
        #expect(nodes[2].status == .fail)
        #expect(nodes[2].attempt == 1)
        #expect(nodes[2].reason == "exit 3")
        #expect(nodes[3].waitReason == .upstream)
    }

    @Test func `every filter of nodes leaves what fits`() throws {
        let scene = try Scene()
        try scene.world.submit("alpha", chain(["load", "report"], type: .shell))
        try scene.world.submit("beta", chain(["load"], type: .shell))
        _ = try scene.world.run("alpha", planTime: World.start - 200)
        _ = try scene.world.run("beta", planTime: World.start - 100)
        try scene.world.operate(.pause, "report")
        scene.world.pass(milliseconds: 10)
        scene.world.end(scene.world.running[1])
        try scene.world.commit()
        try scene.world.operate(.pause, "load", of: InstanceID(2))
        let start = try #require(try scene.details(InstanceID(2)).instance).startTime
        let cases: [(ListNodesRequest, [String])] = [
            (ListNodesRequest(jobGlob: "al*"), ["1/load", "1/report"]),
            (ListNodesRequest(nodeGlob: "l*"), ["2/load", "1/load"]),
            (ListNodesRequest(jobGlob: "?eta", nodeGlob: "r*"), []),
            (ListNodesRequest(statuses: [.running]), ["1/load"]),
            (ListNodesRequest(statuses: [.success, .running]), ["2/load", "1/load"]),
            (ListNodesRequest(statuses: [.pause]), ["1/report"]),
            (ListNodesRequest(statuses: [.waiting]), []),
            (ListNodesRequest(statuses: [.unrecognized(99)]), []),
            (ListNodesRequest(instanceStatuses: [.success]), ["2/load"]),
            (ListNodesRequest(instanceStatuses: [.running]), ["1/load", "1/report"]),
            (ListNodesRequest(plannedFrom: World.start - 100), ["2/load"]),
            (ListNodesRequest(plannedBefore: World.start - 100), ["1/load", "1/report"]),
            (ListNodesRequest(startedFrom: start), ["2/load"]),
            (ListNodesRequest(startedBefore: start), ["1/load", "1/report"]),
            (ListNodesRequest(paused: true), ["2/load", "1/report"]),
        ]
        for (request, nodes) in cases {
            #expect(try list(scene, request) == nodes, "\(request)")
        }
        let paused = try scene.queries.listNodes(ListNodesRequest(paused: true), now: .zero).nodes
        #expect(paused.map(\.status) == [.success, .pause])
        #expect(paused.map(\.paused) == [true, true])
    }

    @Test func `pages neither repeat nor miss a node while others are made`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a", "b", "c"]))
        for _ in 1...3 { _ = try scene.world.run("j") }
        var request = ListNodesRequest(pageSize: 2)
        var found: [String] = []
        repeat {
            let page = try scene.queries.listNodes(request, now: .zero)
            #expect(page.nodes.count <= 2)
            found += page.nodes.map { "\($0.instanceId)/\($0.nodeName)" }
            request.pageToken = page.nextPageToken
            _ = try scene.world.run("j")
        } while !request.pageToken.isEmpty
        #expect(
            found == ["3/a", "3/b", "3/c", "2/a", "2/b", "2/c", "1/a", "1/b", "1/c"])
    }

    @Test func `a page size out of range and a token of one's own making are refused`() throws {
        let scene = try Scene()
        let size = #expect(throws: SluiceError.self) {
            try scene.queries.listNodes(ListNodesRequest(pageSize: 1_001), now: .zero)
        }
        #expect(size?.reason == "PAGE_SIZE_OUT_OF_RANGE")
        let ownToken = PageToken(list: "node instances").text(after: "3")
        for token in ["x", ownToken, PageToken(list: "instances").text(after: "3.1")] {
            let error = #expect(throws: SluiceError.self) {
                try scene.queries.listNodes(ListNodesRequest(pageToken: token), now: .zero)
            }
            #expect(error?.reason == "PAGE_TOKEN_INVALID")
        }
    }

    @Test func `nodes that a retry replaced are not listed`() throws {
        let scene = try Scene()
        try scene.world.submit("j", chain(["a", "b"]))
        let id = try scene.world.run("j")
        try scene.world.submit("j", chain(["a", "c"]))
        try scene.world.perform(
            .retryInstances(
                RetryInstances(
                    scope: .standard, jobName: "j", location: .firstNode, version: .current,
                    targets: [.instance(id)])))
        #expect(try list(scene) == ["1/a", "1/c"])
    }

    @Test func `each workspace and environment lists its own nodes`() throws {
        let scene = try Scene()
        try scene.world.perform(
            .createWorkspace(CreateWorkspace(name: "w", description: "", mode: .devProd)))
        let scope = Scope(workspace: "w", environment: .development)
        try scene.world.submit("j", chain(["a"]), scope: scope)
        _ = try scene.world.run("j", scope: scope)
        #expect(try list(scene) == [])
        #expect(try list(scene, ListNodesRequest(workspace: "w")) == [])
        let development = ListNodesRequest(workspace: "w", environment: .development)
        #expect(try list(scene, development) == ["1/a"])
    }

    @Test func `a list of nodes is read from indices, page by page`() throws {
        let scene = try Scene()
        for request in [ListNodesRequest(), ListNodesRequest(statuses: [.fail], paused: true)] {
            let plan = try scene.plan(NodeFilter(request).sql)
            #expect(plan.count == 3, "\(plan)")
            #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
        }
    }
}
