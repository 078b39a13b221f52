internal import SluiceEngine
package import SluiceModel
internal import SluiceRuntime
package import SluiceWire

// Pending items and publish records as their rows have them, and back.

extension RecordWriter {
    func write(_ item: PendingItem) throws {
        let row = try statement(.publishItem)
        row.bind(item.id.rawValue)
        row.bind(try workspaceID(item.scope.workspace))
        row.bind(item.object)
        row.bind(item.name)
        row.bind(item.kind.rawValue)
        row.bind(item.module.rawValue)
        row.bind(item.version)
        row.bind(item.change.rawValue)
        row.bind(Int64(item.submitter.uid))
        row.bind(item.submitter.user)
        row.bind(item.time.milliseconds)
        row.bind(item.comment)
        let state = StoredItemState(item.state)
        row.bind(state.code)
        row.bind(state.successor)
        row.bind(state.user)
        try row.run()
    }

    func write(_ publication: Publication) throws {
        let item = publication.item
        let row = try statement(.publication)
        row.bind(publication.id.rawValue)
        row.bind(try workspaceID(item.scope.workspace))
        row.bind(item.id.rawValue)
        row.bind(item.object)
        row.bind(item.name)
        row.bind(publication.name)
        row.bind(item.kind.rawValue)
        row.bind(item.module.rawValue)
        row.bind(item.version)
        row.bind(item.change.rawValue)
        row.bind(Int64(publication.status.rawValue))
        row.bind(Int64(publication.publisher.uid))
        row.bind(publication.publisher.user)
        row.bind(publication.time.milliseconds)
        row.bind(publication.comment)
        row.bind(item.submitter.user)
        row.bind(item.time.milliseconds)
        row.bind(item.comment)
        row.bind(publication.formerVersion)
        row.bind(publication.error)
        row.bind(try publication.detail.encoded())
        try row.run()
    }

    func write(_ visited: VisitedModule) throws {
        let row = try statement(.visitedModule)
        row.bind(Int64(visited.uid))
        row.bind(try workspaceID(visited.workspace))
        row.bind(visited.module.rawValue)
        try row.run()
    }
}

extension RecordWriter {
    /// Its source, author and time are those that it has in development.
    func copy(_ version: JobVersionRecord, from origin: VersionKey) throws {
        try setOrigin(of: version.job, to: origin.job)
        try copy(origin, to: version.job)
    }

    func develop(_ version: VersionKey, as twin: JobID) throws {
        let job = try statement(.developedJob)
        job.bind(twin.rawValue)
        job.bind(Int64(SluiceModel.Environment.development.rawValue))
        job.bind(version.job.rawValue)
        try job.run()
        try setOrigin(of: version.job, to: twin)
        try copy(version, to: twin)
    }

    func setOrigin(of job: JobID, to origin: JobID) throws {
        let row = try statement(.jobOrigin)
        row.bind(origin.rawValue)
        row.bind(job.rawValue)
        try row.run()
    }

    private func copy(_ version: VersionKey, to job: JobID) throws {
        let row = try statement(.copiedVersion)
        row.bind(job.rawValue)
        row.bind(version.job.rawValue)
        row.bind(version.version)
        try row.run()
    }
}

extension Publication {
    fileprivate var status: PublishStatus { isSuccess ? .success : .failed }

    fileprivate var detail: PublishDetail {
        PublishDetail(
            checks: checks.map(SluiceWire.PublishCheck.init), alerts: alerts.map(\.shortened))
    }
}

extension SluiceWire.PublishCheck {
    package init(_ check: SluiceModel.PublishCheck) {
        self.init(
            name: check.kind.rawValue, passed: check.isPassed, message: check.message.shortened)
    }
}

extension SQLStatement {
    /// Two columns, `is_file` and `object_id`.
    fileprivate func bind(_ object: DevelopedObject) {
        switch object {
        case .job(let id):
            bind(false)
            bind(id.rawValue)
        case .file(let id):
            bind(true)
            bind(id.rawValue)
        }
    }
}

/// The three columns from `state` on.
private struct StoredItemState {
    var code: Int64
    var successor: Int64?
    var user = ""

    init(_ state: PendingItem.State) {
        switch state {
        case .pending: code = 1
        case .replaced(let item): (code, successor) = (2, item.rawValue)
        case .removed(let user): (code, self.user) = (3, user)
        case .published(let publish, let user):
            (code, successor, self.user) = (4, publish.rawValue, user)
        }
    }
}

extension WorldReader {
    func pendingItems() throws -> [PendingItem] {
        let row = try SQLStatement(
            db,
            """
            SELECT \(Self.itemColumns)
            FROM publish_item JOIN workspace ON workspace.id = workspace_id
            WHERE state = 1
            ORDER BY publish_item.id
            """)
        var items: [PendingItem] = []
        while try row.step() { items.append(try item(row)) }
        return items
    }

    func item(_ id: ItemID) throws -> PendingItem? {
        let row = try SQLStatement(
            db,
            """
            SELECT \(Self.itemColumns)
            FROM publish_item JOIN workspace ON workspace.id = workspace_id
            WHERE publish_item.id = ?
            """)
        row.bind(id.rawValue)
        return try row.step() ? try item(row) : nil
    }

    private static let itemColumns = """
        publish_item.id, workspace.name, is_file, object_id, publish_item.name, kind, module,
        version, change, submitter_uid, submitter, time, comment, state, successor, closed_by
        """

    private func item(_ row: SQLStatement) throws -> PendingItem {
        let id = ItemID(row.integer())
        let words = { "item \(id)" }
        let scope = Scope(workspace: row.text(), environment: .development)
        let (isFile, number) = (row.bool(), row.integer())
        return PendingItem(
            id: id, scope: scope,
            object: isFile ? .file(ObjectID(number)) : .job(JobID(number)), name: row.text(),
            kind: try row.value(SluiceModel.ObjectKind.init(rawValue:), "kind", words),
            module: try row.value(SluiceModel.Module.init(rawValue:), "module", words),
            version: row.int(),
            change: try row.value(SluiceModel.PublishChange.init(rawValue:), "change", words),
            submitter: Caller(
                uid: UInt32(truncatingIfNeeded: row.integer()), gid: 0, pid: 0, user: row.text()),
            time: row.timestamp(), comment: row.text(), state: try state(row, words))
    }

    private func state(_ row: SQLStatement, _ words: () -> String) throws -> PendingItem.State {
        let (code, successor, user) = (row.integer(), row.optionalInteger() ?? 0, row.text())
        switch code {
        case 1: return .pending
        case 2: return .replaced(by: ItemID(successor))
        case 3: return .removed(user: user)
        case 4: return .published(PublishID(successor), user: user)
        default: throw JournalError.corrupt("\(words()): state \(code) is unknown")
        }
    }
}
