import SluiceModel

/// What a node says about the job that it runs, as read.
struct ReadCall {
    var call: JobCall?
    /// The parameters and the items.
    var texts: [ReadText] = []
}

/// Reads what a node of type SubJob or ForEach runs.
struct CallReader {
    private let section: Section<NodeKey>
    private let type: NodeType
    /// The node, as messages name it.
    private let label: String

    init(_ section: Section<NodeKey>, type: NodeType, label: String) {
        self.section = section
        self.type = type
        self.label = label
    }

    /// Keys that mean something to SubJob or ForEach alone.
    static let keys: [NodeKey] = [
        .job, .workspace, .params, .wait, .items, .parallel, .onItemFailure,
    ]

    func read() -> ReadCall {
        guard type.callsJob else { return ReadCall() }
        let params = section.entries(.params)
        var call = JobCall(
            jobName: readName(of: .job), workspace: readWorkspace(),
            params: params.map(\.pair),
            waits: section.flag(.wait, otherwise: true),
            parallel: section.number(.parallel, in: 1...Limits.callParallel, otherwise: 1),
            stopsOnFailure: section.choice(
                .onItemFailure, among: [("continue", false), ("stop", true)], otherwise: false))
        var texts = readItems(into: &call)
        let kind: ReadText.Kind = type == .forEach ? .loop : .setting
        texts += params.map { ReadText(value: $0.value, path: $0.path, kind: kind) }
        return ReadCall(call: call, texts: texts)
    }

    private func readName(of key: NodeKey) -> String {
        guard section[key] != nil else {
            section.report(
                .job, "\(label) is \(type.rawValue) and has no job",
                hint: "write 'job: NAME', the job that it runs")
            return ""
        }
        let name = section.text(key)
        if section[key]?.text != nil, let problem = Names.problem(with: name) {
            section.report(key, problem)
        }
        return name
    }

    private func readWorkspace() -> String {
        section[.workspace] == nil ? "" : readName(of: .workspace)
    }

    private func readItems(into call: inout JobCall) -> [ReadText] {
        guard type == .forEach else { return [] }
        guard let value = section[.items] else {
            section.report(
                .items, "\(label) is ForEach and has no items",
                hint: #"write [a, b], or '#{Job.getNodeOutput("list", "items")}'"#)
            return []
        }
        let path = section.path(of: .items)
        if let text = value.text {
            call.list = text
            return [ReadText(value: value, path: path)]
        }
        let items = section.items(.items, single: false)
        if items.count > Limits.callItems {
            section.report(
                .items,
                "\(path) has \(items.count) entries; at most \(Limits.callItems) are allowed")
        }
        call.items = items.map(\.text)
        return items.map { ReadText(value: $0.value, path: $0.path) }
    }
}
