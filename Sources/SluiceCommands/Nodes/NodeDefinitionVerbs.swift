import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct NodeCodeVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "code", abstract: "Prints the code of a node as an attempt ran it.",
        discussion: """
            EXAMPLES
              sluice node code 12/load            as the latest attempt ran it
              sluice node code 12/load#1
              sluice node code 12/load -o json    with type, interpreter, connection
            """)
    static let methods = [NodeServiceMethods.getNodeCode]

    @Argument(help: TargetHelp.node, completion: TargetHelp.nodes)
    var target: String

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let target = try Target(target)
        let request = GetNodeCodeRequest(
            workspace: session.workspace, environment: session.environment,
            node: NodeTarget(
                instanceId: try await session.identifier(of: target.instance),
                nodeName: try target.requiredNode()),
            attempt: target.attempt ?? 0)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.nodes.getNodeCode(request)
        }
        try session.printer.show(reply, name: self.target) {
            session.remark(reply.sentence)
            let code = reply.command.isEmpty ? reply.script : shellWords(reply.command)
            guard !code.isEmpty else { return }
            session.console.write(code.hasSuffix("\n") ? code : code + "\n")
        }
        return .done
    }
}

extension GetNodeCodeResponse {
    /// `attempt 2, version 4, Shell, expressions filled in`
    fileprivate var sentence: String {
        let facts = [
            attempt > 0 ? "attempt \(attempt)" : "as defined; no attempt yet",
            "version \(version)", type,
            interpreter.isEmpty ? "" : "interpreter \(shellWords(interpreter))",
            connection.isEmpty ? "" : "connection \(connection)" + databaseWords,
            filledIn ? "expressions filled in" : "",
        ]
        return facts.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private var databaseWords: String { database.map { " (\($0.words))" } ?? "" }
}

struct NodeTaskVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "task",
        abstract: "Shows the task behind a node: its definition and its place in the job.",
        discussion: """
            EXAMPLES
              sluice node task 12/load
              sluice node task 12/load -o yaml
            """)
    static let methods = [NodeServiceMethods.getNodeTask]

    @Argument(help: TargetHelp.node, completion: TargetHelp.nodes)
    var target: String

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let node = try await session.node(named: target)
        let request = GetNodeTaskRequest(
            workspace: session.workspace, environment: session.environment, node: node)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.nodes.getNodeTask(request)
        }
        let printer = session.printer
        try printer.show(reply, name: node.nodeName) {
            for line in FactText.lines(reply.facts, printer.paint) {
                session.console.writeLine(line)
            }
            session.show(definition: reply.task ?? NodeDefinition())
        }
        return .done
    }
}

extension GetNodeTaskResponse {
    fileprivate var facts: [(name: String, value: String)] {
        let name = task?.name ?? ""
        let latest =
            latestVersion == 0
            ? " (the job is deleted)" : latestVersion > version ? " of \(latestVersion)" : ""
        let place = tasks.firstIndex(of: name).map { "\($0 + 1) of \(tasks.count)" } ?? ""
        return [
            ("task", "\(name) of job \(jobName), version \(version)\(latest)"),
            ("place", place),
            ("before it", upstream.joined(separator: ", ")),
            ("after it", downstream.joined(separator: ", ")),
            ("all tasks", tasks.count > 1 ? tasks.joined(separator: ", ") : ""),
        ]
    }
}

struct NodeProdVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "prod",
        abstract: "Shows what production has now for the task behind a node.",
        discussion: """
            EXAMPLES
              sluice node prod 12/load
              sluice node prod 12/load --env dev      of an instance in development
            """)
    static let methods = [NodeServiceMethods.getProductionNode]

    @Argument(help: TargetHelp.node, completion: TargetHelp.nodes)
    var target: String

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let node = try await session.node(named: target)
        let request = GetProductionNodeRequest(
            workspace: session.workspace, environment: session.environment, node: node)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.nodes.getProductionNode(request)
        }
        let printer = session.printer
        try printer.show(reply, name: node.nodeName) {
            let task = reply.task ?? NodeDefinition()
            let head = [("task", "\(task.name) of job \(reply.jobName), version \(reply.version)")]
            for line in FactText.lines(head, printer.paint) { session.console.writeLine(line) }
            session.show(definition: task)
        }
        return .done
    }
}

extension Session {
    /// How a node is defined, its code last.
    fileprivate func show(definition node: NodeDefinition) {
        let paint = printer.paint
        for line in FactText.lines(node.facts, paint) { console.writeLine(line) }
        let code = node.command.isEmpty ? node.script : shellWords(node.command)
        guard !code.isEmpty else { return }
        console.writeLine(paint(node.command.isEmpty ? "script" : "command", .dim))
        for line in code.split(separator: "\n", omittingEmptySubsequences: false) {
            console.writeLine(line.isEmpty ? "" : "    \(harmless(String(line)))")
        }
    }
}

extension NodeDefinition {
    fileprivate var facts: [(name: String, value: String)] {
        [
            ("type", type),
            ("after", dependsOn.joined(separator: ", ")),
            ("if", conditionText),
            ("interpreter", shellWords(interpreter)),
            ("connection", connection),
            ("runs job", call.map(\.jobText) ?? ""),
            (
                "for each",
                call.map { $0.items.isEmpty ? $0.list : $0.items.joined(separator: ", ") } ?? ""
            ),
            ("with", call.map { text(of: $0.params) } ?? ""),
            ("retries", retryTimes > 0 ? retryText : ""),
            ("on failure", failPolicy.word),
            ("limit", maxExecutionTimeMs > 0 ? DurationText.write(maxExecutionTimeMs) : "none"),
            ("pool", poolText),
            ("env", text(of: env)),
            ("folder", workingFolder),
            ("properties", text(of: properties)),
            ("labels", text(of: labels)),
        ]
    }
}

extension JobCall {
    /// `load, 4 at once`
    fileprivate var jobText: String {
        let name = workspace.isEmpty ? jobName : "\(workspace)/\(jobName)"
        return name + (parallel > 1 ? ", \(parallel) at once" : "")
            + (detached ? ", without waiting for its end" : "")
            + (stopsOnFailure ? ", until one fails" : "")
    }
}

/// Words as a shell reads them back.
func shellWords(_ words: [String]) -> String {
    words.map(shellWord).joined(separator: " ")
}

/// A word in quotes, if a shell would take it apart without them.
func shellWord(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            || "-_./:=,+@%".unicodeScalars.contains(scalar)
    }
    guard !isPlain || word.isEmpty else { return word }
    let parts = word.split(separator: "'", omittingEmptySubsequences: false)
    return "'\(parts.joined(separator: "'\\''"))'"
}
