import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceEngine
@testable import SluiceStore

@Suite struct GraphQueryTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    private func graph(
        _ node: String = "", up: Int32? = nil, down: Int32? = nil, acrossJobs: Bool = false,
        of id: InstanceID = InstanceID(1),
    ) throws -> GetGraphResponse {
        try scene.queries.getGraph(
            GetGraphRequest(
                instanceId: id.rawValue, nodeName: node, up: up, down: down,
                acrossJobs: acrossJobs))
    }

    /// `a`, `b`, … in a chain, and `x` that is before `d` as well.
    private func runChain() throws {
        var nodes = chain(["a", "b", "c", "d", "e", "f"], type: .shell)
        nodes[3].dependsOn.append("x")
        nodes.append(SluiceModel.NodeDefinition(name: "x", type: .shell, script: "x"))
        try scene.world.submit("j", nodes)
        _ = try scene.world.run("j")
    }

    @Test func `S69 S71: the main node comes with one layer each way`() throws {
        try runChain()
        let drawn = try graph("d")
        #expect(drawn.nodes.map(\.nodeName) == ["c", "x", "d", "e"])
        #expect(drawn.nodes.map(\.layer) == [0, 0, 1, 2])
        #expect(drawn.nodes.map(\.main) == [false, false, true, false])
        #expect(drawn.nodes.map(\.moreUp) == [true, false, false, false])
        #expect(drawn.nodes.map(\.moreDown) == [false, false, false, true])
        #expect(drawn.edges.map(\.words) == ["0-2", "1-2", "2-3"])
        #expect(drawn.total == 7)
    }

    @Test func `S72: more layers upstream are expanded by depth`() throws {
        try runChain()
        #expect(try graph("d", up: 2, down: 0).names == ["b", "x", "c", "d"])
        #expect(try graph("d", up: 0, down: 0).names == ["d"])
        #expect(try graph("d", up: 10_000, down: 0).names == ["a", "x", "b", "c", "d"])
        #expect(try graph("d", up: 0, down: 0).nodes.map(\.moreUp) == [true])
    }

    @Test func `S73: more layers downstream are expanded by depth`() throws {
        try runChain()
        #expect(try graph("a", down: 3).names == ["a", "b", "c", "d"])
        #expect(try graph("a", down: 3).nodes.last?.moreUp == true)
        #expect(try graph("a", down: 9).nodes.last?.moreDown == false)
    }

    @Test func `S70: every node shown names its instance, status and type`() throws {
        try runChain()
        try scene.world.operate(.pause, "b")
        try scene.world.endFirst()
        let nodes = try graph("b").nodes
        #expect(nodes.map(\.instanceId) == [1, 1, 1])
        #expect(nodes.map(\.jobName) == ["j", "j", "j"])
        #expect(nodes.map(\.status) == [.success, .pause, .waiting])
        #expect(nodes.map(\.paused) == [false, true, false])
        #expect(nodes.map(\.waitReason) == [.unspecified, .slot, .upstream])
        #expect(nodes.map(\.type) == ["Shell", "Shell", "Shell"])
    }

    @Test func `without a main node the whole graph is drawn`() throws {
        try runChain()
        let drawn = try graph()
        #expect(drawn.names == ["a", "x", "b", "c", "d", "e", "f"])
        #expect(drawn.nodes.map(\.layer) == [0, 0, 1, 2, 3, 4, 5])
        #expect(drawn.nodes.allSatisfy { !$0.main && !$0.moreUp && !$0.moreDown })
        #expect(drawn.edges.count == 6)
    }

    @Test func `a layer is the longest way, whatever shorter one there is`() throws {
        var nodes = chain(["a", "b", "c"])
        nodes[2].dependsOn.append("a")
        try scene.world.submit("j", nodes)
        _ = try scene.world.run("j")
        let drawn = try graph("a")
        #expect(drawn.names == ["a", "b", "c"])
        #expect(drawn.nodes.map(\.layer) == [0, 1, 2])
        #expect(drawn.edges.map(\.words) == ["0-1", "0-2", "1-2"])
    }

    @Test func `S41: a dependency that was removed is drawn as removed`() throws {
        try runChain()
        try scene.world.operate(.removeUpstream, "d", upstreams: ["c"])
        #expect(try graph("d").edges.map(\.words) == ["0-2 removed", "1-2", "2-3"])
    }

    @Test func `instances of other jobs stand before the roots and after the ends`() throws {
        let job = { (name: String, before: [String]) in
            try scene.world.submit(
                name, chain(["a", "b"], type: .shell),
                dependJobs: before.map { SluiceModel.JobDependency(jobName: $0) })
        }
        for name in ["first", "never"] { _ = try job(name, []) }
        _ = try job("before", ["first"])
        _ = try job("j", ["before", "never"])
        _ = try job("after", ["j", "first"])
        _ = try job("last", ["after"])
        let ids = try ["before", "j", "after", "last"].map {
            try scene.world.run($0, planTime: World.start - 1)
        }
        let drawn = try graph(acrossJobs: true, of: ids[1])
        #expect(drawn.nodes.map(\.jobName) == ["before", "never", "j", "j", "after"])
        #expect(drawn.names == ["", "", "a", "b", ""])
        #expect(drawn.nodes.map(\.layer) == [0, 0, 1, 2, 3])
        #expect(
            drawn.nodes.map(\.instanceId) == [1, 0, 2, 2, 3])
        #expect(
            drawn.nodes.map(\.instanceStatus)
                == [.waiting, .unspecified, .unspecified, .unspecified, .waiting])
        #expect(drawn.nodes[0].status == .waiting)
        #expect(drawn.nodes[0].waitReason == .crossJob)
        #expect(drawn.nodes.map(\.moreUp) == [true, false, false, false, true])
        #expect(drawn.nodes.map(\.moreDown) == [false, false, false, false, true])
        #expect(drawn.edges.map(\.words) == ["0-2 cross", "1-2 cross", "2-3", "3-4 cross"])
        #expect(drawn.total == 2)
        #expect(try graph("b", acrossJobs: true, of: ids[1]).names == ["", "", "a", "b", ""])
        #expect(try graph("b", up: 0, acrossJobs: true, of: ids[1]).names == ["b", ""])
        #expect(try graph(of: ids[1]).names == ["a", "b"])
        try scene.world.operate(.runWithoutDependencies, ids[1])
        #expect(
            try graph(acrossJobs: true, of: ids[1]).edges.map(\.words)
                == ["0-2 removed cross", "1-2 removed cross", "2-3", "3-4 cross"])
    }

    @Test func `what is not there, or too deep, is refused`() throws {
        try runChain()
        let node = #expect(throws: SluiceError.self) { try graph("y") }
        #expect(node?.reason == "NODE_NOT_FOUND")
        let instance = #expect(throws: SluiceError.self) { try graph(of: InstanceID(9)) }
        #expect(instance?.errorCode == "DLF.0137")
        for (up, down) in [(-1, nil), (10_001, nil), (nil, -1)] as [(Int32?, Int32?)] {
            let error = #expect(throws: SluiceError.self) { try graph("a", up: up, down: down) }
            #expect(error?.reason == "DEPTH_OUT_OF_RANGE")
            #expect(error?.message.contains("0 to 10000") == true)
        }
    }
}

extension GetGraphResponse {
    fileprivate var names: [String] { nodes.map(\.nodeName) }
}

extension GraphEdge {
    /// `0-2 removed cross`.
    fileprivate var words: String {
        "\(from)-\(to)" + (removed ? " removed" : "") + (crossJob ? " cross" : "")
    }
}
