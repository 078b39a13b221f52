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
}

/// What the store has for a need.
package enum Supply: Sendable {
    case graph(JobGraph)
    case instance(Instance)
    /// For `triple` and `dependents`.
    case instances([InstanceID])
    /// For `cycle`.
    case upstream(Dependency.Upstream)
    /// There is no such thing: the command will be refused for it.
    case nothing
}

extension Engine {
    /// What a command still needs before `handle`; ask again after each `supply`, since one thing
    /// may lead to another. Needs that were answered with nothing are not asked again: the caller
    /// keeps them in `missing`.
    package func needs(of command: Command) -> [Need] {
        switch command {
        case .createWorkspace, .deleteJob: return []
        case .submitJob(let command):
            return needs(ofJob: command.scope, command.definition.name, version: nil)
        case .runJob(let command):
            return needs(ofJob: command.scope, command.jobName, version: command.version)
                + needs(ofCyclesBefore: command)
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

    /// Takes what the store had for a need.
    package mutating func supply(_ supply: Supply, for need: Need) {
        switch (supply, need) {
        case (.graph(let graph), _): catalog.insert(graph)
        case (.instance(let instance), _): callBack(instance)
        case (.instances(let ids), _): found[need] = ids
        case (.nothing, .triple), (.nothing, .dependents): found[need] = []
        case (.upstream(let upstream), _): stored[need] = .some(upstream)
        case (.nothing, .cycle): stored[need] = .some(nil)
        case (.nothing, .graph(let key)): catalog.remove(key)
        case (.nothing, .instance): break
        }
    }

    private func needs(ofJob scope: Scope, _ name: String, version: Int?) -> [Need] {
        guard let head = catalog.head(scope, name) else { return [] }
        let key = VersionKey(job: head.id, version: version ?? head.latestVersion)
        // An old version may have been dropped since its graph was used: the store knows.
        let isOld = key.version != head.latestVersion
        return isOld || catalog.graph(key) == nil ? [.graph(key)] : []
    }

    private func needs(ofCyclesBefore command: RunJob) -> [Need] {
        guard let planTime = command.planTime,
            let head = catalog.head(command.scope, command.jobName),
            let graph = catalog.graph(
                VersionKey(job: head.id, version: command.version ?? head.latestVersion))
        else { return [] }
        return graph.definition.dependJobs.compactMap { before in
            guard let job = catalog.head(command.scope, before.jobName) else { return nil }
            let need = Need.cycle(job: job.id, planTime: planTime)
            return stored[need] == nil ? need : nil
        }
    }

    private func need(of id: InstanceID) -> Need? {
        instances[id] == nil ? .instance(id) : nil
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
        instances[instance.id] = instance
        calledBack.append(instance.id)
        let cycle = Cycle(job: instance.job, planTime: instance.planTime)
        if newestByCycle[cycle] ?? instance.id <= instance.id {
            newestByCycle[cycle] = instance.id
        }
        liveNodes += instance.nodes.count
    }
}
