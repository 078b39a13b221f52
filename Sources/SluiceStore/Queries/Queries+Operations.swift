internal import GRDB
package import SluiceModel
package import SluiceWire

/// The operation log (`S80`).
extension Queries {
    /// Newest first.
    package func listOperations(
        _ request: ListOperationsRequest,
    ) throws(SluiceError) -> ListOperationsResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "operations")
        let before = try token.number(in: request.pageToken) ?? .max
        let filter = try OperationFilter(request)
        return try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let row = try SQLStatement(db, filter.sql)
            row.bind(scope.workspace)
            row.bind(scope.environment)
            row.bind(before)
            filter.bind(to: row)
            row.bind(size + 1)
            var found: [SluiceWire.Operation] = []
            while try row.step() { found.append(SluiceWire.Operation(row)) }
            // Calls about an instance that never was are in the log too.
            if found.isEmpty { try checkTarget(of: request, db, scope) }
            let page = page(found, of: size) { token.text(after: String($0.operationId)) }
            return ListOperationsResponse(
                operations: page.entries, nextPageToken: page.nextToken)
        }
    }

    private func checkTarget(
        of request: ListOperationsRequest, _ db: Database, _ scope: StoredScope,
    ) throws {
        guard request.instanceId != 0 else { return }
        let instance = try instance(request.instanceId, db, scope, .zero)
        guard !request.nodeName.isEmpty else { return }
        _ = try node(request.nodeName, of: instance, db)
    }
}

/// Which entries a list has.
private struct OperationFilter {
    private var conditions = Conditions()

    init(_ request: ListOperationsRequest) throws(SluiceError) {
        guard request.nodeName.isEmpty || request.instanceId != 0 else {
            throw SluiceError(
                .invalidArgument, reason: "INSTANCE_NOT_NAMED",
                "node_name is '\(request.nodeName)' and instance_id is missing: a node is one of "
                    + "an instance",
                subject: "instance_id", domain: .parameterNotConfigured)
        }
        conditions.add("instance_id = ?", request.instanceId)
        conditions.add("node_name = ?", text: request.nodeName)
        conditions.add("job_name GLOB ?", glob: request.jobGlob)
        if !request.operation.isEmpty { add(operation: request.operation) }
        conditions.add("user = ?", text: request.user)
        conditions.add("time >= ?", request.fromTime)
        conditions.add("time < ?", request.beforeTime)
        try add(request.result)
    }

    var sql: String {
        """
        SELECT id, time, user, uid, gid, pid, program, operation, workspace, environment, job_name,
            instance_id, node_name, from_status, to_status, detail, reason, refusal, effect,
            after_seq
        FROM operation
        WHERE workspace = ? AND environment = ? AND id < ?
            \(conditions.sql)
        ORDER BY id DESC
        LIMIT ?
        """
    }

    func bind(to row: SQLStatement) { conditions.bind(to: row) }

    /// `retry` is `retry errorNode` as well.
    private mutating func add(operation: String) {
        conditions.add("(operation = ? OR instr(operation, ?) = 1)") { row in
            row.bind(operation)
            row.bind(operation + " ")
        }
    }

    private mutating func add(_ result: OperationResult) throws(SluiceError) {
        switch result {
        case .unspecified: break
        case .done: conditions.add("refusal = ''")
        case .refused: conditions.add("refusal <> ''")
        case .unrecognized(let number):
            throw SluiceError(
                .invalidArgument, reason: "UNKNOWN_RESULT",
                "there is no result \(number); 1 is done, 2 refused, 0 either",
                subject: "result", domain: .parameterInvalid)
        }
    }
}

extension SluiceWire.Operation {
    fileprivate init(_ row: SQLStatement) {
        self.init(
            operationId: row.integer(), time: row.integer(), user: row.text(),
            uid: row.integer(),
            gid: row.integer(), pid: row.int32(),
            program: row.text(), operation: row.text(), workspace: row.text(),
            environment: SluiceWire.Environment(rawValue: row.int32()), jobName: row.text(),
            instanceId: row.integer(), nodeName: row.text(), fromStatus: row.text(),
            toStatus: row.text(), request: row.text(), reason: row.text(), refusal: row.text(),
            effect: row.text(), afterSeq: row.integer())
    }
}
