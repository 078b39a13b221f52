import SluiceModel

/// Reads one node and checks what concerns it alone.
struct NodeReader {
    private let section: Section<NodeKey>
    private let findings: Findings

    init(_ value: SourceValue, path: String, findings: Findings) {
        section = Section(value, path: path, findings: findings)
        self.findings = findings
    }

    func read() -> ReadNode {
        let type = section.isMap ? readType() : nil
        let command = section.items(.command, single: false)
        let interpreter = readInterpreter()
        let env = section.entries(.env, name: EnvironmentName.problem)
        let properties = section.entries(.properties)
        let predecessors = section.items(.dependsOn, single: true)
        let conditions = ConditionReader(
            section, label: label, dependsOn: predecessors.map(\.text), findings: findings
        ).read()
        let call = CallReader(section, type: type ?? .dummy, label: label).read()
        let definition = NodeDefinition(
            name: readName(), type: type ?? .dummy, dependsOn: predecessors.map(\.text),
            script: section.text(.script), command: command.map(\.text), interpreter: interpreter,
            connection: section.text(.connection), retry: readRetry(), failPolicy: readPolicy(),
            maxExecutionMilliseconds: section.duration(
                .maxExecutionTime, otherwise: type?.callsJob == true ? 0 : 3_600_000),
            env: env.map(\.pair), workingFolder: section.text(.workingFolder),
            properties: properties.map(\.pair), labels: section.entries(.labels).map(\.pair),
            conditions: conditions.list, join: conditions.join,
            skipsDownstream: conditions.skipsDownstream, pool: readPool(),
            poolSlots: readSlots(), call: call.call)
        if let type { checkWork(of: type, definition) }
        let strict =
            command.map { ReadText(value: $0.value, path: $0.path) }
            + (env + properties).map { ReadText(value: $0.value, path: $0.path) }
            + text(.workingFolder)
        return ReadNode(
            definition: definition, path: section.path, mark: section.mark(of: .name),
            dependsOn: predecessors.map { ($0.value.mark, $0.text, $0.path) },
            connectionMark: section.mark(of: .connection),
            texts: strict + text(.script, type == .sql ? .setting : .script) + conditions.texts
                + call.texts)
    }

    /// `node 'load'`, or its path where it has no name.
    private var label: String {
        let name = section[.name]?.text ?? ""
        return name.isEmpty ? section.path : "node '\(name.prefix(Limits.nameCharacters))'"
    }

    private func text(_ key: NodeKey, _ kind: ReadText.Kind = .setting) -> [ReadText] {
        guard let value = section[key], value.text != nil else { return [] }
        return [ReadText(value: value, path: section.path(of: key), kind: kind)]
    }

    private func readName() -> String {
        guard section.isMap else { return "" }
        let name = section.text(.name)
        if name.allSatisfy(\.isWhitespace) {
            section.report(.name, "\(section.path) has no name", hint: "write 'name: load'")
        } else if let problem = Names.problem(with: name) {
            section.report(.name, problem)
        }
        return name
    }

    /// Nil where the file does not say or says it wrongly; that is reported.
    private func readType() -> NodeType? {
        guard section[.type] != nil else {
            section.report(
                .type, "\(label) has no type",
                hint: "one of " + NodeType.allCases.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        let types = NodeType.allCases.map { (name: $0.rawValue, value: Optional($0)) }
        return section.choice(.type, among: types, otherwise: nil)
    }

    /// A text is cut at its spaces: `bash -e`.
    private func readInterpreter() -> [String] {
        let items = section.items(.interpreter, single: true).map(\.text)
        guard items.count == 1, section[.interpreter]?.text != nil else { return items }
        return items[0].split(separator: " ").map(String.init)
    }

    private func readPolicy() -> FailPolicy {
        let policies = FailPolicy.allCases.map { (name: $0.name, value: $0) }
        return section.choice(.failPolicy, among: policies, otherwise: .fail)
    }

    private func readRetry() -> RetryRule {
        RetryRule(
            times: section.number(.retryTimes, in: 0...Limits.retryTimes, otherwise: 0),
            intervalMilliseconds: section.duration(.retryInterval, otherwise: 120_000),
            exponential: section.choice(
                .retryBackoff, among: [("fixed", false), ("exponential", true)], otherwise: false),
            maxIntervalMilliseconds: section.duration(
                .retryIntervalMax, otherwise: Limits.durationMilliseconds),
            onTimeout: section.flag(.retryOnTimeout))
    }

    private func readPool() -> String {
        let pool = section.text(.pool)
        if section[.pool]?.text != nil, let problem = Names.problem(with: pool) {
            section.report(.pool, problem)
        }
        return pool
    }

    private func readSlots() -> Int {
        if section[.slots] != nil, section[.pool] == nil {
            section.report(
                .slots, "\(label) has slots and no pool",
                hint: "write 'pool: NAME', the pool to take them of")
        }
        return section.number(.slots, in: 1...Limits.poolSlots, otherwise: 1)
    }

    // MARK: What a type needs and what it has no use for

    private func checkWork(of type: NodeType, _ node: NodeDefinition) {
        checkUseless(for: type)
        switch type {
        case .dummy, .subJob, .forEach: break
        case .shell: checkShell(node)
        case .python, .sql: checkScript(type)
        }
        if type == .sql, section[.connection] == nil {
            section.report(
                .connection, "\(label) is SQL and has no connection",
                hint: "write 'connection: NAME' and declare it under 'connections'")
        }
    }

    private func checkShell(_ node: NodeDefinition) {
        let hasCommand = section[.command] != nil
        switch (hasScript, hasCommand) {
        case (true, true):
            section.report(
                .command, "\(label) has both script and command", hint: "keep one of the two")
        case (false, false):
            section.report(
                .script, "\(label) is Shell and has neither script nor command",
                hint: "write 'script: echo hello'")
        case (false, true) where node.command.first?.isEmpty ?? true:
            section.report(
                .command, "the command is empty", hint: "write [program, argument]")
        case (true, false), (false, true): break
        }
        if hasCommand, section[.interpreter] != nil {
            section.report(.interpreter, "a command has no interpreter", hint: "remove it")
        }
    }

    private func checkScript(_ type: NodeType) {
        if hasScript { return }
        section.report(
            .script, "\(label) is \(type.rawValue) and has no script", hint: "write 'script: |'")
    }

    /// A script of nothing but blanks is none.
    private var hasScript: Bool {
        section[.script]?.text?.contains { !$0.isWhitespace } ?? false
    }

    /// What only a process of the node's own would need.
    private static let work: [NodeKey] = [
        .script, .command, .interpreter, .connection, .pool, .slots, .workingFolder, .properties,
    ]

    private func checkUseless(for type: NodeType) {
        let useless: [NodeKey] =
            switch type {
            case .dummy: [.script, .command, .interpreter, .connection]
            case .shell: [.connection]
            case .python: [.command, .connection]
            case .sql: [.command, .interpreter]
            case .subJob: Self.work + [.items, .parallel, .onItemFailure]
            case .forEach: Self.work + [.wait]
            }
        let others = type.callsJob ? [] : CallReader.keys
        for key in useless + others where section[key] != nil {
            section.report(
                key, "\(label) is \(type.rawValue), which has no \(key.rawValue)",
                hint: "remove it or change the type")
        }
    }
}
