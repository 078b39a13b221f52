internal import GRDB
internal import SluiceModel
internal import SluiceWire

/// What a caller sees of other workspaces than the one that a request names: those in which it has
/// a role.
struct Sight {
    private let rights: Rights
    private let scope: StoredScope
    private let db: Database

    init(_ rights: Rights, in scope: StoredScope, _ db: Database) {
        self.rights = rights
        self.scope = scope
        self.db = db
    }

    func sees(_ workspace: String) -> Bool {
        workspace == scope.workspace || rights.sees(workspace)
    }

    /// The node of another workspace that made it.
    func hideParent(of instance: inout SluiceWire.Instance) throws {
        guard instance.parentInstanceId != 0 else { return }
        let isSeen = try sees(
            """
            SELECT workspace.name
            FROM instance JOIN workspace ON workspace.id = instance.workspace_id
            WHERE instance.id = ?
            """, instance.parentInstanceId)
        guard !isSeen else { return }
        instance.parentInstanceId = 0
        instance.parentNode = ""
    }

    /// The instance of a job of another workspace.
    func hideInstance(of dependency: inout InstanceDependency, job: Int64) throws {
        let isSeen = try sees(
            """
            SELECT workspace.name FROM job JOIN workspace ON workspace.id = job.workspace_id
            WHERE job.id = ?
            """, job)
        guard !isSeen else { return }
        dependency.instanceId = 0
        dependency.status = .unspecified
    }

    /// What is gone is not seen.
    private func sees(_ workspaceOf: String, _ id: Int64) throws -> Bool {
        if case .all = rights { return true }
        let row = try SQLStatement(db, workspaceOf)
        row.bind(id)
        return try row.step() ? sees(row.text()) : false
    }
}
