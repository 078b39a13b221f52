internal import GRDB
internal import SluiceEngine
package import SluiceModel
package import SluiceWire

/// The pending list and the publish records. Both are of development (`S151`).
extension Queries {
    /// The list that somebody visited last (`S149`, `S150`); nil: none yet.
    package func visitedModule(
        of uid: UInt32, workspace: String,
    ) throws(SluiceError) -> SluiceModel.Module? {
        try read { db in
            let row = try SQLStatement(
                db,
                """
                SELECT module FROM visited_module JOIN workspace ON workspace.id = workspace_id
                WHERE uid = ? AND workspace.name = ?
                """)
            row.bind(Int64(uid))
            row.bind(workspace)
            return try row.step() ? SluiceModel.Module(rawValue: row.int()) : nil
        }
    }

    /// Newest first.
    ///
    /// - Parameter module: nil: all of them.
    package func listPublishItems(
        _ request: ListPublishItemsRequest, in module: SluiceModel.Module?,
    ) throws(SluiceError) -> ListPublishItemsResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "pending \(module?.name ?? "all")")
        var conditions = Conditions()
        if let module { conditions.add("item.module = ?") { $0.bind(module.rawValue) } }
        conditions.add("item.name GLOB ?", glob: request.nameGlob)
        let before = try token.number(in: request.pageToken) ?? .max
        return try read { db in
            let scope = try StoredScope(
                publishing: db, workspace: request.workspace, environment: request.environment)
            let row = try SQLStatement(
                db,
                """
                SELECT \(PublishItem.columns) FROM \(PublishItem.tables)
                WHERE item.state = 1 AND item.workspace_id = ? AND item.id < ?
                    \(conditions.sql)
                ORDER BY item.id DESC
                LIMIT ?
                """)
            row.bind(scope.workspaceID)
            row.bind(before)
            conditions.bind(to: row)
            row.bind(size + 1)
            var found: [PublishItem] = []
            while try row.step() { found.append(PublishItem(row)) }
            let page = page(found, of: size) { token.text(after: String($0.itemId)) }
            return ListPublishItemsResponse(
                items: page.entries, nextPageToken: page.nextToken,
                module: module.map { SluiceWire.Module($0) } ?? .unspecified)
        }
    }

    /// Newest first.
    package func listPublishRecords(
        _ request: ListPublishRecordsRequest, in module: SluiceModel.Module,
    ) throws(SluiceError) -> ListPublishRecordsResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "published \(module.name)")
        let before = try token.number(in: request.pageToken) ?? .max
        var conditions = Conditions()
        conditions.add("module = ?") { $0.bind(module.rawValue) }
        conditions.add("object_name GLOB ?", glob: request.nameGlob)
        conditions.add("status = ?", Int64(request.status.rawValue))
        conditions.add("publisher = ?", text: request.publisher)
        if let from = request.fromTime { conditions.add("time >= ?") { $0.bind(from) } }
        if let to = request.toTime { conditions.add("time <= ?") { $0.bind(to) } }
        return try read { db in
            let scope = try StoredScope(
                publishing: db, workspace: request.workspace, environment: request.environment)
            let found = try records(conditions, in: scope, before: before, size, db)
            let page = page(found, of: size) { token.text(after: String($0.publishId)) }
            return ListPublishRecordsResponse(
                records: page.entries, nextPageToken: page.nextToken,
                module: SluiceWire.Module(module))
        }
    }

    /// Newest first; only where there is more than one version (`S181`).
    package func listPublishHistory(
        _ request: ListPublishHistoryRequest,
    ) throws(SluiceError) -> ListPublishHistoryResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "history of \(request.objectName)")
        let before = try token.number(in: request.pageToken) ?? .max
        var conditions = Conditions()
        conditions.add("object_name = ?") { $0.bind(request.objectName) }
        conditions.add("is_file = ?") { $0.bind(request.isFile) }
        return try read { db in
            let scope = try StoredScope(
                publishing: db, workspace: request.workspace, environment: request.environment)
            try checkHistory(of: request, in: scope, db)
            let found = try records(conditions, in: scope, before: before, size, db)
            let page = page(found, of: size) { token.text(after: String($0.publishId)) }
            return ListPublishHistoryResponse(
                records: page.entries, nextPageToken: page.nextToken)
        }
    }

    package func getPublishRecord(
        _ request: GetPublishRecordRequest,
    ) throws(SluiceError) -> GetPublishRecordResponse {
        try read { db in
            let scope = try StoredScope(
                publishing: db, workspace: request.workspace, environment: request.environment)
            return GetPublishRecordResponse(
                detail: try detail(of: request.publishId, in: scope, db))
        }
    }

    /// The item that a failed record of module MODELING left in the list (`S177`–`S180`).
    package func itemToPublishAgain(
        _ request: PublishAgainRequest,
    ) throws(SluiceError) -> ItemID {
        try read { db in
            let scope = try StoredScope(
                publishing: db, workspace: request.workspace, environment: request.environment)
            let record = try detail(of: request.publishId, in: scope, db).record
            guard let record, record.module == .modeling, record.status == .failed else {
                throw SluiceError(
                    .failedPrecondition, reason: "NOT_TO_PUBLISH_AGAIN",
                    "publish \(request.publishId) is "
                        + "\(record?.status == .success ? "a success" : "not of module modeling"); "
                        + "only a failed one of module modeling is published again from its record",
                    subject: "publish \(request.publishId)")
            }
            guard try isPending(record.itemId, db) else {
                throw SluiceError(
                    .failedPrecondition, reason: "NOT_PENDING",
                    "'\(record.objectName)' version \(record.version) is no longer in the pending "
                        + "list; submit it again",
                    subject: "publish \(request.publishId)")
            }
            return ItemID(record.itemId)
        }
    }

    package func getPublishSource(
        _ request: GetPublishSourceRequest,
    ) throws(SluiceError) -> GetPublishSourceResponse {
        try read { db in
            let scope = try StoredScope(
                publishing: db, workspace: request.workspace, environment: request.environment)
            let subject =
                request.itemId != 0 ? "item \(request.itemId)" : "publish \(request.publishId)"
            let row = try SQLStatement(
                db,
                """
                SELECT is_file, object_id, \(request.itemId != 0 ? "name" : "object_name"), kind,
                    module, version
                FROM \(request.itemId != 0 ? "publish_item" : "publication")
                WHERE id = ? AND workspace_id = ?
                """)
            row.bind(request.itemId != 0 ? request.itemId : request.publishId)
            row.bind(scope.workspaceID)
            guard try row.step() else { throw noSuch(subject, in: scope) }
            let (isFile, object) = (row.bool(), row.integer())
            var response = GetPublishSourceResponse(
                objectName: row.text(), kind: SluiceWire.ObjectKind(rawValue: row.int32()),
                module: SluiceWire.Module(rawValue: row.int32()), version: row.int32())
            let table = isFile ? "object" : "job"
            let source = try SQLStatement(
                db,
                """
                SELECT \(isFile ? "content" : "CAST(source AS BLOB)"),
                    CASE WHEN \(table).delete_time IS NULL THEN \(table).latest_version ELSE 0 END
                FROM \(table)_version AS version JOIN \(table) ON \(table).id = version.\(table)_id
                WHERE version.\(table)_id = ? AND version.version = ?
                """)
            source.bind(object)
            source.bind(Int64(response.version))
            guard try source.step() else { throw noSuch("the source of \(subject)", in: scope) }
            response.source = source.blob()
            response.latestVersion = source.int32()
            return response
        }
    }
}

extension Queries {
    private func records(
        _ conditions: Conditions, in scope: StoredScope, before: Int64, _ size: Int,
        _ db: Database,
    ) throws -> [PublishRecord] {
        let row = try SQLStatement(
            db,
            """
            SELECT \(PublishRecord.columns) FROM publication
            WHERE workspace_id = ? AND id < ?
                \(conditions.sql)
            ORDER BY id DESC
            LIMIT ?
            """)
        row.bind(scope.workspaceID)
        row.bind(before)
        conditions.bind(to: row)
        row.bind(size + 1)
        var found: [PublishRecord] = []
        while try row.step() { found.append(PublishRecord(row)) }
        return found
    }

    private func detail(
        of id: Int64, in scope: StoredScope, _ db: Database,
    ) throws -> PublishDetail {
        let row = try SQLStatement(
            db,
            """
            SELECT \(PublishRecord.columns), detail FROM publication
            WHERE workspace_id = ? AND id = ?
            """)
        row.bind(scope.workspaceID)
        row.bind(id)
        guard try row.step() else { throw noSuch("publish \(id)", in: scope) }
        let record = PublishRecord(row)
        var detail = try PublishDetail(decoding: row.blob())
        detail.record = record
        return detail
    }

    private func isPending(_ item: Int64, _ db: Database) throws -> Bool {
        let row = try SQLStatement(
            db,
            """
            SELECT 1 FROM publish_item WHERE id = ? AND state = 1
            """)
        row.bind(item)
        return try row.step()
    }

    private func noSuch(_ subject: String, in scope: StoredScope) -> SluiceError {
        SluiceError(
            .notFound, reason: "PUBLISH_NOT_FOUND",
            "there is no \(subject) in workspace '\(scope.workspace)'", subject: subject)
    }

    private func checkHistory(
        of request: ListPublishHistoryRequest, in scope: StoredScope, _ db: Database,
    ) throws {
        let row = try SQLStatement(
            db,
            """
            SELECT MAX(version) FROM (
                SELECT latest_version AS version FROM job
                WHERE workspace_id = ?1 AND environment = ?2 AND name = ?3
                    AND delete_time IS NULL AND NOT ?4
                UNION ALL
                SELECT latest_version FROM object
                WHERE workspace_id = ?1 AND environment = ?2 AND name = ?3
                    AND delete_time IS NULL AND ?4
                UNION ALL
                SELECT version FROM publication
                WHERE workspace_id = ?1 AND object_name = ?3 AND is_file = ?4)
            """)
        row.bind(scope.workspaceID)
        row.bind(scope.environment)
        row.bind(request.objectName)
        row.bind(request.isFile)
        guard try row.step(), let version = row.optionalInteger() else {
            throw noSuch("object '\(request.objectName)'", in: scope)
        }
        guard version > 1 else {
            throw SluiceError(
                .failedPrecondition, reason: "NO_HISTORY",
                "'\(request.objectName)' is at its first version; there is a history from the "
                    + "second one on",
                subject: request.objectName)
        }
    }
}

extension StoredScope {
    /// A scope that has a pending list (`S151`).
    fileprivate init(
        publishing db: Database, workspace: String, environment: SluiceWire.Environment,
    ) throws {
        try self.init(db, workspace: workspace, environment: .unspecified)
        guard mode == .devProd, environment == .development else {
            throw SluiceError.publishInDevelopmentOnly(self.workspace, isBasic: mode == .basic)
        }
        self = scope(in: .development)
    }
}

extension PublishItem {
    fileprivate static let columns = """
        item.id, item.name, item.kind, item.module, item.version, item.change, item.submitter,
        item.time, item.comment,
        COALESCE(production.latest_version, file.latest_version, 0)
        """

    fileprivate static let tables = """
        publish_item AS item LEFT JOIN job AS production
            ON production.workspace_id = item.workspace_id AND production.environment = 1
                AND production.name = item.name AND production.delete_time IS NULL
                AND production.origin_id = item.object_id AND NOT item.is_file
        LEFT JOIN object AS file
            ON file.workspace_id = item.workspace_id AND file.environment = 1
                AND file.name = item.name AND file.delete_time IS NULL
                AND file.origin_id = item.object_id AND item.is_file
        """

    fileprivate init(_ row: SQLStatement) {
        self.init(
            itemId: row.integer(), objectName: row.text(),
            kind: SluiceWire.ObjectKind(rawValue: row.int32()),
            module: SluiceWire.Module(rawValue: row.int32()), version: row.int32(),
            change: SluiceWire.PublishChange(rawValue: row.int32()), submitter: row.text(),
            submitTime: row.integer(), comment: row.text(), productionVersion: row.int32())
    }
}

extension PublishRecord {
    fileprivate static let columns = """
        id, name, object_name, kind, module, version, change, status, publisher, time, comment,
        submitter, submit_time, submit_comment, former_version, error, item_id
        """

    fileprivate init(_ row: SQLStatement) {
        let (id, name, object) = (row.integer(), row.text(), row.text())
        let kind = SluiceWire.ObjectKind(rawValue: row.int32())
        let module = SluiceWire.Module(rawValue: row.int32())
        let version = row.int32()
        let change = SluiceWire.PublishChange(rawValue: row.int32())
        let status = PublishStatus(rawValue: row.int32())
        let (publisher, time, comment) = (row.text(), row.integer(), row.text())
        self.init(
            publishId: id, publishName: name, objectName: object, kind: kind, module: module,
            version: version, change: change, status: status, publisher: publisher,
            publishTime: time, finishTime: time, comment: comment, submitter: row.text(),
            submitTime: row.integer(), submitComment: row.text(), formerVersion: row.int32(),
            errorMessage: row.text(), itemId: row.integer())
    }
}
