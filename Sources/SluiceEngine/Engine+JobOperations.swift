internal import SluiceExpression
internal import SluiceModel

/// Operations on the schedules of jobs.
extension Engine {
    mutating func operateJobs(
        _ command: OperateJobs, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        var heads: [JobHead] = []
        for name in command.jobNames.uniqued() { heads.append(try job(command.scope, name)) }
        let refusals = heads.compactMap { head in
            head.refusal(of: command.operation).map {
                SluiceError.Offender(subject: "job \(head.name)", message: $0)
            }
        }
        guard refusals.isEmpty else { throw .refused(refusals, reason: "JOB_STATUS") }
        for head in heads { operate(command.operation, on: head, now, &effects) }
        dispatch(now, &effects)
        return Reply(.jobs(heads.compactMap { catalog.head($0.id) }))
    }

    private mutating func operate(
        _ operation: OperateJobs.Operation, on head: JobHead, _ now: Now,
        _ effects: inout Effects,
    ) {
        switch operation {
        case .enable:
            skipDisabled(of: head, now, &effects)
            changePlanning(of: head.id, &effects) { planning in
                planning.isEnabled = true
                planning.plannedUntil = max(planning.plannedUntil, now.wall)
            }
            planAnew(head.id)
            watchFiles(of: head.id)
        case .disable:
            makeDueCycles(of: head, now, &effects)
            changePlanning(of: head.id, &effects) { $0.isEnabled = false }
            nextCycles[head.id] = nil
            watchFiles(of: head.id)
        case .pause:
            changePlanning(of: head.id, &effects) { $0.isPaused = true }
            pausedJobs.insert(head.id)
        case .resume:
            changePlanning(of: head.id, &effects) { $0.isPaused = false }
            pausedJobs.remove(head.id)
            openQueued(of: head.id, now, &effects)
        }
        tell(
            .jobSchedule(head.scope, head.id, name: head.name), reason: operation.participle, now,
            &effects)
    }

    // MARK: - New versions

    /// How far the schedule of a new version has come: what is before it is not caught up with.
    func planning(
        of definition: JobDefinition, after old: JobHead?, _ now: Now,
    ) -> Planning {
        guard let old else {
            return Planning(isEnabled: definition.startsEnabled, plannedUntil: now.wall)
        }
        var planning = old.planning
        if old.schedule == nil, old.trigger == nil { planning.isEnabled = definition.startsEnabled }
        guard let schedule = definition.schedule, schedule != old.schedule else { return planning }
        planning.plannedUntil = max(planning.plannedUntil, now.wall)
        return planning
    }

    /// A schedule that cannot fire, or that waits for what cannot come, is refused.
    func checkSchedule(of command: SubmitJob) throws(SluiceError) {
        guard let definition = command.definition.schedule else { return }
        switch schedules[definition] {
        case .failure(var error):
            error.subject = "schedule"
            throw error
        case .success(let schedule): try checkWindows(of: command, schedule)
        case nil: preconditionFailure("a schedule is supplied before it is submitted")
        }
    }

    private func checkWindows(
        of command: SubmitJob, _ schedule: Schedule,
    ) throws(SluiceError) {
        let name = command.definition.name
        for (index, before) in command.definition.dependJobs.enumerated() {
            let place = "dependJobs[\(index)]"
            let other = JobHead(
                id: JobID(0), scope: command.scope, name: name, latestVersion: 0
            ).resolve(before.qualifiedName)
            guard let head = catalog.head(other.scope, other.name) else { continue }
            guard head.schedule != nil else {
                throw SluiceError(
                    .failedPrecondition, reason: "DEPEND_JOB_NOT_SCHEDULED",
                    "\(place): job '\(head.name)' has no schedule, so the cycles of '\(name)' "
                        + "would wait for ever; give it one, or run '\(name)' by hand",
                    subject: place, domain: .parameterInvalid)
            }
            guard let upstream = self.schedule(of: head),
                let own = schedule.level(around: .zero), let level = upstream.level(around: .zero),
                own < level
            else { continue }
            throw SluiceError(
                .failedPrecondition, reason: "DEPEND_JOB_TOO_SELDOM",
                "\(place): job '\(head.name)' runs every \(level), more seldom than '\(name)', "
                    + "which runs every \(own); a job depends on those of its own period or a "
                    + "finer one",
                subject: place, domain: .parameterInvalid)
        }
    }
}

extension JobDefinition {
    /// What a first version says; one that does not run by itself has no say.
    fileprivate var startsEnabled: Bool { schedule?.isEnabled ?? trigger?.isEnabled ?? true }
}

extension OperateJobs.Operation {
    var participle: String {
        switch self {
        case .enable: "enabled"
        case .disable: "disabled"
        case .pause: "paused"
        case .resume: "resumed"
        }
    }
}

extension JobHead {
    /// Why an operation on its schedule is refused; nil: it is admitted.
    fileprivate func refusal(of operation: OperateJobs.Operation) -> String? {
        switch operation {
        case .enable, .disable:
            if schedule == nil, trigger == nil {
                return "job '\(name)' has no schedule; it runs by hand"
            }
            if scope.environment == .development {
                return "job '\(name)' is of the development environment, where no job runs by "
                    + "itself; run it by hand, or publish it"
            }
            return planning.isEnabled == (operation == .enable)
                ? "job '\(name)' is \(operation.participle) already" : nil
        case .pause: return planning.isPaused ? "job '\(name)' is paused already" : nil
        case .resume: return planning.isPaused ? nil : "job '\(name)' is not paused"
        }
    }
}

extension SluiceError {
    /// Nothing was done, since these do not fit.
    static func refused(_ offenders: [Offender], reason: String) -> SluiceError {
        let listed = offenders.prefix(Limits.listedChanges).map(\.message)
        var error = SluiceError(
            .failedPrecondition, reason: reason, listed.joined(separator: " "),
            subject: offenders.first?.subject ?? "", domain: .parameterInvalid)
        error.offenders = offenders
        return error
    }
}
