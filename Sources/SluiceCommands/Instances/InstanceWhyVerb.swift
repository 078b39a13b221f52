import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct InstanceWhyVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Says why an instance or a node is not running, and what would put it right.",
        discussion: """
            EXAMPLES
              sluice why 12
              sluice why 12/report
              sluice why etl@latest report
            """)
    static let methods = [InstanceServiceMethods.explainInstance]

    @Argument(
        help: ArgumentHelp(
            "The instance, or a node of it: 12, 12/report, etl@latest.",
            valueName: "instance[/node]"),
        completion: TargetHelp.targets)
    var target: String

    @Argument(help: ArgumentHelp("The node.", valueName: "node"))
    var node: String?

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let (reference, name) = try subject()
        let request = ExplainInstanceRequest(
            workspace: session.workspace, environment: session.environment,
            instanceId: try await session.identifier(of: reference), nodeName: name)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.instances.explainInstance(request)
        }
        try session.show(reply, about: request)
        return .done
    }

    private func subject() throws(Failure) -> (Target.Reference, node: String) {
        let target = try Target(target)
        guard target.attempt == nil else {
            throw .usage(
                "this is about nodes, not about their attempts",
                hint: "leave out #\(target.attempt ?? 0)")
        }
        guard let node, let other = target.node else {
            return (target.instance, target.node ?? node ?? "")
        }
        throw .usage(
            "two nodes are named: '\(other)' and '\(node)'", hint: "sluice why \(self.target)")
    }
}

extension Session {
    fileprivate func show(
        _ reply: ExplainInstanceResponse, about request: ExplainInstanceRequest,
    ) throws(Failure) {
        let node = request.nodeName.isEmpty ? "" : "/\(request.nodeName)"
        let explanation = ExplanationText(
            reply, instanceID: request.instanceId, printer, typed: commandSuffix)
        try printer.show(reply, name: "\(request.instanceId)\(node)") {
            for line in explanation.lines { console.writeLine(line) }
        }
    }

    /// What a command to type has to repeat of this one's options.
    var commandSuffix: String {
        var suffix = ""
        if let workspace = options.workspace { suffix += " --workspace \(workspace)" }
        if let environment = options.environment { suffix += " --env \(environment.rawValue)" }
        if let socket = options.socket { suffix += " --socket \(socket)" }
        return suffix
    }
}
