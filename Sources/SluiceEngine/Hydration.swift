package import SluiceExpression
package import SluiceModel

/// What the store holds and the engine does not, and a command cannot do without.
package enum Need: Hashable, Sendable {
    /// The definition of a version.
    case graph(VersionKey)
    /// An ended instance.
    case instance(InstanceID)
    /// The instances that fit the triple of the sources.
    case triple(job: JobID, planTime: Timestamp, submitTime: Timestamp)
    /// The newest instance of a job and plan time.
    case cycle(job: JobID, planTime: Timestamp)
    /// The instances that have a dependency on a job and plan time, dropped ones too.
    case dependents(job: JobID, planTime: Timestamp)
    /// The instances of a job that are planned in a range, both ends included.
    case window(job: JobID, range: ClosedRange<Timestamp>)
    /// A schedule with its zone and its calendar.
    case schedule(ScheduleDefinition)
    /// How long the last successful runs of a job took.
    case durations(JobID)
    case notification(NotificationID)
    /// An item that is no longer pending.
    case pendingItem(ItemID)
    /// What a version of a file object is.
    case fileVersion(FileVersionKey)
    /// Events of a job that were used: those with these keys, or nil: all.
    case usedEvents(job: JobID, keys: [String]?)
}

/// An instance of a range of plan times.
package struct WindowEntry: Hashable, Sendable {
    package var instance: InstanceID
    package var planTime: Timestamp
    package var status: InstanceStatus

    package init(instance: InstanceID, planTime: Timestamp, status: InstanceStatus) {
        self.instance = instance
        self.planTime = planTime
        self.status = status
    }
}

/// What the store has for a need.
package enum Supply: Sendable {
    case graph(JobGraph)
    case instance(Instance)
    /// For `triple` and `dependents`.
    case instances([InstanceID])
    /// For `cycle`.
    case upstream(Dependency.Upstream)
    /// For `window`, by plan time and id.
    case window([WindowEntry])
    case schedule(Schedule)
    /// Its zone or its calendar cannot be read.
    case unreadable(SluiceError)
    /// Milliseconds, oldest first, at most `Engine.usualRuns`.
    case durations([Int64])
    case notification(Notification)
    case pendingItem(PendingItem)
    /// Its latest version is the one that is needed.
    case fileVersion(FileHead)
    case usedEvents([UsedEventRecord])
    /// There is no such thing: the command will be refused for it.
    case nothing
}

extension Engine {
    /// What a command still needs before `handle`; ask again after each `supply`, since one thing
    /// may lead to another. Needs that were answered with nothing are not asked again: the caller
    /// keeps them in `missing`.
    package func needs(of command: Command) -> [Need] {
        switch command {
        case .createWorkspace, .operateBackfills, .setPool, .setWorkspaceSlots,
            .updateWorkspace, .setEnvironment, .grantRole, .revokeRole, .putObject, .deleteObject:
            return []
        case .deleteJob(let command):
            let orphan = orphan(command.scope, command.name)
            return needs(
                ofJob: orphan?.scope ?? command.scope, command.name, version: nil)
        case .removeItems(let command): return needs(ofItems: command.items)
        case .publishItems(let command):
            return needs(ofItems: command.items)
                + command.items.compactMap { pendingItems[$0] }.flatMap { needs(ofPublishing: $0) }
        case .proposeVersion(let command):
            return command.isFile
                ? needs(of: command)
                : needs(ofJob: command.scope, command.name, version: command.version)
        case .retryNotifications(let command):
            return command.notifications.filter { notification($0) == nil }
                .map { .notification($0) }
        case .createBackfill(let command): return needs(of: command)
        case .retryJobs(let command): return needs(of: command)
        case .operateJobs(let command):
            return command.jobNames.flatMap { name in
                catalog.head(command.scope, name).map {
                    needs(ofSchedulesOf: $0) + needs(ofCyclesOf: $0.id)
                } ?? []
            }
        case .submitJob(let command):
            return needs(ofJob: command.scope, command.definition.name, version: nil)
                + needs(ofSchedulesIn: command)
                + (catalog.head(command.scope, command.definition.name).map {
                    needs(ofCyclesOf: $0.id)
                        + needs(ofWaitingOf: $0, toTake: command.definition)
                } ?? [])
        case .runJob(let command):
            return needs(ofJob: command.scope, command.jobName, version: command.version)
                + needs(ofVersionIn: command) + needs(ofCyclesBefore: command)
        case .triggerJob(let command): return needs(of: command)
        case .operateInstances(let command):
            return command.instances.compactMap { need(of: $0) }
        case .operateNodes(let command):
            let needs = command.nodes.compactMap { need(of: $0.instance) }
            guard command.operation == .rerunDownstream, let target = command.nodes.first else {
                return needs
            }
            return needs + self.needs(ofDependentsOf: target.instance)
        case .retryInstances(let command):
            var needs = command.targets.compactMap { need(of: $0) }
            if command.version == .current {
                needs += self.needs(ofJob: command.scope, command.jobName, version: nil)
            }
            return needs
        }
    }

    private func needs(of command: CreateBackfill) -> [Need] {
        guard let head = catalog.head(command.scope, command.jobName) else { return [] }
        let heads = [head] + (command.includesDownstream ? downstream(of: head) : [])
        let missing = heads.flatMap { needs(ofSchedulesOf: $0) + needs(ofLatest: $0) }.uniqued()
        guard missing.isEmpty, command.range.lowerBound <= seen.wall else { return missing }
        let range = command.range.lowerBound...min(command.range.upperBound, seen.wall)
        return heads.flatMap { head in
            ((try? cycles(of: head, in: range)) ?? []).map {
                Need.cycle(job: head.id, planTime: $0)
            }
        }.prefix(Limits.backfillCycles).filter { stored[$0] == nil }
    }

    private func needs(of command: RetryJobs) -> [Need] {
        let others = command.jobs.compactMap { job in
            catalog.head(
                Scope(workspace: job.workspace, environment: command.scope.environment),
                job.name)
        }
        let heads = [catalog.head(command.scope, command.jobName)].compactMap(\.self) + others
        return heads.flatMap { head in
            let window = Need.window(job: head.id, range: command.range)
            return needs(ofSchedulesOf: head) + needs(ofLatest: head)
                + (windows[window] == nil ? [window] : [])
        }.uniqued()
    }

    func needs(ofLatest head: JobHead) -> [Need] {
        let key = VersionKey(job: head.id, version: head.latestVersion)
        return catalog.graph(key) == nil ? [.graph(key)] : []
    }

    /// Takes what the store had for a need.
    package mutating func supply(_ supply: Supply, for need: Need) {
        switch (supply, need) {
        case (.graph(let graph), _): catalog.insert(graph)
        case (.instance(let instance), _): callBack(instance)
        case (.instances(let ids), _): found[need] = ids
        case (.nothing, .triple), (.nothing, .dependents): found[need] = []
        case (.schedule(let schedule), .schedule(let definition)):
            schedules[definition] = .success(schedule)
            refreshed.insert(definition)
            give(schedule, of: definition)
        case (.unreadable(let error), .schedule(let definition)):
            schedules[definition] = .failure(error)
            refreshed.insert(definition)
        case (.usedEvents(let events), _):
            suppliedEvents.insert(need)
            for event in events { usedEvents[event.job, default: [:]][event.key] = event }
        case (.nothing, .usedEvents): suppliedEvents.insert(need)
        case (.window(let entries), _): windows[need] = entries
        case (.nothing, .window): windows[need] = []
        case (.durations(let durations), .durations(let job)): take(durations, of: job)
        case (.nothing, .durations(let job)): take([], of: job)
        case (.notification(let ended), _): endedNotifications[ended.id] = ended
        case (.pendingItem(let item), _): pastItems[item.id] = item
        case (.fileVersion(let head), .fileVersion(let key)): suppliedFiles[key] = head
        case (.schedule, _), (.unreadable, _), (.durations, _), (.nothing, .schedule),
            (.nothing, .notification), (.nothing, .pendingItem), (.fileVersion, _),
            (.nothing, .fileVersion):
            break
        case (.upstream(let upstream), _): stored[need] = .some(upstream)
        case (.nothing, .cycle): stored[need] = .some(nil)
        case (.nothing, .graph(let key)):
            catalog.remove(key)
            absentVersions.insert(key)
        case (.nothing, .instance): break
        }
    }

    /// Lets the live instances of a version know what its zone and its calendar are.
    private mutating func give(_ schedule: Schedule, of definition: ScheduleDefinition) {
        guard let place = wantedSchedules.firstIndex(of: definition) else {
            for id in calledBack where instances[id]?.graph.definition.schedule == definition {
                instances[id]?.schedule = schedule
            }
            return
        }
        wantedSchedules.remove(at: place)
        for id in Array(instances.keys)
        where instances[id]?.graph.definition.schedule == definition {
            instances[id]?.schedule = schedule
        }
    }

    private func needs(ofJob scope: Scope, _ name: String, version: Int?) -> [Need] {
        guard let head = catalog.head(scope, name) else { return [] }
        let key = VersionKey(job: head.id, version: version ?? head.latestVersion)
        // An old version may have been dropped since its graph was used: the store knows.
        let isOld = key.version != head.latestVersion
        return isOld || catalog.graph(key) == nil ? [.graph(key)] : []
    }

    /// The zone that the expressions of a version mean.
    private func needs(ofVersionIn command: RunJob) -> [Need] {
        guard let head = catalog.head(command.scope, command.jobName),
            let graph = catalog.graph(
                VersionKey(job: head.id, version: command.version ?? head.latestVersion)),
            let schedule = graph.definition.schedule, schedules[schedule] == nil
        else { return [] }
        return [.schedule(schedule)]
    }

    private func needs(ofCyclesBefore command: RunJob) -> [Need] {
        guard let planTime = command.planTime,
            let head = catalog.head(command.scope, command.jobName),
            let graph = catalog.graph(
                VersionKey(job: head.id, version: command.version ?? head.latestVersion))
        else { return [] }
        let missing = needs(ofSchedulesOf: head)
        guard missing.isEmpty else { return missing }
        return waitedFor(by: graph, of: head, planTime)
            .map { Need.cycle(job: $0.cycle.job, planTime: $0.cycle.planTime) }
            .filter { stored[$0] == nil }
    }

    /// The schedule of a new version, and those of the jobs that it depends on.
    private func needs(ofSchedulesIn command: SubmitJob) -> [Need] {
        needs(ofSchedulesIn: command.definition, as: command.scope)
    }

    private func needs(
        ofSchedulesIn definition: JobDefinition, as scope: Scope,
    ) -> [Need] {
        guard definition.schedule != nil else { return [] }
        var head = JobHead(
            id: JobID(0), scope: scope, name: definition.name, latestVersion: 0)
        head.describe(definition)
        return needs(ofSchedulesOf: head)
    }

    /// The version that is published, and what submitting it to production would need.
    private func needs(ofPublishing item: PendingItem) -> [Need] {
        guard item.change != .delete else { return [] }
        let job: JobID
        switch item.object {
        case .job(let id): job = id
        case .file(let file):
            let key = FileVersionKey(object: file, version: item.version)
            let head = files.head(item.scope, item.name)
            return fileVersion(key, head) == nil ? [.fileVersion(key)] : []
        }
        let key = VersionKey(job: job, version: item.version)
        guard let definition = catalog.graph(key)?.definition else { return [.graph(key)] }
        let needs = needs(
            ofSchedulesIn: definition, as: Scope(workspace: item.scope.workspace))
        guard let head = production(from: job, item.name, item.scope) else { return needs }
        return needs + self.needs(ofCyclesOf: head.id)
            + self.needs(ofWaitingOf: head, toTake: definition)
    }

    private func need(of id: InstanceID) -> Need? {
        guard let instance = instances[id] else { return .instance(id) }
        guard let schedule = instance.graph.definition.schedule, schedules[schedule] == nil else {
            return nil
        }
        return .schedule(schedule)
    }

    private func need(of target: RetryInstances.Target) -> Need? {
        switch target {
        case .instance(let id): return need(of: id)
        case .triple(let job, let planTime, let submitTime):
            let need = Need.triple(job: job, planTime: planTime, submitTime: submitTime)
            guard let found = found[need] else { return need }
            return found.count == 1 ? self.need(of: found[0]) : nil
        }
    }

    private mutating func callBack(_ instance: Instance) {
        guard instances[instance.id] == nil else { return }
        let schedule = schedule(of: instance.graph)
        instances[instance.id] = instance
        instances[instance.id]?.schedule = schedule
        liveByJob[instance.job, default: []].insert(instance.id)
        calledBack.append(instance.id)
        let cycle = Cycle(job: instance.job, planTime: instance.planTime)
        if newestByCycle[cycle] ?? instance.id <= instance.id {
            newestByCycle[cycle] = instance.id
        }
        liveNodes += instance.nodes.count
    }
}
