package import SluiceEngine
package import SluiceModel
package import SluiceRuntime

/// A journal in memory: what the store keeps, without a disk. Can be told to refuse.
package final class MemoryJournal: Journal {
    /// The next commits are refused with this; nothing of them is kept.
    package var refusal: JournalError?
    /// Number of commits so far.
    package private(set) var commits = 0
    package private(set) var events: [EventRecord] = []
    package private(set) var operations: [OperationRecord] = []
    package private(set) var skipped: [SkippedRecord] = []
    package private(set) var usedEvents: [JobID: [String: UsedEventRecord]] = [:]
    package private(set) var attributes: [AttributeRecord] = []
    package private(set) var dependencies: [InstanceID: [Int: Dependency]] = [:]
    package private(set) var attempts: [AttemptID: AttemptRecord] = [:]
    package private(set) var instances: [InstanceID: InstanceRecord] = [:]
    package private(set) var nodes: [NodeRef: NodeRecord] = [:]
    package private(set) var runs: [InstanceID: [Int: RunRecord]] = [:]
    private var counters = Counters()
    private var workspaces = [Restored.standard]
    private var environments: [Scope: EnvironmentRecord] = [:]
    private var pools: [String: PoolRecord] = [:]
    private var grants: [GrantKey: GrantRecord] = [:]
    private var files: [ObjectID: FileHead] = [:]
    private var fileVersions: [FileVersionKey: FileHead] = [:]
    private var pins: [InstanceID: [FilePin]] = [:]
    private var bareBackfills: [BackfillID: Backfill] = [:]
    private var backfillItems: [BackfillID: [Int: BackfillItem]] = [:]

    package var backfills: [BackfillID: Backfill] {
        bareBackfills.mapValues { backfill in
            let items = backfillItems[backfill.id] ?? [:]
            return backfill.replacing(items.keys.sorted().compactMap { items[$0] })
        }
    }

    package private(set) var callItems: [NodeRef: [Int: CallItem]] = [:]
    package private(set) var notifications: [NotificationID: Notification] = [:]
    package private(set) var items: [ItemID: PendingItem] = [:]
    package private(set) var publications: [PublishID: Publication] = [:]
    private var heads: [JobID: JobHead] = [:]
    private var versions: [VersionKey: JobVersionRecord] = [:]
    private var answers: [String: AnswerRecord] = [:]

    package init() {}

    package func load() throws(JournalError) -> Restored {
        var counters = counters
        counters.event = max(counters.event, (events.last?.seq ?? 0) + 1)
        return Restored(
            counters: counters, workspaces: workspaces,
            jobs: heads.keys.sorted().compactMap { heads[$0] },
            instances: instances.keys.sorted().compactMap { id in
                instances[id].flatMap { $0.stage == .ended ? nil : restored($0) }
            },
            backfills: backfills.values.filter { backfill in
                !backfill.state.isFinal || backfill.items.contains { $0.state == .active }
            }.sorted { $0.id < $1.id },
            pools: pools.keys.sorted().compactMap { pools[$0] },
            notifications: notifications.keys.sorted().compactMap { id in
                notifications[id].flatMap { $0.isPending ? $0 : nil }
            },
            environments: Array(environments.values), grants: Array(grants.values),
            files: files.keys.sorted().compactMap { files[$0] },
            pendingItems: items.keys.sorted().compactMap { id in
                items[id].flatMap { $0.state == .pending ? $0 : nil }
            })
    }

    package func supply(for need: Need) throws(JournalError) -> Supply {
        switch need {
        case .graph(let key): versions[key].map { .graph(graph(of: $0)) } ?? .nothing
        case .instance(let id): instances[id].map { .instance(restored($0)) } ?? .nothing
        case .triple(let job, let planTime, let submitTime):
            .instances(
                instances.values.filter {
                    $0.job == job && $0.planTime == planTime && $0.submitTime == submitTime
                }.map(\.id).sorted())
        case .cycle(let job, let planTime):
            newest(of: job, at: planTime).map { .upstream($0) } ?? .nothing
        case .dependents(let job, let planTime):
            .instances(
                dependencies.filter { _, all in
                    all.values.contains { $0.job == job && $0.planTime == planTime }
                }.keys.sorted())
        case .window(let job, let range):
            .window(
                instances.values.filter { $0.job == job && range.contains($0.planTime) }
                    .map {
                        WindowEntry(instance: $0.id, planTime: $0.planTime, status: $0.status)
                    }.sorted { ($0.planTime, $0.instance) < ($1.planTime, $1.instance) })
        case .durations(let job): .durations(durations(of: job))
        case .notification(let id): notifications[id].map { .notification($0) } ?? .nothing
        case .fileVersion(let key): fileVersions[key].map { .fileVersion($0) } ?? .nothing
        case .pendingItem(let id): items[id].map { .pendingItem($0) } ?? .nothing
        case .usedEvents(let job, let keys): .usedEvents(used(by: job, keys))
        case .schedule: .nothing
        }
    }

    package func answer(
        uid: UInt32, requestID: String, at now: Timestamp,
    ) throws(JournalError) -> AnswerRecord? {
        answers["\(uid) \(requestID)"]
    }

    /// Nothing has its time here: the checkers want to see it all.
    package func prune(_ expired: Expired, limit: Int) throws(JournalError) -> [InstanceID] { [] }

    package func commit(_ records: [Record]) throws(JournalError) {
        if let refusal { throw refusal }
        commits += 1
        for record in records { keep(record) }
    }

    private func keep(_ head: FileHead) {
        files[head.id] = head
        fileVersions[FileVersionKey(object: head.id, version: head.latestVersion)] = head
    }

    private func develop(_ version: VersionKey, as twin: JobID) {
        guard var head = heads[version.job] else { return }
        heads[version.job]?.origin = twin
        head.id = twin
        head.scope.environment = .development
        heads[twin] = head
        versions[VersionKey(job: twin, version: version.version)] = versions[version]
    }

    private func keep(_ record: Record) {
        switch record {
        case .workspace(let workspace):
            workspaces.removeAll { $0.name == workspace.name }
            workspaces.append(workspace)
        case .dependenciesForgotten(let id): dependencies[id] = nil
        case .environment(let environment): environments[environment.scope] = environment
        case .pool(let pool): pools[pool.name] = pool.slots == 0 ? nil : pool
        case .grant(let grant): grants[grant.key] = grant
        case .grantRevoked(let key): grants[key] = nil
        case .jobVersion(let version):
            versions[VersionKey(job: version.job, version: version.version)] = version
            heads[version.job] = JobHead(
                id: version.job, scope: version.scope, name: version.definition.name,
                latestVersion: version.version,
                dependJobs: version.definition.dependJobs.map(\.qualifiedName),
                calledJobs: version.definition.calledJobs,
                schedule: version.definition.schedule, trigger: version.definition.trigger,
                resources: version.definition.resources,
                planning: heads[version.job]?.planning ?? Planning(),
                origin: version.origin?.job ?? heads[version.job]?.origin,
                highestVersion: max(
                    version.version, heads[version.job]?.highestVersion ?? 0))
        case .jobDeleted(let job, _): heads[job] = nil
        case .fileVersion(let version): keep(version.head)
        case .fileCopied(let head, _): keep(head)
        case .fileOrigin(let object, let origin): files[object]?.origin = origin
        case .fileDeleted(let object, _): files[object] = nil
        case .pins(let instance, let pinned): pins[instance] = pinned
        case .jobDeveloped(let version, let twin): develop(version, as: twin)
        case .origin(let job, let origin): heads[job]?.origin = origin
        case .pendingItem(let item): items[item.id] = item
        case .publication(let publication): publications[publication.id] = publication
        case .visited: break
        case .planning(let record): heads[record.job]?.planning = record.planning
        case .skipped(let record): skipped.append(record)
        case .usedEvent(let record): usedEvents[record.job, default: [:]][record.key] = record
        case .forgottenEvent(let job, let key): usedEvents[job]?[key] = nil
        case .backfill(let record):
            let id = record.backfill.id
            bareBackfills[id] = record.backfill
        case .backfillItem(let record):
            backfillItems[record.backfill, default: [:]][record.position] = record.item
        case .callBegun(let node): callItems[node] = nil
        case .callItem(let record):
            callItems[record.node, default: [:]][record.position] = record.item
        case .notification(let notification): notifications[notification.id] = notification
        case .instance(let instance): instances[instance.id] = instance
        case .run(let run): runs[run.instance, default: [:]][run.number] = run
        case .node(let node): nodes[node.ref] = node
        case .attempt(let attempt): attempts[attempt.id] = attempt
        case .event(let event): events.append(event)
        case .attribute(let attribute): attributes.append(attribute)
        case .dependency(let row):
            dependencies[row.instance, default: [:]][row.position] = row.dependency
        case .operation(let operation): operations.append(operation)
        case .answer(let answer): answers["\(answer.uid) \(answer.requestID)"] = answer
        case .counters(let new): counters = new
        }
    }

    private func used(by job: JobID, _ keys: [String]?) -> [UsedEventRecord] {
        let used = usedEvents[job] ?? [:]
        return (keys ?? Array(used.keys)).compactMap { used[$0] }
    }

    package func rules(of instance: InstanceRecord) -> [NotificationRule] {
        versions[VersionKey(job: instance.job, version: instance.version)]?
            .definition.notifications ?? []
    }

    private func graph(of version: JobVersionRecord, order: [String]? = nil) -> JobGraph {
        JobGraph(
            job: version.job, version: version.version, definition: version.definition,
            order: order)
    }

    private func restored(_ record: InstanceRecord) -> Instance {
        guard let version = versions[VersionKey(job: record.job, version: record.version)] else {
            preconditionFailure("an instance's version is kept")
        }
        let rows = (0..<version.definition.nodes.count).map { index in
            let ref = NodeRef(instance: record.id, ordinal: record.firstOrdinal + index)
            guard let row = nodes[ref] else { preconditionFailure("every node has a row") }
            return row
        }
        var instance = Instance(
            id: record.id, scope: record.scope, jobName: record.jobName, type: record.type,
            planTime: record.planTime, submitTime: record.submitTime, user: record.user,
            labels: record.labels, graph: graph(of: version, order: rows.map(\.name)),
            overrides: record.overrides, params: record.params, stage: record.stage,
            status: record.status,
            run: Run(
                number: record.run, start: record.startTime, end: record.endTime,
                milliseconds: record.milliseconds,
                cause: runs[record.id]?[record.run]?.cause ?? ""),
            firstOrdinal: record.firstOrdinal, nodes: rows.map { node(of: $0) })
        instance.ignoreSuccess = record.ignoreSuccess
        instance.forceSuccess = record.forceSuccess
        instance.reason = record.reason
        instance.isPaused = record.isPaused
        instance.isPreferred = record.isPreferred
        instance.needsConfirmation = record.needsConfirmation
        instance.callingNode = record.callingNode
        for index in instance.nodes.indices {
            guard let items = callItems[instance.ref(index)] else { continue }
            instance.calls[index] = Call(items: items.keys.sorted().compactMap { items[$0] })
        }
        instance.fileWait = record.fileWait
        instance.eventData = record.eventData
        instance.alertsTold = record.alertsTold
        instance.fromEnvironment = record.fromEnvironment
        instance.resources = pins[record.id] ?? []
        let mine = dependencies[record.id] ?? [:]
        instance.dependencies = mine.keys.sorted().compactMap { mine[$0] }.map { row in
            var dependency = row
            dependency.upstream = newest(of: row.job, at: row.planTime)
            return dependency
        }
        return instance
    }

    private func durations(of job: JobID) -> [Int64] {
        let newest = instances.values.filter { $0.job == job && !$0.forceSuccess }
            .sorted { ($0.planTime, $0.id) > ($1.planTime, $1.id) }
            .compactMap { runs[$0.id]?[1] }
            .filter { $0.status == .success }
            .compactMap(\.milliseconds)
        return newest.prefix(Engine.usualRuns).reversed()
    }

    private func newest(of job: JobID, at planTime: Timestamp) -> Dependency.Upstream? {
        instances.values.filter { $0.job == job && $0.planTime == planTime }
            .max { $0.id < $1.id }
            .map { Dependency.Upstream(instance: $0.id, status: $0.status) }
    }

    private func node(of row: NodeRecord) -> Node {
        let attempt = attempts[AttemptID(node: row.ref, number: row.attempt)]
        let outputs = row.phase == .success ? attempt?.result?.outputs ?? [] : []
        return Node(
            phase: row.phase, attempt: row.attempt, retries: row.retries, reason: row.reason,
            outputs: outputs, ranInThisRun: row.ranInThisRun, flags: row.flags,
            removedUpstreams: row.removedUpstreams, since: row.since)
    }
}
