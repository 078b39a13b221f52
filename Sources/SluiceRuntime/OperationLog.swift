internal import SluiceEngine
internal import SluiceModel

// The operation log: every changing call that was carried out or refused, dry runs excepted.
extension Batch {
    /// One entry for each instance that the operation changed, or for each node that it named.
    mutating func log(
        _ submission: Submission, _ reply: Reply, in engine: Engine, afterSeq: Int64,
    ) {
        let entry = OperationRecord(submission, at: now.wall, afterSeq: afterSeq)
        if case .backfill(let backfill) = reply.subject {
            var entry = entry
            entry.effect = "backfill \(backfill.id)"
            append(entry)
        } else if case .jobs(let heads) = reply.subject {
            for head in heads { append(entry.about(head)) }
        } else if case .publications(let publications) = reply.subject {
            for publication in publications { append(entry.about(publication)) }
        } else if case .items(let items) = reply.subject {
            for item in items { append(entry.about(item)) }
        } else if reply.changes.isEmpty || submission.command.isSubmit {
            append(entry)
        }
        let left = Set(reply.refused.map { NodeTarget($0.instance, $0.node ?? "") })
        for change in reply.changes {
            let named = submission.command.nodes(of: change.instance).filter {
                !left.contains(NodeTarget(change.instance, $0))
            }
            if named.isEmpty { append(entry.about(change)) }
            let nodes = Dictionary(
                change.nodes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            for name in named { append(entry.about(change, nodes[name])) }
        }
        for target in reply.refused {
            append(entry.about(target, jobName: engine.instances[target.instance]?.jobName))
        }
    }

    /// One entry for each instance or node that the call named: nothing of it was done.
    mutating func log(
        _ submission: Submission, refusal: SluiceError, in engine: Engine, afterSeq: Int64,
    ) {
        var entry = OperationRecord(submission, at: now.wall, afterSeq: afterSeq)
        entry.refusal = refusal.message.shortened
        let targets = submission.command.targets
        guard !targets.isEmpty else {
            let asked = [submission.command.targetWords, entry.detail].filter { !$0.isEmpty }
            entry.detail = asked.joined(separator: " ").shortened
            return append(entry)
        }
        let offenders = Dictionary(
            refusal.offenders.map { ($0.subject, $0.message) },
            uniquingKeysWith: { first, _ in first })
        let others = refusal.offenders.first.map { "refused with others: \($0.message)".shortened }
        let jobName = entry.jobName
        for target in targets {
            let about = RefusedTarget(
                instance: target.instance, node: target.node.isEmpty ? nil : target.node,
                message: "")
            entry.instance = target.instance
            entry.node = target.node
            entry.jobName = engine.instances[target.instance]?.jobName ?? jobName
            if let others { entry.refusal = offenders[about.subject]?.shortened ?? others }
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

    fileprivate func about(_ head: JobHead) -> OperationRecord {
        var entry = self
        entry.jobName = head.name
        entry.detail = ""
        return entry
    }

    fileprivate func about(_ item: PendingItem) -> OperationRecord {
        var entry = self
        entry.jobName = item.name
        entry.detail = "item \(item.id): \(item.change.name) \(item.words)"
        return entry
    }

    /// A publish that failed is a refusal of its own.
    fileprivate func about(_ publication: Publication) -> OperationRecord {
        var entry = about(publication.item)
        entry.effect = "publish \(publication.id)"
        entry.refusal = publication.error.shortened
        return entry
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

    fileprivate func about(_ target: RefusedTarget, jobName: String?) -> OperationRecord {
        var entry = self
        entry.jobName = jobName ?? entry.jobName
        entry.instance = target.instance
        entry.node = target.node ?? ""
        entry.refusal = target.message
        return entry
    }
}

extension Command {
    fileprivate var jobName: String {
        switch self {
        case .createWorkspace, .operateInstances, .operateNodes, .operateBackfills, .setPool,
            .setWorkspaceSlots, .updateWorkspace, .setEnvironment, .retryNotifications, .grantRole,
            .revokeRole, .putObject, .deleteObject, .publishItems,
            .removeItems:
            ""
        case .proposeVersion(let command): command.name
        case .retryJobs(let command): command.jobName
        case .createBackfill(let command): command.jobName
        case .operateJobs(let command): command.jobNames.count == 1 ? command.jobNames[0] : ""
        case .submitJob(let command): command.definition.name
        case .deleteJob(let command): command.name
        case .runJob(let command): command.jobName
        case .triggerJob(let command): command.jobName
        case .retryInstances(let command): command.jobName
        }
    }

    /// It is about a job, whatever instances follow to its new version.
    fileprivate var isSubmit: Bool {
        if case .submitJob = self { true } else { false }
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
        case .createWorkspace, .submitJob, .deleteJob, .operateJobs, .runJob, .triggerJob,
            .retryJobs, .createBackfill, .operateBackfills, .setPool, .setWorkspaceSlots,
            .updateWorkspace, .setEnvironment, .retryNotifications, .grantRole, .revokeRole,
            .putObject, .deleteObject, .publishItems, .removeItems,
            .proposeVersion:
            []
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
        case .setPool(let command): return "\(command.name) \(command.slots)"
        case .setWorkspaceSlots(let command): return "\(command.name) \(command.slots)"
        case .updateWorkspace(let command): return command.words
        case .setEnvironment(let command): return command.words
        case .grantRole(let command):
            return GrantKey(workspace: command.workspace, grantee: command.grantee).words
                + " \(command.role.name)"
        case .revokeRole(let command):
            return GrantKey(workspace: command.workspace, grantee: command.grantee).words
        case .submitJob(let command): return command.comment
        case .deleteJob, .operateInstances: return ""
        case .operateJobs(let command):
            return command.jobNames.count > 1 ? command.jobNames.joined(separator: " ") : ""
        case .operateNodes(let command):
            let dependents = command.dependents.map(\.description)
            return (command.upstreams + dependents).joined(separator: " ")
        case .runJob(let command): return command.words
        case .triggerJob(let command): return "\(command.eventID) \(command.data)"
        case .retryInstances(let command): return command.words
        case .retryJobs(let command): return command.words
        case .createBackfill(let command): return command.words
        case .operateBackfills(let command):
            return command.backfills.map { "backfill \($0)" }.joined(separator: " ")
        case .publishItems(let command): return words(of: command.items)
        case .removeItems(let command): return words(of: command.items)
        case .proposeVersion(let command): return "version \(command.version)"
        case .retryNotifications(let command):
            return command.notifications.map { "notification \($0)" }.joined(separator: " ")
        case .putObject(let command):
            return [command.name, command.comment].filter { !$0.isEmpty }.joined(separator: " ")
        case .deleteObject(let command): return command.name
        }
    }

    private func words(of items: [ItemID]) -> String {
        items.map { "item \($0)" }.joined(separator: " ")
    }

    /// The targets of a command that names none by an id.
    fileprivate var targetWords: String {
        switch self {
        case .createWorkspace, .submitJob, .deleteJob, .operateJobs, .runJob, .triggerJob,
            .operateInstances, .operateNodes, .retryJobs, .createBackfill, .operateBackfills,
            .setPool, .setWorkspaceSlots, .updateWorkspace, .setEnvironment,
            .retryNotifications, .grantRole, .revokeRole, .putObject, .deleteObject, .publishItems,
            .removeItems,
            .proposeVersion:
            ""
        case .retryInstances(let command):
            command.targets.map(\.words).joined(separator: " ")
        }
    }
}

extension UpdateWorkspace {
    fileprivate var words: String {
        let flags = [
            waitingFollowsLatest.map { "waiting_follows_latest \($0)" },
            publisherDiffers.map { "publisher_differs \($0)" },
            maxJobs.map { "max_jobs \($0)" },
            maxNodesPerJob.map { "max_nodes_per_job \($0)" },
            maxFiles.map { "max_files \($0)" },
            description.map { "description '\($0)'" },
        ]
        return ([name, mode.map { "mode \($0.name)" }] + flags).compactMap(\.self)
            .joined(separator: " ")
    }
}

extension SetEnvironment {
    /// `day=monday, sales=sqlite:/srv/sales.db, without rate`
    fileprivate var words: String {
        let connections = connections.map { "\($0.name)=\($0.place)" }
        let unset = (unsetParams + unsetConnections).map { "without \($0)" }
        return (params.words + connections + unset).joined(separator: ", ")
    }
}

extension GrantKey {
    /// `uid:1000`, or `* uid:1000` in all workspaces.
    fileprivate var words: String {
        workspace == Grants.everywhere ? "\(workspace) \(grantee)" : "\(grantee)"
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
        if listens { words.append("listens") }
        return (words + params.words).joined(separator: " ")
    }
}

extension ClosedRange<Timestamp> {
    fileprivate var words: String { "\(lowerBound.milliseconds)..\(upperBound.milliseconds)" }
}

extension RetryJobs {
    fileprivate var words: String {
        let jobs = jobs.map { "\($0.workspace)/\($0.name)" }
        let versionWord = version == .current ? "current_version" : "original_version"
        let flags = ["concurrent \(parallel)", versionWord] + (listens ? ["listens"] : [])
        return ([range.words] + jobs + flags + params.words)
            .joined(separator: " ")
    }
}

extension CreateBackfill {
    fileprivate var words: String {
        let flags = [
            isReversed ? "reversed" : "", stopsOnFailure ? "stop on failure" : "",
            includesDownstream ? "with downstream" : "", rerunsExisting ? "rerun existing" : "",
        ].filter { !$0.isEmpty }
        return ([range.words, "parallel \(parallel)"] + flags + params.words)
            .joined(separator: " ")
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
