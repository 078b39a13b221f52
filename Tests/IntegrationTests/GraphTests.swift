import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// The DAG around a node, and operations on what it shows.
@Suite(.timeLimit(.minutes(10))) struct GraphTests {
    /// Five layers, and a branch beside them.
    private static let nodes = [
        "a", "b < a", "c < b", "d < c", "e < d", "beside < b", "c2 < beside, c",
    ]

    private func graph(
        _ run: Run, _ node: String, up: Int32? = nil, down: Int32? = nil, acrossJobs: Bool = false,
    ) async throws -> GetGraphResponse {
        try await run.sluice.instances.getGraph(
            GetGraphRequest(
                instanceId: run.id, nodeName: node, up: up, down: down, acrossJobs: acrossJobs))
    }

    /// An instance in which `a` runs.
    private func started(_ world: World, _ daemon: Daemon) async throws -> Run {
        let run = try await Pipeline(world, daemon, Self.nodes).run()
        try await run.begun("a")
        return run
    }

    @Test func `S69 S71: a node is shown with the first layer before and after it`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await started(world, daemon)
            let shown = try await graph(run, "c")
            #expect(shown.names == ["b", "c", "d", "c2"])
            #expect(shown.arrows == ["b > c", "c > d", "c > c2"])
            #expect(shown.total == 7)
            #expect(shown.nodes.filter(\.main).map(\.nodeName) == ["c"])
            #expect(shown.nodes.filter(\.moreUp).map(\.nodeName) == ["b", "c2"])
            #expect(shown.nodes.filter(\.moreDown).map(\.nodeName) == ["b", "d"])
            let drawn = try await world.sluice("dag", "\(run.id)/c")
            for name in ["b", "c", "c2", "d"] { #expect(drawn.output.contains("· \(name)")) }
            #expect(!drawn.output.contains("beside"))
        }
    }

    @Test func `S69: without a node the whole of it is shown, with what each node does`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await started(world, daemon)
            let shown = try await graph(run, "")
            #expect(shown.names.sorted() == ["a", "b", "beside", "c", "c2", "d", "e"])
            #expect(
                Set(shown.arrows) == [
                    "a > b", "b > c", "c > d", "d > e", "b > beside", "beside > c2", "c > c2",
                ])
            let layers = Dictionary(
                uniqueKeysWithValues: shown.nodes.map { ($0.nodeName, $0.layer) })
            #expect(
                layers == ["a": 0, "b": 1, "c": 2, "beside": 2, "d": 3, "c2": 3, "e": 4])
            let a = try #require(shown.nodes.first)
            #expect(a.status == .running && a.type == "Shell")
            #expect(shown.nodes.dropFirst().allSatisfy { $0.waitReason == .upstream })
        }
    }

    @Test(arguments: [
        (Int32(2), Int32(0), ["a", "b", "c"]),  // S72
        (0, 2, ["c", "c2", "d", "e"]),  // S73
        (0, 0, ["c"]),
        (10, 10, ["a", "b", "c", "c2", "d", "e"]),
    ])
    func `S72 S73: layers before and after a node are expanded each on its own`(
        up: Int32, down: Int32, names: [String],
    ) async throws {
        try await World.withDaemon { world, daemon in
            let run = try await started(world, daemon)
            let shown = try await graph(run, "c", up: up, down: down)
            #expect(shown.names.sorted() == names)
        }
    }

    @Test func `S70 S81: what the DAG shows before and after a node can be operated`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await started(world, daemon)
            try await run.finish("a")
            try await run.end("b")
            try await run.end("c", exit: 1)
            try await run.end("beside")
            _ = try await run.end
            let shown = try await graph(run, "c")
            let (before, main, after) = (shown.nodes[0], shown.nodes[1], shown.nodes[2])
            #expect([before, main, after].map(\.nodeName) == ["b", "c", "d"])
            try await daemon.sluice.operate(.pause, [after.target])
            try await daemon.sluice.operate(.rerun, [before.target])
            try await run.end("b")
            try await daemon.sluice.operate(.rerun, [main.target])
            try await run.end(["c", "c2"])
            let end = try await run.picture(at: .pause)
            #expect(
                end == "pause: a#1 success, b#2 success, c#2 success, d#0 pause SLOT, "
                    + "e#0 waiting UPSTREAM, beside#1 success, c2#1 success")
            // S87: the pause is marked in the drawing, too.
            let marked = try await graph(run, "c").nodes.filter(\.paused)
            #expect(marked.map(\.nodeName) == ["d"] && marked.map(\.status) == [.pause])
        }
    }

    @Test func `S85: an upstream that was removed is shown as removed, in this cycle only`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await started(world, daemon)
            try await run.operate(.removeUpstream, "c2", upstreams: ["c"])
            let shown = try await graph(run, "c2")
            let removed = shown.edges.filter(\.removed).map { shown.arrow($0) }
            #expect(removed == ["c > c2"])
            #expect(Set(shown.arrows) == ["c > c2", "beside > c2"])
            let next = try await run.pipeline.run()
            let other = try await graph(next, "c2")
            #expect(other.edges.map(\.removed) == [false, false])
        }
    }

    @Test func `across jobs the instances that it needs and that need it are shown`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let first = try await Pipeline(world, daemon, "first", ["x"])
            let middle = try await Pipeline(
                world, daemon, "middle", ["m1", "m2 < m1"], keys: "dependJobs: [first]")
            let last = try await Pipeline(
                world, daemon, "last", ["y"], keys: "dependJobs: [middle]")
            let plan: Int64 = 1_700_000_000_000
            let needed = try await first.run(planTime: plan)
            let run = try await middle.run(planTime: plan)
            let needing = try await last.run(planTime: plan)
            try await needed.begun("x")
            let shown = try await graph(run, "", acrossJobs: true)
            #expect(
                shown.nodes.map { "\($0.instanceId)/\($0.nodeName)" } == [
                    "\(needed.id)/", "\(run.id)/m1", "\(run.id)/m2", "\(needing.id)/",
                ])
            #expect(
                shown.nodes.map(\.jobName) == ["first", "middle", "middle", "last"])
            #expect(
                shown.edges.map { "\($0.from) > \($0.to)\($0.crossJob ? " across" : "")" }
                    == ["0 > 1 across", "1 > 2", "2 > 3 across"])
            #expect(shown.nodes.first?.instanceStatus == .running)
            let own = try await graph(run, "")
            #expect(own.names == ["m1", "m2"])
        }
    }
}

extension GraphNode {
    fileprivate var target: NodeTarget { NodeTarget(instanceId: instanceId, nodeName: nodeName) }
}

extension GetGraphResponse {
    fileprivate var names: [String] { nodes.map(\.nodeName) }

    /// `a > b` for each dependency.
    fileprivate var arrows: [String] { edges.map(arrow) }

    fileprivate func arrow(_ edge: GraphEdge) -> String {
        "\(nodes[Int(edge.from)].nodeName) > \(nodes[Int(edge.to)].nodeName)"
    }
}
