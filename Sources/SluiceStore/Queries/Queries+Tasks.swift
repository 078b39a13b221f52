internal import GRDB
internal import SluiceEngine
package import SluiceModel
internal import SluiceRuntime
package import SluiceWire

/// The code and the task behind a node instance (`S10` to `S21`).
extension Queries {
    /// Names of tasks that an answer has at most.
    private static let taskLimit = 10_000

    /// The code as an attempt ran it, expressions filled in; the definition's where there is no
    /// attempt yet (`S10`).
    package func getNodeCode(
        _ request: GetNodeCodeRequest,
    ) throws(SluiceError) -> GetNodeCodeResponse {
        try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let (instance, node) = try target(request.node, db, scope)
            guard request.attempt != 0 || node.attempt != 0 else {
                return GetNodeCodeResponse(
                    try definedNode(node, of: instance, db), of: instance, attempt: 0)
            }
            let number = request.attempt == 0 ? node.attempt : Int(request.attempt)
            return try code(of: number, of: node, of: instance, db)
        }
    }

    private func code(
        of number: Int, of node: NamedNode, of instance: InstanceRow, _ db: Database,
    ) throws -> GetNodeCodeResponse {
        let row = try SQLStatement(
            db,
            """
            SELECT run.version, attempt_code.number IS NOT NULL, attempt_code.command,
                attempt_code.script
            FROM attempt
            JOIN run ON run.instance_id = attempt.instance_id AND run.number = attempt.run
            LEFT JOIN attempt_code ON attempt_code.instance_id = attempt.instance_id
                AND attempt_code.ordinal = attempt.ordinal
                AND attempt_code.number = attempt.number
            WHERE attempt.instance_id = ? AND attempt.ordinal = ? AND attempt.number = ?
            """)
        row.bind(node.ref.instance.rawValue)
        row.bind(node.ref.ordinal)
        row.bind(number)
        guard number <= node.attempt, try row.step() else {
            throw SluiceError.noAttempt(number, of: node)
        }
        let key = VersionKey(job: instance.key.job, version: row.int())
        guard let defined = try DefinedNode(node.name, of: key, db) else {
            throw JournalError.corrupt(
                "node \(node.ref) '\(node.name)' is not in version \(key.version) of its job")
        }
        var response = GetNodeCodeResponse(defined, of: instance, attempt: Int32(number))
        response.filledIn = row.bool()
        guard response.filledIn else { return response }
        guard let command = [String](storedTexts: row.blob()) else {
            throw JournalError.corrupt("the command of attempt \(node.ref).\(number)")
        }
        response.command = command
        response.script = row.text()
        return response
    }

    /// The task as the instance's version defines it, and its place in the job's DAG (`S11`).
    package func getNodeTask(
        _ request: GetNodeTaskRequest,
    ) throws(SluiceError) -> GetNodeTaskResponse {
        try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let (instance, node) = try target(request.node, db, scope)
            let defined = try definedNode(node, of: instance, db)
            return GetNodeTaskResponse(
                jobName: instance.message.jobName, version: Int32(defined.graph.version),
                task: SluiceWire.NodeDefinition(defined.node), upstream: defined.node.dependsOn,
                downstream: defined.downstream,
                latestVersion: try latestVersion(of: instance.key.job, db),
                tasks: defined.graph.nodes.prefix(Self.taskLimit).map(\.name))
        }
    }

    /// The configuration that production has now (`S12`, `S13`).
    package func getProductionNode(
        _ request: GetProductionNodeRequest,
    ) throws(SluiceError) -> GetProductionNodeResponse {
        try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let (instance, node) = try target(request.node, db, scope)
            let task = try task(
                node.name, of: instance.message.jobName, db, scope.scope(in: .production),
                orElse: "TASK_NOT_IN_PRODUCTION")
            return GetProductionNodeResponse(
                jobName: instance.message.jobName, version: Int32(task.graph.version),
                task: SluiceWire.NodeDefinition(task.node))
        }
    }

    /// The job file to edit: production's in workspaces of mode BASIC, development's in those of
    /// mode DEV_PROD (`S14` to `S21`).
    package func getEditTarget(
        _ request: GetEditTargetRequest,
    ) throws(SluiceError) -> GetEditTargetResponse {
        try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let (instance, node) = try target(request.node, db, scope)
            let environment = try request.kind.environment(in: scope)
            let task = try task(
                node.name, of: instance.message.jobName, db, scope.scope(in: environment),
                orElse: "TASK_NOT_IN_ENVIRONMENT")
            let source = try source(
                of: VersionKey(job: task.graph.job, version: task.graph.version), db)
            return GetEditTargetResponse(
                jobName: instance.message.jobName,
                targetEnvironment: SluiceWire.Environment(
                    rawValue: Int32(environment.rawValue)),
                version: Int32(task.graph.version), source: source,
                line: Int32(clamping: lineOfNode(node.name, in: source)),
                effectiveAfter: environment == .production ? "submit" : "submit and publish")
        }
    }
}

// MARK: - Definitions of nodes

/// A node in a version of its job.
private struct DefinedNode {
    var graph: JobGraph
    var node: SluiceModel.NodeDefinition
    /// Names of the nodes right after it.
    var downstream: [String]

    /// Nil where the version has no such node.
    init?(_ name: String, of key: VersionKey, _ db: Database) throws {
        guard case .graph(let graph) = try WorldReader(db).supply(for: .graph(key)) else {
            throw JournalError.corrupt(
                "version \(key.version) of job \(key.job) is not in the database")
        }
        guard let index = graph.index(of: name) else { return nil }
        self.graph = graph
        node = graph.nodes[index]
        downstream = graph.successors[index].map { graph.nodes[$0].name }
    }
}

extension GetNodeCodeResponse {
    fileprivate init(_ defined: DefinedNode, of instance: InstanceRow, attempt: Int32) {
        let name = defined.node.connection
        let declared = defined.graph.definition.connections.first { $0.name == name }
        let set = instance.message.connections.first { $0.name == name }
        self.init(
            attempt: attempt, version: Int32(defined.graph.version),
            type: defined.node.type.rawValue, script: defined.node.script,
            command: defined.node.command, interpreter: defined.node.interpreter,
            connection: name, database: set ?? declared.map(ConnectionDefinition.init))
    }
}

extension Queries {
    /// As the instance's present version has it, or the latest of its runs whose version does: a
    /// retry may have given the instance other nodes.
    private func definedNode(
        _ node: NamedNode, of instance: InstanceRow, _ db: Database,
    ) throws -> DefinedNode {
        let row = try SQLStatement(
            db,
            """
            SELECT version, MAX(number) FROM run WHERE instance_id = ?
            GROUP BY version
            ORDER BY MAX(number) DESC
            """)
        row.bind(node.ref.instance.rawValue)
        while try row.step() {
            let key = VersionKey(job: instance.key.job, version: row.int())
            if let defined = try DefinedNode(node.name, of: key, db) { return defined }
        }
        throw JournalError.corrupt("node \(node.ref) '\(node.name)' is in no version of its runs")
    }

    /// A task in the latest version of a job; FAILED_PRECONDITION where there is none.
    private func task(
        _ name: String, of jobName: String, _ db: Database, _ scope: StoredScope,
        orElse reason: String,
    ) throws -> DefinedNode {
        let place = "\(scope.environmentName) of workspace '\(scope.workspace)'"
        guard let job = try JobRow.look(db, for: jobName, in: scope) else {
            throw SluiceError(
                .failedPrecondition, reason: reason, "\(place) has no job '\(jobName)'",
                subject: "job \(jobName)")
        }
        let key = VersionKey(job: JobID(job.id), version: Int(job.latestVersion))
        guard let task = try DefinedNode(name, of: key, db) else {
            throw SluiceError(
                .failedPrecondition, reason: reason,
                "\(place) has version \(key.version) of job '\(jobName)', which has no task "
                    + "'\(name)'",
                subject: "node \(name)")
        }
        return task
    }

    /// 0 where the job was deleted.
    private func latestVersion(of job: JobID, _ db: Database) throws -> Int32 {
        let row = try SQLStatement(
            db,
            """
            SELECT latest_version FROM job WHERE id = ? AND delete_time IS NULL
            """)
        row.bind(job.rawValue)
        return try row.step() ? row.int32() : 0
    }

    private func source(of key: VersionKey, _ db: Database) throws -> String {
        let row = try SQLStatement(
            db,
            """
            SELECT source FROM job_version WHERE job_id = ? AND version = ?
            """)
        row.bind(key.job.rawValue)
        row.bind(key.version)
        return try row.step() ? row.text() : ""
    }
}

// MARK: - Modes and environments

extension StoredScope {
    fileprivate var environmentName: String {
        environment == Int64(SluiceModel.Environment.production.rawValue)
            ? "production" : "development"
    }
}

extension EditKind {
    /// Where the file is that this edit is of; throws where the workspace is of the other mode.
    fileprivate func environment(
        in scope: StoredScope,
    ) throws(SluiceError) -> SluiceModel.Environment {
        switch (self, scope.mode) {
        case (.node, .basic), (.unspecified, .basic): return .production
        case (.developmentNode, .devProd): return .development
        case (.node, .devProd), (.unspecified, .devProd):
            throw .wrongMode(of: scope, asked: "NODE", fitting: "DEVELOPMENT_NODE")
        case (.developmentNode, .basic):
            throw .wrongMode(of: scope, asked: "DEVELOPMENT_NODE", fitting: "NODE")
        case (.unrecognized(let number), _):
            throw SluiceError(
                .invalidArgument, reason: "UNKNOWN_EDIT_KIND",
                "there is no kind of edit \(number); 1 is NODE, 2 DEVELOPMENT_NODE",
                subject: "kind", domain: .parameterInvalid)
        }
    }
}

extension SluiceError {
    fileprivate static func wrongMode(
        of scope: StoredScope, asked: String, fitting: String,
    ) -> SluiceError {
        SluiceError(
            .failedPrecondition, reason: "WRONG_WORKSPACE_MODE",
            "workspace '\(scope.workspace)' is of mode \(scope.mode.name), where the edit \(asked) "
                + "does not apply; \(fitting) does",
            subject: "workspace \(scope.workspace)")
    }
}
