internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.PublicationService`.
package struct PublicationServices: PublicationServiceHandler {
    private let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func listPublishItems(
        _ request: ListPublishItemsRequest, _ context: CallContext,
    ) async throws(Status) -> ListPublishItemsResponse {
        try await answering { () async throws(SluiceError) in
            guard !request.allModules else {
                return try shell.queries.listPublishItems(request, in: nil)
            }
            let module = try module(request.module, in: request.workspace, context)
            let response = try shell.queries.listPublishItems(request, in: module)
            await remember(module, request.module, in: request.workspace, context)
            return response
        }
    }

    package func listPublishRecords(
        _ request: ListPublishRecordsRequest, _ context: CallContext,
    ) async throws(Status) -> ListPublishRecordsResponse {
        try await answering { () async throws(SluiceError) in
            if let from = request.fromTime, let to = request.toTime, from > to {
                throw .startAfterEnd("from_time", from, "to_time", to)
            }
            let module = try module(request.module, in: request.workspace, context)
            let response = try shell.queries.listPublishRecords(request, in: module)
            await remember(module, request.module, in: request.workspace, context)
            return response
        }
    }

    package func listPublishHistory(
        _ request: ListPublishHistoryRequest, _ context: CallContext,
    ) async throws(Status) -> ListPublishHistoryResponse {
        try answering { () throws(SluiceError) in
            try checkName(request.objectName)
            return try shell.queries.listPublishHistory(request)
        }
    }

    package func getPublishRecord(
        _ request: GetPublishRecordRequest, _ context: CallContext,
    ) async throws(Status) -> GetPublishRecordResponse {
        try answering { () throws(SluiceError) in
            try checkPublishID(request.publishId)
            return try shell.queries.getPublishRecord(request)
        }
    }

    package func getPublishSource(
        _ request: GetPublishSourceRequest, _ context: CallContext,
    ) async throws(Status) -> GetPublishSourceResponse {
        try answering { () throws(SluiceError) in
            guard (request.itemId != 0) != (request.publishId != 0) else {
                throw .field("item_id", "exactly one of item_id and publish_id is needed")
            }
            return try shell.queries.getPublishSource(request)
        }
    }

    package func publishItems(
        _ request: PublishItemsRequest, _ context: CallContext,
    ) async throws(Status) -> PublishItemsResponse {
        let command = try answering { () throws(SluiceError) in
            try checkComment(request.comment)
            guard request.publishName.utf8.count <= Limits.nameCharacters else {
                throw .field("publish_name", "longer than \(Limits.nameCharacters) bytes")
            }
            let command = PublishItems(
                scope: try request.scope, items: try items(request.itemIds),
                comment: request.comment, name: request.publishName)
            try request.checkConfirmation()
            return Command.publishItems(command)
        }
        return try await shell.change(command, request, context) { done in
            PublishItemsResponse(result: ChangeResult(done), details: done.details)
        }
    }

    package func publishAgain(
        _ request: PublishAgainRequest, _ context: CallContext,
    ) async throws(Status) -> PublishAgainResponse {
        let command = try answering { () throws(SluiceError) in
            try checkComment(request.comment)
            try checkPublishID(request.publishId)
            let item = try shell.queries.itemToPublishAgain(request)
            let command = PublishItems(
                scope: try request.scope, items: [item], comment: request.comment)
            try request.checkConfirmation()
            return Command.publishItems(command)
        }
        return try await shell.change(command, request, context) { done in
            PublishAgainResponse(result: ChangeResult(done), detail: done.details.first)
        }
    }

    package func removePublishItems(
        _ request: RemovePublishItemsRequest, _ context: CallContext,
    ) async throws(Status) -> RemovePublishItemsResponse {
        let command = try answering { () throws(SluiceError) in
            let command = RemoveItems(
                scope: try request.scope, items: try items(request.itemIds))
            try request.checkConfirmation()
            return Command.removeItems(command)
        }
        return try await shell.change(command, request, context) { done in
            RemovePublishItemsResponse(result: ChangeResult(done), items: done.items)
        }
    }

    package func proposeVersion(
        _ request: ProposeVersionRequest, _ context: CallContext,
    ) async throws(Status) -> ProposeVersionResponse {
        let command = try answering { () throws(SluiceError) in
            try checkName(request.objectName)
            guard request.version > 0 else {
                throw .field("version", "\(request.version) is no version; they begin at 1")
            }
            guard request.comment.utf8.count <= Limits.reasonBytes else {
                throw .field("comment", "longer than \(Limits.reasonBytes) bytes")
            }
            return Command.proposeVersion(
                ProposeVersion(
                    scope: try request.scope, name: request.objectName, isFile: request.isFile,
                    version: Int(request.version), comment: request.comment))
        }
        return try await shell.change(command, request, context) { done in
            ProposeVersionResponse(result: ChangeResult(done), item: done.items.first)
        }
    }
}

// MARK: - The list that was visited last

extension PublicationServices {
    /// The one that a request names, or else the one that its user visited last (`S149`, `S150`).
    private func module(
        _ named: SluiceWire.Module, in workspace: String, _ context: CallContext,
    ) throws(SluiceError) -> SluiceModel.Module {
        if case .unrecognized(let number) = named {
            throw .field(
                "module", "\(number) is none of 1 PIPELINE, 2 MODELING, 3 DATA_PROCESSING")
        }
        if let module = SluiceModel.Module(named) { return module }
        return try visited(in: workspace, context) ?? .pipeline
    }

    private func visited(
        in workspace: String, _ context: CallContext,
    ) throws(SluiceError) -> SluiceModel.Module? {
        try shell.queries.visitedModule(
            of: context.peer.uid,
            workspace: workspace.isEmpty ? Scope.standard.workspace : workspace)
    }

    private func remember(
        _ module: SluiceModel.Module, _ named: SluiceWire.Module, in workspace: String,
        _ context: CallContext,
    ) async {
        // Without a memory of it the first list is opened, which is no reason to fail.
        guard named != .unspecified, (try? visited(in: workspace, context)) != module else {
            return
        }
        await shell.inbox.remember(
            VisitedModule(
                uid: context.peer.uid,
                workspace: workspace.isEmpty ? Scope.standard.workspace : workspace,
                module: module))
    }
}

// MARK: - What requests say

private protocol ConfirmedRequest: ChangeRequest {}

extension ConfirmedRequest {
    /// What reaches production, or is kept from it, was seen and confirmed (`S163`, `S171`). Asked
    /// last: what is wrong with a request is of more use than that it is to be confirmed.
    fileprivate func checkConfirmation() throws(SluiceError) {
        let options = options ?? ChangeOptions()
        guard !options.dryRun, options.planToken.isEmpty else { return }
        throw SluiceError(
            .failedPrecondition, reason: "CONFIRMATION_MISSING",
            "options.plan_token: a confirmation is needed: call with dry_run, look at what would "
                + "happen, and call again with the plan_token of that answer",
            subject: "options.plan_token", domain: .parameterNotConfigured)
    }
}

extension PublishItemsRequest: ConfirmedRequest {}
extension PublishItemsResponse: ChangeResponse {}
extension PublishAgainRequest: ConfirmedRequest {}
extension PublishAgainResponse: ChangeResponse {}
extension RemovePublishItemsRequest: ConfirmedRequest {}
extension RemovePublishItemsResponse: ChangeResponse {}
extension ProposeVersionRequest: ChangeRequest {}
extension ProposeVersionResponse: ChangeResponse {}

private func items(_ ids: [Int64]) throws(SluiceError) -> [ItemID] {
    guard !ids.isEmpty else { throw .missing("item_ids", "at least one is needed") }
    guard ids.count <= Limits.publishItems else {
        throw .field(
            "item_ids", "\(ids.count) given; at most \(Limits.publishItems) are allowed")
    }
    if let wrong = ids.first(where: { $0 <= 0 }) {
        throw .field("item_ids", "\(wrong) is not the id of an item; ids are above 0")
    }
    return ids.map { ItemID($0) }
}

private func checkComment(_ comment: String) throws(SluiceError) {
    guard !comment.allSatisfy(\.isWhitespace) else {
        throw .missing("comment", "say what is published, and why")
    }
    guard comment.utf8.count <= Limits.reasonBytes else {
        throw .field("comment", "longer than \(Limits.reasonBytes) bytes")
    }
}

private func checkName(_ name: String) throws(SluiceError) {
    guard !name.isEmpty else { throw .missing("object_name", "the name of the object is needed") }
}

private func checkPublishID(_ id: Int64) throws(SluiceError) {
    guard id > 0 else { throw .field("publish_id", "\(id) is not the id of a publish") }
}

// MARK: - What was done

extension Done {
    fileprivate var details: [PublishDetail] {
        guard case .publications(let publications) = reply.subject else { return [] }
        return publications.map { PublishDetail($0, isPreview: isDryRun) }
    }

    fileprivate var items: [PublishItem] {
        guard case .items(let items) = reply.subject else { return [] }
        return items.map { PublishItem($0) }
    }
}

extension PublishDetail {
    fileprivate init(_ publication: Publication, isPreview: Bool) {
        let item = publication.item
        let time = isPreview ? 0 : publication.time.milliseconds
        self.init(
            record: PublishRecord(
                publishId: isPreview ? 0 : publication.id.rawValue,
                publishName: publication.name, objectName: item.name,
                kind: SluiceWire.ObjectKind(item.kind), module: SluiceWire.Module(item.module),
                version: Int32(clamping: item.version), change: item.change.wire,
                status: publication.isSuccess ? .success : .failed,
                publisher: publication.publisher.user, publishTime: time, finishTime: time,
                comment: publication.comment, submitter: item.submitter.user,
                submitTime: item.time.milliseconds, submitComment: item.comment,
                formerVersion: Int32(clamping: publication.formerVersion),
                errorMessage: publication.error.shortened, itemId: item.id.rawValue),
            checks: publication.checks.map(SluiceWire.PublishCheck.init),
            alerts: publication.alerts.map(\.shortened))
    }
}

extension PublishItem {
    fileprivate init(_ item: PendingItem) {
        self.init(
            itemId: item.id.rawValue, objectName: item.name,
            kind: SluiceWire.ObjectKind(item.kind), module: SluiceWire.Module(item.module),
            version: Int32(clamping: item.version), change: item.change.wire,
            submitter: item.submitter.user, submitTime: item.time.milliseconds,
            comment: item.comment)
    }
}

extension SluiceModel.PublishChange {
    fileprivate var wire: SluiceWire.PublishChange {
        SluiceWire.PublishChange(rawValue: Int32(rawValue))
    }
}
