internal import HeapModule
internal import SluiceModel

/// Instances that wait for a file before they begin (reference, 3.6).
extension Engine {
    /// Nothing else holds the instance any more: from here on it waits for its file.
    mutating func listen(_ id: InstanceID, _ now: Now, _ effects: inout Effects) {
        guard let wait = instances[id]?.fileWait else { return }
        if case .due = wait {
            guard let path = path(of: id, now, &effects) else { return }
            withInstance(id, now, &effects) { instance, _ in
                instance.fileWait = .listening(path: path, since: now.wall)
            }
        }
        watchFile(of: id)
    }

    /// The path with its expressions filled in; nil: that could not be done, and the instance has
    /// failed.
    private mutating func path(
        of id: InstanceID, _ now: Now, _ effects: inout Effects,
    ) -> String? {
        guard let instance = instances[id] else { return nil }
        do throws(NotEvaluated) {
            return try instance.awaitedPath(at: now.wall)
        } catch {
            giveUp(id, because: error.why, now, &effects)
            return nil
        }
    }

    /// Has the file of a listening instance looked for, up to the end of its time.
    mutating func watchFile(of id: InstanceID) {
        guard let instance = instances[id], let rule = instance.fileRule,
            case .listening(let path, _) = instance.fileWait, let end = instance.endOfListening
        else { return }
        watch(path, for: .instance(id), every: rule.scanIntervalMilliseconds)
        alarms.insert(Alarm(due: end, subject: .fileWait(id)))
    }

    /// Something else holds the instance again: it listens anew afterwards.
    mutating func stopListening(_ id: InstanceID, _ now: Now, _ effects: inout Effects) {
        watch(nil, for: .instance(id))
        withInstance(id, now, &effects) { instance, _ in instance.fileWait = .due }
    }

    mutating func fileIsThere(_ id: InstanceID, _ now: Now, _ effects: inout Effects) {
        withInstance(id, now, &effects) { instance, _ in instance.fileWait = nil }
        watch(nil, for: .instance(id))
        reconsider(id, now, &effects)
    }

    /// The time of a listening instance may be over.
    mutating func fileWaitIsDue(_ id: InstanceID, _ now: Now, _ effects: inout Effects) {
        guard let instance = instances[id], instance.stage == .held,
            let rule = instance.fileRule, case .listening(let path, _) = instance.fileWait,
            let end = instance.endOfListening, end <= now.wall
        else { return }
        let minutes = rule.scanDurationMilliseconds / 60_000
        giveUp(id, because: "no file \(path) appeared within \(minutes) min", now, &effects)
    }

    private mutating func giveUp(
        _ id: InstanceID, because why: String, _ now: Now, _ effects: inout Effects,
    ) {
        unregister(id)
        withInstance(id, now, &effects) { instance, turn in
            instance.obstacle = nil
            instance.failBeforeOpening(because: why.shortened, &turn)
        }
    }
}

extension Instance {
    /// What its version says about a file that it waits for.
    var fileRule: FileListening? { graph.definition.schedule?.file }

    /// When it fails if no file has come; nil: it does not listen.
    var endOfListening: Timestamp? {
        guard case .listening(_, let since) = fileWait, let rule = fileRule else { return nil }
        return Timestamp(milliseconds: since.milliseconds + rule.scanDurationMilliseconds)
    }

    /// A planned instance waits for the file that its version names.
    mutating func expectFile() {
        if fileRule != nil { fileWait = .due }
    }

    fileprivate func awaitedPath(at time: Timestamp) throws(NotEvaluated) -> String {
        var fill = Filling(for: self, at: time)
        let path = try fill(fileRule?.path ?? "", of: "schedule.waitForFile.path")
        guard let problem = FilePattern.problem(with: path) else { return path }
        throw NotEvaluated(why: "schedule.waitForFile.path: \(problem)")
    }

    /// What it would have begun with fails, whatever its policy says; nothing comes after it.
    fileprivate mutating func failBeforeOpening(because why: String, _ turn: inout Turn) {
        fileWait = nil
        stage = .open
        reason = why
        let first = nodes.indices.filter {
            nodes[$0].phase == .waiting(.upstream) && nodes[$0].isAtFront
        }
        for index in first { setPhase(index, .fail(.fileMissing), reason: why, &turn) }
        settle(&turn)
    }

    /// It no longer waits for a file, by hand.
    mutating func dropFileWait(_ author: Author, _ turn: inout Turn) {
        guard case .listening(let path, _) = fileWait else { return }
        fileWait = nil
        note(.dependenciesDropped, nil, detail: path, author, &turn)
    }

    /// A retry that listens starts with that, and looks at nothing that comes before.
    mutating func listenAgain(_ turn: inout Turn) {
        guard fileRule != nil else { return }
        for index in dependencies.indices where dependencies[index].isOpen {
            dependencies[index].isDropped = true
            turn.records.append(.dependency(dependencyRecord(index)))
        }
        fileWait = .due
        stage = .held
    }
}
