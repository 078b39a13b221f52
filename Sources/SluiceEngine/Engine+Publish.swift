internal import SluiceModel

/// From development to production.
extension Engine {
    /// Publishes what passes its checks; the rest stays pending, with a record that says why
    /// (`S179`). An object may need another one of the same call, so those that fail are looked at
    /// again as long as others go through.
    mutating func publishItems(
        _ command: PublishItems, by caller: Caller, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkPublishing(in: command.scope)
        var waiting = try items(command.items, in: command.scope)
        for item in waiting { try checkIsHeld(item) }
        var publications: [Publication] = []
        while true {
            var failed: [(item: PendingItem, checks: [PublishCheck])] = []
            for item in waiting {
                let checks = checks(of: item, by: caller)
                guard checks.allSatisfy(\.isPassed) else {
                    failed.append((item, checks))
                    continue
                }
                publications.append(publish(item, command, checks, by: caller, now, &effects))
            }
            if failed.isEmpty { break }
            if failed.count == waiting.count {
                for (item, checks) in failed {
                    publications.append(
                        record(
                            item, command, checks, checks.problems,
                            former: formerVersion(of: item), by: caller, now, &effects))
                }
                break
            }
            waiting = failed.map(\.item)
        }
        dispatch(now, &effects)
        return Reply(.publications(publications))
    }

    /// What the store supplied may be more than the engine keeps at once.
    private func checkIsHeld(_ item: PendingItem) throws(SluiceError) {
        guard case .job(let job) = item.object, item.change != .delete,
            catalog.graph(VersionKey(job: job, version: item.version)) == nil
        else { return }
        throw SluiceError(
            .resourceExhausted, reason: "TOO_MUCH_AT_ONCE",
            "the jobs have too many nodes to be published in one call; publish fewer at once",
            subject: "item \(item.id)")
    }

    private mutating func publish(
        _ item: PendingItem, _ command: PublishItems, _ checks: [PublishCheck],
        by caller: Caller, _ now: Now, _ effects: inout Effects,
    ) -> Publication {
        let former = formerVersion(of: item)
        var moved: [InstanceChange] = []
        switch item.object {
        case .job(let job) where item.change == .delete:
            guard let head = production(from: job, item.name, item.scope) else { break }
            remove(head, now, &effects)
        case .file(let file) where item.change == .delete:
            guard let head = production(from: file, item.name, item.scope) else { break }
            remove(head, now, &effects)
        case .file(let file): deploy(file, in: item, &effects)
        case .job(let job):
            let key = VersionKey(job: job, version: item.version)
            guard let graph = catalog.graph(key) else { preconditionFailure("checkIsHeld") }
            moved = deploy(graph, in: item, now, &effects)
        }
        let publication = record(
            item, command, checks, alerts(of: item, moved), former: former, by: caller, now,
            &effects)
        close(item, .published(publication.id, user: caller.user), &effects)
        return publication
    }

    /// The record of a publish, whatever came of it.
    private mutating func record(
        _ item: PendingItem, _ command: PublishItems, _ checks: [PublishCheck],
        _ alerts: [String], former: Int, by caller: Caller, _ now: Now,
        _ effects: inout Effects,
    ) -> Publication {
        let publication = Publication(
            id: PublishID(counters.publish), item: item,
            name: command.name.isEmpty ? item.words : command.name,
            formerVersion: former, publisher: caller, time: now.wall,
            comment: command.comment, checks: checks, alerts: alerts)
        counters.publish += 1
        effects.records.append(.publication(publication))
        return publication
    }

    private func formerVersion(of item: PendingItem) -> Int {
        productionVersion(of: item.object, item.name, item.scope) ?? 0
    }

    /// What has become of instances that were made before.
    private func alerts(of item: PendingItem, _ moved: [InstanceChange]) -> [String] {
        guard case .job(let job) = item.object,
            let head = production(from: job, item.name, item.scope)
        else { return [] }
        let kept = (liveByJob[head.id] ?? []).filter { id in
            instances[id].map { $0.stage != .ended && $0.graph.version != item.version } ?? false
        }
        return [
            ("instances that were made before keep their version", kept.sorted()),
            ("instances that had not begun have the new version", moved.map(\.instance)),
        ].filter { !$0.1.isEmpty }.map { words, ids in
            let named = ids.prefix(10).map(\.description).joined(separator: ", ")
            return "\(words): \(named)" + (ids.count > 10 ? ", …" : "")
        }
    }

    /// Makes a version of development the one that production's scheduler uses from now on
    /// (`S146`).
    private mutating func deploy(
        _ graph: JobGraph, in item: PendingItem, _ now: Now, _ effects: inout Effects,
    ) -> [InstanceChange] {
        // What was due under the old version is made under it.
        makeDueCycles(of: production(from: graph.job, item.name, item.scope), now, &effects)
        let old = production(from: graph.job, item.name, item.scope)
        var head = JobHead(
            id: old?.id ?? JobID(counters.job), scope: Scope(workspace: item.scope.workspace),
            name: item.name, latestVersion: graph.version, origin: graph.job,
            highestVersion: max(graph.version, old?.highestVersion ?? 0))
        head.describe(graph.definition)
        head.planning = planning(of: graph.definition, after: old, now)
        if old == nil { counters.job += 1 }
        let origin = VersionKey(job: graph.job, version: graph.version)
        return take(
            JobVersionRecord(
                job: head.id, scope: head.scope, version: graph.version,
                definition: graph.definition, source: "", comment: item.comment,
                user: item.submitter.user, time: item.time, origin: origin),
            head, after: old, now, &effects)
    }

    /// Instances that are made from now on have this version of the file.
    private mutating func deploy(
        _ file: ObjectID, in item: PendingItem, _ effects: inout Effects,
    ) {
        let key = FileVersionKey(object: file, version: item.version)
        guard var head = fileVersion(key, files.head(item.scope, item.name)) else { return }
        let old = production(from: file, item.name, item.scope)
        head.id = old?.id ?? ObjectID(counters.object)
        if old == nil { counters.object += 1 }
        head.scope = Scope(workspace: item.scope.workspace)
        head.origin = file
        head.highestVersion = max(item.version, old?.highestVersion ?? 0)
        files.insert(head)
        effects.records.append(.fileCopied(head, from: file))
    }
}
