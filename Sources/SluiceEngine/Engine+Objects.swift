internal import SluiceModel

/// File objects.
extension Engine {
    /// A version is content, kind and module: what differs in none of them makes none.
    mutating func putObject(
        _ command: PutObject, by caller: Caller, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        try checkIsDeveloped(in: command.scope)
        let old = files.head(command.scope, command.name)
        if old == nil { try checkNewFile(command.name, in: command.scope) }
        let orphan = old == nil ? fileOrphan(command.scope, command.name) : nil
        let head = FileHead(
            id: old?.id ?? ObjectID(counters.object), scope: command.scope, name: command.name,
            kind: command.kind ?? old?.kind ?? .resource,
            module: command.module ?? old?.module ?? .pipeline,
            latestVersion: ((old ?? orphan)?.highestVersion ?? 0) + 1,
            digest: command.content.digest, origin: old?.origin)
        if let old, (old.digest, old.kind, old.module) == (head.digest, head.kind, head.module) {
            let item = noteRepetition(
                of: DevelopedVersion(old), comment: command.comment, by: caller, now, &effects)
            return Reply(.file(old, changed: false), item: item)
        }
        if old == nil { counters.object += 1 }
        files.insert(head)
        effects.records.append(
            .fileVersion(
                FileVersionRecord(
                    head: head, content: command.content.bytes, comment: command.comment,
                    user: caller.user, time: now.wall)))
        adopt(orphan, as: head, &effects)
        let item = noteSubmission(
            of: DevelopedVersion(head), comment: command.comment, by: caller, now, &effects)
        return Reply(.file(head, changed: true), item: item)
    }

    /// What instances have pinned of it stays.
    mutating func deleteObject(
        _ command: DeleteObject, by caller: Caller, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        try checkIsDeveloped(in: command.scope)
        if files.head(command.scope, command.name) == nil,
            let orphan = fileOrphan(command.scope, command.name), let origin = orphan.origin
        {
            var version = DevelopedVersion(orphan)
            (version.object, version.scope) = (.file(origin), command.scope)
            let item = noteDeletion(again: version, by: caller, now, &effects)
            return Reply(.file(orphan, changed: true), item: item)
        }
        let head = try file(command.scope, command.name)
        try checkNothingUses(head)
        noteDeletion(of: DevelopedVersion(head), by: caller, now, &effects)
        remove(head, now, &effects)
        return Reply(.file(head, changed: true))
    }

    func file(_ scope: Scope, _ name: String) throws(SluiceError) -> FileHead {
        guard let head = files.head(scope, name) else {
            throw SluiceError(
                .notFound, reason: "OBJECT_NOT_FOUND",
                "there is no file object '\(name)' in workspace '\(scope)'",
                subject: "object \(name)")
        }
        return head
    }

    mutating func remove(_ head: FileHead, _ now: Now, _ effects: inout Effects) {
        files.remove(head)
        effects.records.append(.fileDeleted(head.id, at: now.wall))
    }

    /// What a job names could not be given to its nodes.
    func checkNothingUses(_ head: FileHead) throws(SluiceError) {
        let users = catalog.heads {
            $0.scope == head.scope && $0.resources.contains(head.name)
        }.map(\.name)
        guard users.isEmpty else {
            throw SluiceError(
                .failedPrecondition, reason: "OBJECT_IN_USE",
                "jobs use file object '\(head.name)': \(listed(users)); submit them without it, "
                    + "or delete them first",
                subject: "object \(head.name)", domain: .parameterInvalid)
        }
    }

    /// A file that is not there could not be given to a node.
    func checkResources(
        of definition: JobDefinition, in scope: Scope, by caller: Caller,
    ) throws(SluiceError) {
        for index in definition.resources.indices {
            try checkExists(resource: index, of: definition, in: scope, by: caller)
        }
    }

    func checkExists(
        resource index: Int, of definition: JobDefinition, in scope: Scope, by caller: Caller,
    ) throws(SluiceError) {
        let name = definition.resources[index]
        guard files.head(scope, name) == nil else { return }
        let absence = absence(
            of: "file object '\(name)'", in: scope, from: scope, caller,
            way: "put it there first: sluice object put FILE --name \(name)")
        throw SluiceError(
            .failedPrecondition, reason: "RESOURCE_MISSING", "resources[\(index)]: \(absence)",
            subject: "resources[\(index)]", domain: .parameterInvalid)
    }

    private func checkNewFile(_ name: String, in scope: Scope) throws(SluiceError) {
        if let problem = Names.fileProblem(with: name) {
            throw SluiceError(
                .invalidArgument, reason: "OBJECT_NAME_INVALID", problem, subject: "object_name",
                domain: .parameterInvalid)
        }
        let others = files.count(in: scope)
        if let problem = quotaProblem(ofFile: name, beside: others, in: scope) { throw problem }
    }
}

extension Instance {
    /// Takes these versions in place of those that it had.
    mutating func pin(_ pins: [FilePin], _ turn: inout Turn) {
        guard pins != resources else { return }
        resources = pins
        turn.records.append(.pins(id, pins))
    }

    /// The files that its nodes find. One that was not there when they were pinned cannot be had.
    func pinned() throws(NotEvaluated) -> [FilePin] {
        let names = graph.definition.resources
        guard names.count != resources.count else { return resources }
        let missing = names.first { name in !resources.contains { $0.name == name } } ?? ""
        throw NotEvaluated(
            why: "resources: there was no file object '\(missing)' when the run was made")
    }
}
