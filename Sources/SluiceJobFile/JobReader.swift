import SluiceModel

/// A job as read, with what the checks across nodes need.
struct ReadJob {
    var definition: JobDefinition
    var nodes: [ReadNode]
    /// Texts of the job itself, that belong to no node.
    var texts: [ReadText]
    var params: [ReadText]
    /// Texts that are filled in when something has become of an instance.
    var notificationTexts: [ReadText]
}

/// A node as read, with the places that messages point to.
struct ReadNode {
    var definition: NodeDefinition
    var path: String
    /// Of the name, or of the node where it has none.
    var mark: Mark
    var dependsOn: [(mark: Mark, name: String, path: String)]
    var connectionMark: Mark
    var texts: [ReadText]
}

/// A text that expressions are filled into.
struct ReadText {
    var value: SourceValue
    var path: String
    var kind = Kind.setting

    enum Kind {
        case setting, script
        /// Its result is true or false.
        case condition
        /// Filled in for each element of a list.
        case loop
    }
}

/// Reads the top of a job file.
struct JobReader {
    private let section: Section<JobKey>
    private let findings: Findings

    init(_ root: SourceValue, findings: Findings) {
        section = Section(root, path: "", findings: findings)
        self.findings = findings
    }

    func read() -> ReadJob {
        let params = section.entries(.params)
        let (connections, paths) = readConnections()
        let env = section.entries(.env, name: EnvironmentName.problem)
        let nodes = readNodes()
        let name = readName()
        let notifications = NotificationReader(section, findings: findings).read()
        let schedule = section[.schedule].map { ScheduleReader($0, findings: findings) }
        let trigger = section[.trigger].flatMap {
            TriggerReader($0, of: name, findings: findings).read()
        }
        checkTrigger()
        let definition = JobDefinition(
            name: name, description: section.text(.description),
            kind: section.choice(
                .kind, among: ObjectKind.allCases.filter(\.isJob).map { ($0.jobWord, $0) },
                otherwise: .offlineJob),
            module: section.choice(
                .module, among: Module.allCases.map { ($0.name, $0) }, otherwise: .pipeline),
            resources: readResources(), params: params.map(\.pair), connections: connections,
            env: env.map(\.pair),
            workingFolder: section.text(.workingFolder),
            labels: section.entries(.labels).map(\.pair),
            maxParallelInstances: section.number(
                .maxParallelInstances, in: 0...Limits.parallelInstances, otherwise: 0),
            maxParallelNodes: section.number(
                .maxParallelNodes, in: 0...Limits.jobNodes, otherwise: 0),
            nodes: nodes.map(\.definition),
            dependJobs: DependencyReader(section, of: name, findings: findings).read(),
            confirmBeforeRun: section.flag(.confirmBeforeRun),
            schedule: schedule?.read(), trigger: trigger,
            priority: section.number(
                .priority, in: 0...Limits.lowestPriority, otherwise: Limits.standardPriority),
            notifications: notifications.rules)
        return ReadJob(
            definition: definition, nodes: nodes,
            texts: paths + env.map { ReadText(value: $0.value, path: $0.path) }
                + section.folderText(.workingFolder) + (schedule?.texts ?? []),
            params: params.map { ReadText(value: $0.value, path: $0.path) },
            notificationTexts: notifications.texts)
    }

    /// Runs of a trigger are of no cycle.
    private func checkTrigger() {
        guard section[.trigger] != nil else { return }
        if section[.schedule] != nil {
            section.report(
                .trigger, "the job has a schedule and a trigger",
                hint: "keep one; a job of its own can be triggered by 'job: NAME'")
        }
        if section[.dependJobs] != nil {
            section.report(
                .dependJobs,
                "the job has dependJobs and a trigger: its runs are of no cycle, so there is none "
                    + "of the others to wait for",
                hint: "remove dependJobs, or give it a schedule")
        }
    }

    private func readName() -> String {
        guard section.isMap else { return "" }
        let name = section.text(.name)
        if name.allSatisfy(\.isWhitespace) {
            section.report(
                .name, "the job has no name", hint: "write 'name: my-job'", domain: .jobNameBlank)
        } else if let problem = Names.problem(with: name) {
            section.report(.name, problem, domain: .jobNameInvalid)
        }
        return name
    }

    private func readConnections() -> ([Connection], [ReadText]) {
        guard let value = section[.connections] else { return ([], []) }
        guard case .map(let map) = value.content else {
            section.report(
                .connections, "connections is \(value.words); a map is needed",
                hint: "write 'name: {type: sqlite, path: data.db}'")
            return ([], [])
        }
        reportDuplicates(of: map, path: "connections", in: findings)
        if map.entries.count > Limits.pairs {
            section.report(
                .connections,
                "there are \(map.entries.count) connections; at most \(Limits.pairs) are allowed")
        }
        var texts: [ReadText] = []
        let connections = map.entries.map { readConnection($0, texts: &texts) }
        return (connections, texts)
    }

    private func readConnection(_ entry: SourceMap.Entry, texts: inout [ReadText]) -> Connection {
        let path = "connections.\(entry.key)"
        if let problem = Names.problem(with: entry.key) {
            findings.add(entry.keyMark, path, problem)
        }
        let section = Section<ConnectionKey>(entry.value, path: path, findings: findings)
        let kinds = Connection.Kind.allCases.map { (name: $0.rawValue, value: $0) }
        let kind = section.choice(.type, among: kinds, otherwise: .sqlite)
        if case .map = entry.value.content { checkKeys(of: entry.key, kind, section) }
        texts += section[.path].map { [ReadText(value: $0, path: section.path(of: .path))] } ?? []
        return Connection(name: entry.key, kind: kind, path: section.text(.path))
    }

    private func readResources() -> [String] {
        let items = section.items(.resources, single: true)
        if items.count > Limits.resources {
            section.report(
                .resources,
                "there are \(items.count) resources; at most \(Limits.resources) are allowed")
        }
        var seen: Set<String> = []
        for item in items {
            if let problem = Names.problem(with: item.text) {
                findings.add(item.value.mark, item.path, problem)
            } else if !seen.insert(item.text).inserted {
                findings.add(
                    item.value.mark, item.path, "'\(item.text)' is listed twice",
                    hint: "remove one")
            }
        }
        return items.map(\.text)
    }

    private func checkKeys(
        of name: String, _ kind: Connection.Kind, _ section: Section<ConnectionKey>,
    ) {
        if section[.type] == nil {
            section.report(
                .type, "connection '\(name)' has no type",
                hint: "write 'type: sqlite', or 'type: environment'")
        }
        switch kind {
        case .sqlite where section[.path] == nil:
            section.report(
                .path, "connection '\(name)' has no path", hint: "write 'path: data.db'")
        case .environment where section[.path] != nil:
            section.report(
                .path, "connection '\(name)' has a path, and its environment says where it is",
                hint: "remove it, or write 'type: sqlite'")
        case .sqlite, .environment: break
        }
    }

    private func readNodes() -> [ReadNode] {
        guard section.isMap else { return [] }
        guard let value = section[.nodes] else { return reportNoNodes() }
        guard case .list(let list) = value.content else {
            section.report(
                .nodes, "nodes is \(value.words); a list is needed",
                hint: "write '- name: first' below it")
            return []
        }
        if list.isEmpty { return reportNoNodes() }
        if list.count > Limits.jobNodes {
            section.report(
                .nodes, "the job has \(list.count) nodes; at most \(Limits.jobNodes) are allowed")
        }
        return list.prefix(Limits.jobNodes).enumerated().map { index, node in
            NodeReader(node, path: "nodes[\(index)]", findings: findings).read()
        }
    }

    private func reportNoNodes() -> [ReadNode] {
        section.report(
            .nodes, "the job has no nodes", hint: "write 'nodes:' and below it '- name: first'",
            domain: .jobHasNoNodes)
        return []
    }
}

extension ObjectKind {
    /// As the key `kind` of a job says it: `realtime`.
    fileprivate var jobWord: String { name.replacing("-job", with: "") }
}

extension Section<JobKey> {
    fileprivate func folderText(_ key: JobKey) -> [ReadText] {
        self[key].map { [ReadText(value: $0, path: path(of: key))] } ?? []
    }
}

/// What an environment variable may be called.
enum EnvironmentName {
    static func problem(with name: String) -> String? {
        guard let first = name.unicodeScalars.first else { return "the variable's name is empty" }
        if name.hasPrefix("SLUICE_") {
            return "'\(name)' cannot be set: SLUICE_ variables are given to the node"
        }
        guard isStart(first), name.unicodeScalars.allSatisfy({ isStart($0) || isDigit($0) }) else {
            return "'\(name)' cannot be the name of an environment variable; "
                + "ASCII letters, digits and '_' are allowed, no digit first"
        }
        return nil
    }

    private static func isStart(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
