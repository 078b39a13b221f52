import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct GraphTests {
    /// `a>b c` says that b and c come after a; `a~b` that b no longer does.
    static func graph(
        _ lines: String, _ change: (inout GraphNode) -> Void = { _ in },
    ) -> GetGraphResponse {
        var names: [String] = []
        var edges: [GraphEdge] = []
        func index(_ name: Substring) -> Int32 {
            if let found = names.firstIndex(of: String(name)) { return Int32(found) }
            names.append(String(name))
            return Int32(names.count - 1)
        }
        for line in lines.split(separator: "\n") {
            let isRemoved = line.contains("~")
            let parts = line.split { $0 == ">" || $0 == "~" }
            let from = index(parts[0])
            guard parts.count > 1 else { continue }
            for name in parts[1].split(separator: " ") {
                edges.append(GraphEdge(from: from, to: index(name), removed: isRemoved))
            }
        }
        let nodes = names.map { name in
            var node = GraphNode(instanceId: 12, jobName: "etl", nodeName: name, status: .waiting)
            change(&node)
            return node
        }
        return GetGraphResponse(nodes: nodes, edges: edges, total: Int32(nodes.count))
    }

    private static func shell(_ reply: GetGraphResponse, width: Int = 80) -> Shell {
        var shell = Shell()
        shell.width = width
        shell.daemon.on(InstanceServiceMethods.getGraph) { (_: GetGraphRequest) in reply }
        return shell
    }

    private func drawing(_ lines: String, width: Int = 80) async -> String {
        await Self.shell(Self.graph(lines), width: width).run("dag 12").output
    }

    static let diamond = """
        extract>clean check
        clean>load
        check>load
        load>report
        """

    static let pipeline = (0..<10).map { layer in
        (0..<5).map { node in
            let next = [node, (node + layer) % 5].map { "n\(layer + 1)-\($0)" }
            let name = "n\(layer)-\(node)"
            return layer == 9 ? name : name + ">" + Set(next).sorted().joined(separator: " ")
        }.joined(separator: "\n")
    }.joined(separator: "\n")

    /// Fifty nodes with long names that differ at their ends.
    static let families = (0..<10).map { layer in
        (0..<5).map { node in
            let name = "stage-\(layer)-part-\(node)"
            let next = [node * 3 % 5, (node + layer) % 5].map { "stage-\(layer + 1)-part-\($0)" }
            return layer == 9 ? name : name + ">" + Set(next).sorted().joined(separator: " ")
        }.joined(separator: "\n")
    }.joined(separator: "\n")

    static let chain = (1..<20).map { "step-\($0)>step-\($0 + 1)" }.joined(separator: "\n")

    static let fan =
        "start>" + (1...30).map { "part-\($0)" }.joined(separator: " ") + "\n"
        + (1...30).map { "part-\($0)>end" }.joined(separator: "\n")

    static let long = "a>b c d e\nb>c\nc>d\nd>e"

    @Test(arguments: [
        ("diamond", diamond), ("chain", chain), ("fan", fan), ("pipeline", pipeline),
        ("long", long), ("lonely", "a\nb\nc"), ("cross", "a>x y\nb>x\nc>y z"),
        ("families", families), ("removed", "a>b\na~c\nb>d\nc>d"),
    ])
    func `a drawing is as it was`(_ name: String, _ lines: String) async throws {
        let text = await drawing(lines)
        #expect(text.split(separator: "\n").allSatisfy { displayWidth(String($0)) <= 80 })
        try Golden.expect(text, equals: "\(name).txt")
    }

    @Test func `what is too wide for a drawing is a list by layers`() async {
        let text = await drawing(Self.pipeline, width: 24)
        #expect(text.hasPrefix("layer 1, 5 nodes\n  · n0-0\n"))
        #expect(text.contains("  · n1-0  ← n0-0\n"))
    }

    @Test func `a node says how it is and what it is`() async {
        var reply = Self.graph("load>report")
        reply.nodes[0].status = .fail
        reply.nodes[0].main = true
        reply.nodes[0].moreUp = true
        reply.nodes[1].paused = true
        reply.nodes[1].moreDown = true
        reply.nodes.append(
            GraphNode(instanceId: 40, jobName: "bill", instanceStatus: .runningException))
        reply.edges.append(GraphEdge(from: 1, to: 2, crossJob: true))
        reply.total = 5
        var shell = Self.shell(reply)
        let plain = await shell.run("dag 12/load")
        #expect(plain.output == "… [✗ load] ── · report ‖ … ━━ ✗ bill (40)\n")
        #expect(plain.remarks == "2 of 5 nodes; all: --all\n")
        shell.isTerminal = true
        let coloured = await shell.run("dag 12/load").output
        #expect(coloured.contains("\u{1B}[1;31m… [✗ load]\u{1B}[0m"))
        #expect(coloured.withoutStyles == plain.output)
    }

    @Test func `the request says how far`() async {
        let shell = Self.shell(Self.graph("a"))
        _ = await shell.run("dag 12/load --up 3 --across-jobs")
        _ = await shell.run("instance graph 12/load --all")
        _ = await shell.run("dag 12")
        let requests = shell.daemon.requests(
            GetGraphRequest.self, of: InstanceServiceMethods.getGraph)
        #expect(requests.map(\.up) == [3, 10_000, nil])
        #expect(requests.map(\.down) == [nil, 10_000, nil])
        #expect(requests.map(\.nodeName) == ["load", "load", ""])
        #expect(requests.map(\.acrossJobs) == [true, false, false])
        for line in ["dag 12 --up 1", "dag 12/load --all --down 2"] {
            #expect(await shell.run(line).outcome == .wrongUsage)
        }
    }

    @Test(arguments: ["dot", "mermaid", "svg", "json"])
    func `other forms are as they were`(_ format: String) async throws {
        var reply = Self.graph("load>report\nload~late")
        reply.nodes[0].nodeName = "lo\"ad\\ <b>&#清"
        reply.nodes[0].main = true
        reply.nodes[0].moreUp = true
        reply.nodes.append(
            GraphNode(instanceId: 40, jobName: "bill", layer: 2, instanceStatus: .fail))
        reply.edges.append(GraphEdge(from: 1, to: 3, crossJob: true))
        let result = await Self.shell(reply).run("dag 12 -o \(format)")
        #expect(result.outcome == .done)
        try Golden.expect(result.output, equals: "graph.\(format)")
    }

    @Test func `a drawing is for graphs only, and nothing is changed before that is said`() async {
        let shell = Shell()
        let result = await shell.run("stop 12 -o svg")
        #expect(result.outcome == .wrongUsage)
        #expect(result.remarks.hasPrefix("error: -o svg is for graphs\n"))
        #expect(shell.daemon.calls.isEmpty)
    }
}
