import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct InstanceGraphVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "graph", abstract: "Draws the nodes of an instance and what comes after what.",
        discussion: """
            Around a node one layer each way is shown; without a node, all of them. An ellipsis
            marks where more comes before or after, brackets the node that was asked for.

            EXAMPLES
              sluice dag 12
              sluice dag 12/load --up 3 --down 1
              sluice dag 12/load --all --across-jobs
              sluice dag 12 -o svg > 12.svg       also -o dot, -o mermaid, -o json
            """)
    static let methods = [InstanceServiceMethods.getGraph]
    static let draws = true

    @Argument(
        help: ArgumentHelp(
            "The instance, or a node of it: 12, 12/load, etl@latest.",
            valueName: "instance[/node]"),
        completion: TargetHelp.targets)
    var target: String

    @Option(help: ArgumentHelp("Layers before the node; else 1.", valueName: "number"))
    var up: Int32?

    @Option(help: ArgumentHelp("Layers after the node; else 1.", valueName: "number"))
    var down: Int32?

    @Flag(help: "All layers before and after the node.")
    var all = false

    @Flag(help: "Also instances of other jobs that this one needs, or that need it.")
    var acrossJobs = false

    @OptionGroup var shared: SharedOptions

    /// More layers than any job can have.
    private static let allLayers: Int32 = 10_000

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = try await request(session)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.instances.getGraph(request)
        }
        try session.show(Graph(reply, of: request.instanceId), reply)
        return .done
    }

    private func request(_ session: Session) async throws(Failure) -> GetGraphRequest {
        let target = try Target(target)
        guard target.node != nil || (up == nil && down == nil) else {
            throw .usage(
                "--up and --down count from a node", hint: "INSTANCE/NODE, for example 12/load")
        }
        guard !all || (up == nil && down == nil) else {
            throw .usage("--all and --up or --down exclude each other", hint: "leave out --all")
        }
        var request = GetGraphRequest(
            workspace: session.workspace, environment: session.environment,
            nodeName: target.node ?? "", up: up, down: down, acrossJobs: acrossJobs)
        if all { (request.up, request.down) = (Self.allLayers, Self.allLayers) }
        request.instanceId = try await session.identifier(of: target.instance)
        return request
    }
}

extension Session {
    fileprivate func show(_ graph: Graph, _ reply: GetGraphResponse) throws(Failure) {
        switch printer.format {
        case .dot: console.write(graph.dot)
        case .mermaid: console.write(graph.mermaid)
        case .svg:
            guard let picture = GraphSVG(graph) else {
                throw Failure(.internalError, "the dependencies go round in a circle")
            }
            console.write(picture.text)
        case .name:
            for node in reply.nodes {
                let name = node.nodeName.isEmpty ? "" : "/\(node.nodeName)"
                console.writeLine("\(node.instanceId)\(name)")
            }
        case .table, .wide, .json, .jsonl, .yaml, .csv:
            try printer.show(reply, name: "") { draw(graph, reply) }
        }
    }

    private func draw(_ graph: Graph, _ reply: GetGraphResponse) {
        let (width, paint) = (console.width, printer.paint)
        let lines =
            GraphDrawing.lines(graph, width: width, paint)
            ?? GraphList(graph, paint).lines(width: width)
        for line in lines { console.writeLine(line) }
        let shown = graph.nodes.count { $0.instanceId == graph.instanceID && !$0.nodeName.isEmpty }
        let total = Int(reply.total)
        if shown < total { remark("\(shown) of \(counted(total, "node")); all: --all") }
        guard reply.edges.count < reply.edgeTotal else { return }
        remark("\(reply.edges.count) of \(reply.edgeTotal) dependencies are drawn")
    }
}
