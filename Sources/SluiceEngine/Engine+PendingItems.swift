internal import SluiceModel

/// What waits for its publish. Only workspaces of mode DEV_PROD have such a list, in development.
extension Engine {
    /// Puts a submitted version into the list, in the place of the one before (`S145`).
    mutating func noteSubmission(
        of version: DevelopedVersion, comment: String, by caller: Caller, _ now: Now,
        _ effects: inout Effects,
    ) -> PendingItem? {
        guard version.scope.environment == .development else { return nil }
        let isNew = productionVersion(of: version.object, version.name, version.scope) == nil
        return list(
            version, isNew ? .create : .update, comment: comment, by: caller, now, &effects)
    }

    /// Submitted once more as it is: it is listed again where production does not have it (`S168`).
    mutating func noteRepetition(
        of version: DevelopedVersion, comment: String, by caller: Caller, _ now: Now,
        _ effects: inout Effects,
    ) -> PendingItem? {
        if let item = pendingItem(of: version.object), item.version == version.version {
            return item
        }
        let there = productionVersion(of: version.object, version.name, version.scope)
        guard there != version.version else { return nil }
        return noteSubmission(of: version, comment: comment, by: caller, now, &effects)
    }

    /// What production has of a deleted object is to be deleted too; what it never had is let go.
    mutating func noteDeletion(
        of version: DevelopedVersion, by caller: Caller, _ now: Now, _ effects: inout Effects,
    ) {
        guard version.scope.environment == .development else { return }
        let there = productionVersion(of: version.object, version.name, version.scope)
        if there != nil {
            _ = list(version, .delete, by: caller, now, &effects)
        } else if let item = pendingItem(of: version.object) {
            close(item, .removed(user: caller.user), &effects)
        }
    }

    /// The same for what was deleted before, and whose deletion was removed from the list.
    mutating func noteDeletion(
        again version: DevelopedVersion, by caller: Caller, _ now: Now,
        _ effects: inout Effects,
    ) -> PendingItem {
        pendingItem(of: version.object) ?? list(version, .delete, by: caller, now, &effects)
    }

    private mutating func list(
        _ version: DevelopedVersion, _ change: PublishChange, comment: String = "",
        by caller: Caller, _ now: Now, _ effects: inout Effects,
    ) -> PendingItem {
        let item = PendingItem(
            id: ItemID(counters.item), scope: version.scope, object: version.object,
            name: version.name, kind: version.kind, module: version.module,
            version: version.version, change: change, submitter: caller, time: now.wall,
            comment: comment)
        counters.item += 1
        if let old = pendingItem(of: item.object) {
            close(old, .replaced(by: item.id), &effects)
        }
        take(item)
        effects.records.append(.pendingItem(item))
        return item
    }

    mutating func close(
        _ item: PendingItem, _ state: PendingItem.State, _ effects: inout Effects,
    ) {
        var item = item
        item.state = state
        pendingItems[item.id] = nil
        pendingByObject[item.object] = nil
        // A command of the same batch may still name it.
        pastItems[item.id] = item
        effects.records.append(.pendingItem(item))
    }

    mutating func take(_ item: PendingItem) {
        pendingItems[item.id] = item
        pendingByObject[item.object] = item.id
    }

    func pendingItem(of object: DevelopedObject) -> PendingItem? {
        pendingByObject[object].flatMap { pendingItems[$0] }
    }

    // MARK: - What production has

    /// The version of production that was published from an object of development; nil: none was.
    func productionVersion(
        of object: DevelopedObject, _ name: String, _ scope: Scope,
    ) -> Int? {
        switch object {
        case .job(let job): production(from: job, name, scope)?.latestVersion
        case .file(let file): production(from: file, name, scope)?.latestVersion
        }
    }

    func production(from job: JobID, _ name: String, _ scope: Scope) -> JobHead? {
        let head = catalog.head(Scope(workspace: scope.workspace), name)
        return head.flatMap { $0.origin == job ? $0 : nil }
    }

    func production(from file: ObjectID, _ name: String, _ scope: Scope) -> FileHead? {
        let head = files.head(Scope(workspace: scope.workspace), name)
        return head.flatMap { $0.origin == file ? $0 : nil }
    }

    /// A job of production whose origin was deleted, as a scope of development sees it.
    func orphan(_ scope: Scope, _ name: String) -> JobHead? {
        guard scope.environment == .development,
            let head = catalog.head(Scope(workspace: scope.workspace), name),
            let origin = head.origin, catalog.head(origin) == nil
        else { return nil }
        return head
    }

    /// The same of a file object.
    func fileOrphan(_ scope: Scope, _ name: String) -> FileHead? {
        guard scope.environment == .development,
            let head = files.head(Scope(workspace: scope.workspace), name),
            let origin = head.origin, files.head(scope, name)?.id != origin
        else { return nil }
        return head
    }

    /// Who makes a job anew under the name of one that production still has goes on with that: its
    /// publish is an update.
    mutating func adoptOrphan(of head: JobHead, _ effects: inout Effects) {
        guard var orphan = orphan(head.scope, head.name), let origin = orphan.origin else { return }
        replacePending(.job(origin), &effects)
        orphan.origin = head.id
        catalog.insert(orphan)
        effects.records.append(.origin(of: orphan.id, head.id))
    }

    mutating func adopt(
        _ orphan: FileHead?, as head: FileHead, _ effects: inout Effects,
    ) {
        guard var orphan, let origin = orphan.origin else { return }
        replacePending(.file(origin), &effects)
        orphan.origin = head.id
        files.insert(orphan)
        effects.records.append(.fileOrigin(of: orphan.id, head.id))
    }

    private mutating func replacePending(_ object: DevelopedObject, _ effects: inout Effects) {
        guard let item = pendingItem(of: object) else { return }
        close(item, .replaced(by: ItemID(counters.item)), &effects)
    }
}

// MARK: - Commands on the list

extension Engine {
    /// Publishing belongs to development (`S151`).
    func checkPublishing(in scope: Scope) throws(SluiceError) {
        guard let workspace = workspaces[scope.workspace] else { return try checkScope(scope) }
        guard workspace.mode == .devProd, scope.environment == .development else {
            throw .publishInDevelopmentOnly(
                scope.workspace, isBasic: workspace.mode == .basic)
        }
    }

    /// The items that a command names, each once; one that has gone on since is told of.
    func items(_ ids: [ItemID], in scope: Scope) throws(SluiceError) -> [PendingItem] {
        var items: [PendingItem] = []
        for id in ids.uniqued() {
            guard let item = pendingItems[id], item.scope == scope else {
                throw whyNotPending(id, in: scope)
            }
            items.append(item)
        }
        return items
    }

    private func whyNotPending(_ id: ItemID, in scope: Scope) -> SluiceError {
        guard let item = pastItems[id], item.scope == scope else {
            return SluiceError(
                .notFound, reason: "ITEM_NOT_FOUND",
                "there is no item \(id) in the pending list of workspace '\(scope.workspace)'",
                subject: "item \(id)")
        }
        let fate =
            switch item.state {
            case .pending: "is pending"
            case .replaced(let successor): whatReplaced(item, by: successor)
            case .removed(let user): "was removed from the pending list by \(user)"
            case .published(let publish, let user): "was published by \(user) as \(publish)"
            }
        return SluiceError(
            .aborted, reason: "ITEM_NOT_PENDING",
            "item \(id), \(item.words), \(fate); nothing was done: look at the list again",
            subject: "item \(id)")
    }

    private func whatReplaced(_ item: PendingItem, by successor: ItemID) -> String {
        guard let now = pendingItems[successor] ?? pendingItem(of: item.object) else {
            return "was submitted again since, and that is no longer pending either"
        }
        return "was replaced by item \(now.id), \(now.words), which \(now.submitter.user) submitted"
    }

    /// What the store has to say of items that are not pending.
    func needs(of command: ProposeVersion) -> [Need] {
        guard command.isFile, let head = files.head(command.scope, command.name) else { return [] }
        let key = FileVersionKey(object: head.id, version: command.version)
        return fileVersion(key, head) == nil ? [.fileVersion(key)] : []
    }

    func needs(ofItems ids: [ItemID]) -> [Need] {
        ids.filter { pendingItems[$0] == nil && pastItems[$0] == nil }.map { .pendingItem($0) }
    }

    mutating func removeItems(
        _ command: RemoveItems, by caller: Caller, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkPublishing(in: command.scope)
        let items = try items(command.items, in: command.scope)
        let offenders = items.filter { $0.module == .modeling }.map { item in
            SluiceError.Offender(
                subject: "item \(item.id)",
                message: "\(item.words) is of module modeling, whose items are not removed; "
                    + "submit another version, or delete the object")
        }
        guard offenders.isEmpty else { throw .refused(offenders, reason: "REMOVE_NOT_OFFERED") }
        for item in items { close(item, .removed(user: caller.user), &effects) }
        return Reply(.items(items))
    }

    mutating func proposeVersion(
        _ command: ProposeVersion, by caller: Caller, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkPublishing(in: command.scope)
        let version = try developedVersion(in: command)
        let there = productionVersion(of: version.object, version.name, version.scope)
        guard there != command.version else {
            throw SluiceError(
                .failedPrecondition, reason: "VERSION_IN_PRODUCTION",
                "production has version \(command.version) of '\(command.name)'",
                subject: command.name)
        }
        let item = noteSubmission(
            of: version, comment: command.comment, by: caller, now, &effects)
        return Reply(.items([item].compactMap(\.self)))
    }

    private func developedVersion(
        in command: ProposeVersion,
    ) throws(SluiceError) -> DevelopedVersion {
        guard command.isFile else {
            var head = try job(command.scope, command.name)
            let definition = try graph(of: head, version: command.version).definition
            head.latestVersion = command.version
            return DevelopedVersion(head, definition)
        }
        let head = try file(command.scope, command.name)
        let wanted = FileVersionKey(object: head.id, version: command.version)
        guard let found = fileVersion(wanted, head) else {
            throw SluiceError(
                .notFound, reason: "OBJECT_VERSION_NOT_FOUND",
                "file object '\(head.name)' has no version \(command.version); the latest is "
                    + "\(head.latestVersion)",
                subject: "object \(head.name)")
        }
        return DevelopedVersion(found)
    }

    /// What a version of a file object is; nil: it was not supplied.
    func fileVersion(_ key: FileVersionKey, _ head: FileHead?) -> FileHead? {
        if let head, head.id == key.object, head.latestVersion == key.version { return head }
        return suppliedFiles[key]
    }
}
