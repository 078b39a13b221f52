internal import GRDB
internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime

/// Writes the records of one batch, inside its transaction.
final class RecordWriter {
    private let db: Database
    private var statements = [SQLStatement?](repeating: nil, count: Sentence.allCases.count)
    private var workspaces: [String: Int64] = [:]
    /// Jobs that have a new version.
    private var grownJobs: [JobID] = []
    /// File objects that have one.
    var grownObjects: [ObjectID] = []

    init(_ db: Database) {
        self.db = db
    }

    func write(_ record: SluiceEngine.Record) throws {
        switch record {
        case .node(let node): try write(node)
        case .attempt(let attempt): try write(attempt)
        case .event(let event): try write(event)
        case .instance(let instance): try write(instance)
        case .run(let run): try write(run)
        case .workspace(let workspace): try write(workspace)
        case .environment(let environment): try write(environment)
        case .pool(let pool): try write(pool)
        case .grant(let grant): try write(grant)
        case .grantRevoked(let key): try delete(key)
        case .jobVersion(let version): try write(version)
        case .jobDeleted(let job, let time): try delete(job, at: time)
        case .fileVersion(let version): try write(version)
        case .fileDeleted(let object, let time): try delete(object, at: time)
        case .fileCopied(let head, let origin): try copy(head, from: origin)
        case .fileOrigin(let object, let origin): try setOrigin(of: object, to: origin)
        case .pins(let instance, let pins): try write(pins, of: instance)
        case .jobDeveloped(let version, let twin): try develop(version, as: twin)
        case .origin(let job, let origin): try setOrigin(of: job, to: origin)
        case .pendingItem(let item): try write(item)
        case .publication(let publication): try write(publication)
        case .visited(let visited): try write(visited)
        case .planning(let planning): try write(planning)
        case .skipped(let skipped): try write(skipped)
        case .usedEvent(let event): try write(event)
        case .forgottenEvent(let job, let key): try forgetEvent(of: job, key)
        case .backfill(let backfill): try write(backfill)
        case .backfillItem(let item): try write(item)
        case .callBegun(let node): try forgetItems(of: node)
        case .callItem(let item): try write(item)
        case .notification(let notification): try write(notification)
        case .attribute(let attribute): try write(attribute)
        case .dependency(let dependency): try write(dependency)
        case .dependenciesForgotten(let id): try forgetDependencies(of: id)
        case .operation(let operation): try write(operation)
        case .answer(let answer): try write(answer)
        case .counters(let counters): try write(counters)
        }
    }

    /// What can be done only when all records are written.
    func finish(isProbe: Bool) throws {
        // An instance of this batch may use a version that nothing used before.
        for job in grownJobs { try Retention(db).dropVersions(of: job) }
        for object in grownObjects { try Retention(db).dropVersions(of: object) }
        if isProbe { for _ in 1...2 { try statement(.probe).run() } }
    }

    /// The sentence, compiled; once a batch.
    func statement(_ sentence: Sentence) throws -> SQLStatement {
        if let statement = statements[sentence.rawValue] { return statement }
        let statement = try SQLStatement(db, sentence.sql)
        statements[sentence.rawValue] = statement
        return statement
    }

    func workspaceID(_ name: String) throws -> Int64 {
        if let id = workspaces[name] { return id }
        let row = try statement(.workspaceID)
        defer { row.reset() }
        row.bind(name)
        guard try row.step() else {
            throw JournalError.corrupt("workspace '\(name)' is not in the database")
        }
        let id = row.integer()
        workspaces[name] = id
        return id
    }
}

// MARK: - Nodes, attempts, events: the bulk of every batch

extension RecordWriter {
    private func write(_ node: NodeRecord) throws {
        let row = try statement(node.isNew ? .insertNode : .updateNode)
        let phase = StoredPhase(node.phase)
        if node.isNew {
            row.bind(node.ref.instance.rawValue)
            row.bind(node.ref.ordinal)
        }
        row.bind(phase.status)
        row.bind(phase.detail)
        row.bind(node.attempt)
        row.bind(node.retries)
        row.bind(node.ranInThisRun)
        row.bind(phase.retryAt)
        if node.isNew { row.bind(node.name) }
        row.bind(node.reason)
        row.bind(node.flags.rawValue)
        row.bind(node.removedUpstreams.storedNames)
        row.bind(node.since.milliseconds)
        if !node.isNew {
            row.bind(node.ref.instance.rawValue)
            row.bind(node.ref.ordinal)
        }
        try row.run()
    }

    private func write(_ attempt: AttemptRecord) throws {
        let row = try statement(.attempt)
        row.bind(attempt.id)
        row.bind(attempt.run)
        row.bind(attempt.startTime.milliseconds)
        row.bind(attempt.incarnation != nil)
        if let result = attempt.result {
            row.bind(result)
            row.bindNull()
        } else {
            for _ in 0..<9 { row.bindNull() }
            row.bind(attempt.incarnation?.text)
        }
        try row.run()
        if let code = attempt.code { try write(code, of: attempt.id) }
        guard let outputs = attempt.result?.outputs, !outputs.isEmpty else { return }
        try write(outputs, of: attempt.id)
    }

    private func write(_ outputs: [Pair], of attempt: AttemptID) throws {
        let row = try statement(.output)
        row.bind(attempt)
        row.bind(outputs.stored)
        try row.run()
    }

    private func write(_ code: FilledCode, of attempt: AttemptID) throws {
        let row = try statement(.attemptCode)
        row.bind(attempt)
        row.bind(code.command.storedTexts)
        row.bind(code.script)
        try row.run()
    }

    private func write(_ event: EventRecord) throws {
        let row = try statement(.event)
        let subject = StoredSubject(event.subject)
        row.bind(event.seq)
        row.bind(event.time.milliseconds)
        row.bind(subject.type)
        row.bind(subject.instance)
        row.bind(subject.ordinal)
        row.bind(subject.attempt)
        row.bind(subject.from)
        row.bind(subject.to)
        row.bind(subject.job)
        row.bind(subject.version)
        row.bind(event.reason.isEmpty ? nil : event.reason)
        row.bind(try subject.workspace.map(workspaceID))
        row.bind(subject.environment)
        try row.run()
    }
}

// MARK: - Instances

extension RecordWriter {
    private func write(_ instance: InstanceRecord) throws {
        let row = try statement(instance.isNew ? .insertInstance : .updateInstance)
        if instance.isNew {
            row.bind(instance.id.rawValue)
            row.bind(try workspaceID(instance.scope.workspace))
            row.bind(instance.scope.environment.rawValue)
            row.bind(instance.job.rawValue)
            row.bind(instance.type.rawValue)
            row.bind(instance.planTime.milliseconds)
            row.bind(instance.submitTime.milliseconds)
            row.bind(instance.user)
            row.bind(instance.labels.stored)
            row.bind(instance.callingNode?.instance.rawValue)
            row.bind(instance.callingNode?.name)
            row.bind(instance.eventData)
        }
        bindChanging(instance, to: row)
        if !instance.isNew { row.bind(instance.id.rawValue) }
        try row.run()
        if instance.isNew { try writeLabels(of: instance) }
    }

    private func bindChanging(_ instance: InstanceRecord, to row: SQLStatement) {
        row.bind(instance.version)
        row.bind(instance.status.rawValue)
        row.bind(instance.stage.rawValue)
        row.bind(instance.run)
        row.bind(instance.startTime)
        row.bind(instance.endTime)
        row.bind(instance.milliseconds)
        row.bind(instance.firstOrdinal)
        row.bind(instance.ignoreSuccess)
        row.bind(instance.forceSuccess)
        for status in NodeStatus.allCases { row.bind(instance.counts[status]) }
        row.bind(instance.isPaused)
        row.bind(instance.isPreferred)
        row.bind(instance.needsConfirmation)
        row.bind(instance.waitReason.map { Int64($0.rawValue) })
        row.bind(instance.reason)
        row.bind(instance.overrides.stored)
        row.bind(instance.params.stored)
        row.bind(instance.fileWait?.storedPath)
        row.bind(instance.fileWait?.storedSince)
        row.bind(instance.alertsTold.rawValue)
        row.bind(instance.fromEnvironment.params.stored)
        row.bind(instance.fromEnvironment.connections.stored)
    }

    private func writeLabels(of instance: InstanceRecord) throws {
        for label in instance.labels {
            let row = try statement(.label)
            row.bind(instance.id.rawValue)
            row.bind(label.name)
            row.bind(label.value)
            try row.run()
        }
    }

    private func write(_ run: RunRecord) throws {
        let row = try statement(.run)
        row.bind(run.instance.rawValue)
        row.bind(run.number)
        row.bind(run.startTime)
        row.bind(run.endTime)
        row.bind(run.milliseconds)
        row.bind(run.status.rawValue)
        row.bind(run.version)
        row.bind(run.cause)
        try row.run()
    }
}

// MARK: - Workspaces and jobs

extension RecordWriter {
    private func write(_ workspace: WorkspaceRecord) throws {
        let row = try statement(.workspace)
        row.bind(workspace.name)
        row.bind(workspace.description)
        row.bind(workspace.createTime.milliseconds)
        row.bind(workspace.mode.rawValue)
        row.bind(workspace.slots)
        row.bind(workspace.settings.waitingFollowsLatest)
        row.bind(workspace.settings.publisherDiffers)
        row.bind(workspace.settings.quotas.jobs)
        row.bind(workspace.settings.quotas.nodesPerJob)
        row.bind(workspace.settings.quotas.files)
        try row.run()
    }

    private func write(_ environment: EnvironmentRecord) throws {
        let row = try statement(.environment)
        row.bind(try workspaceID(environment.scope.workspace))
        row.bind(environment.scope.environment.rawValue)
        row.bind(environment.settings.params.stored)
        row.bind(environment.settings.connections.stored)
        try row.run()
    }

    private func write(_ pool: PoolRecord) throws {
        let row = try statement(pool.slots == 0 ? .deletePool : .pool)
        row.bind(pool.name)
        if pool.slots > 0 { row.bind(pool.slots) }
        try row.run()
    }

    private func write(_ version: JobVersionRecord) throws {
        let job = try statement(.job)
        job.bind(version.job.rawValue)
        job.bind(try workspaceID(version.scope.workspace))
        job.bind(version.scope.environment.rawValue)
        job.bind(version.definition.name)
        job.bind(version.version)
        job.bind(version.definition.dependJobs.map(\.qualifiedName).storedNames)
        job.bind(version.definition.calledJobs.storedNames)
        job.bind(try version.definition.schedule?.stored)
        job.bind(try version.definition.trigger?.stored)
        job.bind(version.definition.resources.storedNames)
        try job.run()
        grownJobs.append(version.job)
        if let origin = version.origin { return try copy(version, from: origin) }
        let row = try statement(.jobVersion)
        row.bind(version.job.rawValue)
        row.bind(version.version)
        row.bind(version.time.milliseconds)
        row.bind(version.user)
        row.bind(version.comment)
        row.bind(version.definition.nodes.count)
        row.bind(version.definition.labels.stored)
        row.bind(version.definition.description)
        row.bind(try version.definition.stored)
        row.bind(version.source)
        try row.run()
    }

    private func write(_ record: PlanningRecord) throws {
        let row = try statement(.planning)
        row.bind(record.planning.isEnabled)
        row.bind(record.planning.isPaused)
        row.bind(record.planning.plannedUntil.milliseconds)
        row.bind(record.job.rawValue)
        try row.run()
    }

    private func write(_ skipped: SkippedRecord) throws {
        let row = try statement(.skippedCycles)
        row.bind(skipped.job.rawValue)
        row.bind(skipped.first.milliseconds)
        row.bind(skipped.last.milliseconds)
        row.bind(skipped.count.map(Int64.init))
        row.bind(skipped.cause.rawValue)
        row.bind(skipped.reason)
        row.bind(skipped.time.milliseconds)
        try row.run()
    }

    private func delete(_ job: JobID, at time: Timestamp) throws {
        let row = try statement(.deleteJob)
        row.bind(time.milliseconds)
        row.bind(job.rawValue)
        try row.run()
    }

    private func write(_ counters: Counters) throws {
        let row = try statement(.counters)
        row.bind(counters.job)
        row.bind(counters.instance)
        row.bind(counters.event)
        row.bind(counters.backfill)
        row.bind(counters.notification)
        row.bind(counters.object)
        row.bind(counters.item)
        row.bind(counters.publish)
        try row.run()
    }
}

extension SQLStatement {
    fileprivate func bind(_ attempt: AttemptID) {
        bind(attempt.node.instance.rawValue)
        bind(attempt.node.ordinal)
        bind(attempt.number)
    }

    /// Nine columns, from `outcome` to `outcome_text`.
    fileprivate func bind(_ result: AttemptResult) {
        let outcome = StoredOutcome(result)
        bind(outcome.code)
        bind(result.endTime.milliseconds)
        bind(result.milliseconds)
        bind(outcome.exitCode)
        bind(Int64(outcome.signal))
        bind(result.rows)
        bind(result.logBytes)
        bind(result.logBytesDropped)
        bind(outcome.text)
    }
}
