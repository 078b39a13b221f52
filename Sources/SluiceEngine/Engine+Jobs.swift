internal import SluiceModel

/// Jobs.
extension Engine {
    /// A version is its definition: a file that differs only in comments or layout makes none.
    mutating func submitJob(
        _ command: SubmitJob, by caller: Caller, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        try checkSubmission(command, by: caller)
        let name = command.definition.name
        if let head = catalog.head(command.scope, name),
            latestDefinition(of: head) == command.definition
        {
            let item = noteRepetition(
                of: DevelopedVersion(head, command.definition), comment: command.comment,
                by: caller, now, &effects)
            return Reply(
                .job(head.id, name: name, version: head.latestVersion, changed: false), item: item)
        }
        if let problem = quotaProblem(of: command.definition, in: command.scope) { throw problem }
        // What was due under the old version is made under it.
        makeDueCycles(of: catalog.head(command.scope, name), now, &effects)
        let old = catalog.head(command.scope, name)
        var head = JobHead(
            id: old?.id ?? JobID(counters.job), scope: command.scope, name: name,
            latestVersion: (old ?? orphan(command.scope, name))?.nextVersion ?? 1,
            origin: old?.origin)
        head.describe(command.definition)
        head.planning = planning(of: command.definition, after: old, now)
        if old == nil { counters.job += 1 }
        let changes = take(
            JobVersionRecord(
                job: head.id, scope: command.scope, version: head.latestVersion,
                definition: command.definition, source: command.source,
                comment: command.comment, user: caller.user, time: now.wall),
            head, after: old, now, &effects)
        if old == nil { adoptOrphan(of: head, &effects) }
        let item = noteSubmission(
            of: DevelopedVersion(head, command.definition), comment: command.comment, by: caller,
            now, &effects)
        return Reply(
            .job(head.id, name: name, version: head.latestVersion, changed: true),
            changes: changes, item: item)
    }

    /// Makes a version the one that new instances use, and where the workspace has it so those that
    /// have not begun.
    mutating func take(
        _ version: JobVersionRecord, _ head: JobHead, after old: JobHead?, _ now: Now,
        _ effects: inout Effects,
    ) -> [InstanceChange] {
        let graph = JobGraph(
            job: head.id, version: head.latestVersion, definition: version.definition)
        catalog.insert(head)
        catalog.insert(graph)
        effects.records.append(.jobVersion(version))
        if head.planning != old?.planning {
            effects.records.append(
                .planning(PlanningRecord(job: head.id, planning: head.planning)))
        }
        if head.schedule != old?.schedule { planAnew(head.id) }
        watchFiles(of: head.id)
        tell(
            .jobSubmitted(head.scope, head.id, name: head.name, version: head.latestVersion),
            now, &effects)
        return moveWaiting(of: head.id, to: graph, now, &effects)
    }

    mutating func deleteJob(
        _ command: DeleteJob, by caller: Caller, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        try checkIsDeveloped(in: command.scope)
        if catalog.head(command.scope, command.name) == nil,
            let orphan = orphan(command.scope, command.name)
        {
            var version = DevelopedVersion(orphan, latestDefinition(of: orphan))
            (version.object, version.scope) = (.job(orphan.origin ?? orphan.id), command.scope)
            let item = noteDeletion(again: version, by: caller, now, &effects)
            return Reply(
                .job(orphan.id, name: orphan.name, version: orphan.latestVersion, changed: true),
                item: item)
        }
        let head = try job(command.scope, command.name)
        try checkNothingRuns(of: head)
        try checkNothingNames(head, caller)
        noteDeletion(
            of: DevelopedVersion(head, latestDefinition(of: head)), by: caller, now, &effects)
        remove(head, now, &effects)
        return Reply(
            .job(head.id, name: head.name, version: head.latestVersion, changed: true))
    }

    mutating func remove(_ head: JobHead, _ now: Now, _ effects: inout Effects) {
        catalog.remove(head)
        durations[head.id] = nil
        nextCycles[head.id] = nil
        pausedJobs.remove(head.id)
        watchFiles(of: head.id)
        effects.records.append(.jobDeleted(head.id, at: now.wall))
        tell(.jobDeleted(head.scope, head.id, name: head.name), now, &effects)
    }

    func checkNothingRuns(of head: JobHead) throws(SluiceError) {
        let live = instances.values.filter { $0.job == head.id && $0.stage != .ended }.map(\.id)
        guard live.isEmpty else {
            let ids = live.sorted().prefix(10).map(\.description).joined(separator: ", ")
            throw SluiceError(
                .failedPrecondition, reason: "JOB_HAS_LIVE_INSTANCES",
                "job '\(head.name)' has instances that have not ended (\(ids)); "
                    + "stop them or wait",
                subject: "job \(head.name)")
        }
    }

    /// What names a job that is gone could neither run nor go on.
    func checkNothingNames(_ head: JobHead, _ caller: Caller) throws(SluiceError) {
        try checkNothingWaits(for: head, caller)
        try checkNothingCalls(head, caller)
    }

    private func checkNothingWaits(for head: JobHead, _ caller: Caller) throws(SluiceError) {
        let names = caller.names(of: catalog.dependents(of: head))
        guard names.isEmpty else {
            throw SluiceError(
                .failedPrecondition, reason: "JOB_HAS_DEPENDENTS",
                "other jobs depend on job '\(head.name)': \(listed(names)); submit them without "
                    + "it, or delete them first",
                subject: "job \(head.name)", domain: .parameterInvalid)
        }
        let triggered = catalog.jobs(triggeredBy: head.scope, head.name)
            .compactMap { catalog.head($0) }
        guard triggered.isEmpty else {
            throw SluiceError(
                .failedPrecondition, reason: "JOB_TRIGGERS_OTHERS",
                "ends of job '\(head.name)' trigger other jobs: "
                    + "\(listed(caller.names(of: triggered))); submit them without that trigger, "
                    + "or delete them first",
                subject: "job \(head.name)", domain: .parameterInvalid)
        }
        let held = dependents.filter { $0.key.job == head.id }.values.joined().uniqued().sorted()
        guard held.isEmpty else {
            throw SluiceError(
                .failedPrecondition, reason: "JOB_IS_WAITED_FOR",
                "instances wait for job '\(head.name)': \(listed(held.map(\.description))); run "
                    + "them without dependencies, or stop them",
                subject: "job \(head.name)", domain: .parameterInvalid)
        }
    }

    func listed(_ words: [String]) -> String {
        words.prefix(10).joined(separator: ", ") + (words.count > 10 ? ", …" : "")
    }

    /// What it names exists, and the jobs that come before do not come after as well.
    private func checkSubmission(
        _ command: SubmitJob, by caller: Caller,
    ) throws(SluiceError) {
        try checkIsDeveloped(in: command.scope)
        for index in command.definition.dependJobs.indices {
            try checkExists(dependJob: index, of: command, by: caller)
        }
        try checkSchedule(of: command)
        try checkPools(of: command.definition)
        if let problem = connectionProblem(of: command.definition, in: command.scope) {
            throw problem
        }
        try checkResources(of: command.definition, in: command.scope, by: caller)
        for index in command.definition.nodes.indices {
            try checkExists(calledBy: index, of: command, by: caller)
        }
        try checkCalls(of: command, by: caller)
        try checkTriggerExists(of: command, by: caller)
        try checkStarts(of: command, by: caller)
        try checkWaits(of: command, by: caller)
    }

    func checkExists(
        dependJob index: Int, of command: SubmitJob, by caller: Caller,
    ) throws(SluiceError) {
        let before = command.definition.dependJobs[index]
        guard !exists(before, in: command.scope, for: caller) else { return }
        let absence = absence(
            of: "job '\(before.jobName)'", in: scope(of: before, from: command.scope),
            from: command.scope, caller)
        throw SluiceError(
            .failedPrecondition, reason: "DEPEND_JOB_MISSING", "dependJobs[\(index)]: \(absence)",
            subject: "dependJobs[\(index)]", domain: .parameterInvalid)
    }

    /// No job waits for itself, however long the way.
    func checkWaits(of command: SubmitJob, by caller: Caller) throws(SluiceError) {
        let head = JobHead(
            id: JobID(0), scope: command.scope, name: command.definition.name, latestVersion: 0,
            dependJobs: command.definition.dependJobs.map(\.qualifiedName))
        guard let way = wayBack(to: head, along: \.dependJobs, caller) else { return }
        throw SluiceError(
            .invalidArgument, reason: "DEPENDENCY_CYCLE",
            "the jobs would wait for each other: \(way.joined(separator: " → "))",
            subject: "dependJobs", domain: .parameterInvalid)
    }

    /// In a workspace of mode DEV_PROD only a publish reaches production (`S17`).
    func checkIsDeveloped(in scope: Scope) throws(SluiceError) {
        guard workspaces[scope.workspace]?.mode == .devProd, scope.environment == .production
        else { return }
        throw SluiceError(
            .failedPrecondition, reason: "PRODUCTION_BY_PUBLISH_ONLY",
            "workspace '\(scope.workspace)' is of mode DEV_PROD: make the change in its "
                + "development environment and publish it from there",
            subject: "workspace \(scope.workspace)")
    }

    /// What the caller may not see does not exist.
    private func exists(
        _ before: JobDependency, in scope: Scope, for caller: Caller,
    ) -> Bool {
        let other = self.scope(of: before, from: scope)
        return mayName(other, caller, from: scope) && catalog.head(other, before.jobName) != nil
    }

    private func scope(of before: JobDependency, from scope: Scope) -> Scope {
        let workspace = before.workspace.isEmpty ? scope.workspace : before.workspace
        return Scope(workspace: workspace, environment: scope.environment)
    }

    /// What is not in a place, in words, and how it gets there. Of a workspace that may not be
    /// named nothing more is told than that.
    func absence(
        of what: String, in place: Scope, from scope: Scope, _ caller: Caller,
        way: String = "submit that one first",
    ) -> String {
        guard place.environment == .production, mayName(place, caller, from: scope),
            workspaces[place.workspace]?.mode == .devProd
        else { return "there is no \(what) in workspace '\(place)'; \(way)" }
        return "there is no \(what) in production of workspace '\(place.workspace)'; "
            + "publish that one first"
    }

    /// The jobs on a way from a new version back to its job, along what others name; nil: there is
    /// none.
    func wayBack(
        to start: JobHead, along names: KeyPath<JobHead, [String]>, _ caller: Caller,
    ) -> [String]? {
        var seen: Set<JobID> = []
        var ways = [[start]]
        while let way = ways.popLast(), let last = way.last {
            for name in last[keyPath: names] {
                let (other, name) = last.resolve(name)
                if other == start.scope, name == start.name { return caller.way(way) + [name] }
                guard let head = catalog.head(other, name), seen.insert(head.id).inserted else {
                    continue
                }
                ways.append(way + [head])
            }
        }
        return nil
    }

    func latestDefinition(of head: JobHead) -> JobDefinition? {
        catalog.graph(VersionKey(job: head.id, version: head.latestVersion))?.definition
    }

    mutating func tell(
        _ subject: EventRecord.Subject, reason: String = "", _ now: Now,
        _ effects: inout Effects,
    ) {
        effects.records.append(
            .event(
                EventRecord(
                    seq: counters.event, time: now.wall, subject: subject, reason: reason)))
        counters.event += 1
    }
}

// MARK: - Looking things up

extension Engine {
    func job(
        _ scope: Scope, _ name: String, missing: DomainCode = .jobDoesNotExist,
    ) throws(SluiceError) -> JobHead {
        guard let head = catalog.head(scope, name) else {
            throw SluiceError(
                .notFound, reason: "JOB_NOT_FOUND",
                "there is no job '\(name)' in workspace '\(scope)'", subject: "job \(name)",
                domain: missing)
        }
        return head
    }

    func graph(of head: JobHead, version: Int?) throws(SluiceError) -> JobGraph {
        let version = version ?? head.latestVersion
        guard let graph = catalog.graph(VersionKey(job: head.id, version: version)) else {
            throw SluiceError(
                .notFound, reason: "JOB_VERSION_NOT_FOUND",
                "job '\(head.name)' has no version \(version); the latest is "
                    + "\(head.latestVersion)",
                subject: "job \(head.name)", domain: .jobDoesNotExist)
        }
        return graph
    }

    /// An instance of the scope, live or called back.
    func instance(_ id: InstanceID, in scope: Scope) throws(SluiceError) -> Instance {
        guard let instance = instances[id], instance.scope == scope else {
            throw SluiceError(
                .notFound, reason: "INSTANCE_NOT_FOUND",
                "there is no instance \(id) in workspace '\(scope)'",
                subject: "instance \(id)", domain: .instanceDoesNotExist)
        }
        return instance
    }
}

extension SluiceError {
    static func noWorkspace(_ scope: Scope) -> SluiceError {
        SluiceError(
            .notFound, reason: "WORKSPACE_NOT_FOUND",
            "there is no workspace '\(scope.workspace)'",
            subject: "workspace \(scope.workspace)", domain: .workspaceDoesNotExist)
    }
}
