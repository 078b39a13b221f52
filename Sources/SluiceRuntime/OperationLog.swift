internal import SluiceEngine
internal import SluiceModel

// The operation log: every changing call that was carried out or refused, dry runs excepted.
extension Batch {
    /// One entry for each instance that the operation changed, or for each node that it named.
    mutating func log(_ submission: Submission, _ reply: Reply, afterSeq: Int64) {
        let entry = OperationRecord(submission, at: now.wall, afterSeq: afterSeq)
        if reply.changes.isEmpty { append(entry) }
        let left = Set(reply.refused.map { NodeTarget($0.instance, $0.node ?? "") })
        for change in reply.changes {
            let named = submission.command.nodes(of: change.instance).filter {
                !left.contains(NodeTarget(change.instance, $0))
            }
            if named.isEmpty { append(entry.about(change)) }
            for name in named {
                append(entry.about(change, change.nodes.first { $0.name == name }))
            }
        }
        for target in reply.refused { append(entry.about(target)) }
    }

    /// One entry for each instance or node that the call named: nothing of it was done.
    mutating func log(_ submission: Submission, refusal: SluiceError, afterSeq: Int64) {
        var entry = OperationRecord(submission, at: now.wall, afterSeq: afterSeq)
        entry.refusal = refusal.message.shortened
        let asked = [submission.command.targetWords, entry.detail].filter { !$0.isEmpty }
        entry.detail = asked.joined(separator: " ").shortened
        let targets = submission.command.targets
        if targets.isEmpty { append(entry) }
        for target in targets {
            entry.instance = target.instance
            entry.node = target.node
            append(entry)
        }
    }

    private mutating func append(_ entry: OperationRecord) {
        effects.records.append(.operation(entry))
    }
}

extension OperationRecord {
    /// An entry without what it was done to.
    fileprivate init(_ submission: Submission, at time: Timestamp, afterSeq: Int64) {
        let command = submission.command
        self.init(
            time: time, caller: submission.caller, operation: command.name,
            scope: command.scope, jobName: command.jobName, instance: nil, from: "", to: "",
            detail: command.detail.shortened, reason: submission.options.reason, refusal: "",
            afterSeq: afterSeq)
    }

    fileprivate func about(_ change: InstanceChange) -> OperationRecord {
        var entry = self
        entry.instance = change.instance
        entry.jobName = change.jobName
        entry.from = change.from?.description ?? ""
        entry.to = change.to.description
        entry.effect = change.effect
        return entry
    }

    fileprivate func about(_ change: InstanceChange, _ node: NodeChange?) -> OperationRecord {
        guard let node else { return about(change) }
        var entry = self
        entry.instance = change.instance
        entry.jobName = change.jobName
        entry.node = node.name
        entry.from = node.from?.description ?? ""
        entry.to = node.to.description
        entry.effect = node.effect
        return entry
    }

    fileprivate func about(_ target: RefusedTarget) -> OperationRecord {
        var entry = self
        entry.instance = target.instance
        entry.node = target.node ?? ""
        entry.refusal = target.message
        return entry
    }
}

extension Command {
    fileprivate var jobName: String {
        switch self {
        case .createWorkspace, .operateInstances, .operateNodes: ""
        case .submitJob(let command): command.definition.name
        case .deleteJob(let command): command.name
        case .runJob(let command): command.jobName
        case .retryInstances(let command): command.jobName
        }
    }

    /// The nodes of an instance that a command names; none where it names instances.
    fileprivate func nodes(of instance: InstanceID) -> [String] {
        guard case .operateNodes(let command) = self else { return [] }
        return command.nodes.filter { $0.instance == instance }.map(\.name)
    }

    /// The instances and nodes that a command names by their ids; the node is empty where the
    /// instance is meant.
    fileprivate var targets: [(instance: InstanceID, node: String)] {
        switch self {
        case .createWorkspace, .submitJob, .deleteJob, .runJob: []
        case .operateInstances(let command): command.instances.map { ($0, "") }
        case .operateNodes(let command): command.nodes.map { ($0.instance, $0.name) }
        case .retryInstances(let command):
            command.targets.compactMap { target in
                if case .instance(let id) = target { (id, "") } else { nil }
            }
        }
    }

    /// What was asked for beside its targets, in one line.
    fileprivate var detail: String {
        switch self {
        case .createWorkspace(let command): return command.name
        case .submitJob(let command): return command.comment
        case .deleteJob, .operateInstances: return ""
        case .operateNodes(let command):
            let dependents = command.dependents.map(\.description)
            return (command.upstreams + dependents).joined(separator: " ")
        case .runJob(let command): return command.words
        case .retryInstances(let command): return command.words
        }
    }

    /// The targets of a command, for the entry of a refusal, which is about all of them.
    fileprivate var targetWords: String {
        switch self {
        case .createWorkspace, .submitJob, .deleteJob, .runJob: ""
        case .operateInstances(let command):
            command.instances.map(\.description).joined(separator: " ")
        case .operateNodes(let command):
            command.nodes.map(\.description).joined(separator: " ")
        case .retryInstances(let command):
            command.targets.map(\.words).joined(separator: " ")
        }
    }
}

extension RunJob {
    fileprivate var words: String {
        let version = version.map { ["version \($0)"] } ?? []
        let planTime = planTime.map { ["planned \($0.milliseconds)"] } ?? []
        return (version + planTime + params.words).joined(separator: " ")
    }
}

extension RetryInstances {
    fileprivate var words: String {
        var words = version == .current ? ["current_version"] : ["original_version"]
        if case .specifiedNode(let node) = location { words.append("node \(node)") }
        return (words + params.words).joined(separator: " ")
    }
}

extension RetryInstances.Target {
    fileprivate var words: String {
        switch self {
        case .instance(let id): id.description
        case .triple(let job, let planTime, let submitTime):
            "\(job)/\(planTime.milliseconds)/\(submitTime.milliseconds)"
        }
    }
}

extension [Pair] {
    fileprivate var words: [String] { map { "\($0.name)=\($0.value)" } }
}

extension String {
    /// An entry of the log has room for so much: a call may name a thousand long values.
    fileprivate var shortened: String {
        guard utf8.count > Limits.reasonBytes else { return self }
        return String(decoding: utf8.prefix(Limits.reasonBytes), as: UTF8.self) + "…"
    }
}
