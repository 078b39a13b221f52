internal import DequeModule
internal import HeapModule
package import SluiceModel

/// Questions that commit nothing.
extension Engine {
    /// What has to be supplied before `explain` or `allowedOperations`; ask again after each
    /// `supply`, since one thing may lead to another.
    package func needs(toExplain id: InstanceID) -> [Need] {
        var needs: [Need] = []
        var seen: Set<InstanceID> = []
        var left = [id]
        while let next = left.popLast() {
            guard seen.insert(next).inserted else { continue }
            guard let instance = instances[next] else {
                needs.append(.instance(next))
                continue
            }
            left += instance.calls.keys.sorted().flatMap { instance.calledInTheWay(of: $0) }
            guard instance.stage == .held else { continue }
            left += instance.dependencies.filter(\.isOpen).compactMap { $0.upstream?.instance }
        }
        return needs
    }

    /// A world with no more in it than a command names, in which to see what it would change: a
    /// copy that costs nothing where thousands of other instances are alive.
    package func copy(for command: Command) -> Engine {
        guard let named = named(by: command) else { return self }
        var copy = self
        copy.instances = Dictionary(
            uniqueKeysWithValues: named.uniqued().compactMap { id in
                instances[id].map { (id, $0) }
            })
        copy.line.removeAll()
        copy.timers = []
        copy.touchedNodes = []
        copy.touchedInstances = []
        copy.calledBack = []
        return copy
    }

    /// Nil: it may concern any.
    private func named(by command: Command) -> [InstanceID]? {
        switch command {
        case .createWorkspace, .submitJob, .deleteJob, .operateJobs, .runJob, .triggerJob,
            .retryJobs, .createBackfill, .operateBackfills, .setPool, .setWorkspaceSlots,
            .updateWorkspace, .setEnvironment, .retryNotifications, .grantRole, .revokeRole,
            .putObject, .deleteObject, .publishItems, .removeItems, .proposeVersion:
            return nil
        case .operateInstances(let command): return command.instances
        case .operateNodes(let command):
            let targets = command.nodes.map(\.instance)
            guard command.operation == .rerunDownstream, let target = targets.first else {
                return targets
            }
            return targets + instancesAfter(target)
        case .retryInstances(let command):
            return command.targets.flatMap { target in
                switch target {
                case .instance(let id): [id]
                case .triple(let job, let planTime, let submitTime):
                    found[.triple(job: job, planTime: planTime, submitTime: submitTime)] ?? []
                }
            }
        }
    }

    /// All operations that there are for an instance, or for one of its nodes.
    package func allowedOperations(
        _ id: InstanceID, node: String?, in scope: Scope,
    ) throws(SluiceError) -> [AllowedOperation] {
        let instance = try instance(id, in: scope)
        guard let node else {
            return InstanceOperation.allCases.map {
                AllowedOperation(name: $0.name, refusal: instance.refusal(of: $0))
            }
        }
        let index = try index(of: node, in: instance)
        return NodeOperation.allCases.map {
            AllowedOperation(name: $0.name, refusal: instance.refusal(of: $0, on: index))
        }
    }

    /// Why an instance, or one of its nodes, is not running: by the rules that schedule it.
    package func explain(
        _ id: InstanceID, node: String?, in scope: Scope, at now: Now, for rights: Rights = .all,
    ) throws(SluiceError) -> Explanation {
        let instance = try instance(id, in: scope)
        var explainer = Explainer(engine: self, now: now, scope: scope, rights: rights)
        guard let node else { return explainer.explain(id) }
        return explainer.explain(try index(of: node, in: instance), of: id)
    }

    private func index(of node: String, in instance: Instance) throws(SluiceError) -> Int {
        guard let index = instance.graph.index(of: node) else {
            throw .noSuchNode(NodeTarget(instance.id, node), jobName: instance.jobName)
        }
        return index
    }

    /// Nothing is started at present, whatever is ready.
    var startsNothing: String? {
        if isDraining { return "the daemon is ending and starts nothing more" }
        return incarnation.text.isEmpty ? "the daemon has no keeper yet" : nil
    }
}
