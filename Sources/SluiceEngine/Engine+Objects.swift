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
        let head = FileHead(
            id: old?.id ?? ObjectID(counters.object), scope: command.scope, name: command.name,
            kind: command.kind ?? old?.kind ?? .resource,
            module: command.module ?? old?.module ?? .pipeline,
            latestVersion: (old?.latestVersion ?? 0) + 1, digest: command.content.digest,
            origin: old?.origin)
        if let old, (old.digest, old.kind, old.module) == (head.digest, head.kind, head.module) {
            return Reply(.file(old, changed: false))
        }
        if old == nil { counters.object += 1 }
        files.insert(head)
        effects.records.append(
            .fileVersion(
                FileVersionRecord(
                    head: head, content: command.content.bytes, comment: command.comment,
                    user: caller.user, time: now.wall)))
        return Reply(.file(head, changed: true))
    }

    /// What instances have pinned of it stays.
    mutating func deleteObject(
        _ command: DeleteObject, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(command.scope)
        try checkIsDeveloped(in: command.scope)
        guard let head = files.head(command.scope, command.name) else {
            throw SluiceError(
                .notFound, reason: "OBJECT_NOT_FOUND",
                "there is no file object '\(command.name)' in workspace '\(command.scope)'",
                subject: "object \(command.name)")
        }
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
        files.remove(head)
        effects.records.append(.fileDeleted(head.id, at: now.wall))
        return Reply(.file(head, changed: true))
    }

    /// A file that is not there could not be given to a node.
    func checkResources(
        of definition: JobDefinition, in scope: Scope,
    ) throws(SluiceError) {
        for (index, name) in definition.resources.enumerated()
        where files.head(scope, name) == nil {
            throw SluiceError(
                .failedPrecondition, reason: "RESOURCE_MISSING",
                "resources[\(index)]: there is no file object '\(name)' in workspace "
                    + "'\(scope)'; put it there first: sluice object put FILE --name \(name)",
                subject: "resources[\(index)]", domain: .parameterInvalid)
        }
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
