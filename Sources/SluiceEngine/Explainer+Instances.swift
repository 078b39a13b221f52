internal import SluiceModel

/// Why an instance is not running.
extension Explainer {
    mutating func explain(_ instance: Instance, depth: Int) {
        guard seenInstances.insert(instance.id).inserted else { return }
        switch instance.stage {
        case .held, .queued: explainWaiting(instance, depth)
        case .open: explainOpen(instance, depth)
        case .stopping:
            add(.stopping, "instance \(instance.id) is being stopped", instance, depth: depth)
        case .ended: explainEnded(instance, depth)
        }
    }

    private mutating func explainWaiting(_ instance: Instance, _ depth: Int) {
        explainPause(of: instance, depth)
        // In its job's line nothing outside holds it any more.
        guard instance.stage == .held else { return explainTurn(of: instance, depth) }
        switch instance.firstObstacle(at: now) {
        case .confirm:
            add(
                .confirm, "instance \(instance.id) waits for a confirmation by hand", instance,
                depth: depth)
            offer(.confirm, instance, "lets it run")
        case .crossJob: explainDependencies(of: instance, depth)
        case .planTime:
            add(
                .planTime, "instance \(instance.id) waits for its plan time", instance,
                depth: depth, until: instance.planTime)
        case .file: explainFile(of: instance, depth)
        case .upstream, .retryDelay, .slot, nil: explainTurn(of: instance, depth)
        }
    }

    mutating func explainPause(of instance: Instance, _ depth: Int) {
        guard instance.isPaused else { return }
        add(.instancePaused, "instance \(instance.id) is paused", instance, depth: depth)
        offer(.resume, instance, "lets it go on")
    }

    private mutating func explainDependencies(of instance: Instance, _ depth: Int) {
        for dependency in instance.dependencies where dependency.isOpen {
            let job = "job '\(dependency.jobName)'"
            guard let upstream = dependency.upstream else {
                add(
                    .crossJob,
                    "instance \(instance.id) waits for \(job), which has no instance for its "
                        + "plan time yet", instance, depth: depth)
                continue
            }
            guard shows(upstream.instance) else {
                add(
                    .crossJob,
                    "instance \(instance.id) waits for \(job) of another workspace", instance,
                    depth: depth)
                continue
            }
            add(
                .crossJob,
                "instance \(instance.id) waits for instance \(upstream.instance) of \(job), "
                    + "which is \(upstream.status)", instance, depth: depth)
            found.append(.instance(upstream.instance, depth: depth + 1))
        }
        offer(.runWithoutDependencies, instance, "no longer waits for other jobs")
    }

    private mutating func explainFile(of instance: Instance, _ depth: Int) {
        guard case .listening(let path, let since) = instance.fileWait else { return }
        add(
            .file, "instance \(instance.id) waits for a file: \(path)", instance, depth: depth,
            since: since, until: instance.endOfListening)
        offer(.runWithoutDependencies, instance, "no longer waits for the file")
    }

    private mutating func explainTurn(of instance: Instance, _ depth: Int) {
        guard !instance.isPaused else { return }
        if engine.pausedJobs.contains(instance.job) {
            let job = "job '\(instance.jobName)'"
            return add(
                .turn, "instance \(instance.id) waits: \(job) is paused; resume the job", instance,
                depth: depth)
        }
        let limit = instance.graph.definition.turns
        add(
            .turn,
            "instance \(instance.id) waits for its turn: \(limit) of job '\(instance.jobName)' "
                + "may run at once", instance, depth: depth)
        for other in engine.instances.values.filter({ $0.job == instance.job && $0.holdsTurn })
            .sorted(by: { $0.id < $1.id })
        {
            found.append(.instance(other.id, depth: depth + 1))
        }
        offer(.runPreferentially, instance, "takes the next turn")
    }

    private mutating func explainOpen(_ instance: Instance, _ depth: Int) {
        explainPause(of: instance, depth)
        explainSuspension(of: instance, depth)
        var running: [String] = []
        for index in instance.nodes.indices {
            switch instance.nodes[index].phase {
            case .running:
                running.append(instance.graph.nodes[index].name)
                if instance.calls[index] != nil { look(at: index, instance, depth) }
            case .waiting(.retryDelay), .waiting(.slot): look(at: index, instance, depth)
            case .fail(let cause) where !instance.isPassedOver(index, cause):
                look(at: index, instance, depth)
            case .waiting(.upstream), .success, .fail, .skip, .manualStop:
                if instance.nodes[index].isPaused { look(at: index, instance, depth) }
            }
        }
        guard !running.isEmpty else { return }
        let names = running.prefix(10).joined(separator: ", ")
        add(.running, "instance \(instance.id) runs \(names)", instance, depth: depth)
    }

    mutating func explainSuspension(of instance: Instance, _ depth: Int) {
        guard instance.suspends > 0, seenSuspensions.insert(instance.id).inserted else { return }
        add(
            .suspended, "instance \(instance.id) is suspended", instance, depth: depth)
        offer(.continue, instance, "goes on as if the failed node had succeeded")
        for index in instance.nodes.indices where instance.suspendsItsInstance(index) {
            look(at: index, instance, depth + 1)
        }
    }

    private mutating func explainEnded(_ instance: Instance, _ depth: Int) {
        if instance.status == .success {
            let how = instance.forceSuccess ? ": set to success by hand" : ""
            add(
                .done, "instance \(instance.id) is a success\(how)", instance, depth: depth,
                since: instance.run.end)
            return
        }
        // Failed nodes speak for themselves below.
        let isTold = instance.reason.isEmpty || instance.counts[.fail] > 0
        let reason = isTold ? "" : ": \(instance.reason)"
        add(
            .ended, "instance \(instance.id) ended \(instance.status)\(reason)", instance,
            depth: depth, since: instance.run.end)
        offer(.retry, instance, "runs again what failed, was stopped or has not run")
        for index in instance.nodes.indices {
            switch instance.nodes[index].phase {
            case .fail(let cause) where !instance.isPassedOver(index, cause):
                look(at: index, instance, depth + 1)
            case .manualStop: look(at: index, instance, depth + 1)
            case .waiting, .running, .success, .fail, .skip: break
            }
        }
        offer(.forceSuccess, instance, "counts as a success; what waits for it goes on")
    }
}

extension Instance {
    /// A failed node of policy SUSPEND that nobody has resolved.
    fileprivate func suspendsItsInstance(_ index: Int) -> Bool {
        guard case .fail(let cause) = nodes[index].phase, !cause.overridesPolicy else {
            return false
        }
        return graph.nodes[index].failPolicy == .suspend && !isPassedOver(index, cause)
    }
}
