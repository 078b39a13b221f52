internal import SluiceEngine
internal import SluiceExpression
internal import SluiceModel
internal import SluiceRuntime

/// Jobs of the simulated daemon that run by themselves, and backfills.
extension World {
    static let pool = "p"
    static let poolSlots = 2

    /// A schedule now and then; one that fires often, so that a short life has many cycles.
    func schedule() -> ScheduleDefinition? {
        guard dice.oneIn(2) else { return nil }
        let crons = ["* * * * *", "*/2 * * * *", "*/5 * * * *"]
        return ScheduleDefinition(
            cron: dice.pick(crons) ?? "* * * * *", timeZone: "UTC",
            catchup: dice.pick(ScheduleDefinition.Catchup.allCases) ?? .latest,
            catchupLimit: 1 + dice.upTo(4),
            overlap: dice.pick(ScheduleDefinition.Overlap.allCases) ?? .wait,
            dependsOnPrevious: dice.oneIn(4), isEnabled: !dice.oneIn(6),
            startWithinMilliseconds: dice.oneIn(3) ? 30_000 : 0,
            endWithinMilliseconds: dice.oneIn(3) ? 20_000 : 0)
    }

    func conditions(on nodes: [String]) -> [EdgeCondition] {
        guard dice.oneIn(5), let node = dice.pick(nodes) else { return [] }
        let status = dice.oneIn(2) ? "success" : "fail"
        return [
            EdgeCondition(
                node: node, expression: "#{Job.getNodeStatus(\"\(node)\") == \"\(status)\"}")
        ]
    }

    func operateJobs() {
        guard let name = dice.pick(jobs) else { return }
        let operation = dice.pick(OperateJobs.Operation.allCases) ?? .enable
        change(
            .operateJobs(
                OperateJobs(scope: .standard, operation: operation, jobNames: [name])))
    }

    func backfill() {
        guard let name = dice.pick(jobs) else { return }
        let range = someRange()
        let parallel = 1 + dice.upTo(3)
        guard !dice.oneIn(3) else {
            change(
                .retryJobs(
                    RetryJobs(
                        scope: .standard, jobName: name,
                        jobs: jobs.uniqued.filter { $0 != name && dice.oneIn(3) }.map {
                            RetryJobs.Job(workspace: "default", name: $0)
                        },
                        range: range, parallel: parallel,
                        location: dice.oneIn(2) ? .firstNode : .errorNode,
                        version: dice.oneIn(2) ? .current : .original)))
            return
        }
        change(
            .createBackfill(
                CreateBackfill(
                    scope: .standard, jobName: name, range: range, parallel: parallel,
                    isReversed: dice.oneIn(4), stopsOnFailure: dice.oneIn(3),
                    includesDownstream: dice.oneIn(2), rerunsExisting: dice.oneIn(3))))
    }

    func operateBackfills() {
        guard let id = dice.pick(journal.backfills.keys.sorted()) else { return }
        change(
            .operateBackfills(
                OperateBackfills(
                    scope: .standard,
                    operation: dice.pick(OperateBackfills.Operation.allCases) ?? .resume,
                    backfills: [id])))
    }

    private func someRange() -> ClosedRange<Timestamp> {
        let end = now.wall.milliseconds - Int64(dice.upTo(600)) * 1_000
        let start = end - Int64(dice.upTo(900)) * 1_000
        return Timestamp(milliseconds: start)...Timestamp(milliseconds: end)
    }

    /// The schedules stop, and what was paused goes on: a world that makes cycles never rests.
    func stopSchedules() {
        for name in jobs.uniqued {
            for operation in [OperateJobs.Operation.disable, .resume] {
                change(
                    .operateJobs(
                        OperateJobs(scope: .standard, operation: operation, jobNames: [name])))
            }
        }
    }
}

// MARK: - Checks

extension World {
    func checkSchedules() {
        checkCycles()
        checkBackfills()
        checkSlots()
        let heads = (try? journal.load().jobs) ?? []
        for head in heads { checkAccounts(of: head) }
        accounts = Dictionary(uniqueKeysWithValues: heads.map { ($0.id, $0) })
    }

    /// No cycle has two instances, whoever made them.
    private func checkCycles() {
        var seen: Set<String> = []
        for instance in journal.instances.values {
            guard [.scheduled, .backfill].contains(instance.type) else { continue }
            let cycle = "\(instance.job) \(instance.planTime.milliseconds) \(instance.type)"
            if !seen.insert(cycle).inserted { faults.append("cycle \(cycle) has two instances") }
        }
    }

    /// Every cycle up to where the job has come ran, or a record says why it did not.
    private func checkAccounts(of head: JobHead) {
        guard let old = accounts[head.id], old.makesCycles, let definition = old.schedule,
            let schedule = try? Schedule(definition, from: OffsetAlmanac())
        else { return }
        let until = head.planning.plannedUntil
        var time = old.planning.plannedUntil
        while let cycle = schedule.next(after: time), cycle <= until {
            time = cycle
            let hasRun = journal.instances.values.contains {
                $0.job == head.id && $0.planTime == cycle
            }
            let isSkipped = journal.skipped.contains {
                $0.job == head.id && $0.first <= cycle && cycle <= $0.last
            }
            if !hasRun, !isSkipped {
                faults.append("cycle \(cycle.milliseconds) of '\(head.name)' is lost")
            }
        }
    }

    private func checkBackfills() {
        for backfill in journal.backfills.values {
            let active = backfill.items.count { $0.state == .active }
            if active > backfill.parallel {
                faults.append("backfill \(backfill.id) works on \(active) cycles")
            }
            for item in backfill.items where item.state == .success && !item.isRetry {
                guard let id = item.instance, journal.instances[id] != nil else {
                    faults.append("backfill \(backfill.id) has a success without an instance")
                    continue
                }
            }
        }
    }

    /// What is taken is what the running attempts take.
    private func checkSlots() {
        guard let engine = conductor?.engine, conductor?.refusal == nil else { return }
        var (attempts, slots) = (0, 0)
        for instance in engine.instances.values {
            for index in instance.nodes.indices {
                guard case .running(let running) = instance.nodes[index].phase,
                    running.incarnation != nil
                else { continue }
                attempts += 1
                let node = instance.graph.nodes[index]
                if node.pool == Self.pool { slots += node.poolSlots }
            }
        }
        if engine.slotsTaken != attempts || engine.takenByPool[Self.pool, default: 0] != slots {
            faults.append("\(attempts) attempts run, and other slots are taken")
        }
        if slots > Self.poolSlots { faults.append("\(slots) slots of the pool are taken") }
    }

    /// A backfill at rest has ended, or waits for a person or for an instance that does.
    func checkBackfillsAtRest() {
        for backfill in journal.backfills.values where backfill.state == .running {
            let waits = backfill.items.contains { item in
                guard let id = item.instance, let instance = journal.instances[id] else {
                    return false
                }
                return item.state == .active && !instance.status.isFinal
            }
            let isHeld = backfill.items.contains { item in
                item.state == .fail
                    && backfill.items.contains { other in
                        other.state == .waiting
                            && other.after.contains { $0.failPolicy == .suspend }
                    }
            }
            if !waits, !isHeld { faults.append("backfill \(backfill.id) does not go on") }
        }
    }
}
