internal import GRDB
package import SluiceModel
package import SluiceWire

/// A version of a file object with its content.
package struct StoredFile: Sendable {
    package var version: ObjectVersionSummary
    package var content: [UInt8]
}

extension Queries {
    package func getObject(
        _ request: GetObjectRequest,
    ) throws(SluiceError) -> GetObjectResponse {
        try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let object = try ObjectRow.find(db, request.objectName, in: scope)
            let number = request.version == 0 ? object.latestVersion : Int64(request.version)
            let summary = try summary(of: number, of: object, db)
            return GetObjectResponse(
                object: try self.summary(of: object, db), version: summary,
                content: request.withoutContent ? [] : try content(of: number, of: object.id, db),
                jobNames: try jobs(using: object.name, in: scope, db))
        }
    }

    /// The two versions that a difference is asked of.
    package func files(
        for request: DiffObjectVersionsRequest,
    ) throws(SluiceError) -> (from: StoredFile, to: StoredFile) {
        try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let object = try ObjectRow.find(db, request.objectName, in: scope)
            let new = request.toVersion == 0 ? object.latestVersion : Int64(request.toVersion)
            let old = request.fromVersion == 0 ? new - 1 : Int64(request.fromVersion)
            return (try file(old, of: object, db), try file(new, of: object, db))
        }
    }

    package func listObjects(
        _ request: ListObjectsRequest,
    ) throws(SluiceError) -> ListObjectsResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "objects")
        let after = try token.key(in: request.pageToken) ?? ""
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let row = try SQLStatement(
                db,
                """
                SELECT \(ObjectSummary.columns)
                FROM \(ObjectSummary.tables)
                WHERE object.workspace_id = ?1 AND object.environment = ?2
                    AND object.delete_time IS NULL AND object.name > ?3 AND object.name GLOB ?4
                    AND (?5 = 0 OR object.kind = ?5) AND (?6 = 0 OR object.module = ?6)
                ORDER BY object.name
                LIMIT ?7
                """)
            row.bind(scope.workspaceID)
            row.bind(scope.environment)
            row.bind(after)
            row.bind(sqliteGlob(request.nameGlob))
            row.bind(Int64(request.kind.rawValue))
            row.bind(Int64(request.module.rawValue))
            row.bind(size + 1)
            var found: [ObjectSummary] = []
            while try row.step() { found.append(ObjectSummary(row)) }
            let page = page(found, of: size) { token.text(after: $0.objectName) }
            return ListObjectsResponse(objects: page.entries, nextPageToken: page.nextToken)
        }
    }

    package func listObjectVersions(
        _ request: ListObjectVersionsRequest,
    ) throws(SluiceError) -> ListObjectVersionsResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "versions of object \(request.objectName)")
        let before = try token.number(in: request.pageToken) ?? .max
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let object = try ObjectRow.find(db, request.objectName, in: scope)
            let row = try SQLStatement(
                db,
                """
                SELECT \(ObjectVersionSummary.columns) FROM object_version
                WHERE object_id = ? AND version < ?
                ORDER BY version DESC
                LIMIT ?
                """)
            row.bind(object.id)
            row.bind(before)
            row.bind(size + 1)
            var found: [ObjectVersionSummary] = []
            while try row.step() { found.append(ObjectVersionSummary(row)) }
            let page = page(found, of: size) { token.text(after: String($0.version)) }
            return ListObjectVersionsResponse(
                versions: page.entries, nextPageToken: page.nextToken)
        }
    }

    /// The content of a version that an instance uses.
    package func content(of pin: FilePin) throws(SluiceError) -> [UInt8] {
        try read { db in try content(of: Int64(pin.version), of: pin.object.rawValue, db) }
    }
}

extension Queries {
    private func file(
        _ number: Int64, of object: ObjectRow, _ db: Database,
    ) throws -> StoredFile {
        StoredFile(
            version: try summary(of: number, of: object, db),
            content: try content(of: number, of: object.id, db))
    }

    private func content(
        of version: Int64, of object: Int64, _ db: Database,
    ) throws -> [UInt8] {
        let row = try SQLStatement(
            db,
            """
            SELECT content FROM object_version WHERE object_id = ? AND version = ?
            """)
        row.bind(object)
        row.bind(version)
        guard try row.step() else {
            throw SluiceError(
                .notFound, reason: "OBJECT_VERSION_NOT_FOUND",
                "file object \(object) has no version \(version)", subject: "object \(object)")
        }
        return row.blob()
    }

    private func summary(of object: ObjectRow, _ db: Database) throws -> ObjectSummary? {
        let row = try SQLStatement(
            db,
            """
            SELECT \(ObjectSummary.columns) FROM \(ObjectSummary.tables) WHERE object.id = ?
            """)
        row.bind(object.id)
        return try row.step() ? ObjectSummary(row) : nil
    }

    private func summary(
        of version: Int64, of object: ObjectRow, _ db: Database,
    ) throws -> ObjectVersionSummary {
        let row = try SQLStatement(
            db,
            """
            SELECT \(ObjectVersionSummary.columns) FROM object_version
            WHERE object_id = ? AND version = ?
            """)
        row.bind(object.id)
        row.bind(version)
        guard try row.step() else {
            throw SluiceError(
                .notFound, reason: "OBJECT_VERSION_NOT_FOUND",
                "file object '\(object.name)' has no version \(version); the latest is "
                    + "\(object.latestVersion)",
                subject: "object \(object.name)")
        }
        return ObjectVersionSummary(row)
    }

    private func jobs(
        using object: String, in scope: StoredScope, _ db: Database,
    ) throws -> [String] {
        let row = try SQLStatement(
            db,
            """
            SELECT name FROM job
            WHERE workspace_id = ? AND environment = ? AND delete_time IS NULL
                AND INSTR(CHAR(10) || resources || CHAR(10), CHAR(10) || ? || CHAR(10)) > 0
            ORDER BY name
            LIMIT ?
            """)
        row.bind(scope.workspaceID)
        row.bind(scope.environment)
        row.bind(object)
        row.bind(Limits.listedChanges)
        var names: [String] = []
        while try row.step() { names.append(row.text()) }
        return names
    }
}

/// A file object that is not deleted.
private struct ObjectRow {
    var id: Int64
    var name: String
    var latestVersion: Int64

    static func find(_ db: Database, _ name: String, in scope: StoredScope) throws -> ObjectRow {
        guard !name.isEmpty else {
            throw SluiceError(
                .invalidArgument, reason: "MISSING_FIELD",
                "object_name: the name of the file object is needed", subject: "object_name",
                domain: .parameterNotConfigured)
        }
        let row = try SQLStatement(
            db,
            """
            SELECT id, latest_version FROM object
            WHERE workspace_id = ? AND environment = ? AND name = ? AND delete_time IS NULL
            """)
        row.bind(scope.workspaceID)
        row.bind(scope.environment)
        row.bind(name)
        guard try row.step() else {
            throw SluiceError(
                .notFound, reason: "OBJECT_NOT_FOUND",
                "there is no file object '\(name)' in workspace '\(scope.workspace)'",
                subject: "object \(name)")
        }
        return ObjectRow(id: row.integer(), name: name, latestVersion: row.integer())
    }
}

extension ObjectSummary {
    /// What `init` reads.
    fileprivate static let columns = """
        object.id, object.name, object.kind, object.module, object.latest_version,
        object_version.bytes, object.digest, object_version.time, object_version.user,
        object_version.comment
        """

    fileprivate static let tables = """
        object JOIN object_version
            ON object_version.object_id = object.id
            AND object_version.version = object.latest_version
        """

    fileprivate init(_ row: SQLStatement) {
        self.init(
            objectId: row.integer(), objectName: row.text(),
            kind: SluiceWire.ObjectKind(rawValue: row.int32()),
            module: SluiceWire.Module(rawValue: row.int32()), version: row.int32(),
            contentBytes: row.integer(), digest: row.text(), submitTime: row.integer(),
            user: row.text(), comment: row.text())
    }
}

extension ObjectVersionSummary {
    /// What `init` reads.
    fileprivate static let columns = "version, kind, module, bytes, digest, time, user, comment"

    fileprivate init(_ row: SQLStatement) {
        self.init(
            version: row.int32(), kind: SluiceWire.ObjectKind(rawValue: row.int32()),
            module: SluiceWire.Module(rawValue: row.int32()), contentBytes: row.integer(),
            digest: row.text(), submitTime: row.integer(), user: row.text(), comment: row.text())
    }
}
